"""Visits hang on the open day they were received at, and are counted there: batches, people and what they came to; a visit after midnight
belongs to the day on which the reception began (HB-22, SG-04, X-08, X-11)."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, ForeignKey, and_, func, or_, select, union
from sqlalchemy.orm import InstrumentedAttribute, Mapped, aliased, mapped_column

from portal.cases import visit
from portal.cases.case import Case, Channel, State
from portal.cases.visit import CameAgain, Spoken, Tally, Visit
from portal.foundation import clock
from portal.foundation.database import Base, db
from portal.network.actor import Actor
from portal.reception.shift import Shift
from portal.reception.turn import EARLY, LATE, Stage, Turn

AT_TABLE = frozenset({Channel.STATION, Channel.APPOINTMENT, Channel.UNIT_ON_SITE})  # who comes to where they sit
AFTERWARDS = timedelta(hours=1)  # after its last number was over, a visit is still written down for it


class ShiftVisit(Base):
    """One visit of one open day."""

    __tablename__ = "shift_visit"

    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id"), primary_key=True)
    shift_id: Mapped[int] = mapped_column(ForeignKey("shift.id"), index=True)


@dataclass(frozen=True)
class Received:
    """What an open day received: batches and people, told together (HB-22), and what they came to: matters taken up, what was answered,
    explained, listened to, with a matter or without one."""

    batches: int = 0
    heads: int = 0
    matters: int = 0
    answered: int = 0
    explained: int = 0
    listened: int = 0


def hang(row: Visit) -> Shift | None:
    """Hang a visit on the open day it was received at, if there is one; once hung it stays."""
    if row.channel not in AT_TABLE or db.session.get(ShiftVisit, row.id) is not None:
        return None
    found = at(row.station_id, row.began_at)
    if found is not None:
        db.session.add(ShiftVisit(visit_id=row.id, shift_id=found.id))
        db.session.flush()
    return found


def hang_all(case: Case) -> None:
    """The same for every visit about a matter, the first one among them."""
    about = union(select(Case.visit_id).where(Case.id == case.id), select(CameAgain.visit_id).where(CameAgain.case_id == case.id))
    for row in db.session.scalars(select(Visit).where(Visit.id.in_(about))):
        hang(row)


def at(station_id: int, moment: datetime) -> Shift | None:
    """The open day whose hours hold a moment, else one whose numbers were being served then already, or still, or just before."""
    query = select(Shift).where(Shift.station_id == station_id, Shift.off_by.is_(None), Shift.begins_at <= moment + EARLY, Shift.ends_at > moment - LATE)
    rows = list(db.session.scalars(query.order_by(Shift.begins_at, Shift.id)))
    return next((row for row in rows if row.is_on(moment)), None) or next((row for row in rows if _served(row, moment)), None)


def _served(shift: Shift, moment: datetime) -> bool:
    """Whether then, or up to an hour before, one was called who came early, or had a number and was not called yet when it ended."""
    known = Turn.called_at if moment < shift.begins_at else Turn.taken_at
    query = select(Turn.id).where(Turn.shift_id == shift.id, known <= moment, Turn.stage != Stage.MISSED,
                                  or_(Turn.ended_at.is_(None), Turn.ended_at > moment - AFTERWARDS))
    return db.session.scalar(query.limit(1)) is not None


def received(shift_ids: Collection[int], by: Actor) -> dict[int, Received]:
    """Of each of these open days what it received, but for what this person is kept from (X-04)."""
    here = and_(ShiftVisit.shift_id.in_(shift_ids), *_seen(by, ShiftVisit.visit_id))
    came = select(ShiftVisit.shift_id, func.count(), func.sum(Visit.heads)).join(Visit, Visit.id == ShiftVisit.visit_id).where(here, visit.took_place())
    brought = select(ShiftVisit.shift_id, Case.state, func.count()).join(Case, Case.visit_id == ShiftVisit.visit_id).where(here, Case.state != State.VOID, Case.id.not_in(by.kept_from))
    spoken = select(ShiftVisit.shift_id, Spoken.ended, func.count()).join(Spoken, Spoken.visit_id == ShiftVisit.visit_id).where(here, Spoken.taken_back_at.is_(None))
    ends: dict[int, Counter[str]] = {one: Counter() for one in shift_ids}
    for query in (brought.group_by(ShiftVisit.shift_id, Case.state), spoken.group_by(ShiftVisit.shift_id, Spoken.ended)):
        for shift_id, end, n in db.session.execute(query):
            ends[shift_id][end.value if end.value in _ENDS else "matters"] += n
    tallies = {shift_id: (n, heads) for shift_id, n, heads in db.session.execute(came.group_by(ShiftVisit.shift_id))}
    return {one: Received(*tallies.get(one, (0, 0)), **ends[one]) for one in shift_ids}


_ENDS = ("answered", "explained", "listened")


def _seen(by: Actor, visit_id: ColumnElement[int] | InstrumentedAttribute[int]) -> list[ColumnElement[bool]]:
    """Visits that brought nothing this person is kept from, or something else too."""
    if not by.kept_from:
        return []
    one = aliased(Case)
    brought = select(one.id).where(one.visit_id == visit_id)
    return [or_(~brought.where(one.id.in_(by.kept_from)).exists(), brought.where(one.id.not_in(by.kept_from)).exists())]


def of_days(station_ids: Collection[int], first: date, last: date, by: Actor) -> Tally:
    """Batches and people of some days, each visit on the day on which its reception began, any other on its own (SG-04); but for what this
    person is kept from."""
    since, until = clock.at_local(first, 0), clock.at_local(last + timedelta(days=1), 0)
    hung = select(ShiftVisit.visit_id).where(ShiftVisit.visit_id == Visit.id)
    of_them = hung.join(Shift, Shift.id == ShiftVisit.shift_id).where(Shift.day.between(first, last))
    own = visit.tally(station_ids, since, until, ~hung.exists(), *_seen(by, Visit.id))
    sat = visit.tally(station_ids, since, until + timedelta(days=1), of_them.exists(), *_seen(by, Visit.id))
    return Tally(own.batches + sat.batches, own.heads + sat.heads)
