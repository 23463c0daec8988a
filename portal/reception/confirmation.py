"""Everybody says that they will come on the days they were put on for; who has not said so is listed for those who plan (YT-15)."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import select

from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.refusal import Missing, Refused
from portal.network import access
from portal.network.actor import Actor
from portal.reception import sitting
from portal.reception.shift import Shift
from portal.reception.sitting import Presence, Sitting

AHEAD, SHOWN = timedelta(days=14), 60


def confirm(seat: Sitting, *, by: Actor) -> None:
    """I will come. Of one's own days alone; refused once the day has begun, was called off or is somebody else's."""
    access.permit(by, "swap.ask")
    if seat.person_id != by.person_id:
        raise Missing
    if seat.taken_off_at is not None or seat.shift.off_by is not None or seat.shift.begins_at <= by.at:
        raise Refused("confirm_over")
    seat.confirmed_at, seat.confirmed_for = by.at, seat.shift.begins_at


def confirm_all(seats: Collection[Sitting], *, by: Actor) -> int:
    """I will come on all of these days that are still to come; returns how many were said anew."""
    open_ones = [seat for seat in seats if not seat.is_confirmed and seat.shift.begins_at > by.at]
    for seat in open_ones:
        confirm(seat, by=by)
    return len(open_ones)


def waiting(station_ids: Collection[int] | None, at: datetime) -> list[Sitting]:
    """Who has not said that they will come on a day of the next two weeks, the next day first; of these stations, of all for None."""
    near = select(Shift.id).where(Shift.day >= clock.day_of(at), Shift.day <= clock.day_of(at) + AHEAD, Shift.begins_at > at, Shift.off_by.is_(None))
    if station_ids is not None:
        near = near.where(Shift.station_id.in_(station_ids))
    sits = sitting.of_shifts(list(db.session.scalars(near.order_by(Shift.begins_at, Shift.id))))
    return [seat for of in sits.values() for seat in of if seat.presence is Presence.PLANNED and not seat.is_confirmed][:SHOWN]
