"""Every act of the loop by its page, and what happens when a rule refuses it: nothing typed is lost (practice.md §12, R13)."""

import re
from datetime import timedelta
from typing import Any

import pytest

from portal.cases import acceptance, care, delivery, referral, reply
from portal.cases.case import Case
from portal.cases.rating import Result, Solved
from portal.foundation import clock
from portal.foundation.unit_of_work import unit_of_work
from portal.network import places
from tests.cast import NOW, Cast
from tests.faults import awards, boards
from tests.web.office import meeting_acts
from tests.web.office.stage import Stage

ACCEPT = {"kind": "2", "category": "C4", "nature": "help", "common": "1"}
REFUSE = {"reason": "judicial", "body": "区人民法院", "since": "2025-11-03", "explanation": "法院正在审理，请带传票到立案庭。", "address": "东庆北路1号"}
REPLY = {"text": "五盏路灯已修好。\r\n\r\n以后每周巡查  一次。", "claim": "solved", "officer": "经办甲", "signed_off_by": "主任甲"}
SUMMARY = {"asked": "您说路灯坏了。", "answer": "五盏灯都修好了。", "next": "以后每周巡查。", "disagree": "不同意可以找代表。"}
RATE = {"result": "satisfied", "solved": "yes", "understood": "1", "channel": "station", "reception": "5"}


def ask_back(cast: Cast, case: Case) -> None:
    with unit_of_work():
        acceptance.clarify(case, question="是哪几盏？", by=cast.actor("liaison"))


def refuse(cast: Cast, case: Case) -> None:
    with unit_of_work():
        acceptance.refuse(case, reason=acceptance.Exclusion.PETITION, body="区信访局", since="2025-10-01", explanation="请到信访局。",
                          decided_by_id=cast.person("rep").id, by=cast.actor("liaison"))


def object_to(cast: Cast, case: Case) -> None:
    refuse(cast, case)
    with unit_of_work():
        acceptance.contest(case, words="信访局没有收过我的材料。", by=cast.visitor(case))


def ask_return(cast: Cast, case: Case) -> None:
    with unit_of_work():
        referral.ask_return(case, reason="路灯归水务公司代管。", proposed_unit_id=cast.unit("区水务公司").id, by=cast.actor("officer"))


def ask_more_time(cast: Cast, case: Case) -> None:
    with unit_of_work():
        referral.ask_extension(case, days=3, reason="等配件。", by=cast.actor("officer"))


def summarise(cast: Cast, case: Case) -> None:
    with unit_of_work():
        delivery.summarise(case, **SUMMARY, by=cast.actor("liaison"))


def confirmed(cast: Cast, case: Case) -> None:
    summarise(cast, case)
    with unit_of_work():
        delivery.confirm(case, by=cast.actor("rep"))


def tried(cast: Cast, case: Case) -> None:
    for day, way in enumerate((delivery.Way.PHONE, delivery.Way.PHONE, delivery.Way.HOME_VISIT), 1):
        clock.freeze(NOW + timedelta(days=day))
        with unit_of_work():
            delivery.record_try(case, way=way, by=cast.actor("liaison"))


def dissatisfied_twice(cast: Cast, case: Case) -> None:
    cast.rate(case, Result.DISSATISFIED, Solved.NO)
    cast.reply(case)
    cast.pass_on(case)
    cast.tell(case)
    cast.rate(case, Result.DISSATISFIED, Solved.NO)


def routed(cast: Cast, case: Case) -> None:
    with unit_of_work():
        places.route(True, by=cast.actor("admin"))


def nothing(cast: Cast, case: Case) -> None:
    """The step is enough."""


