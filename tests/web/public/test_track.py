"""How far is my matter: number and code, one answer for every wrong pair, the visitor's own acts (YT-21–23, R31, R56, R57)."""

import re
from datetime import timedelta

import pytest

from portal.cases import acceptance, care, intake, rating, referral, reply, tracking
from portal.cases.case import Case, State
from portal.cases.visitor import Identity, IdentityMode
from portal.foundation import clock, codes
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.foundation.words import speaker
from tests.cast import NOW, WORDS, Cast
from tests.judge import Judge
from tests.web.public.told import look


def entered(cast: Cast, browse: Judge, case: Case, key: str) -> None:
    """Show number and code of a case registered under a key."""
    look(browse, case.number, codes.group(codes.derive_code(key)))


KEY = "0123456789abcdef" * 2


def test_number_and_code_open_the_matter_as_people_type_them(cast: Cast, browse: Judge) -> None:
    told = cast.register(key=KEY)
    page = look(browse, f" {told.case.number.lower()} ", codes.group(told.code).replace(" ", "　"))
    for shown in (told.case.number, WORDS, "上报", "转办", "反馈", "评价", "登记，给了编号和查询码", "rep甲", "3月5日（星期四）"):
        assert shown in page.words()
    assert told.code not in page.text and "测某甲" not in page.text and "12000000017" not in page.text


def test_r31_unknown_number_and_wrong_code_get_the_same_answer(cast: Cast, browse: Judge) -> None:
    told = cast.register(key=KEY)
    other = cast.register(words="别的事。")

    def answer(number: str, code: str) -> str:
        seen = browse.post_form("/track", {"number": number, "code": code}, status=404)
        return re.sub(r'value="[^"]*"|X-CSRFToken": "[^"]*', "", seen.text)

    answers = {answer(told.case.number, "1234 5678 9015"), answer("S01-26-9999", codes.group(told.code)),
               answer(told.case.number, codes.group(other.code)), answer("nonsense", "nonsense")}
    assert len(answers) == 1


def test_r56_twenty_wrong_codes_wait_in_words_and_the_right_one_waits_with_them(cast: Cast, browse: Judge) -> None:
    told = cast.register(key=KEY)
    statuses = []
    for _ in range(20):
        sent = {"number": told.case.number, "code": "1234 5678 9015", "csrf_token": browse.token("/track")}
        response = browse.post("/track", data=sent)
        statuses.append(response.status_code)
    assert statuses[:5] == [404] * 5 and set(statuses[5:]) == {429}
    waiting = browse.post_form("/track", {"number": told.case.number, "code": codes.group(told.code)}, status=429)
    assert int(waiting.response.headers["Retry-After"]) > 0 and "请等 1 分钟" in waiting.words()
    clock.freeze(NOW + timedelta(hours=2))
    assert look(browse, told.case.number, told.code)


@pytest.mark.parametrize("number, code", [("", ""), ("S01-26-0001", ""), ("字" * 20000, "1" * 20000), ("🙂", "𠮷㛃龘"),
                                          ("a\x00b", "\x00"), ("\u202e", "\u202e")])
def test_bad_input_is_a_page(cast: Cast, browse: Judge, number: str, code: str) -> None:
    cast.register(key=KEY)
    response = browse.post("/track", data={"number": number, "code": code, "csrf_token": browse.token("/track")})
    assert response.status_code in (404, 422)
    assert 'role="alert"' in response.text or "notice-refused" in response.text


def test_r49_an_expired_token_keeps_number_and_code(cast: Cast, browse: Judge) -> None:
    told = cast.register(key=KEY)
    back = browse._judged(browse.post("/track", data={"number": told.case.number, "code": told.code, "csrf_token": "stale"}), 422)
    assert back.value("number") == told.case.number


def test_r57_the_qr_leaves_its_token_behind(cast: Cast, browse: Judge) -> None:
    told = cast.register(key=KEY)
    assert browse.get_page(f"/t/{told.token}", 303).location == "/track/case"
    assert told.case.number in browse.get_page("/track/case").words()
    assert browse.get_page("/t/nonsense", 404)


def test_the_visit_ends_after_thirty_minutes_and_by_its_button(cast: Cast, browse: Judge) -> None:
    told = cast.register(key=KEY)
    look(browse, told.case.number, told.code)
    clock.freeze(NOW + timedelta(minutes=29))
    assert browse.get_page("/track/case")
    clock.freeze(NOW + timedelta(minutes=30))
    assert browse.get_page("/track/case", 303).location == "/track"
    look(browse, told.case.number, told.code)
    browse.post_form("/track/end")
    assert browse.get_page("/track/case", 303).location == "/track"


