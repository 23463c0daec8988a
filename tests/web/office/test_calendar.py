"""The working calendar: pasted, looked at, entered, confirmed; what cannot be read is named by its line (practice.md 3.4)."""

from datetime import date

import pytest

from portal.foundation import clock
from portal.foundation.words import speaker
from portal.network import calendar
from tests.judge import Seen
from tests.web.office.stage import Stage

SAY = speaker("zh_Hans")
DAYS = "day,works,name\r\n2027-01-01,0,元旦\r\n2027-01-03,1,调休上班\r\n\r\n"


def paste(stage: Stage, lines: str, status: int = 200, **more: str) -> Seen:
    return stage.browser("office").post_form("/office/calendar/days", {"lines": lines} | more, status)


def test_days_are_shown_before_they_are_entered_and_the_year_is_confirmed_last(stage: Stage) -> None:
    seen = paste(stage, DAYS)
    assert "元旦" in seen.words() and SAY("office.calendar.new") in seen.words()
    with stage.app.app_context():
        assert not calendar.workdays().works(date(2027, 1, 3))
    paste(stage, seen.value("lines"), 303, enter="1")
    with stage.app.app_context():
        assert calendar.workdays().works(date(2027, 1, 3)) and 2027 not in calendar.workdays().known_years
    assert SAY("office.calendar.same") in paste(stage, DAYS).words()
    stage.browser("office").post_form("/office/calendar/2027/confirmation", {"source": "通知"})
    with stage.app.app_context():
        assert 2027 in calendar.workdays().known_years
    assert "通知" in stage.browser("admin").get_page("/office/calendar/2027").words()


def test_dates_that_were_provisional_are_counted_anew_by_both_pages_and_the_file_tells(stage: Stage) -> None:
    clock.freeze(clock.at_local(date(2026, 12, 28), 9))
    number = stage.case("referred")
    assert SAY("office.case.provisional") in stage.file("liaison", number).words()
    paste(stage, DAYS.replace("2027-01-03,1,调休上班\r\n", ""), 303, enter="1")
    words = stage.file("liaison", number).words()
    moved = SAY("office.case.due_change", old=SAY.date(date(2027, 1, 4)), new=SAY.date(date(2027, 1, 5)))
    assert moved in words and SAY("common.act.deadline.recount") in words and SAY("office.case.provisional") in words
    stage.browser("office").post_form("/office/calendar/2027/confirmation", {"source": "通知"})
    assert SAY("office.case.provisional") not in stage.file("liaison", number).words()


@pytest.mark.parametrize(
    ("lines", "key", "params"),
    [
        ("2027-01-01,0,元旦\nnonsense", "refusal.calendar_line", {"line": 2}),
        ("2027-02-30,0,x", "refusal.calendar_line", {"line": 1}),
        ("2027-01-01,maybe,x", "refusal.calendar_line", {"line": 1}),
        ("1027-01-01,0,x", "refusal.calendar_line", {"line": 1}),
        ("day,works,name", "refusal.calendar_empty", {}),
        ("2027-01-01,0,a\n2027-01-01,1,b", "refusal.calendar_twice", {}),
        ("\n".join(["2027-01-01,0,a"] * 201), "refusal.calendar_long", {"most": 200}),
    ],
)
def test_what_cannot_be_read_is_named_and_what_was_pasted_stays(stage: Stage, lines: str, key: str, params: dict[str, int]) -> None:
    seen = paste(stage, lines, 422, enter="1")
    assert SAY(key, **params) in seen.words() and seen.value("lines").splitlines() == lines.splitlines()


def test_an_empty_year_cannot_be_confirmed(stage: Stage) -> None:
    seen = stage.browser("office").post_form("/office/calendar/2031/confirmation", {"source": "通知"}, 422)
    assert SAY("refusal.calendar_no_days") in seen.words()


def test_known_years_are_confirmed_and_next_year_is_provisional(stage: Stage) -> None:
    words = stage.browser("admin").get_page("/office/calendar").words()
    assert all(str(year) in words for year in (2024, 2025, 2026, 2027)) and SAY("office.calendar.provisional") in words


@pytest.mark.parametrize("year", ["1", "9999", "2030"])
def test_a_year_without_days_is_no_error(stage: Stage, year: str) -> None:
    assert SAY("office.calendar.no_days") in stage.browser("admin").get_page(f"/office/calendar/{year}").words()


@pytest.mark.parametrize("login", ["liaison", "director", "officer", "steering"])
def test_others_keep_no_calendar(stage: Stage, login: str) -> None:
    stage.browser(login).get_page("/office/calendar", 403)


@pytest.mark.parametrize("locale", ["zh_Hans", "zh_Hant", "en"])
def test_the_calendar_in_three_languages(stage: Stage, locale: str) -> None:
    assert speaker(locale)("office.calendar.lead") in stage.browser("office").get_page(f"/office/calendar?lang={locale}").words()
