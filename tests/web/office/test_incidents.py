"""The office's page of incidents: written at the desk, read by writer and director; the desk learns that two receive (§9, row 21)."""

import pytest

from portal.cases import timeline
from portal.foundation.unit_of_work import unit_of_work
from portal.network import person
from portal.network.role import Role
from tests.cast import NOW, Cast
from tests.web.office.stage import Stage
from tests.web.office.visits import SAY, number_of, send

pytestmark = pytest.mark.usefixtures("resting_press")
PAGE = "/office/incidents"
NOTE = PAGE + "/S01"
SENT = {"what": "要求站里当场答应赔钱，拍桌子，骂人。", "by_two": "y"}


@pytest.mark.parametrize(("login", "status"), [
    ("liaison", 200), ("clerk", 200), ("director", 200), ("rep", 403), ("office", 403), ("officer", 403), ("volunteer", 403)])
def test_row_21_the_page_is_for_who_receives_and_their_director(stage: Stage, login: str, status: int) -> None:
    page = stage.browser(login).get_page(PAGE, status)
    assert (SAY("office.incident.lead", days=180) in page.words()) is (status == 200)
    assert ('name="what"' in page.text) is (login in ("liaison", "clerk"))


def test_row_21_writer_and_director_read_it_and_the_desk_knows_that_two_receive(stage: Stage) -> None:
    clerk = stage.browser("clerk")
    assert SAY("office.incident.today") not in clerk.get_page("/office/register").words()
    present = clerk.get_page(PAGE).document()
    chosen = next(field.get("value") for field in present.iter("input") if field.get("name") == "present")
    assert clerk.post_form(NOTE, SENT | {"present": chosen}, 303).location == PAGE
    for login in ("clerk", "director"):
        words = stage.browser(login).get_page(PAGE).words()
        assert SENT["what"] in words and SAY("office.incident.two") in words and SAY("office.incident.were", names="director甲") in words
    assert SENT["what"] not in stage.browser("liaison").get_page(PAGE).words()
    for login, two in (("liaison", True), ("liaison-s02", False)):
        assert (SAY("office.incident.today") in stage.browser(login).get_page("/office/register").words()) is two


def test_row_21_a_name_in_it_is_refused_with_every_word_kept(stage: Stage) -> None:
    back = stage.browser("liaison").post_form(NOTE, SENT | {"what": "王先生拍了桌子。"}, 422)
    assert "王先生拍了桌子。" in back.text and SAY("refusal.incident_names") in back.words()
    assert SAY("refusal.incident_needed") in stage.browser("liaison").post_form(NOTE, SENT | {"what": ""}, 422).words()
    stage.browser("director").post_form(NOTE, SENT, 403)
    stage.browser("liaison").post_form(PAGE + "/S02", SENT, 404)


def test_sd01_whoever_serves_at_several_stations_finds_one_by_typing_also_without_a_script(stage: Stage) -> None:
    with stage.app.app_context(), unit_of_work():
        cast = Cast()
        person.grant(cast.person("clerk"), Role.CLERK, NOW.date(), cast.station("S02").id)
    browser = stage.browser("clerk")
    seen = browser.get_page(PAGE)
    assert "<select" not in seen.text and 'hx-get="/office/suggest/stations"' in seen.text and f'action="{NOTE}"' in seen.text
    assert f'action="{PAGE}/S02"' in browser.get_page(PAGE + "?station=河湾").text
    assert SAY("office.people.station_unknown") in browser.get_page(PAGE + "?station=S90").words()
    assert browser.post_form(PAGE + "/S02", SENT, 303).location == PAGE + "?station=S02"


@pytest.mark.parametrize("how", ["by_two", "private_room"])
def test_row_21_bm_r7_how_somebody_was_received_is_told_in_the_file_and_begins_the_next_matter_of_the_visit(stage: Stage, how: str) -> None:
    page = send(stage, **{how: "y"})
    number = number_of(page)
    assert stage.ask(number, lambda case: timeline.story(case)[0].facts[how]) is True
    assert SAY(f"office.register.{how}") in stage.file("liaison", number).words() and page.value(how) == "y"
    number = number_of(send(stage))
    assert SAY(f"office.register.{how}") not in stage.file("liaison", number).words()
