"""Opening rules: every day lies in its rule, and skip, next and keep agree with a count made day by day (CT-04, HB-40, SG-04)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.foundation import clock
from portal.foundation.workdays import ONE_DAY, Workdays
from portal.reception.pattern import EVENING, NOON, Half, Holiday, Months, Occasion, Pattern, Repeat, halves, hours, occasions

FIRST = date(2026, 1, 1)
MINUTES = st.integers(0, 24 * 60 - 1)
CALENDARS = st.dictionaries(st.integers(0, 120).map(lambda n: FIRST + timedelta(n)), st.booleans(), max_size=25).map(Workdays)
PATTERNS = st.builds(
    Pattern, repeat=st.sampled_from(Repeat), starts=MINUTES, ends=MINUTES, weekdays=st.frozensets(st.integers(0, 6)),
    month_day=st.integers(1, 31), months=st.sampled_from(Months), holiday=st.sampled_from(Holiday))
# The source's calendar round the days that fall out in 2026 (practice.md §3.4).
OCTOBER = Workdays({date(2026, 10, day): False for day in (1, 2, 5, 6, 7)} | {date(2026, 10, 10): True, date(2026, 9, 20): True})


def last_of_month(day: date) -> int:
    return ((day.replace(day=28) + timedelta(days=4)).replace(day=1) - ONE_DAY).day


def is_planned(rule: Pattern, day: date, calendar: Workdays) -> bool:
    """The rule in plain words, asked of one day."""
    if rule.repeat is Repeat.NONE or (rule.months is not Months.EVERY and (day.month % 2 == 1) != (rule.months is Months.ODD)):
        return False
    if rule.repeat is Repeat.WEEKLY:
        return day.weekday() in rule.weekdays
    if rule.repeat is Repeat.MONTHLY:
        return day.day == min(rule.month_day, last_of_month(day))
    return rule.holiday is Holiday.KEEP or day.weekday() < 5 or calendar.exceptions.get(day, False)


def rests(rule: Pattern, day: date, calendar: Workdays) -> bool:
    if rule.repeat is Repeat.WEEKLY:
        return calendar.exceptions.get(day) is False
    return not calendar.exceptions.get(day, day.weekday() < 5)


def by_hand(rule: Pattern, first: date, last: date, calendar: Workdays) -> dict[date, date | None]:
    """Planned day → day held, walked day by day: nothing of the product is asked."""
    planned = [day for n in range((last - first).days + 1) if is_planned(rule, day := first + timedelta(n), calendar)]
    held = {day: day for day in planned if rule.holiday is Holiday.KEEP or not rests(rule, day, calendar)}
    used: set[date] = set(held)
    found: dict[date, date | None] = dict(held)
    for day in planned:
        if day in held:
            continue
        found[day] = None
        if rule.holiday is Holiday.NEXT:
            other = day + ONE_DAY
            while not calendar.exceptions.get(other, other.weekday() < 5):
                other += ONE_DAY
            if other not in used:
                used.add(other)
                found[day] = other
    return found


@given(PATTERNS, CALENDARS, st.integers(40, 90), st.integers(0, 40))
def test_every_day_lies_in_its_rule_and_holidays_are_treated_as_it_says(rule: Pattern, calendar: Workdays, start: int, span: int) -> None:
    """Against an independent count; the window begins somewhere, and what a holiday moved into it is in it."""
    first, last = FIRST + timedelta(start), FIRST + timedelta(start + span)
    found = occasions(rule, first, last, calendar)
    told = by_hand(rule, first - timedelta(days=31), last, calendar)
    expected = {day: held for day, held in told.items() if day >= first or (held is not None and held >= first)}
    assert {one.planned_on: one.day for one in found} == expected
    days = [one.day for one in found if one.day is not None]
    assert len(days) == len(set(days)), "no day is held twice"


@given(PATTERNS, CALENDARS)
def test_two_windows_side_by_side_give_what_one_gives(rule: Pattern, calendar: Workdays) -> None:
    """The horizon moves on day by day: nothing is planned twice and nothing is lost at the seam."""
    whole = {one.planned_on for one in occasions(rule, FIRST + timedelta(40), FIRST + timedelta(90), calendar)}
    parts = [{one.planned_on for one in occasions(rule, FIRST + timedelta(a), FIRST + timedelta(b), calendar)} for a, b in ((40, 60), (61, 90))]
    assert parts[0] | parts[1] == whole


@given(PATTERNS, st.integers(0, 365).map(lambda n: FIRST + timedelta(n)))
def test_sg04_across_midnight_belongs_to_the_day_it_begins(rule: Pattern, day: date) -> None:
    begins_at, ends_at = hours(rule, day)
    assert clock.day_of(begins_at) == day and timedelta() < ends_at - begins_at <= timedelta(days=1)
    assert clock.day_of(ends_at) == (day + ONE_DAY if rule.ends <= rule.starts else day)
    assert (clock.local(ends_at).hour * 60 + clock.local(ends_at).minute) == rule.ends


@given(PATTERNS, st.integers(0, 365).map(lambda n: FIRST + timedelta(n)))
def test_half_days_are_those_a_minute_by_minute_look_finds(rule: Pattern, day: date) -> None:
    begins_at, ends_at = hours(rule, day)
    seen = set()
    for n in range(int((ends_at - begins_at).total_seconds()) // 60):
        minute = rule.starts + n
        seen.add(Half.MORNING if minute < NOON else Half.AFTERNOON if minute < EVENING else Half.EVENING)
    assert halves(begins_at, ends_at) == seen


@pytest.mark.parametrize(("holiday", "held"), [
    (Holiday.SKIP, [None, date(2026, 10, 12)]), (Holiday.NEXT, [date(2026, 10, 8), date(2026, 10, 12)]),
    (Holiday.KEEP, [date(2026, 10, 5), date(2026, 10, 12)])])
def test_hb40_a_monday_of_the_national_holiday_moves_falls_out_or_stays(holiday: Holiday, held: list[date | None]) -> None:
    """Practice.md §3.4: Monday 5 October 2026 falls out."""
    rule = Pattern(Repeat.WEEKLY, weekdays=frozenset({0}), holiday=holiday)
    assert [one.day for one in occasions(rule, date(2026, 10, 4), date(2026, 10, 12), OCTOBER)] == held


def test_the_fifteenth_of_odd_months_is_moved_off_the_weekend() -> None:
    """Practice.md §2.7; the 31st is the last day of a shorter month."""
    rule = Pattern(Repeat.MONTHLY, month_day=15, months=Months.ODD, holiday=Holiday.NEXT)
    assert occasions(rule, date(2026, 1, 1), date(2026, 4, 30), OCTOBER) == [
        Occasion(date(2026, 1, 15), date(2026, 1, 15)), Occasion(date(2026, 3, 15), date(2026, 3, 16))]
    ends = Pattern(Repeat.MONTHLY, month_day=31, holiday=Holiday.KEEP)
    assert [one.day for one in occasions(ends, date(2026, 1, 1), date(2026, 4, 30), OCTOBER)] == [
        date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30)]


def test_yt05_daily_is_every_working_day_of_the_network_adjusted_ones_too() -> None:
    days = [one.day for one in occasions(Pattern(Repeat.DAILY), date(2026, 9, 18), date(2026, 9, 22), OCTOBER)]
    assert days == [date(2026, 9, day) for day in (18, 20, 21, 22)]


def test_a_saturday_that_was_chosen_is_no_holiday_for_being_a_saturday() -> None:
    rule = Pattern(Repeat.WEEKLY, weekdays=frozenset({5}), holiday=Holiday.SKIP)
    assert [one.day for one in occasions(rule, date(2026, 3, 1), date(2026, 3, 14), OCTOBER)] == [date(2026, 3, 7), date(2026, 3, 14)]
