"""The appointments of a station as its desk reads them: homes to visit, times that fell with their open day or with whoever was asked
for, and the times to come; and how many would fall (HB-26, HB-34). Each is asked for by itself, so that none pushes another off the page."""

from collections import Counter
from collections.abc import Collection
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, update
from sqlalchemy.orm import joinedload

from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.refusal import Moved
from portal.network import access, reach
from portal.network.access import Place
from portal.network.actor import Actor
from portal.reception.appointment import STANDS, Appointment, Standing, Told
from portal.reception.shift import Shift
from portal.reception.sitting import Presence, Sitting

SINCE = timedelta(hours=12)  # so long after its time an appointment is still looked at


def homes(station_id: int, most: int) -> list[Appointment]:
    """Visits at home that wait, those whom nobody rang yet first."""
    query = _booked([station_id]).where(Appointment.at.is_(None)).order_by(Appointment.reminded_at.is_not(None), Appointment.id)
    return list(db.session.scalars(query.limit(most)))


def fallen(station_id: int, at: datetime, most: int) -> list[Appointment]:
    """Times of open days that were called off or got other hours, and of people who sit there no more, until somebody said so: whom
    to ring, those whom nobody rang yet first."""
    query = _timed([station_id], at).where(_fallen()).order_by(Appointment.reminded_at.is_not(None), Appointment.at, Appointment.id)
    return list(db.session.scalars(query.limit(most)))


def coming(station_id: int, at: datetime, most: int) -> list[Appointment]:
    """Times that stand, from today's on."""
    return list(db.session.scalars(_timed([station_id], at).where(~_fallen()).order_by(Appointment.at, Appointment.id).limit(most)))


def to_ring(station_id: int, by: Actor) -> int:
    """How many whose open day fell, or whoever they asked for, and who left a phone were neither rung nor written to yet; none for
    whoever keeps no appointments there."""
    if not access.can(by, "appointment.keep", Place(station_id)):
        return 0
    query = _timed([station_id], by.at).where(_fallen(), _untold())
    return db.session.scalar(select(func.count()).select_from(query.with_only_columns(Appointment.id).subquery())) or 0


def to_phone(by: Actor, most: int) -> list[Appointment]:
    """Whom to ring today at the stations of the actor: whose time fell, and of tomorrow's whoever is written no e-mail; the next first."""
    if not access.can(by, "appointment.keep"):
        return []
    tomorrow = and_(~_fallen(), on_day(clock.day_of(by.at) + timedelta(days=1)), _to_ring(~Appointment.foretold))
    query = _timed(reach.stations(by, "appointment.keep"), by.at).where(or_(and_(_fallen(), _untold()), tomorrow))
    return list(db.session.scalars(query.where(Appointment.at > by.at).order_by(Appointment.at, Appointment.id).limit(most)))


def hits(shift_ids: Collection[int], at: datetime) -> Counter[int]:
    """How many times to come fall with these open days, by the person who was asked for; 0 for nobody."""
    query = select(Appointment.person_id, func.count()).where(
        Appointment.shift_id.in_(shift_ids), Appointment.stage == Standing.BOOKED, Appointment.at > at, STANDS).group_by(Appointment.person_id)
    return Counter({person_id or 0: count for person_id, count in db.session.execute(query)})


def asked_for(person_id: int, shift_ids: Collection[int], at: datetime) -> Counter[int]:
    """How many times to come were asked for with one person, by open day."""
    query = select(Appointment.shift_id, func.count()).where(Appointment.shift_id.in_(shift_ids), Appointment.person_id == person_id,
                                                             Appointment.stage == Standing.BOOKED, Appointment.at > at, STANDS)
    return Counter({shift_id or 0: count for shift_id, count in db.session.execute(query.group_by(Appointment.shift_id))})


def expect(count: int, said: int) -> None:
    """Refused, with how many it hits, unless whoever confirms was told of so many."""
    if count > said:
        raise Moved("appointments_hit", n=count)


def unsettle(shift: Shift) -> None:
    """The open day is called off, held again or at other hours: whoever booked there has to be rung anew. STANDS is the index's."""
    db.session.execute(update(Appointment).where(Appointment.shift_id == shift.id, Appointment.stage == Standing.BOOKED, STANDS)
                       .values(reminded_at=None))


def changed() -> ColumnElement[bool]:
    """Whether what was written last is not so any more, where Shift is joined and Sitting is by the seat asked for."""
    told = func.coalesce(Appointment.told, "")
    stands = and_(~day_fell(), ~_alone(), told.in_([Told.FELL, Told.ALONE]))
    return or_(and_(day_fell(), told != Told.FELL), and_(~day_fell(), _alone(), told != Told.ALONE), stands)


def _fallen() -> ColumnElement[bool]:
    return or_(day_fell(), and_(_alone(), _unrung()))


def day_fell() -> ColumnElement[bool]:
    """`Appointment.day_fell` as SQL, where Shift is joined."""
    return and_(Appointment.shift_id.is_not(None), or_(Shift.off_by.is_not(None), Appointment.at < Shift.begins_at, Appointment.at >= Shift.ends_at))


def on_day(day: date) -> ColumnElement[bool]:
    """Whether its time is on that day, of an open day or of its own."""
    return and_(Appointment.at >= clock.at_local(day, 0), Appointment.at < clock.at_local(day + timedelta(days=1), 0))


def _alone() -> ColumnElement[bool]:
    gone = or_(Sitting.id.is_(None), Sitting.taken_off_at.is_not(None), Sitting.presence == Presence.ABSENT)
    return and_(Appointment.shift_id.is_not(None), Appointment.person_id.is_not(None), gone)


def _unrung() -> ColumnElement[bool]:
    since = func.coalesce(Sitting.taken_off_at, Sitting.noted_at)
    return or_(Appointment.reminded_at.is_(None), and_(_alone(), Sitting.id.is_not(None), Appointment.reminded_at < since))


def _untold() -> ColumnElement[bool]:
    return _to_ring(changed())


def _to_ring(unwritten: ColumnElement[bool]) -> ColumnElement[bool]:
    """Somebody has to ring: there is a phone, nobody rang, and no e-mail says it."""
    return and_(Appointment.phone != "", _unrung(), unwritten)


def _booked(station_ids: Collection[int] | None) -> Select[tuple[Appointment]]:
    query = select(Appointment).where(Appointment.stage == Standing.BOOKED)
    if station_ids is not None:
        query = query.where(Appointment.station_id.in_(station_ids))
    return query.options(joinedload(Appointment.shift), joinedload(Appointment.person), joinedload(Appointment.seat), joinedload(Appointment.station))


def _timed(station_ids: Collection[int] | None, at: datetime) -> Select[tuple[Appointment]]:
    return seated(_booked(station_ids).where(Appointment.at > at - SINCE))


def seated(query: Select[tuple[Appointment]]) -> Select[tuple[Appointment]]:
    """With the open day, where it is one of an open day, and the seat of whoever was asked for."""
    return query.outerjoin(Shift, Shift.id == Appointment.shift_id).outerjoin(
        Sitting, and_(Sitting.shift_id == Appointment.shift_id, Sitting.person_id == Appointment.person_id))
