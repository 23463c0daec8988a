"""Working days: China's arrangement day by day against an independent source, due days, and years nobody knows yet (§3.2–3.4)."""

from datetime import date, timedelta

import holidays
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.foundation.workdays import ONE_DAY, Counted, Workdays
from portal.network import calendar
from tests.cast import Cast

KNOWN = range(2024, 2027)
DAYS = st.dates(date(2024, 1, 1), date(2026, 10, 31))


def shipped() -> Workdays:
    """The calendar that comes with the product, read from its file."""
    lines = [line.split(",") for line in calendar.SHIPPED.read_text("utf-8").splitlines()[1:]]
    return Workdays({date.fromisoformat(day): works == "1" for day, works, _ in lines}, frozenset(KNOWN))


CHINA = shipped()


def every_day(year: int) -> list[date]:
    return [date(year, 1, 1) + timedelta(n) for n in range((date(year + 1, 1, 1) - date(year, 1, 1)).days)]


@pytest.mark.parametrize("year", KNOWN)
def test_each_day_agrees_with_an_independent_calendar(year: int) -> None:
    independent = holidays.country_holidays("CN", years=year)
    assert [day for day in every_day(year) if CHINA.works(day) != independent.is_working_day(day)] == []


def test_2026_has_248_working_days_and_six_worked_weekends() -> None:
    year = every_day(2026)
    assert sum(CHINA.works(day) for day in year) == 248
    assert [day for day in year if day.weekday() >= 5 and CHINA.works(day)] == [
        date(2026, 1, 4), date(2026, 2, 14), date(2026, 2, 28), date(2026, 5, 9), date(2026, 9, 20), date(2026, 10, 10)]


def test_the_longest_pause_of_2026() -> None:
    assert CHINA.after(date(2026, 2, 14), 1) == Counted(date(2026, 2, 24), provisional=False)


def test_wednesday_30_september_and_five_working_days_is_13_october() -> None:
    assert CHINA.after(date(2026, 9, 30), 5) == Counted(date(2026, 10, 13), provisional=False)


def test_a_plain_week_would_be_wrong_on_ninety_of_201_start_days() -> None:
    """practice.md §3.4 measured 15 working days from every working day of 1 January to 27 October 2026."""
    starts = [day for day in every_day(2026) if day <= date(2026, 10, 27) and CHINA.works(day)]
    plain = Workdays()
    assert (len(starts), sum(plain.after(day, 15).due != CHINA.after(day, 15).due for day in starts)) == (201, 90)


@pytest.mark.parametrize(("start", "days", "provisional"), [
    (date(2026, 11, 19), 30, False), (date(2026, 11, 20), 30, True), (date(2026, 12, 10), 15, False),
    (date(2026, 12, 11), 15, True),
    (date(2026, 12, 24), 5, False), (date(2026, 12, 25), 5, True), (date(2031, 5, 5), 5, True), (date(2023, 12, 29), 1, True)])
def test_a_due_day_in_an_unknown_year_is_provisional_and_never_a_crash(start: date, days: int, provisional: bool) -> None:
    counted = CHINA.after(start, days)
    assert counted.provisional is provisional and counted.due > start


def test_an_unknown_year_follows_the_week() -> None:
    assert [CHINA.works(date(2027, 3, day)) for day in range(1, 8)] == [True] * 5 + [False] * 2


def test_calendar_days_are_never_provisional() -> None:
    assert CHINA.calendar_after(date(2026, 12, 20), 60) == Counted(date(2027, 2, 18), provisional=False)


@given(DAYS, st.integers(0, 40))
def test_after_and_between_undo_each_other(start: date, days: int) -> None:
    due = CHINA.after(start, days).due
    assert CHINA.between(start, due) == days and CHINA.between(due, start) == -days
    assert days == 0 or CHINA.works(due)


@given(DAYS, st.integers(1, 40))
@settings(max_examples=60)
def test_back_lands_on_a_working_day_so_far_before(start: date, days: int) -> None:
    day = CHINA.back(start, days)
    assert CHINA.works(day) and CHINA.between(day - ONE_DAY, start - ONE_DAY) == days


@given(DAYS, st.integers(0, 30), st.integers(0, 30))
def test_limits_add_up(start: date, first: int, second: int) -> None:
    assert CHINA.after(CHINA.after(start, first).due, second).due == CHINA.after(start, first + second).due


def test_the_rows_say_what_the_file_says(cast: Cast) -> None:
    stored = calendar.workdays()
    assert (dict(stored.exceptions), stored.known_years) == (dict(CHINA.exceptions), frozenset(KNOWN))
    assert calendar.version() == "2026"
