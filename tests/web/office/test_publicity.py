"""Explanations in public, as the office chooses it and as whoever lays the masks finds them (practice.md §13)."""

import pytest

from portal.cases import mask, publicity
from portal.cases.case import Case
from portal.foundation.unit_of_work import unit_of_work
from portal.foundation.words import speaker
from tests.cases.ladder_scene import explain, red
from tests.cases.test_trace import finish
from tests.cast import Cast
from tests.judge import Seen
from tests.web.office.stage import Stage


@pytest.mark.parametrize("locale", ["zh_Hans", "zh_Hant", "en"])
def test_practice_13_the_office_chooses_it_and_the_page_says_what_it_does(stage: Stage, locale: str) -> None:
    office, say = stage.browser("office"), speaker(locale)
    page = office.get_page(f"/office/publicity?lang={locale}")
    assert [word for word in ("title", "lead", "inside_hint", "public_hint") if say(f"office.publicity.{word}") not in page.words()] == []
    assert chosen(page) == "inside", "off as shipped"
    office.post_form("/office/publicity", {"explanations": "public"}, 303)
    assert chosen(office.get_page("/office/publicity")) == "public"
    assert "/office/publicity" in office.get_page("/office/policy").text


@pytest.mark.parametrize("login", ["director", "liaison", "rep", "head"])
def test_the_page_is_nobody_elses(stage: Stage, login: str) -> None:
    stage.browser(login).get_page("/office/publicity", 403)


def test_practice_6_4_its_words_are_covered_by_a_tap_like_any_others_and_the_director_reads_them(stage: Stage) -> None:
    with stage.app.app_context():
        cast = Cast()
        with unit_of_work():
            publicity.publish_explanations(True, by=cast.actor("office"))
        case, row = red(cast)
        explain(cast, case, row)
        finish(cast, case)
        number = case.number
    page = stage.browser("liaison").get_page(f"/office/cases/{number}/masks")
    assert speaker("zh_Hans")("office.mask.piece.cause") in page.words() and "人手不足。" in page.words()
    version = page.value("version")
    stage.browser("liaison").post_form(f"/office/cases/{number}/masks", {"cover": "cause-1:0:2:other", "kind": "other", "version": version}, 303)
    assert stage.ask(number, covered) == 1
    assert "由我负责。" in stage.open("director", number, "showing").words()


def chosen(page: Seen) -> str | None:
    """Which of the two is ticked."""
    return next(one.get("value") for one in page.document().iter() if one.get("name") == "explanations" and one.get("checked") is not None)


def test_the_head_reads_before_writing_whether_it_will_be_public(stage: Stage) -> None:
    with stage.app.app_context():
        case, _ = red(Cast())
        number = case.number
    said = speaker("zh_Hans")("office.publicity.head")
    assert said not in stage.open("head", number, "head-explanation").words()
    with stage.app.app_context(), unit_of_work():
        publicity.publish_explanations(True, by=Cast().actor("office"))
    assert said in stage.open("head", number, "head-explanation").words()


def covered(case: Case) -> int:
    """How many masks lie over its texts."""
    return len(mask.of_case(case))
