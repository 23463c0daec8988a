"""Take a number for the reception of today; whoever has one before the last is given out is served, whoever comes later is told the next
day (HB-40, SD-07)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.foundation import codes, series
from portal.foundation.database import db
from portal.foundation.refusal import Refused
from portal.network import access
from portal.network.access import Place
from portal.network.actor import Actor
from portal.reception import hall_rule, turn
from portal.reception.shift import Shift
from portal.reception.turn import Stage, Turn


@dataclass(frozen=True)
class Taken:
    """A number, and whether its form had got it before."""

    turn: Turn
    replayed: bool = False


def last_at(shift: Shift) -> datetime:
    """The moment from which no number is given out any more."""
    return shift.ends_at - timedelta(minutes=hall_rule.of(shift.station_id).last_minutes)


def open_at(station_id: int, at: datetime) -> Shift | None:
    """The reception for which a number may be taken now."""
    found = turn.on(station_id, at)
    return found if found is not None and at < last_at(found) else None


def take(station_id: int, *, key: str, by: Actor, booked_for: datetime | None = None) -> Taken:
    """The next number of the day, for the form with this key: the same form again gets the same number, double tap and replay
    alike (R07). Refused: nobody receives now, or the last number was given out."""
    access.permit(by, "number.take", Place(station_id))
    hashed = codes.keyed_hash("turn", key)
    known = turn.by_key(hashed)
    if known is not None:
        return Taken(known, replayed=True)
    shift = turn.on(station_id, by.at)
    if shift is None:
        raise Refused("number_nobody")
    shift = turn.lock(shift)
    known = turn.by_key(hashed)
    if known is not None:
        return Taken(known, replayed=True)
    if shift.off_by is not None or by.at >= last_at(shift):
        raise Refused("number_last")
    number = series.advance(f"turn:{station_id}:{shift.day.isoformat()}")
    row = Turn(station_id=station_id, shift_id=shift.id, day=shift.day, number=number, key=hashed, stage=Stage.WAITING,
               booked=booked_for is not None, due_at=booked_for or by.at, taken_at=by.at)
    db.session.add(row)
    db.session.flush()
    return Taken(row)
