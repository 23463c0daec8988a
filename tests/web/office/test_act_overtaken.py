"""Two people at one case: who comes second sees what it was and what it is, and has lost nothing (R13, R49)."""

import io
import re

import pytest

from portal.cases import acceptance, visitor
from portal.cases.case import Case
from portal.foundation.unit_of_work import unit_of_work
from portal.foundation.words import LOCALES, speaker
from tests.cast import PASSWORD, Cast
from tests.recording import picture
from tests.web.office import ladder_acts
from tests.web.office.stage import Stage
from tests.web.office.test_act_happy import ACCEPT, REPLY, SUMMARY, ask_return


def test_R13_the_second_of_two_acceptances_is_shown_both_and_keeps_the_text(stage: Stage) -> None:
    number = stage.case("register")
    first = stage.open("liaison", number, "acceptance")
    second = stage.open("liaison", number, "refusal")
    stage.post("liaison", number, "acceptance", first, ACCEPT | {"decided_by": stage.id_of("rep")})
    typed = {"reason": "petition", "body": "区信访局", "since": "2025-10-01", "explanation": "已在信访程序里，请到区信访局。",
             "address": "公园路6号"}
    answer = stage.post("liaison", number, "refusal", second, typed | {"decided_by": stage.id_of("rep")}, 409)
    words = answer.words()
    assert "打开表单时已登记现在已受理" in words and "liaison甲（联络员） 受理" in words and "rep甲" in words
    assert "已在信访程序里，请到区信访局。" in answer.text and "区信访局" in answer.text
    assert "仍然提交" not in words
    assert stage.state(number) == "accepted"


def test_R13_what_is_still_possible_may_be_sent_anyway(stage: Stage) -> None:
    number = stage.case("to_deliver")
    late = stage.open("liaison", number, "summary")
    stage.send("liaison", number, "summary", SUMMARY)
    mine = SUMMARY | {"answer": "全部修好，今晚亮灯。"}
    answer = stage.post("liaison", number, "summary", late, mine, 409)
    assert "全部修好，今晚亮灯。" in answer.text and "仍然提交" in answer.words()
    assert "写通俗说明" in answer.words()
    stage.post("liaison", number, "summary", answer, mine)
    assert "全部修好，今晚亮灯。" in stage.open("rep", number, "confirmation").words()


def test_R13_two_officers_write_one_reply_each_and_only_one_is_stored(stage: Stage) -> None:
    number = stage.case("handling")
    mine, theirs = stage.open("officer", number, "reply"), stage.open("head", number, "reply")
    stage.post("officer", number, "reply", mine, REPLY)
    answer = stage.post("head", number, "reply", theirs, REPLY | {"text": "负责人写的答复，不能丢。"}, 409)
    assert "负责人写的答复，不能丢。" in answer.text
    assert "负责人写的答复，不能丢。" not in stage.file("head", number).text
    assert stage.state(number) == "replied"


def looked_and_heard(cast: Cast, case: Case) -> None:
    with unit_of_work():
        visitor.reveal(case, reason="核对是不是本人。", by=cast.actor("liaison"))
        acceptance.inform(case, words="门口往西还有两盏。", by=cast.visitor(case))


def test_R13_a_unit_reads_what_is_its_own_of_what_happened_and_nothing_of_the_inside(stage: Stage) -> None:
    """R27: who looked at whom, who came and what is proposed against the head stay where they are, also on this page."""
    number = stage.case("handling")
    form = stage.open("officer", number, "reply")
    stage.do(number, ladder_acts.proposed)
    stage.do(number, looked_and_heard)
    stage._browsers.clear()  # it is another day by now
    answer = stage.post("officer", number, "reply", form, REPLY | {"text": "我写的答复。"}, 409)
    assert "门口往西还有两盏。" in answer.text and "我写的答复。" in answer.text and "请在限期内办结并答复。" in answer.text
    for inside in ("核对是不是本人", "测某甲", "12000000017", "拖了两个月", "建议约谈", "very"):
        assert inside not in answer.words(), inside
    seen = stage.post("rep", number, "reminder", form, {"remind_by": "phone_urging", "said": "请快办。"}, 409).words()
    assert "核对是不是本人" in seen and "拖了两个月" in seen and "建议约谈" in seen


def test_R13_what_is_hidden_from_the_reader_is_said_to_be_nothing_of_theirs(stage: Stage) -> None:
    number = stage.case("handling")
    form = stage.open("officer", number, "reply")

    def look(cast: Cast, case: Case) -> None:
        with unit_of_work():
            visitor.reveal(case, reason="核对是不是本人。", by=cast.actor("liaison"))

    stage.do(number, look)
    answer = stage.post("officer", number, "reply", form, REPLY, 409)
    assert "其间没有您该看到的新记载" in answer.words() and "核对是不是本人" not in answer.text
    stage.post("officer", number, "reply", answer, REPLY)
    assert stage.state(number) == "replied"


