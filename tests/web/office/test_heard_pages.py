"""The pages of a second representative who received a matter: the desk names them, they see it and urge, all else is refused (HB-40, HB-62)."""

import pytest

from portal.cases import reminder
from portal.cases.case import Case
from portal.foundation.unit_of_work import unit_of_work
from portal.foundation.words import speaker
from tests.cast import Cast
from tests.web.office.stage import Stage

REMINDER = {"remind_by": "phone_urging", "spoke_to": "经办甲", "said": "请尽快办理。"}
NOT_THEIRS = ("yellow-slip", "red-slip", "passing", "confirmation", "answer", "summary", "hand-over", "acknowledgement", "closing", "publication")


def received(cast: Cast, case: Case) -> None:
    with unit_of_work():
        case.received_by_id = cast.person("rep-2").id


def test_hb62_they_open_the_file_and_urge_in_their_own_name(stage: Stage) -> None:
    number = stage.case("handling")
    stage.file("rep-2", number, 404)
    stage.open("rep-2", number, "reminder", 404)
    stage.do(number, received)
    assert f"/office/cases/{number}/reminder" in stage.file("rep-2", number).text
    assert number in stage.browser("rep-2").get_page("/office/cases").text
    assert 'name="instructed_by"' not in stage.open("rep-2", number, "reminder").text
    assert 'name="instructed_by"' in stage.open("liaison", number, "reminder").text
    stage.send("rep-2", number, "reminder", REMINDER)
    who = int(stage.id_of("rep-2"))
    assert stage.ask(number, lambda case: [(row.given_by_id, row.instructed_by_id) for row in reminder.of_case(case)]) == [(who, who)]
    assert "rep-2甲" in stage.file("liaison", number).text


@pytest.mark.parametrize("noun", NOT_THEIRS)
def test_r30_every_other_page_is_refused(stage: Stage, noun: str) -> None:
    number = stage.case("handling")
    stage.do(number, received)
    events = stage.ask(number, lambda case: case.events)
    stage.open("rep-2", number, noun, 403)
    stage.browser("rep-2").post_form(f"/office/cases/{number}/{noun}", {"version": "1", "seen": "1"}, 403)
    assert stage.ask(number, lambda case: case.events) == events


def test_hb44_a_sealed_one_is_not_there(stage: Stage) -> None:
    number = stage.case("accepted", kind=4, category="O1")
    stage.do(number, received)
    for path in ("", "/reminder"):
        stage.browser("rep-2").get_page(f"/office/cases/{number}{path}", 404)
    assert number not in stage.browser("rep-2").get_page("/office/cases").text
    stage.file("rep", number)


@pytest.mark.parametrize("locale", ["zh_Hans", "zh_Hant", "en"])
def test_hb40_the_desk_offers_the_representatives_beside_the_members(stage: Stage, locale: str) -> None:
    page = stage.browser("liaison").get_page(f"/office/register?lang={locale}")
    offered = next(one for one in page.document().iter("select") if one.get("name") == "received_by")
    ids = [one.get("value") for one in offered.iter("option")]
    assert ids == ["", *(stage.id_of(login) for login in ("rep", "rep-2", "member"))]
    assert speaker(locale)("office.register.received_by") in page.words()
