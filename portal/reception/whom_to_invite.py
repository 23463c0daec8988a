"""Whom to invite to an open day: the units with which the station's matters lie, by how many and since when. Counts alone, and never a
sealed matter: no number, no visitor, no words (SD-24, HB-44)."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from portal.cases.case import WITH_UNIT, Case
from portal.foundation import clock
from portal.foundation.database import db
from portal.network import access
from portal.network.access import Place
from portal.network.actor import Actor
from portal.network.unit import Unit
from portal.reception import invitation
from portal.reception.shift import Shift

SHOWN = 8


@dataclass(frozen=True)
class Suggested:
    """A unit, how many open matters of the station lie with it, and since when the oldest is registered."""

    unit: Unit
    count: int
    since: date


def to(shift: Shift, *, by: Actor) -> list[Suggested]:
    """Up to eight units that are not invited yet, that with most matters first."""
    access.permit(by, "roster.keep", Place(shift.station_id))
    asked = [row.unit_id for row in invitation.of_shifts([shift.id])[shift.id]]
    count, oldest = func.count(Case.id), func.min(Case.registered_at)
    query = (select(Unit, count, oldest).join(Case, Case.unit_id == Unit.id)
             .where(Case.station_id == shift.station_id, Case.state.in_(WITH_UNIT), Case.sealed.is_(False), Case.id.not_in(by.kept_from), Unit.active.is_(True), Unit.id.not_in(asked))
             .group_by(Unit.id).order_by(count.desc(), oldest, Unit.name).limit(SHOWN))
    return [Suggested(unit, many, clock.day_of(since)) for unit, many, since in db.session.execute(query)]
