"""Clocks: limits as a versioned table, due days in working days, the original due day kept for ever (practice.md §3)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import ForeignKey, Index, String, bindparam, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.cases import lifecycle
from portal.cases.case import Case
from portal.foundation import append_only, clock, marks
from portal.foundation.database import Base, Utc, db
from portal.foundation.workdays import Counted, Workdays
from portal.network import actor, calendar
from portal.network.actor import Actor

POLICY = "v1"
# clock: (limit, counted in working days, longest extension in working days); the defaults of practice.md §3.2
SHIPPED: dict[str, tuple[int, bool, int]] = {
    "accept": (3, True, 2), "clarify": (10, True, 0), "refer": (1, True, 0), "acknowledge": (1, True, 0),
    "return": (2, True, 0), "return_decision": (1, True, 0), "reply_simple": (5, True, 5), "reply_ordinary": (15, True, 15),
    "reply_complex": (30, True, 15), "reply_danger": (1, True, 0), "send_back": (5, True, 0), "review": (2, True, 0),
    "deliver": (2, True, 0), "rate": (10, True, 0), "rehandle": (10, True, 0), "second_review": (5, True, 0),
    "publish": (5, True, 0), "contest": (30, False, 0), "follow_up": (30, False, 0), "ceiling": (60, False, 30),
}
REPLY_CLOCKS = ("reply_simple", "reply_ordinary", "reply_complex", "reply_danger")


class PolicyLimit(Base):
    """One limit of one version of the policy; versions are added, never changed, and old cases keep theirs (HB-68)."""

    __tablename__ = "policy_limit"

    version: Mapped[str] = mapped_column(String(20), primary_key=True)
    clock: Mapped[str] = mapped_column(String(20), primary_key=True)
    limit: Mapped[int]
    working: Mapped[bool]
    extension: Mapped[int]


class Deadline(Base):
    """One running or ended clock of a case."""

    __tablename__ = "deadline"
    __table_args__ = (Index("ix_deadline_open_due", "ended_at", "due_on"),)

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


# The database itself keeps when a clock started and when it was first due (invariant 3).
append_only.guard(Deadline.__table__,  # type: ignore[arg-type]
                  may_change=("due_on", "provisional", "extended_by", "paused_on", "ended_at"))


marks.renewed_by("network", PolicyLimit.__table__)  # type: ignore[arg-type]


def ship() -> None:
    """Enter policy v1."""
    for name, (limit, working, extension) in SHIPPED.items():
        db.session.add(PolicyLimit(version=POLICY, clock=name, limit=limit, working=working, extension=extension))


class Limit(NamedTuple):
    """One limit as it is read: days, whether they are working days, and how many may be added."""

    limit: int
    working: bool
    extension: int


_LIMITS = select(PolicyLimit.clock, PolicyLimit.limit, PolicyLimit.working, PolicyLimit.extension).where(
    PolicyLimit.version == bindparam("version"))


def limit_of(version: str, name: str) -> Limit:
    """One limit of a policy version, kept while the policy stands."""
    limits = marks.kept("network", ("limits", version), lambda: {
        row.clock: Limit(row.limit, row.working, row.extension) for row in db.session.execute(_LIMITS, {"version": version})})
    if name not in limits:
        raise LookupError(f"policy {version} has no clock {name}")
    return limits[name]


def counted(days: Workdays, start: date, limit: int, working: bool) -> Counted:
    """The due day of a limit that starts on a day; the day itself does not count."""
    return days.after(start, limit) if working else days.calendar_after(start, limit)


def begin(case: Case, name: str, *, by: Actor, limit: int | None = None) -> Deadline:
    """Start a clock beside the step clock (ceiling, return, follow-up). `limit` overrides the policy's days."""
    row = limit_of(case.policy, name)
    days = row.limit if limit is None else limit
    start = clock.day_of(by.at)
    due = counted(calendar.workdays(), start, days, row.working)
    deadline = Deadline(case_id=case.id, clock=name, round=case.round, started_on=start, limit=days, working=row.working,
                        original_due_on=due.due, due_on=due.due, provisional=due.provisional)
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
    """Stop running clocks of these names; with no names, all but the follow-up."""
    query = select(Deadline).where(Deadline.case_id == case.id, Deadline.ended_at.is_(None))
    query = query.where(Deadline.clock.in_(names)) if names else query.where(Deadline.clock != "follow_up")
    for row in db.session.scalars(query):
        row.ended_at = by.at


def pause(case: Case, name: str, *, by: Actor) -> None:
    """Hold a clock; its due day moves by the working days it stands still."""
    row = running(case, name)
    if row is not None and row.paused_on is None:
        row.paused_on = clock.day_of(by.at)


def resume(case: Case, name: str, *, by: Actor) -> Deadline | None:
    """Let a held clock run on and make it the step's clock again."""
    row = running(case, name)
    if row is None:
        return None
    if row.paused_on is not None:
        days = calendar.workdays()
        moved = days.after(row.due_on, max(0, days.between(row.paused_on, clock.day_of(by.at))))
        row.due_on, row.provisional, row.paused_on = moved.due, moved.provisional, None
    case.next_clock, case.next_on = name, row.due_on
    return row


def revive(case: Case, name: str) -> None:
    """Let the newest clock of a name run as if it had never ended: the visitor waits since the first word (practice.md §3.3)."""
    row = db.session.scalar(select(Deadline).where(Deadline.case_id == case.id, Deadline.clock == name).order_by(Deadline.id.desc()))
    if row is not None:
        row.ended_at = None


def of_case(case: Case) -> list[Deadline]:
    """Every clock of a case in the order they started."""
    return list(db.session.scalars(select(Deadline).where(Deadline.case_id == case.id).order_by(Deadline.id)))


def extend(case: Case, row: Deadline, days: int) -> None:
    """Move a due day by working days; `original_due_on` is never written again (invariant 3)."""
    moved = calendar.workdays().after(row.due_on, days)
    row.due_on, row.provisional, row.extended_by = moved.due, moved.provisional, row.extended_by + days
    if case.next_clock == row.clock:
        case.next_on = row.due_on


@contextmanager
def counted_anew(*, by: Actor) -> Iterator[None]:
    """Round a change of the calendar: running clocks that rest on a year nobody knew are counted anew with what is known now.
    Their original due day stays, and a day that moved is told in the story (practice.md §3.4)."""
    before = calendar.workdays()
    yield
    for row in db.session.scalars(select(Deadline).where(Deadline.provisional, Deadline.ended_at.is_(None)).order_by(Deadline.id)):
        _count_anew(row, before, by)


def _count_anew(row: Deadline, before: Workdays, by: Actor) -> None:
    anew, due = calendar.workdays().after(row.started_on, before.between(row.started_on, row.due_on)), row.due_on
    row.due_on, row.provisional = anew.due, anew.provisional
    if anew.due == due:
        return
    case = db.session.get_one(Case, row.case_id)
    leads = case.next_clock == row.clock
    if leads:
        case.next_on = anew.due
    facts = {"clock": row.clock, "due": [due.isoformat(), anew.due.isoformat()]}
    lifecycle.also(case, "deadline.recount", by=actor.system(by.at), facts=facts, for_visitor=leads)
