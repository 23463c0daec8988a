"""The appointments of a station as its desk reads them: homes to visit, times that fell with their open day, and the times to come
(HB-26, HB-34). Each is asked for by itself, so that none pushes another off the page."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, func, or_, select, update
from sqlalchemy.orm import joinedload

from portal.foundation.database import db
from portal.network import access
from portal.network.access import Place
from portal.network.actor import Actor
from portal.reception.appointment import STANDS, Appointment, Standing
from portal.reception.shift import Shift

SINCE = timedelta(hours=12)  # so long after its time an appointment is still looked at


def homes(station_id: int, most: int) -> list[Appointment]:
    """Visits at home that wait, those whom nobody rang yet first."""
    query = _booked(station_id).where(Appointment.at.is_(None)).order_by(Appointment.reminded_at.is_not(None), Appointment.id)
    return list(db.session.scalars(query.limit(most)))


def fallen(station_id: int, at: datetime, most: int) -> list[Appointment]:
    """Times of open days that were called off or got other hours: whom to ring, those whom nobody rang yet first."""
    query = _timed(station_id, at).where(_fell()).order_by(Appointment.reminded_at.is_not(None), Appointment.at, Appointment.id)
    return list(db.session.scalars(query.limit(most)))


def coming(station_id: int, at: datetime, most: int) -> list[Appointment]:
    """Times that stand, from today's on."""
    return list(db.session.scalars(_timed(station_id, at).where(~_fell()).order_by(Appointment.at, Appointment.id).limit(most)))


def to_ring(station_id: int, by: Actor) -> int:
    """How many whose open day fell and who left a phone were not rung yet; none for whoever keeps no appointments there."""
    if not access.can(by, "appointment.keep", Place(station_id)):
        return 0
    query = _timed(station_id, by.at).where(_fell(), Appointment.reminded_at.is_(None), Appointment.phone != "")
    return db.session.scalar(select(func.count()).select_from(query.with_only_columns(Appointment.id).subquery())) or 0


def unsettle(shift: Shift) -> None:
    """The open day is called off, held again or at other hours: whoever booked there has to be rung anew. STANDS is the index's."""
    db.session.execute(update(Appointment).where(Appointment.shift_id == shift.id, Appointment.stage == Standing.BOOKED, STANDS)
                       .values(reminded_at=None))


def _booked(station_id: int) -> Select[tuple[Appointment]]:
    query = select(Appointment).where(Appointment.station_id == station_id, Appointment.stage == Standing.BOOKED)
    return query.options(joinedload(Appointment.shift), joinedload(Appointment.person))


def _timed(station_id: int, at: datetime) -> Select[tuple[Appointment]]:
    return _booked(station_id).join(Shift, Shift.id == Appointment.shift_id).where(Appointment.at > at - SINCE)


def _fell() -> ColumnElement[bool]:
    """`Appointment.fell` as SQL."""
    return or_(Shift.off_by.is_not(None), Appointment.at < Shift.begins_at, Appointment.at >= Shift.ends_at)
