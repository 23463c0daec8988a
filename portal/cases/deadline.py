"""Clocks: due days by the policy and the calendar, pauses and extensions, the original due day kept for ever (practice.md §3)."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import ForeignKey, Row, String, and_, bindparam, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.cases import pause as pauses
from portal.cases.case import Case
from portal.cases.pause import DECIDED, PauseReason
from portal.cases.policy import limit_of
from portal.foundation import append_only, clock
from portal.foundation.database import Base, Utc, db, index_where
from portal.foundation.workdays import Counted, Workdays
from portal.network import calendar
from portal.network.actor import Actor

REPLY_CLOCKS = ("reply_simple", "reply_ordinary", "reply_complex", "reply_danger")
UNIT_CLOCKS = (*REPLY_CLOCKS, "rehandle", "send_back")  # what a unit answers by; slips set a day beside it, never instead of it
SLIP_CLOCKS = ("yellow", "red")
PAUSE_CLOCKS = tuple(f"pause_{reason}" for reason in DECIDED)
_OPEN = "ended_at IS NULL"


class Deadline(Base):
    """One running or ended clock of a case."""

    __tablename__ = "deadline"
    __table_args__ = (
        index_where("ix_deadline_clock_due", "clock", "due_on", where=_OPEN),
        index_where("ix_deadline_clock_looks", "clock", "looks_on", where=_OPEN),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    clock: Mapped[str] = mapped_column(String(20))
    round: Mapped[int]
    started_on: Mapped[date]
    limit: Mapped[int]
    working: Mapped[bool]
    original_due_on: Mapped[date]
    due_on: Mapped[date]
    provisional: Mapped[bool]
    extended_by: Mapped[int] = mapped_column(default=0)
    paused_on: Mapped[date | None]
    ended_at: Mapped[datetime | None] = mapped_column(Utc)
    looks_on: Mapped[date | None]  # from when on the clock looks at it (portal.cases.due); None: not any more
    calendar: Mapped[int | None]  # the version of the calendar that `due_on` was counted with


# The database itself keeps when a clock started and when it was first due (invariant 3).
append_only.guard(Deadline.__table__,  # type: ignore[arg-type]
                  may_change=("due_on", "provisional", "extended_by", "paused_on", "ended_at", "looks_on", "calendar"))


def counted(days: Workdays, start: date, limit: int, working: bool) -> Counted:
    """The due day of a limit that starts on a day; the day itself does not count."""
    return days.after(start, limit) if working else days.calendar_after(start, limit)


def begin(case: Case, name: str, *, by: Actor, limit: int | None = None, since: date | None = None) -> Deadline:
    """Start a clock beside the step clock (ceiling, return, follow-up). `limit` overrides the policy's days, `since` is another day
    than today from which they count."""
    row = limit_of(case.policy, name)
    days = row.limit if limit is None else limit
    start = since or clock.day_of(by.at)
    workdays = calendar.workdays()
    due = counted(workdays, start, days, row.working)
    deadline = Deadline(case_id=case.id, clock=name, round=case.round, started_on=start, limit=days, working=row.working,
                        original_due_on=due.due, due_on=due.due, provisional=due.provisional,
                        looks_on=due.due, calendar=workdays.version)
    db.session.add(deadline)
    return deadline


def step(case: Case, name: str | None, *, by: Actor, limit: int | None = None) -> Deadline | None:
    """End the clock of the step that is over and start the next one; it gives the case its next date (HB-52)."""
    if case.next_clock is not None:
        end(case, case.next_clock, by=by)
    if name is None:
        case.next_clock = case.next_on = None
        return None
    deadline = begin(case, name, by=by, limit=limit)
    case.next_clock, case.next_on = name, deadline.due_on
    return deadline


def running(case: Case, *names: str) -> Deadline | None:
    """The newest running clock of one of these names."""
    return db.session.scalar(
        select(Deadline).where(Deadline.case_id == case.id, Deadline.clock.in_(names), Deadline.ended_at.is_(None))
        .order_by(Deadline.id.desc()))


def end(case: Case, *names: str, by: Actor) -> None:
    """Stop running clocks of these names; with no names, all but the follow-up and what the head of the unit owes (HB-66)."""
    query = select(Deadline).where(Deadline.case_id == case.id, Deadline.ended_at.is_(None))
    query = query.where(Deadline.clock.in_(names)) if names else query.where(Deadline.clock.not_in(("follow_up", "explanation")))
    for row in db.session.scalars(query):
        row.ended_at = by.at
        if row.paused_on is not None:
            _run_on(row, clock.day_of(by.at), by)


def stop(row: Deadline, *, by: Actor) -> None:
    """Stop one clock, if it still runs."""
    row.ended_at = row.ended_at or by.at


def pause(case: Case, name: str, reason: PauseReason, *, limit_on: date, by: Actor, note: str = "") -> None:
    """Hold a clock; when it runs on, its due day has moved by the working days it stood still. Another reason ends the first."""
    row = running(case, name)
    if row is None:
        return
    day = clock.day_of(by.at)
    if row.paused_on is not None:
        _run_on(row, day, by)
        end(case, *PAUSE_CLOCKS, by=by)
    row.paused_on = day
    pauses.begin(row.id, reason, note=note, since_on=day, limit_on=limit_on, by=by)


def resume(case: Case, name: str, *, by: Actor, on: date | None = None) -> Deadline | None:
    """Let a held clock run on, from today or from a day that has passed unseen, and make it the step's clock again."""
    row = running(case, name)
    if row is None:
        return None
    if row.paused_on is not None:
        _run_on(row, on or clock.day_of(by.at), by)
        end(case, *PAUSE_CLOCKS, by=by)
    case.next_clock, case.next_on = name, row.due_on
    return row


