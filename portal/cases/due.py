"""What the calendar made due: found by an indexed date, taken by compare-and-set, so that each thing is done once (R14).

What was looked at leaves the index until its next look: the clock reads what is to be done, never what was done."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from sqlalchemy import ColumnElement, ScalarResult, Select, and_, exists, false, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute

from portal.cases.case import WITH_UNIT, Case, State
from portal.cases.deadline import Deadline
from portal.cases.desk import BEFORE_UNIT
from portal.cases.issuing import UNSIGNED, unsigned
from portal.cases.policy import everywhere
from portal.cases.reminder import CALLS, MISSED, Reminder
from portal.cases.slip import ASKING, Slip
from portal.cases.timeline import Event, story
from portal.foundation import clock
from portal.foundation.database import db


class Due(Protocol):
    """One kind of thing that a day makes due; `job` is its name."""

    job: str

    def waiting(self, most: int) -> list[int]:
        """The ids of what is due and was not looked at, the longest overdue first."""

    def take(self, found_id: int) -> Case | None:
        """The locked case of one that is still due and that nobody else took; else None. It is taken in the transaction in which
        something is done about it: when that fails, it was not taken."""


@dataclass(frozen=True)
class Clock:
    """Running clocks of a name, in cases of these states, due by a day. With `again` what a rule refused is looked at once more on
    every later day, and when the case wants it (deadline.wake); without, each due day is looked at once."""

    job: str
    states: frozenset[State]
    by: date
    again: bool = True

    @property
    def later(self) -> date | None:
        """From when on it is looked at after this look."""
        return self.by + timedelta(days=1) if self.again else None

    def waiting(self, most: int) -> list[int]:
        """See Due."""
        return list(db.session.scalars(self._of(select(Deadline.id)).order_by(Deadline.looks_on, Deadline.id).limit(most)))

    def take(self, found_id: int) -> Case | None:
        """See Due."""
        still = self._of(select(Deadline.id)).where(Deadline.id == found_id).scalar_subquery()
        return _locked(db.session.scalars(
            update(Deadline).where(Deadline.id == still, Deadline.looks_on <= self.by).values(looks_on=self.later)
            .returning(Deadline.case_id).execution_options(synchronize_session="fetch")))

    def _of(self, query: Select[tuple[int]]) -> Select[tuple[int]]:
        return query.join(Case, Case.id == Deadline.case_id).where(
            Deadline.ended_at.is_(None), Deadline.clock == self.job, Deadline.looks_on <= self.by, Deadline.paused_on.is_(None),
            Case.state.in_(self.states))


@dataclass(frozen=True)
class Next:
    """Open cases by their next date: late by a day, or soon, from one day to another; told once for each date."""

    job: str
    by: date
    since: date | None = None

    def waiting(self, most: int) -> list[int]:
        """See Due."""
        return list(db.session.scalars(select(Case.id).where(*self._where()).order_by(Case.next_on, Case.id).limit(most)))

    def take(self, found_id: int) -> Case | None:
        """See Due. The version of the case stays: nobody who has it open is disturbed by being told."""
        table = Case.__table__
        told = {self._told.key: table.c.next_on}
        return _locked(db.session.scalars(
            update(table).where(table.c.id == found_id, *self._where()).values(told).returning(table.c.id)))  # type: ignore[arg-type]

    @property
    def _told(self) -> "InstrumentedAttribute[date | None]":
        return Case.late_told if self.since is None else Case.soon_told

    def _where(self) -> list[ColumnElement[bool]]:
        """As the index says it (ix_case_late, ix_case_soon): what is closed or was told is not in it."""
        since = [Case.next_on >= self.since] if self.since is not None else []
        return [Case.closed_at.is_(None), self._told.is_distinct_from(Case.next_on), Case.next_on <= self.by, *since]


@dataclass(frozen=True)
class Uncalled:
    """Matters of danger without a call to their unit by this moment, when the hours of their policy are over; the story keeps that they
    were looked at (reminder.miss_call)."""

    at: datetime
    job: str = "uncalled"

    def waiting(self, most: int) -> list[int]:
        """See Due."""
        return list(db.session.scalars(select(Case.id).where(*self._where()).order_by(Case.danger_at, Case.id).limit(most)))

    def take(self, found_id: int) -> Case | None:
        """See Due. Locked first and looked at then: what another process did about it meanwhile is seen."""
        case = _locked(db.session.scalars(select(Case.id).where(Case.id == found_id)))
        return case if db.session.scalar(select(Case.id).where(Case.id == found_id, *self._where())) else None

    def _where(self) -> list[ColumnElement[bool]]:
        """As the index says it (ix_case_danger): few are open at any time."""
        passed = [and_(Case.policy == version, Case.danger_at < self.at - timedelta(hours=hours))
                  for version, hours in everywhere("danger_call").items()]
        done = (exists().where(Reminder.case_id == Case.id, Reminder.way.in_(CALLS), Reminder.entered_at >= Case.danger_at),
                exists().where(Event.case_id == Case.id, Event.act == MISSED, Event.entered_at >= Case.danger_at))
        beyond = frozenset(State) - BEFORE_UNIT - WITH_UNIT  # not "in": SQLite would go along the index of all open states
        return [Case.closed_at.is_(None), Case.danger, Case.state.not_in(beyond), or_(false(), *passed),
                *(~each for each in done)]


@dataclass(frozen=True)
class Unsigned:
    """Cases with a slip whose second signature is late and of which the story does not say so yet (issuing.tell_unsigned)."""

    day: date
    job: str = "unsigned"

    def waiting(self, most: int) -> list[int]:
        """See Due. Few slips wait at any time: each is asked in full."""
        cases = db.session.scalars(select(Case).where(*self._where()).order_by(Case.id).limit(most))
        return [case.id for case in cases if self._late(case)]

    def take(self, found_id: int) -> Case | None:
        """See Due. Locked first and looked at then."""
        case = _locked(db.session.scalars(select(Case.id).where(Case.id == found_id)))
        found = db.session.scalar(select(Case).where(Case.id == found_id, *self._where())) if case else None
        return case if found is not None and self._late(found) else None

    def _late(self, case: Case) -> bool:
        said = [event.facts["slip_id"] for event in story(case) if event.act == UNSIGNED]
        return any(row.id not in said for row in unsigned(case, self.day))

    def _where(self) -> list[ColumnElement[bool]]:
        waits = select(Slip.case_id).where(ASKING, Slip.countersigned_at.is_(None), Slip.answered_at.is_(None), Slip.drawn_up_at < clock.at_local(self.day, 0))
        return [Case.id.in_(waits), Case.state.in_(WITH_UNIT)]


@dataclass(frozen=True)
class Look:
    """Cases of which the ladder may suggest something else than it did: an event or a day that passed put them here (advice.look)."""

    by: date
    job: str = "ladder"

    def waiting(self, most: int) -> list[int]:
        """See Due."""
        return list(db.session.scalars(select(Case.id).where(Case.ladder_looks_on <= self.by)
                                       .order_by(Case.ladder_looks_on, Case.id).limit(most)))

    def take(self, found_id: int) -> Case | None:
        """See Due. The version of the case stays: nobody who has it open is disturbed. What fails is looked at tomorrow."""
        table = Case.__table__
        return _locked(db.session.scalars(
            update(table).where(table.c.id == found_id, table.c.ladder_looks_on <= self.by)  # type: ignore[arg-type]
            .values(ladder_looks_on=self.by + timedelta(days=1)).returning(table.c.id)))


def _locked(taken: "ScalarResult[int]") -> Case | None:
    case_id = taken.first()
    if case_id is None:
        return None
    return db.session.scalar(select(Case).where(Case.id == case_id).with_for_update(of=Case).execution_options(populate_existing=True))
