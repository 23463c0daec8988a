"""Why this date: every day of a clock with what it was, the pauses, the extension, the versions it was counted with (practice.md §3.3)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from portal.cases import deadline, pause, policy, timeline
from portal.cases.case import Case
from portal.cases.deadline import Deadline
from portal.cases.pause import Pause
from portal.foundation.database import db
from portal.foundation.workdays import ONE_DAY, Workdays
from portal.network import calendar
from portal.network.calendar import CalendarVersion, CalendarYear, Told

# The visitor's own steps; what the office does between them shows where it gives the next date (practice.md §12.1).
OPEN_TO_VISITOR = frozenset({"accept", "clarify", *deadline.REPLY_CLOCKS, "send_back", "rehandle", "second_review", "rate", "ceiling",
                             *deadline.PAUSE_CLOCKS})


@dataclass(frozen=True)
class Day:
    """One day of an account. `kind`: start, counted, adjusted (a worked rest day), weekend, holiday, closure, stood, or around
    (of a shown week, but outside). `counted` is its place, 0 if it does not count; `due` and `first_due` mark the two due days."""

    day: date
    kind: str
    name: str = ""
    counted: int = 0
    due: bool = False
    first_due: bool = False


@dataclass(frozen=True)
class Account:
    """Why a clock is due when it is. `holds`: the days add up to the due day (a clock from before pauses were rows may not)."""

    clock: Deadline
    days: list[Day]
    pauses: list[Pause]
    moved: list[tuple[date, date]]
    policy: policy.PolicyVersion | None
    version: CalendarVersion | None
    sources: dict[int, str | None]
    holds: bool

    @property
    def total(self) -> int:
        """How many days count: the limit and what it was extended by."""
        return self.clock.limit + self.clock.extended_by

    def skipped(self, kind: str) -> list[Day]:
        """The days of one kind, in order."""
        return [day for day in self.days if day.kind == kind]

    @property
    def months(self) -> list[tuple[date, list[list[Day]]]]:
        """The same as a wall calendar: each month by its first day, in weeks from Monday to Sunday."""
        return [(first, list(_weeks(first, {day.day: day for day in self.days}))) for first in _months(self.days)]


def of(case: Case, row: Deadline) -> Account:
    """The account of one clock of a case, counted with the calendar it was counted with then."""
    said, held = calendar.as_of(row.calendar), pause.of_clocks([row.id]).get(row.id, [])
    days = Workdays({day: told.works for day, told in said.items()})
    listed = days.account(row.started_on, row.limit + row.extended_by, pause.stood(held), row.working)
    counted = [Day(row.started_on, "start", due=row.due_on == row.started_on)]
    for one in listed:
        kind, name = _kind(one.day, one.counted, one.stood, said.get(one.day), row.working)
        counted.append(Day(one.day, kind, name, one.counted, one.day == row.due_on, one.day == row.original_due_on))
    ends = listed[-1].day if listed else row.started_on
    years = range(row.started_on.year, ends.year + 1)
    sources = {found.year: found.source for found in db.session.scalars(select(CalendarYear).where(CalendarYear.year.in_(years)))}
    return Account(
        clock=row, days=counted, pauses=held, moved=_moved(case, row), policy=policy.version(case.policy),
        version=db.session.get(CalendarVersion, row.calendar) if row.calendar else None,
        sources={year: sources.get(year) for year in years} if row.working else {}, holds=ends == row.due_on)


def clocks(case: Case, for_visitor: bool = False) -> list[Deadline]:
    """The clocks that can be asked about, the one that gives the next date first, then the visitor's own, then the newest."""
    rows = deadline.of_case(case)
    if for_visitor:
        rows = [row for row in rows if row.clock in OPEN_TO_VISITOR or (row.clock == case.next_clock and row.ended_at is None)]
    return sorted(rows, key=lambda row: (row.ended_at is not None or row.clock != case.next_clock,
                                         row.ended_at is not None or row.clock != "ceiling", row.ended_at is not None, -row.id))


def chosen(case: Case, wanted: int | None, for_visitor: bool = False) -> Deadline | None:
    """The clock that was asked for, else the first; None where there is none, or where it is not theirs to ask about."""
    rows = clocks(case, for_visitor)
    return next((row for row in rows if wanted is None or row.id == wanted), None)


def _kind(day: date, counted: int, stood: bool, told: Told | None, working: bool) -> tuple[str, str]:
    name = told.name if told else ""
    if stood:
        return "stood", name
    if counted:
        return ("adjusted" if working and day.weekday() >= 5 else "counted"), name if working else ""
    if told is not None and not told.works:
        return ("closure" if told.local else "holiday"), name
    return "weekend", ""


def _moved(case: Case, row: Deadline) -> list[tuple[date, date]]:
    """The times this clock was counted anew because the calendar changed: the day before and the day since."""
    told = [event.facts["due"] for event in timeline.story(case) if event.act == "deadline.recount"
            and event.facts["clock"] == row.clock and event.entered_at.date() >= row.started_on - ONE_DAY
            and (row.ended_at is None or event.entered_at <= row.ended_at)]
    return [(date.fromisoformat(old), date.fromisoformat(new)) for old, new in told]


def _months(days: list[Day]) -> Iterator[date]:
    month, last = days[0].day.replace(day=1), days[-1].day
    while month <= last:
        yield month
        month = (month + timedelta(days=32)).replace(day=1)


def _weeks(first: date, known: dict[date, Day]) -> Iterator[list[Day]]:
    """The weeks of a month that hold a day of the account, whole; days of another month are left to that month."""
    monday = first - timedelta(days=first.weekday())
    while monday < (first + timedelta(days=32)).replace(day=1):
        week = [monday + timedelta(days=n) for n in range(7)]
        if any(day in known and day.month == first.month for day in week):
            yield [known.get(day, Day(day, "around")) if day.month == first.month else Day(day, "other") for day in week]
        monday += timedelta(days=7)