def test_x29_sd42_the_reply_is_shown_when_it_was_told_and_not_before(cast: Cast, browse: Judge) -> None:
    case = cast.to_deliver(key=KEY)
    entered(cast, browse, case, KEY)
    assert "五盏路灯已全部恢复照明" not in browse.get_page("/track/case").text
    cast.tell(case)
    page = browse.get_page("/track/case")
    assert "五盏路灯已全部恢复照明" in page.words() and "五盏灯都修好了。" in page.words()
    assert reply.latest(case).sha256 in page.text and "请按期办理。" not in page.text


def test_extension_and_return_are_visible(cast: Cast, browse: Judge) -> None:
    """T13–T15: the visitor sees that the unit said "not ours", who decided, and both due days."""
    case = cast.handling(key=KEY)
    with unit_of_work():
        referral.ask_return(case, reason="不归我们管，内部理由。", proposed_unit_id=None, by=cast.actor("officer"))
    with unit_of_work():
        referral.decide_return(case, to=None, decision="就是你们的。", by=cast.actor("director"))
    with unit_of_work():
        referral.acknowledge(case, by=cast.actor("officer"))
    with unit_of_work():
        referral.ask_extension(case, days=3, reason="要等配件。", by=cast.actor("officer"))
    with unit_of_work():
        referral.decide_extension(case, granted=True, decision="同意。", by=cast.actor("liaison"))
    entered(cast, browse, case, KEY)
    words = browse.get_page("/track/case").words()
    for shown in ("承办单位说不归它管", "定了由街道城市管理办办理", "同意延期 3 个工作日",
                  "原定3月9日（星期一），现在是3月12日（星期四）"):
        assert shown in words
    assert "内部理由" not in words


def test_x_a_merged_receipt_follows_the_leading_case_without_the_other_visitors_words(cast: Cast, browse: Judge) -> None:
    """T10: both receipts follow the leading case; what the other visitor said stays theirs."""
    leading, own = cast.register(words="先来的人说的话。").case, cast.register(key=KEY)
    with unit_of_work():
        care.merge(own.case, into=leading, told=True, by=cast.actor("liaison"))
    with unit_of_work():
        acceptance.clarify(leading, question="您是三号楼的测某乙吗？", by=cast.actor("liaison"))
    with unit_of_work():
        acceptance.inform(leading, words="先来的人补充的话。", by=cast.visitor(leading))
    page = look(browse, own.case.number, own.code).words()
    assert leading.number in page and WORDS in page
    assert "先来的人" not in page and "测某乙" not in page and "撤回这件事" not in page


def test_yt22_dissatisfied_goes_back_into_the_loop_once(cast: Cast, browse: Judge) -> None:
    case = cast.delivered(key=KEY)
    entered(cast, browse, case, KEY)
    sent = {"result": "dissatisfied", "solved": "no", "understood": "yes", "words": "还是黑的。", "reception": "4", "expected_more": "y"}
    assert browse.post_form("/track/rating", sent).location == "/track/case"
    assert browse.post_form("/track/rating", sent).location == "/track/case"
    db.session.expire_all()
    assert (case.state, case.round, [row.expected_more for row in rating.of_case(case)]) == (State.REHANDLE, 2, [True])
    page = browse.get_page("/track/case")
    assert "第 2 轮" in page.words() and "ring-again" in page.text


@pytest.mark.parametrize("left_out", ["result", "solved", "understood"])
def test_a_rating_needs_its_three_answers_and_keeps_what_was_typed(cast: Cast, browse: Judge, left_out: str) -> None:
    case = cast.delivered(key=KEY)
    entered(cast, browse, case, KEY)
    sent = {"result": "satisfied", "solved": "yes", "understood": "no", "words": "很好的话。", "publish_words": "y"}
    back = browse.post_form("/track/rating", {name: value for name, value in sent.items() if name != left_out}, status=422)
    assert back.value("words").strip() == "很好的话。" and rating.of_case(case) == []


def test_more_words_can_be_added_and_answer_a_question(cast: Cast, browse: Judge) -> None:
    told = cast.register(key=KEY)
    with unit_of_work():
        acceptance.clarify(told.case, question="是哪一盏灯？", by=cast.actor("liaison"))
    assert "是哪一盏灯？" in look(browse, told.case.number, told.code).words()
    browse.post_form("/track/more", {"words": "东头第三盏。"})
    assert "东头第三盏。" in browse.get_page("/track/case").words()
    db.session.expire_all()
    assert told.case.state is State.REGISTERED