def test_R13_who_lost_the_case_meanwhile_keeps_what_they_typed_and_learns_nothing(stage: Stage) -> None:
    """R31: the page of a case that went to others is that of a number nobody has, but what was typed is theirs."""
    number = stage.case("handling")
    form = stage.open("officer", number, "reply")
    stage.do(number, ask_return)
    stage.send("director", number, "return-decision", {"stays": "0", "unit": "区水务公司", "decision": "由水务公司办。"})
    answer = stage.post("officer", number, "reply", form, REPLY | {"text": "写了两小时\x00的答复。"}, 404)
    words = answer.words()
    assert "写了两小时\ufffd的答复。" in words and "主任甲" in words and "现在不由您办了" in words
    assert "路灯坏了" not in words and "水务公司" not in words
    nowhere = stage.post("officer", "S01-26-9999", "reply", form, REPLY | {"text": "写了两小时\x00的答复。"}, 404)
    assert words == nowhere.words() and number not in words
    assert re.sub(r"S01-26-\d{4}", "", answer.text)[:600] == re.sub(r"S01-26-\d{4}", "", nowhere.text)[:600]


def test_R13_whose_words_stand_already_is_shown_beside_those_of_the_second_writer(stage: Stage) -> None:
    """K34: two people at the sheet of one visitor."""
    number = stage.case("register", words="", needs_writer=True)
    first, second = stage.open("liaison", number, "words"), stage.open("clerk", number, "words")
    stage.post("liaison", number, "words", first, {"words": "路灯坏了三盏。"})
    answer = stage.post("clerk", number, "words", second, {"words": "路灯坏了，是三盏。"}, 409)
    assert "路灯坏了三盏。" in answer.words() and "路灯坏了，是三盏。" in answer.words() and "liaison甲" in answer.words()
    assert stage.ask(number, lambda case: case.words) == "路灯坏了三盏。"


def test_a_form_without_a_version_is_overtaken_not_broken(stage: Stage) -> None:
    number = stage.case("register")
    for version in ("", "x", "-3", "999999999999999999999"):
        stage.browser("liaison").post_form(
            f"/office/cases/{number}/clarification", {"version": version, "seen": version, "question": "是哪几盏？"}, 409)
    assert stage.state(number) == "registered"


def test_R49_a_stale_token_brings_the_form_back_with_everything_typed(stage: Stage) -> None:
    number = stage.case("handling")
    form = stage.open("officer", number, "reply")
    data = {"version": form.value("version"), "seen": form.value("seen"), "csrf_token": "old", **REPLY}
    answer = stage.browser("officer").post_form(f"/office/cases/{number}/reply", data, 422)
    assert "以后每周巡查  一次。" in answer.text
    assert stage.state(number) == "handling"
    stage.post("officer", number, "reply", answer, REPLY)
    assert stage.state(number) == "replied"


def chosen(name: str = "files") -> dict[str, object]:
    """A file, as the browser sends one."""
    return {name: (io.BytesIO(picture(3)), "现场.png")}


@pytest.mark.parametrize("locale", LOCALES)
def test_R49_a_refused_form_says_plainly_which_files_must_be_chosen_again(stage: Stage, locale: str) -> None:
    """Overtaken, wrong or no longer theirs: what was typed is there, files cannot be, and nobody has to find that out by missing them."""
    number, say, me = stage.case("handling"), speaker(locale), stage.browser("officer")
    me.get_page(f"/office/?lang={locale}")
    lost, again = say("office.act.files_lost", fields=say("office.act.field.files")), say("office.act.files_again")
    form = stage.open("officer", number, "reply")
    wrong = stage.post("officer", number, "reply", form, REPLY | {"claim": "planned"} | chosen(), 422).words()
    stage.do(number, looked_and_heard)
    answer = stage.post("officer", number, "reply", form, REPLY | chosen(), 409)
    none = stage.post("officer", number, "reply", form, REPLY, 409).words()
    assert all(lost in words and again in words for words in (wrong, answer.words())) and lost not in none
    stage.post("head", number, "reply", stage.open("head", number, "reply"), REPLY)
    over = stage.post("officer", number, "reply", answer, REPLY | chosen(), 409).words()
    assert lost in over and again not in over
    nowhere = stage.post("officer", "S01-26-9999", "reply", form, REPLY | chosen(), 404).words()
    assert lost in nowhere


def test_R49_a_visit_that_is_refused_and_a_form_sent_after_a_night_say_so_too(stage: Stage) -> None:
    again, me = speaker("zh_Hans")("office.act.files_again"), stage.browser("liaison")
    assert again in me.post_form("/office/register", {"words": ""} | chosen(), 422).words()
    late = me.post_form("/office/sign-in/kept?to=/office/register", {"words": "路灯坏了。"} | chosen(), 401)
    assert again not in late.words() and late.value("kept_files") == "y"
    sent = {"kept_to": "/office/register", "kept_files": "y", "kept.words": "路灯坏了。", "login": "liaison", "password": PASSWORD}
    assert again in me.post_form("/office/sign-in", sent, 200).words()
    del sent["kept_files"]
    assert again not in me.post_form("/office/sign-in", sent, 200).words()
