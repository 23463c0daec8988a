"""When the calendar changes: running clocks that rest on it are counted anew, and the story tells (practice.md §3.4)."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import date

from sqlalchemy import and_, or_, select

from portal.cases import deadline, lifecycle, pause
from portal.cases.case import Case
from portal.cases.deadline import Deadline
from portal.foundation.database import db
from portal.foundation.workdays import Counted, Stood, Workdays
from portal.network import actor, calendar
from portal.network.actor import Actor


@contextmanager
def counted_anew(*, by: Actor, closures: Collection[date] = ()) -> Iterator[None]:
    """Round a change of the calendar: running clocks that rest on a year nobody knew, or that run over a local closure, are
    counted anew with what is known now. Other dates are a promise and stay. The original due day stays always, and a day that
    moved is told in the story."""
    before = calendar.workdays()
    yield
    days = calendar.workdays()
    rows = _resting_on(closures)
    stood = pause.of_clocks(row.id for row in rows)
    for row in rows:
        held = stood.get(row.id, [])
        if row.calendar is None and _due(row, before, pause.stood(held)).due != row.due_on:
            continue  # its pauses were not kept as rows yet: the day that was told stands
        due = row.due_on
        deadline.recount(row, days, held)
        if row.due_on != due:
            _tell(row, due, by)


def would_move(days: Workdays, closures: Collection[date] = ()) -> int:
    """How many running clocks would get another due day by such a calendar."""
    rows = _resting_on(closures)
    stood, known = pause.of_clocks(row.id for row in rows), {}  # many clocks start on one day with one limit
    moved = 0
    for row in rows:
        key = (row.started_on, row.limit + row.extended_by, tuple(pause.stood(stood.get(row.id, []))))
        if key not in known:
            known[key] = _due(row, days, key[2]).due
        moved += known[key] != row.due_on
    return moved


def _due(row: Deadline, days: Workdays, stood: "tuple[Stood, ...] | list[Stood]") -> Counted:
    return days.due(row.started_on, row.limit + row.extended_by, stood, row.working)


def _resting_on(closures: Collection[date]) -> list[Deadline]:
    ways = [Deadline.provisional.is_(True)]
    if closures:
        ways.append(and_(Deadline.working.is_(True), Deadline.due_on >= min(closures), Deadline.started_on < max(closures)))
    return list(db.session.scalars(select(Deadline).where(Deadline.ended_at.is_(None), or_(*ways)).order_by(Deadline.id)))


def _tell(row: Deadline, due: date, by: Actor) -> None:
    case = db.session.get_one(Case, row.case_id)
    leads = case.next_clock == row.clock
    if leads:
        case.next_on = row.due_on
    facts = {"clock": row.clock, "due": [due.isoformat(), row.due_on.isoformat()]}
    lifecycle.also(case, "deadline.recount", by=actor.system(by.at), facts=facts, for_visitor=leads)
