"""Numbers no row can have, in addresses, hidden fields and dates: never a broken page (R45, R59)."""

import pytest

from tests.cast import WORDS
from tests.web.office.stage import Stage

HUGE = "9" * 30
STRANGE = (HUGE, "9" * 5000, "²", "-1", "1e9", "")


@pytest.mark.parametrize("path", [f"/office/people/{HUGE}", f"/office/calendar/{HUGE}"])
def test_r45_an_address_with_a_number_no_row_has_is_nowhere(stage: Stage, path: str) -> None:
    stage.browser("admin").get_page(path, 404)


@pytest.mark.parametrize("path", [f"/office/people/{HUGE}/closing", f"/office/people/1/roles/{HUGE}/end", f"/office/units/{HUGE}/activity",
                                  f"/office/account/sessions/{HUGE}/end", f"/office/people/{HUGE}/password"])
def test_r45_so_is_one_that_something_is_sent_to(stage: Stage, path: str) -> None:
    stage.browser("admin").post_form(path, status=404)


@pytest.mark.parametrize("page", STRANGE)
def test_r45_a_page_of_staff_nobody_can_reach_is_empty(stage: Stage, page: str) -> None:
    stage.browser("admin").get_page(f"/office/people?page={page}")


@pytest.mark.parametrize("version", STRANGE)
def test_r13_a_version_that_is_none_counts_as_overtaken(stage: Stage, version: str) -> None:
    number = stage.case("register")
    sent = {"version": version, "seen": version, "note": "只想说说。"}
    stage.browser("liaison").post_form(f"/office/cases/{number}/listening", sent, 409)
    assert stage.state(number) == "registered"


@pytest.mark.parametrize("version", STRANGE)
def test_r13_so_it_does_where_words_are_written_down(stage: Stage, version: str) -> None:
    number = stage.case("register", words="", needs_writer=True)
    stage.browser("liaison").post_form(f"/office/cases/{number}/words", {"version": version, "words": "路灯"}, 409)
    assert stage.ask(number, lambda case: case.words) == ""


@pytest.mark.parametrize("happened", ["0001-01-01T00:00", "9999-12-31T23:59"])
def test_r45_a_moment_nobody_means_is_refused_beside_its_field(stage: Stage, happened: str) -> None:
    number = stage.case("delivered")
    assert "2026-03-02" in stage.send("liaison", number, "try", {"way": "phone", "happened": happened}, 422).words()


@pytest.mark.parametrize("agent", ["abc", *STRANGE[:3]])
def test_r45_a_representative_who_is_none_is_refused(stage: Stage, agent: str) -> None:
    sent = {"key": "a" * 32, "words": WORDS, "mode": "anonymous", "heads": "1", "channel": "station", "locale": "zh_Hans", "agent": agent}
    stage.browser("liaison").post_form("/office/register", sent, 422)
