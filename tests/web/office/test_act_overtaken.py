"""Two people at one case: who comes second sees what it was and what it is, and has lost nothing (R13, R49)."""

from tests.web.office.stage import Stage
from tests.web.office.test_act_happy import ACCEPT, REPLY, SUMMARY


def test_R13_the_second_of_two_acceptances_is_shown_both_and_keeps_the_text(stage: Stage) -> None:
    number = stage.case("register")
    first = stage.open("liaison", number, "acceptance")
    second = stage.open("liaison", number, "refusal")
    stage.post("liaison", number, "acceptance", first, ACCEPT | {"decided_by": stage.id_of("rep")})
    typed = {"reason": "petition", "body": "区信访局", "since": "2025-10-01", "explanation": "已在信访程序里，请到区信访局。"}
    answer = stage.post("liaison", number, "refusal", second, typed | {"decided_by": stage.id_of("rep")}, 409)
    words = answer.words()
    assert "已登记" in words and "已受理" in words and "受理 · 联络员" in words
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
