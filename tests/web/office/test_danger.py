"""The desk marks danger where it reads or hears of it: on the file, at the acceptance, while it writes down (practice.md §2.1, §3.2)."""

import pytest

from portal.foundation.words import LOCALES, speaker
from tests.web.office.stage import Stage
from tests.web.office.test_act_happy import ACCEPT
from tests.web.office.visits import SAY, WORDS


def endangered(stage: Stage, number: str) -> bool:
    return bool(stage.ask(number, lambda case: case.danger))


@pytest.mark.parametrize("locale", LOCALES)
def test_the_page_says_whom_to_call_before_anything_is_typed(stage: Stage, locale: str) -> None:
    number = stage.case("register", words="胸口疼得厉害。")
    words = stage.browser("clerk").get_page(f"/office/cases/{number}/danger?lang={locale}").words()
    say = speaker(locale)
    assert words.index(say("office.act.danger_numbers")) < words.index(say("office.act.field.danger")) and "office." not in words


def test_a_mark_shows_on_the_file_and_the_page_of_the_day_and_goes_again(stage: Stage) -> None:
    number = stage.case("register", words="胸口疼得厉害。")
    stage.send("clerk", number, "danger", {"reason": "胸痛。"})
    for page in (stage.file("liaison", number), stage.browser("liaison").get_page("/office/")):
        assert SAY("office.today.danger") in page.words() or SAY("office.case.danger") in page.words()
    told = stage.file("liaison", number).words()
    assert SAY("office.case.danger_marked") in told and "胸痛。" in told and f"/cases/{number}/danger-withdrawal" in stage.file("liaison", number).text
    stage.send("liaison", number, "danger-withdrawal", {"reason": "看过医生，没事。"})
    assert not endangered(stage, number) and SAY("office.case.danger_over") in stage.file("liaison", number).words()


def test_the_unit_reads_no_reason_of_it(stage: Stage) -> None:
    """What is told of the visitor at the desk stays at the station; that there is danger the unit sees."""
    number = stage.case("handling")
    stage.send("liaison", number, "danger", {"reason": "住三单元的老人。"})
    seen = stage.file("officer", number).words()
    assert "住三单元的老人。" not in seen and SAY("office.case.danger") in seen


def test_the_acceptance_asks_once(stage: Stage) -> None:
    number, stood = stage.case("register"), stage.case("register", danger=True)
    tick = 'name="danger"'
    assert tick in stage.open("liaison", number, "acceptance").text and tick not in stage.open("liaison", stood, "acceptance").text
    for each in (number, stood):
        stage.send("liaison", each, "acceptance", ACCEPT | {"decided_by": stage.id_of("rep"), "danger": "y"})
    assert endangered(stage, number) and endangered(stage, stood)


def test_k34_the_sheet_of_the_writer_asks_too(stage: Stage) -> None:
    number = stage.case("register", words="", needs_writer=True)
    form = stage.browser("clerk").get_page(f"/office/cases/{number}/words")
    stage.browser("clerk").post_form(f"/office/cases/{number}/words", {"version": form.value("version"), "words": WORDS, "danger": "y"})
    assert endangered(stage, number)


@pytest.mark.parametrize("noun", ["danger", "danger-withdrawal"])
def test_an_empty_form_comes_back_with_words_and_changes_nothing(stage: Stage, noun: str) -> None:
    number = stage.case("handling", danger=noun != "danger")
    assert f"/office/cases/{number}/{noun}" in stage.file("clerk", number).text, "not offered"
    stage.send("clerk", number, noun, {"reason": " "}, status=422)
    assert endangered(stage, number) is (noun != "danger")