# noun: (step of the cast, what happens before, who, what is typed, the state afterwards)
ACTS: dict[str, tuple[str, Any, str, dict[str, Any], str]] = {
    "acceptance": ("register", nothing, "liaison", ACCEPT, "accepted"),
    "acceptance-extension": ("register", nothing, "liaison", {"reason": "要等街道来人。"}, "registered"),
    "refusal": ("register", nothing, "liaison", REFUSE, "not_accepted"),
    "clarification": ("register", nothing, "liaison", {"question": "是哪几盏？"}, "clarifying"),
    "information": ("register", ask_back, "liaison", {"words": "门口往东五盏。"}, "registered"),
    "note": ("handling", nothing, "rep", {"words": "先打个电话再去。", "audience": "desk"}, "handling"),
    "answer": ("register", nothing, "liaison", {"text": "上午九点开门。", "answered_by": "rep甲", "kind": "2", "category": "Z9"}, "answered"),
    "listening": ("register", nothing, "rep", {"note": "说说家里的事。"}, "listened"), "objection": ("register", refuse, "liaison", {"words": "我不同意。"}, "not_accepted"),
    "ruling": ("register", object_to, "office", {"upheld": "1", "decision": "应当受理。"}, "registered"),
    "referral": ("accepted", nothing, "liaison", {"unit": "街道城市管理办", "clock": "reply_simple", "opinion": "请五天内修好。"}, "referred"),
    "forwarding": ("accepted", routed, "liaison", {"unit": "街道城市管理办", "clock": "reply_simple", "opinion": "请五天内修好。"}, "accepted"),
    "acknowledgement": ("referred", nothing, "officer", {}, "handling"),
    "return-request": ("handling", nothing, "officer", {"reason": "不归我们办。", "proposed": "区水务公司"}, "return_asked"),
    "return-decision": ("handling", ask_return, "director", {"stays": "0", "unit": "区水务公司", "decision": "由水务公司办。"}, "referred"),
    "extension-request": ("handling", nothing, "officer", {"days": "3", "reason": "等配件。"}, "handling"),
    "extension-decision": ("handling", ask_more_time, "liaison", {"granted": "1", "decision": "同意。"}, "handling"),
    "reply": ("handling", nothing, "officer", REPLY, "replied"), "passing": ("replied", nothing, "rep", {"answers": "y"}, "to_deliver"),
    "sending-back": ("replied", nothing, "rep", {"reason": "没有说哪天修好。"}, "handling"),
    "summary": ("to_deliver", nothing, "liaison", SUMMARY, "to_deliver"),
    "confirmation": ("to_deliver", summarise, "rep", {}, "to_deliver"),
    "delivery": ("to_deliver", confirmed, "liaison", {"way": "phone"}, "delivered"),
    "try": ("delivered", nothing, "clerk", {"way": "phone", "note": "没人接听"}, "delivered"),
    "closing": ("delivered", tried, "liaison", {}, "closed"),
    "rating": ("delivered", nothing, "clerk", RATE, "closed"),
    "reception": ("handling", nothing, "clerk", {"reception": "4", "channel": "phone"}, "handling"),
    "second-review": ("delivered", dissatisfied_twice, "director", {"upheld": "0", "reason": "答复属实。"}, "closed"),
    "consent": ("handling", nothing, "liaison", {"publish_result": "y", "share_contact": "y"}, "handling"),
    "coming-again": ("handling", nothing, "clerk", {"channel": "station", "heads": "3", "words": "三个人又来问。", "asks": "y"}, "handling"),
    "contact": ("handling", nothing, "liaison", {"checked": "y", "mode": "named", "phone": "12000000099", "reason": "换了号码。"}, "handling"),
    "erasure": ("handling", nothing, "liaison", {"checked": "y"}, "handling"), "withdrawal": ("handling", nothing, "liaison", {"own_will": "y"}, "withdrawn"),
    "hand-over": ("handling", nothing, "director", {"owner": "", "agent": "rep-2", "reason": "rep甲出差。"}, "handling"),
    "reopening": ("closed", nothing, "liaison", {"reason": "灯又灭了。"}, "handling"),
    **boards.ACTS, **awards.ACTS, **meeting_acts.ACTS,
    "progress": ("handling", nothing, "director", {"points_nobody": "y"}, "handling"),
    "progress-withdrawal": ("shown", nothing, "director", {"reason": "地方小，认得出。"}, "handling"),
}
PEOPLE = {"acceptance": "decided_by", "refusal": "decided_by", "referral": "opinion_by", "forwarding": "opinion_by"}


