"""What the calendar made due: found by an indexed date, taken by compare-and-set, so that each thing is done once (R14)."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, ForeignKey, Select, String, cast, literal, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from portal.cases.case import Case, State
from portal.cases.deadline import Deadline
from portal.foundation.database import Base, db, is_sqlite


class Look(Base):
    """The clock looked at a deadline: `seen` is what it saw. As long as it would see the same, it does not look again."""

    __tablename__ = "look"

    job: Mapped[str] = mapped_column(String(20), primary_key=True)
    deadline_id: Mapped[int] = mapped_column(ForeignKey("deadline.id"), primary_key=True)
    seen: Mapped[str] = mapped_column(String(40))


@dataclass(frozen=True)
class Due:
    """What is looked for: running clocks of that name (without one, those that give their case its next date) in cases of these
    states, due by a day, and with `since` not before that one. Each due day is looked at once; with `again` also on every later day,
    and whenever the case has changed."""

    job: str
    states: frozenset[State]
    by: date
    clock: str = ""
    again: date | None = None
    since: date | None = None


def waiting(due: Due, most: int) -> list[int]:
    """Deadlines that are due and were not looked at as they are now, the longest overdue first."""
    looked = select(Look.deadline_id).where(Look.job == due.job, Look.deadline_id == Deadline.id, Look.seen == _seen(due)).exists()
    return list(db.session.scalars(_rows(due, Deadline.id).where(~looked).order_by(Deadline.due_on, Deadline.id).limit(most)))


def take(due: Due, deadline_id: int) -> Case | None:
    """The locked case of a deadline that is still due and that nobody else took; else None. It is taken in the transaction in
    which something is done about it: when that fails, it was not taken."""
    row = (sqlite if is_sqlite() else postgresql).insert(Look).from_select(
        ["job", "deadline_id", "seen"], _rows(due, literal(due.job), Deadline.id, _seen(due)).where(Deadline.id == deadline_id))
    taken = db.session.scalar(row.on_conflict_do_update(
        index_elements=[Look.job, Look.deadline_id], set_={"seen": row.excluded.seen}, where=Look.seen != row.excluded.seen,
    ).returning(Look.deadline_id))  # the row itself, not a count: drivers count insertions differently
    if taken is None:
        return None
    case_id = select(Deadline.case_id).where(Deadline.id == deadline_id).scalar_subquery()
    return db.session.scalar(select(Case).where(Case.id == case_id).with_for_update(of=Case).execution_options(populate_existing=True))


def _rows(due: Due, *columns: ColumnElement[object]) -> Select[tuple[object]]:
    """Through an index of days either way: of the clock by its name, of the cases by the next date that the clock gave them."""
    query = select(*columns).join_from(Deadline, Case, Case.id == Deadline.case_id).where(
        Deadline.ended_at.is_(None), Deadline.paused_on.is_(None), Deadline.due_on <= due.by, Case.state.in_(due.states))
    if due.since is not None:
        query = query.where(Deadline.due_on >= due.since)
    if due.clock:
        return query.where(Deadline.clock == due.clock)
    query = query.where(Deadline.clock + "" == Case.next_clock, Case.closed_at.is_(None), Case.next_on <= due.by)  # not by its name
    return query if due.since is None else query.where(Case.next_on >= due.since)


def _seen(due: Due) -> ColumnElement[str]:
    if due.again is None:
        return cast(Deadline.due_on, String)
    return literal(f"{due.again.isoformat()}:") + cast(Case.version, String)