def test_t25_withdrawing_asks_for_ones_own_will(cast: Cast, browse: Judge) -> None:
    told = cast.register(key=KEY)
    look(browse, told.case.number, told.code)
    assert browse.post_form("/track/withdrawal", {"reason": "不想办了"}, status=422).value("reason").strip() == "不想办了"
    browse.post_form("/track/withdrawal", {"own_will": "y"})
    db.session.expire_all()
    assert told.case.state is State.WITHDRAWN
    assert browse.get_page("/track/more", 303).location == "/track/case"


def test_a_new_code_ends_what_the_old_one_opened(cast: Cast, browse: Judge) -> None:
    """Whoever asks for a new code fears that somebody has the old one: what is open with it closes at once."""
    told = cast.register(key=KEY)
    look(browse, told.case.number, told.code)
    with unit_of_work():
        tracking.reissue(told.case, by=cast.actor("liaison"))
    assert browse.get_page("/track/case", 303).location == "/track"


@pytest.mark.parametrize("standing", [True, False])
def test_the_standing_permission_is_shown_and_the_tick_that_is_sent_decides(cast: Cast, browse: Judge, standing: bool) -> None:
    """practice.md §6.1: agreed when the matter was told, asked again when it is rated; never ticked for somebody who did not."""
    case = cast.delivered(key=KEY, consent=intake.Consent(publish_result=True, publish_rating=standing))
    entered(cast, browse, case, KEY)
    form = browse.get_page("/track/rating")
    (tick,) = [field for field in form.document().iter("input") if field.get("name") == "publish_words"]
    assert (tick.get("checked") is not None) is standing
    browse.post_form("/track/rating", {"result": "satisfied", "solved": "yes", "understood": "yes", "words": "很好。"})
    assert [row.publish_words for row in rating.of_case(case)] == [False]


@pytest.mark.parametrize("name", ["rating", "reception", "more", "withdrawal", "objection"])
def test_the_acts_need_number_and_code(browse: Judge, name: str) -> None:
    assert browse.get_page(f"/track/{name}", 303).location == "/track"
    assert browse.post_form(f"/track/{name}", {"words": "x"}).location == "/track"


def test_there_is_no_other_act(browse: Judge) -> None:
    assert browse.get_page("/track/close", 404)


def test_the_visitor_changes_their_mind_about_publication_by_number_and_code(cast: Cast, browse: Judge) -> None:
    """practice.md §6.1: what was ticked is shown, what is taken back is taken back, and the story tells it."""
    case = cast.delivered(key=KEY)
    entered(cast, browse, case, KEY)
    form = browse.get_page("/track/permissions")
    ticks = {field.get("name"): field.get("checked") is not None for field in form.document().iter("input") if field.get("type") == "checkbox"}
    assert ticks == {"publish_result": True, "publish_words": True, "publish_rating": False, "share_contact": False}
    assert browse.post_form("/track/permissions", {"publish_rating": "y"}).location == "/track/case"
    db.session.expire_all()
    assert (case.publish_result, case.publish_words, case.publish_rating) == (False, False, True)
    assert "改了公开的许可" in browse.get_page("/track/case").words()


@pytest.mark.parametrize("mode", ["confidential", "anonymous"])
def test_who_gave_no_name_to_the_unit_is_not_asked_whether_it_may_have_it(cast: Cast, browse: Judge, mode: str) -> None:
    """practice.md §6.2: the unit works through the station; the other permissions change as ever."""
    case = cast.delivered(key=KEY, identity=Identity(IdentityMode(mode)))
    entered(cast, browse, case, KEY)
    shown = browse.get_page("/track/permissions").text
    assert 'name="publish_rating"' in shown and 'name="share_contact"' not in shown
    assert browse.post_form("/track/permissions", {"publish_rating": "y", "share_contact": "y"}).location == "/track/case"
    db.session.expire_all()
    assert case.publish_rating and not case.share_contact


def test_yt16_yt22_a_matter_that_is_over_tells_its_whole_way_from_the_first_word_to_the_last(cast: Cast, browse: Judge) -> None:
    key = codes.new_key()
    case = cast.closed(key=key)
    entered(cast, browse, case, key)
    words, say = browse.get_page("/track/case").words(), speaker("zh_Hans")
    assert case.number in words
    at = words.index(say("public.case.story"))
    for move in ("T2", "T9", "T11", "T12", "T16", "T18", "T19", "T20"):
        at = words.index(say(f"public.story.{move}", unit="街道城市管理办"), at + 1)