def typed(stage: Stage, noun: str, data: dict[str, Any]) -> dict[str, Any]:
    """What is typed, people named by their ids."""
    people = {PEOPLE[noun]: stage.id_of("rep")} if noun in PEOPLE else {}
    return {name: stage.id_of(value) if value == "rep-2" else value for name, value in data.items()} | people


@pytest.mark.parametrize("noun", ACTS)
def test_every_act_is_offered_asked_and_done_by_its_page(stage: Stage, noun: str) -> None:
    step, before, login, data, after = ACTS[noun]
    number = stage.case(step)
    stage.do(number, before)
    assert f"/office/cases/{number}/{noun}" in stage.file(login, number).text, "not offered"
    answer = stage.send(login, number, noun, typed(stage, noun, data))
    assert answer.location == f"/office/cases/{number}"
    assert stage.state(number) == after
    stage.file(login, number)


@pytest.mark.parametrize("noun", sorted(set(ACTS) - {"anew", "offer-withdrawal", "acknowledgement", "confirmation", "closing", "hand-over", "consent"}))
def test_an_empty_form_comes_back_with_words_and_changes_nothing(stage: Stage, noun: str) -> None:
    step, before, login, _, _ = ACTS[noun]
    number = stage.case(step)
    stage.do(number, before)
    state = stage.state(number)
    stage.send(login, number, noun, {"officer": ""}, status=422)
    assert stage.state(number) == state


# noun: (step, before, who, what is typed, part of it that must still be there)
REFUSED: dict[str, tuple[str, Any, str, dict[str, Any], str]] = {
    "acceptance": ("register", nothing, "liaison", ACCEPT | {"decided_by": "999", "target": "不知道的单位"}, "不知道的单位"),
    "refusal": ("register", nothing, "liaison", REFUSE | {"since": "2031-01-01"}, "法院正在审理，请带传票到立案庭。"),
    "referral": ("accepted", nothing, "liaison", {"unit": "没有这个单位", "clock": "reply_simple", "opinion": "请修好。"}, "没有这个单位"),
    "return-decision": ("handling", ask_return, "director", {"stays": "0", "unit": "", "decision": "转走。"}, "转走。"),
    "extension-request": ("handling", nothing, "officer", {"days": "99", "reason": "要很久。"}, "要很久。"),
    "reply": ("handling", nothing, "officer", REPLY | {"claim": "planned", "planned_on": ""}, "以后每周巡查  一次。"),
    "passing": ("replied", nothing, "rep", {}, ""),
    "delivery": ("to_deliver", confirmed, "liaison", {"way": "phone", "happened": "2031-01-01T09:00"}, "2031-01-01T09:00"),
    "closing": ("delivered", nothing, "liaison", {}, ""),
    "withdrawal": ("handling", nothing, "liaison", {"reason": "不想办了"}, "不想办了"),
    "hand-over": ("handling", nothing, "director", {"reason": "没有选人"}, "没有选人"),
    "merger": ("register", nothing, "liaison", {"into": "S01-26-9999", "told": "y"}, "S01-26-9999"),
    "voiding": ("register", nothing, "director", {"reason": "登记错了"}, "登记错了"),
    "summary": ("to_deliver", nothing, "liaison", SUMMARY | {"next": "长" * 121}, "长" * 121),
}


