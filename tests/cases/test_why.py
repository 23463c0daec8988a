"""Why this date: the listed days add up to the due day, against a count of its own day by day (practice.md §3.3, §3.4, HB-68)."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.cases import deadline, invariants, recount, referral, standstill, why
from portal.cases.case import Case
from portal.cases.pause import PauseReason
from portal.cases.why import Account
from portal.foundation import clock
from portal.foundation.unit_of_work import unit_of_work
from portal.foundation.workdays import Workdays
from portal.network import almanac
from tests.cast import Cast
from tests.foundation.test_workdays import CHINA

STARTS = [date(2024, 1, 1) + timedelta(days=n) for n in range((date(2026, 12, 31) - date(2024, 1, 1)).days + 1)]
MARCH = {day: date(2026, 3, day) for day in range(1, 32)}
Span = tuple[date, date]


def on(day: date) -> None:
    clock.freeze(clock.at_local(day, 9))


def plainly(days: Workdays, start: date, wanted: int, stood: list[Span]) -> date:
    """Another way to the due day: cross out of one long list of days, then take the one whose turn it is."""
    ahead = [start + timedelta(days=n) for n in range(1, wanted * 3 + 220)]
    crossed = {since + timedelta(days=n) for since, until in stood for n in range((until - since).days)}
    open_days = [day for day in ahead if day not in crossed and days.exceptions.get(day, day.isoweekday() not in (6, 7))]
    return open_days[wanted - 1]


def test_every_start_day_of_three_years_and_every_limit_by_an_independent_count() -> None:
    """practice.md §9 row 20: all days of 2024–2026 × limits 1 … 60; the crossed-out list is made once a start."""
    wrong = []
    for start in STARTS:
        ahead = [start + timedelta(days=n) for n in range(1, 130)]
        worked = [day for day in ahead if CHINA.exceptions.get(day, day.isoweekday() not in (6, 7))]
        listed = [one.day for one in CHINA.account(start, 60) if one.counted]
        wrong += [start] if listed != worked[:60] else []
        wrong += [start for limit in (1, 5, 15, 30, 60) if CHINA.after(start, limit).due != worked[limit - 1]]
    assert wrong == []


@st.composite
def stands(draw: st.DrawFn, start: date) -> list[Span]:
    """Up to three spans, one after another, on which a clock stands still."""
    found, at = [], start
    for _ in range(draw(st.integers(0, 3))):
        since = at + timedelta(days=draw(st.integers(0, 20)))
        at = since + timedelta(days=draw(st.integers(0, 15)))
        found.append((since, at))
    return found


@given(st.data(), st.sampled_from(STARTS), st.integers(1, 60), st.integers(0, 15))
@settings(max_examples=300, deadline=None)
def test_closures_pauses_and_extensions_by_an_independent_count(data: st.DataObject, start: date, limit: int, extension: int) -> None:
    closed = data.draw(st.sets(st.sampled_from([start + timedelta(days=n) for n in range(1, 90)]), max_size=6))
    days = Workdays({**CHINA.exceptions, **dict.fromkeys(closed, False)}, CHINA.known_years)
    stood = data.draw(stands(start))
    due = days.due(start, limit + extension, stood).due
    listed = days.account(start, limit + extension, stood)
    assert due == listed[-1].day == plainly(days, start, limit + extension, stood)
    assert [one.counted for one in listed if one.counted] == list(range(1, limit + extension + 1))
    assert [one.day for one in listed] == [start + timedelta(days=n) for n in range(1, (due - start).days + 1)]
    assert not any(one.counted for one in listed if one.day in closed or not days.works(one.day))


def account(case: Case, name: str) -> Account:
    row = next(row for row in reversed(deadline.of_case(case)) if row.clock == name)
    return why.of(case, row)


def kinds(found: Account) -> dict[int, tuple[str, int]]:
    return {day.day.day: (day.kind, day.counted) for day in found.days}


def test_a_pause_an_extension_and_a_closure_are_each_to_be_seen_and_add_up(cast: Cast) -> None:
    """Five days from 2 March, stopped from the 4th to the 9th, two more granted, and a typhoon on the 10th."""
    case = cast.handling()
    on(MARCH[4])
    with unit_of_work():
        standstill.hold(case, reason=PauseReason.APPRAISAL, days=9, note="送检", by=cast.actor("officer"))
    on(MARCH[9])
    with unit_of_work():
        standstill.run_on(case, note="报告到了", by=cast.actor("liaison"))
    with unit_of_work():
        referral.ask_extension(case, days=2, reason="等配件到货", by=cast.actor("officer"))
    with unit_of_work():
        referral.decide_extension(case, granted=True, decision="同意延长", by=cast.actor("liaison"))
    with unit_of_work(), recount.counted_anew(by=cast.actor("office"), closures=[MARCH[10]]):
        almanac.close([MARCH[10]], name="台风停工", source="三防办", by=cast.actor("office"))
    found = account(case, "reply_simple")
    assert kinds(found) == {2: ("start", 0), 3: ("counted", 1), 4: ("stood", 0), 5: ("stood", 0), 6: ("stood", 0), 7: ("stood", 0),
                            8: ("stood", 0), 9: ("counted", 2), 10: ("closure", 0), 11: ("counted", 3), 12: ("counted", 4),
                            13: ("counted", 5), 14: ("weekend", 0), 15: ("weekend", 0), 16: ("counted", 6), 17: ("counted", 7)}
    row = found.clock
    assert found.holds and (row.original_due_on, row.due_on, found.total, case.next_on) == (MARCH[9], MARCH[17], 7, MARCH[17])
    assert [day.day for day in found.days if day.first_due] == [MARCH[9]] and [day.day for day in found.days if day.due] == [MARCH[17]]
    assert found.moved == [(MARCH[16], MARCH[17])] and found.pauses[0].note == "送检" and found.version and found.version.source == "三防办"
    assert running_ceiling(case) == date(2026, 5, 1) and invariants.broken() == []


def running_ceiling(case: Case) -> date:
    row = deadline.running(case, "ceiling")
    assert row is not None
    return row.due_on


def test_what_was_counted_is_told_by_the_calendar_of_then(cast: Cast) -> None:
    """A correction of a known year leaves a promised day alone; its account still adds up, by the version it was counted with."""
    case = cast.referred()
    with unit_of_work(), recount.counted_anew(by=cast.actor("office")):
        almanac.enter([almanac.Line(MARCH[4], False, "误")], by=cast.actor("office"))
    found = account(case, "reply_simple")
    assert found.holds and (found.clock.due_on, kinds(found)[4], found.version) == (MARCH[9], ("counted", 2), None)
    assert kinds(account(cast.referred(), "reply_simple"))[4] == ("holiday", 0)


def test_an_adjusted_workday_counts_and_says_so(cast: Cast) -> None:
    """Wednesday 30 September + 5 = Tuesday 13 October; the Saturday before it is worked (practice.md §3.4)."""
    on(date(2026, 9, 30))
    found = account(cast.referred(), "reply_simple")
    assert (found.clock.due_on, kinds(found)[10], len(found.skipped("holiday"))) == (date(2026, 10, 13), ("adjusted", 3), 5)
    assert [first for first, _ in found.months] == [date(2026, 9, 1), date(2026, 10, 1)]


def test_the_ceiling_counts_every_day_and_waits_for_nobody(cast: Cast) -> None:
    found = account(cast.referred(), "ceiling")
    assert found.holds and len(found.days) == 61 and {day.kind for day in found.days} == {"start", "counted"} and found.sources == {}


@pytest.mark.parametrize("for_visitor", [True, False])
def test_a_visitor_asks_about_their_steps_not_about_the_offices(cast: Cast, for_visitor: bool) -> None:
    case = cast.referred()
    names = {row.clock for row in why.clocks(case, for_visitor)}
    assert names == {"accept", "ceiling", "reply_simple"} | (set() if for_visitor else {"refer", "acknowledge", "return"})
    first = why.chosen(case, None, for_visitor)
    assert first is not None and first.clock == "reply_simple" and why.chosen(case, 999_999, for_visitor) is None