def _run_on(row: Deadline, on: date, by: Actor) -> None:
    pauses.end(row.id, on, by=by)
    row.paused_on = None
    recount(row, calendar.workdays(), pauses.of_clocks([row.id]).get(row.id, []))


def recount(row: Deadline, days: Workdays, stood: list[pauses.Pause]) -> None:
    """Count the due day from the start once more: limit and extension, without the days the clock stood still."""
    due = days.due(row.started_on, row.limit + row.extended_by, pauses.stood(stood), row.working)
    row.due_on, row.looks_on, row.provisional, row.calendar = due.due, due.due, due.provisional, days.version


def wake(case: Case, name: str) -> None:
    """Something changed on which it rests whether a clock that has run out moves its case: the sweep looks within a minute."""
    row = running(case, name)
    if row is not None:
        row.looks_on = row.due_on


def revive(case: Case, name: str) -> None:
    """Let the newest clock of a name run as if it had never ended: the visitor waits since the first word (practice.md §3.3)."""
    row = db.session.scalar(select(Deadline).where(Deadline.case_id == case.id, Deadline.clock == name).order_by(Deadline.id.desc()))
    if row is not None:
        row.ended_at = None


_OF_CASE = select(Deadline).where(Deadline.case_id == bindparam("case")).order_by(Deadline.id)


def of_case(case: Case) -> list[Deadline]:
    """Every clock of a case in the order they started."""
    return list(db.session.scalars(_OF_CASE, {"case": case.id}))


def extend(case: Case, row: Deadline, days: int) -> None:
    """Move a due day by days of the clock's own kind; `original_due_on` is never written again (invariant 3)."""
    row.extended_by += days
    recount(row, calendar.workdays(), pauses.of_clocks([row.id]).get(row.id, []))
    if case.next_clock == row.clock:
        case.next_on = row.due_on


def ceilings(case: Case) -> tuple[Deadline | None, date | None]:
    """The visitor's own clock, and the last day it can ever reach with its one extension (practice.md §3.2)."""
    row = running(case, "ceiling")
    return (row, last_day(case, row)) if row is not None else (None, None)


def last_day(case: Case, row: Deadline) -> date:
    """The last day a clock can ever reach with its one extension."""
    most = row.limit + max(row.extended_by, limit_of(case.policy, row.clock).extension)
    return counted(calendar.workdays(), row.started_on, most, row.working).due


def press_on(case: Case, row: Deadline, *, by: Actor) -> bool:
    """Whether the last day a clock can reach has passed; else it is looked at once more when it has (practice.md §3.2: publication)."""
    last = last_day(case, row)
    if last < clock.day_of(by.at):
        return True
    row.looks_on = last
    return False


def beyond_ceiling(case: Case, row: Deadline, days: int) -> date | None:
    """The last day the visitor can be kept waiting, where a clock would run beyond it with so many working days more (§3.2)."""
    _, last = ceilings(case)
    return last if last is not None and calendar.workdays().after(row.due_on, days).due > last else None


_REMARKABLE = select(Deadline.case_id, Deadline.clock, Deadline.due_on, Deadline.original_due_on).where(
    Deadline.case_id.in_(bindparam("cases", expanding=True)), Deadline.ended_at.is_(None),
    or_(Deadline.due_on != Deadline.original_due_on, and_(Deadline.clock == "ceiling", Deadline.due_on < bindparam("today"))))


def remarkable(case_ids: Iterable[int], today: date) -> Sequence[Row[tuple[int, str, date, date]]]:
    """Running clocks of some cases that a list tells about: those whose due day moved, and visitors' own clocks that have passed."""
    return db.session.execute(_REMARKABLE, {"cases": list(case_ids), "today": today}).all()