@pytest.mark.parametrize("noun", REFUSED)
def test_what_a_rule_refuses_is_said_in_words_and_stays_typed(stage: Stage, noun: str) -> None:
    step, before, login, data, kept = REFUSED[noun]
    number = stage.case(step)
    stage.do(number, before)
    state = stage.state(number)
    answer = stage.send(login, number, noun, data, status=422)
    assert kept in answer.text
    assert "notice-refused" in answer.text or 'class="error"' in answer.text
    assert stage.state(number) == state


def test_merging_and_a_spoiled_number(stage: Stage) -> None:
    leading, following = stage.case("register"), stage.case("register")
    assert "跟着的人会读到那一件的答复，其中姓名、号码和住址盖住" in stage.open("liaison", following, "merger").words()  # T10: it may name somebody
    stage.send("liaison", following, "merger", {"into": leading, "told": "y"})
    assert stage.state(following) == "merged"
    assert f"/office/cases/{leading}" in stage.file("liaison", following).text
    assert f"/office/cases/{following}" in stage.file("liaison", leading).text
    spoiled = stage.case("register", words="", needs_writer=True)
    stage.send("director", spoiled, "voiding", {"reason": "点错了"})
    assert stage.state(spoiled) == "void"


def test_a_reply_can_be_looked_at_as_it_will_stand_and_nothing_is_stored(stage: Stage) -> None:
    number = stage.case("handling")
    form = stage.open("officer", number, "reply")
    seen = stage.post("officer", number, "reply", form, REPLY | {"look": "1"}, status=200)
    assert reply.fingerprint(REPLY["text"].replace("\r\n", "\n")) in seen.text
    assert stage.state(number) == "handling"
    stage.post("officer", number, "reply", seen, REPLY)
    assert stage.state(number) == "replied"


def test_the_review_warns_of_thin_and_twin_replies_and_does_not_block(stage: Stage) -> None:
    stage.case("replied", text="已处理。")
    number = stage.case("replied", text="已处理。")
    page = stage.open("rep", number, "passing")
    assert re.sub("<template.*?</template>", "", page.text, flags=re.DOTALL).count("notice-soon") == 2
    stage.send("rep", number, "passing", {"answers": "y"})
    assert stage.state(number) == "to_deliver"


def test_a_case_that_leaves_the_actor_leads_back_to_the_day(stage: Stage) -> None:
    number = stage.case("handling")
    stage.do(number, lambda cast, case: case.agent)
    answer = stage.send("rep", stage.case("replied"), "passing", {"answers": "y"})
    assert answer.location.startswith("/office/cases/")
    stage.do(number, ask_return)
    answer = stage.send("director", number, "return-decision", {"stays": "0", "unit": "区水务公司", "decision": "转走。"})
    stage.file("officer", number, 404)
    assert stage.state(number) == "referred"


def test_the_desk_rating_of_a_dissatisfied_visitor_goes_round_again(stage: Stage) -> None:
    """Acceptance test 14 of rules.md §12: dissatisfied puts the case back, it does not close."""
    number = stage.case("delivered")
    stage.send("liaison", number, "rating", RATE | {"result": "dissatisfied", "words": "灯还是不亮。", "expected_more": "y"})
    assert stage.state(number) == "rehandle" and "原来以为代表或服务站自己就能办成" in stage.file("liaison", number).words()
    assert "灯还是不亮。" in stage.file("officer", number).text


def test_a_second_reviewer_who_had_a_part_is_refused(stage: Stage) -> None:
    number = stage.case("delivered")
    stage.do(number, dissatisfied_twice)
    stage.do(number, hand_to_second)
    stage.send("director", number, "second-review", {"upheld": "1", "reason": "再办。"}, status=422)
    stage.send("office", number, "second-review", {"upheld": "1", "reason": "再办。"})
    assert stage.state(number) == "rehandle"


def hand_to_second(cast: Cast, case: Case) -> None:
    with unit_of_work():
        care.hand_over(case, reason="换代表", agent_id=cast.person("rep-2").id, by=cast.actor("director"))
