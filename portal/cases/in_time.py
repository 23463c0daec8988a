"""The first figure of the public page: of the matters whose day came, how many had a real answer by it (SD-20, practice.md §4.2).

Counted once a day over the whole network and kept with its day: the page reads one row. Never by unit, so kind 4 is among
the whole and nowhere else (HB-44)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import CTE, Date, Row, and_, case, column, exists, func, select, values
from sqlalchemy.orm import aliased

from portal.cases.case import Case, State
from portal.cases.deadline import REPLY_CLOCKS, Deadline
from portal.cases.delivery import Delivery
from portal.cases.reply import Reply
from portal.foundation import chore, clock, marks
from portal.foundation.database import Utc, db

NAME = "in_time"
BACK = 365  # days
FEWEST = 3  # under it nothing is told (R41)
FEWEST_IN_A_SHARE = 5  # under it the counts alone (practice.md §4.3)
GONE = (State.MERGED, State.VOID)  # the matter lives on in another case, or never was one


@dataclass(frozen=True)
class InTime:
    """Matters whose original due day lay in the year up to and with `until`, and how many of them were answered by it."""

    due: int
    answered: int
    until: date

    @property
    def tells(self) -> bool:
        """Whether there are enough to say anything."""
        return self.due >= FEWEST

    @property
    def percent(self) -> int | None:
        """The share, rounded down, so that 100 means all; None where so few make no share."""
        return 100 * self.answered // self.due if self.due >= FEWEST_IN_A_SHARE else None


def counted(today: date) -> InTime:
    """Count anew, until yesterday. An extension or a pause never makes a late answer one in time; while a clock stands still the
    matter is not due. A reply counts by the day it was handed in, once a representative passed it on and the visitor was told."""
    days = _days(today)
    later = aliased(Deadline)
    withdrawn_before = and_(Case.state == State.WITHDRAWN, Case.closed_at < days.c.over)
    answered = exists().where(Reply.case_id == Deadline.case_id, Delivery.reply_id == Reply.id, func.coalesce(Reply.paper_at, Reply.at) < days.c.over)
    row: Row[Any] = db.session.execute(
        select(func.count(), func.sum(case((answered, 1), else_=0)))
        .select_from(Deadline).join(days, days.c.due_on == Deadline.original_due_on).join(Case, Case.id == Deadline.case_id)
        .where(Deadline.clock.in_(REPLY_CLOCKS), Case.state.not_in(GONE), ~withdrawn_before,
               ~and_(Deadline.paused_on.is_not(None), Deadline.ended_at.is_(None)),
               ~exists().where(later.case_id == Deadline.case_id, later.clock.in_(REPLY_CLOCKS), later.id > Deadline.id))).one()
    return InTime(int(row[0]), int(row[1] or 0), today - timedelta(days=1))


def keep(found: InTime, *, at: datetime) -> None:
    """The figure of this day; the board's pages are drawn anew."""
    chore.end(NAME, at=at, found={"due": found.due, "answered": found.answered, "until": found.until.isoformat()})
    marks.renew("board")


def latest() -> InTime | None:
    """What was counted last; None before the first time."""
    row = chore.of(NAME)
    return InTime(**row.found | {"until": date.fromisoformat(row.found["until"])}) if row is not None and row.found else None


def _days(today: date) -> CTE:
    """Each day of the year before today, with the moment it was over on the network's own clock."""
    past = [today - timedelta(days=n) for n in range(1, BACK + 1)]
    rows = [(day, clock.at_local(day + timedelta(days=1), 0)) for day in past]
    return values(column("due_on", Date), column("over", Utc), name="days").data(rows).cte("days")
