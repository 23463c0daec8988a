"""A visit of which no matter is wanted: it is counted with what it came to, answered, explained or listened to, and nothing of who came or
what was said is kept (ZG-25, X-11, rights 3 and 12 of rules.md §11.4)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from portal.cases import visit
from portal.cases.case import Channel
from portal.cases.visit import Ended, Spoken, Visit
from portal.foundation import codes
from portal.foundation.database import db
from portal.foundation.refusal import Missing, Refused
from portal.network import access
from portal.network.access import Place
from portal.network.actor import Actor
from portal.network.station import Station

MAY_TAKE_BACK = timedelta(hours=36)


@dataclass(frozen=True)
class Told:
    """What it came to, how many came, by which way, and when, None for now."""

    ended: Ended
    heads: int = 1
    channel: Channel = Channel.STATION
    happened_at: datetime | None = None


def note(station: Station, told: Told, *, key: str, by: Actor) -> Visit:
    """Count it; the same form again counts nothing more (R07). Refused: nobody came, or it is yet to come."""
    access.permit(by, "sitting.spoken", Place(station.id))
    kept = codes.keyed_hash("spoken form", key)
    known = db.session.scalar(select(Spoken).where(Spoken.key == kept))
    if known is not None:
        return db.session.get_one(Visit, known.visit_id)
    when = told.happened_at or by.at
    if when > by.at:
        raise Refused("happened_later")
    if not 1 <= told.heads <= 9999:
        raise Refused("heads_range")
    made = visit.begin(station.id, told.channel, told.heads, when)
    db.session.add(Spoken(visit_id=made, ended=told.ended, key=kept, noted_by_id=by.person_id, noted_at=by.at))
    db.session.flush()
    return db.session.get_one(Visit, made)


def take_back(visit_id: int, *, by: Actor) -> None:
    """It was noted by mistake and counts no more; a day and a half long. The same tap again changes nothing."""
    row, came = db.session.get(Spoken, visit_id, with_for_update=True), db.session.get(Visit, visit_id)
    if row is None or came is None or not access.can(by, "sitting.spoken", Place(came.station_id)) or by.at - row.noted_at > MAY_TAKE_BACK:
        raise Missing
    row.taken_back_at = row.taken_back_at or by.at


def lately(station_id: int, by: Actor) -> list[tuple[Visit, Spoken]]:
    """Those of a station that may still be taken back, the newest first."""
    query = select(Visit, Spoken).join(Spoken, Spoken.visit_id == Visit.id).where(
        Visit.station_id == station_id, Spoken.taken_back_at.is_(None), Spoken.noted_at >= by.at - MAY_TAKE_BACK)
    return [(came, row) for came, row in db.session.execute(query.order_by(Spoken.noted_at.desc(), Visit.id.desc()).limit(40))]
