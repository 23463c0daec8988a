"""Whoever receives no more, their role over or their account closed, leaves the open days still to come: nobody counts on an empty chair (HB-40, YT-18)."""

from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from portal.foundation.database import db
from portal.foundation.refusal import Refused
from portal.network import access
from portal.network.actor import Actor
from portal.network.audit import AuditEntry
from portal.network.person import Person
from portal.network.role import RECEIVES, Grant
from portal.reception import sitting
from portal.reception.shift import Shift
from portal.reception.sitting import Presence, Sitting


def orphaned(at: datetime, person_id: int | None = None) -> list[Sitting]:
    """The seats to come, of one person or of all, of those who on that day hold no role that receives, the next first."""
    holds = select(Grant.id).where(Grant.person_id == Sitting.person_id, Grant.role.in_(RECEIVES), Grant.since <= Shift.day,
                                   or_(Grant.until.is_(None), Grant.until >= Shift.day)).exists()
    query = (select(Sitting).join(Shift, Shift.id == Sitting.shift_id).join(Person, Person.id == Sitting.person_id)
             .where(Sitting.taken_off_at.is_(None), Sitting.presence == Presence.PLANNED, Shift.begins_at > at, or_(~holds, Person.active.is_(False)))
             .options(joinedload(Sitting.shift)).order_by(Shift.begins_at, Sitting.id))
    return list(db.session.scalars(query if person_id is None else query.where(Sitting.person_id == person_id)))


def leave_seats(by: Actor, person_id: int | None = None) -> int:
    """Take them off these days, as a leave does: the desk reads whom to ring, the roster what it lacks. Returns how many seats."""
    access.permit(by, "roster.release")
    seats = orphaned(by.at, person_id)
    for seat in seats:
        sitting.remove(seat, by)
    db.session.flush()
    return len(seats)


def sit_again(by: Actor, person_id: int) -> tuple[int, int]:
    """A last day is taken back: they sit again at the days to come that they left for it, in the very moment in which it was told. Returns how
    many seats are theirs again, and how many are not: they sit elsewhere by then, or the day is off."""
    access.permit(by, "roster.release")
    told = select(AuditEntry.at).where(AuditEntry.kind == "person", AuditEntry.name == str(person_id), AuditEntry.act == "role_taken")
    query = (select(Sitting).join(Shift, Shift.id == Sitting.shift_id).options(joinedload(Sitting.shift), joinedload(Sitting.person))
             .where(Sitting.person_id == person_id, Sitting.taken_off_at.in_(told), Sitting.presence == Presence.PLANNED, Shift.begins_at > by.at)
             .order_by(Shift.begins_at, Sitting.id))
    left, back = list(db.session.scalars(query)), 0
    for seat in left:
        try:
            sitting.seat(seat.shift, seat.person, by)
            back += 1
        except Refused:
            continue
    return back, len(left) - back
