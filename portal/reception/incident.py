"""An incident note: somebody demanded what cannot be, or abused staff. It is of a place and a day, never of a visitor (practice.md §9, row 21).

No case, no visitor and no name stands in it, so that no question can gather what one person did: there is no black list. It is read by
the director of the station and by whoever wrote it, and deleted by the clock."""

import re
from datetime import date, datetime, timedelta

from sqlalchemy import ForeignKey, Text, delete, or_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.cases import detectors
from portal.foundation import clock
from portal.foundation.database import Base, Json, Utc, db
from portal.foundation.refusal import Refused
from portal.foundation.text import needed
from portal.network import person
from portal.network.access import Place, permit
from portal.network.actor import Actor
from portal.network.person import Person
from portal.network.role import Role
from portal.network.station import Station

KEPT = timedelta(days=180)
MOST, LINES = 1000, 20
_CASE_NUMBER = re.compile(r"[A-Z]\d{2}\s*-\s*\d{2}\s*-\s*\d+", re.IGNORECASE | re.ASCII)


class Incident(Base):
    """What happened, where and when, who of the house was there, and whether two persons receive for the rest of that day."""

    __tablename__ = "incident"

    id: Mapped[int] = mapped_column(primary_key=True)
    station_id: Mapped[int] = mapped_column(ForeignKey("station.id"), index=True)
    happened_at: Mapped[datetime] = mapped_column(Utc, index=True)
    what: Mapped[str] = mapped_column(Text)
    present: Mapped[list[int]] = mapped_column(Json)
    by_two: Mapped[bool]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime] = mapped_column(Utc, index=True)

    station: Mapped[Station] = relationship()
    person: Mapped[Person] = relationship()


def note(station: Station, *, what: str, present: list[int], by_two: bool, by: Actor, happened_at: datetime | None = None) -> Incident:
    """Write down what happened at a station; `present` are ids of its staff. What looks like a person's data or a matter's number is
    refused. The same words by the same hand on the same day are one note, however often they are sent."""
    permit(by, "incident.write", Place(station.id))
    what, when = needed(what, MOST, LINES, "incident_needed"), happened_at or by.at
    if when > by.at:
        raise Refused("happened_later")
    if detectors.found(what) or _CASE_NUMBER.search(what):
        raise Refused("incident_names")
    serving = dict(person.serving(station.id, clock.day_of(by.at)))
    if any(one not in serving for one in present):
        raise Refused("incident_present")
    same = select(Incident).where(Incident.station_id == station.id, Incident.person_id == by.person_id, Incident.what == what)
    for earlier in db.session.scalars(same):
        if clock.day_of(earlier.at) == clock.day_of(by.at):
            return earlier
    row = Incident(station_id=station.id, happened_at=when, what=what, present=sorted(set(present)), by_two=by_two,
                   person_id=by.person_id or 0, at=by.at)
    db.session.add(row)
    return row


def readable(by: Actor, most: int = 100) -> list[Incident]:
    """The notes this person may read, newest first: one's own, and as a director those of one's own station."""
    directs = {held.station_id for held in by.held if held.role is Role.DIRECTOR}
    return list(db.session.scalars(select(Incident).where(or_(Incident.person_id == by.person_id, Incident.station_id.in_(directs)))
                                   .order_by(Incident.happened_at.desc(), Incident.id.desc()).limit(most)))


def by_two(station_id: int, day: date) -> bool:
    """Whether two persons receive at a station for the rest of a day: all that the others there learn of a note."""
    began = clock.at_local(day, 0)
    query = select(Incident.id).where(Incident.station_id == station_id, Incident.by_two.is_(True), Incident.happened_at >= began,
                                      Incident.happened_at < clock.at_local(day + timedelta(days=1), 0))
    return db.session.scalar(query.limit(1)) is not None


def forget_old(*, by: Actor) -> int:
    """Delete what has been kept long enough; returns how many."""
    permit(by, "incident.forget")
    gone = db.session.scalars(delete(Incident).where(Incident.at < by.at - KEPT).returning(Incident.id)).all()
    return len(gone)
