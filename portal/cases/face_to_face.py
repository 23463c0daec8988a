"""Face to face, beside what went to a unit on paper: how many were told, how long it took, and how their visitors found it (SD-25).

Settled face to face is what was answered in the same sitting, to somebody's face (T3), and is really solved as its visitor says; so it is
read from what stands on record, and nobody ticks it. No report about officials is among either (HB-44)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median_low
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased

from portal.cases.case import Case, Channel, State
from portal.cases.in_time import FEWEST, FEWEST_IN_A_SHARE
from portal.cases.rating import Rating, Result, Solved
from portal.cases.timeline import Event
from portal.foundation import clock
from portal.foundation.database import db
from portal.network.calendar import workdays

FACES = frozenset({Channel.STATION, Channel.APPOINTMENT, Channel.HOME_VISIT, Channel.FIELD, Channel.UNIT_ON_SITE})


@dataclass(frozen=True)
class Way:
    """One of the two: matters whose visitor was told in the span, the working `days` until then (median; None of fewer than three), how
    many were `rated`, and of these `satisfied` and really `settled`."""

    matters: int
    days: int | None
    rated: int
    satisfied: int
    settled: int

    @property
    def few_rated(self) -> bool:
        """Whether the counts would name single people (R41)."""
        return self.rated < FEWEST

    @property
    def well(self) -> int | None:
        """The share of satisfied in per cent, rounded down; None under five (practice.md §4.3)."""
        return 100 * self.satisfied // self.rated if self.rated >= FEWEST_IN_A_SHARE else None


def compared(station_ids: Collection[int], first: date, last: date) -> tuple[Way, Way]:
    """(face to face, by a unit on paper) of what visitors were told for the first time from `first` until, and including, `last`."""
    begin, end = clock.at_local(first, 0), clock.at_local(last + timedelta(days=1), 0)
    told, rated = [Event.case_id == Case.id, Event.move.in_(("T3", "T19"))], aliased(Rating)
    at = select(func.min(Event.entered_at)).where(*told).correlate(Case).scalar_subquery()
    move = select(func.max(Event.move)).where(*told).correlate(Case).scalar_subquery()
    newest = select(func.max(rated.id)).where(rated.case_id == Case.id).correlate(Case).scalar_subquery()
    rows = db.session.execute(
        select(Case.channel, Case.registered_at, at.label("at"), move.label("move"), Rating.result, Rating.solved).outerjoin(Rating, Rating.id == newest)
        .where(Case.station_id.in_(station_ids), Case.sealed.is_(False), Case.state.not_in((State.VOID, State.MERGED)), Case.registered_at < end,
               or_(Case.closed_at.is_(None), Case.closed_at >= begin), at >= begin, at < end)).all()
    return _way(row for row in rows if row.move == "T3" and row.channel in FACES), _way(row for row in rows if row.move == "T19")


def _way(rows: Iterable[Any]) -> Way:
    calendar, found = workdays(), list(rows)
    days = [max(0, calendar.between(clock.day_of(row.registered_at), clock.day_of(row.at))) for row in found]
    return Way(len(found), median_low(days) if len(days) >= FEWEST else None, sum(row.result is not None for row in found),
               sum(row.result is Result.SATISFIED for row in found), sum(row.solved is Solved.YES for row in found))
