"""Contact cards that were handed out: how many, to whom, where and when; counted, never guessed (HB-21, rules.md §12 test 2)."""

import enum
from collections.abc import Collection
from datetime import date, datetime
from typing import Optional

from sqlalchemy import ForeignKey, Index, String, func, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from portal.foundation import clock
from portal.foundation.database import Base, Utc, choice, db
from portal.foundation.refusal import Missing, Refused
from portal.foundation.text import clean
from portal.network import access
from portal.network.access import Place
from portal.network.actor import Actor
from portal.network.person import Person
from portal.network.representative import Representative
from portal.network.station import Station

MOST = 5000  # cards in one entry: an edition for a street has 400 to 800 (practice.md §2.8)


class Group(enum.StrEnum):
    """Who got them."""

    VISITORS = "visitors"
    HOUSEHOLDS = "households"
    MEMBERS = "members"
    STAFF = "staff"
    EVENT = "event"
    OTHER = "other"


class Handout(Base):
    """One handing-out. `person_id` is whose card it was, none for the station's own. What was noted wrongly is struck, never deleted."""

    __tablename__ = "handout"
    __table_args__ = (Index("ix_handout_station_id_day", "station_id", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    station_id: Mapped[int] = mapped_column(ForeignKey("station.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    day: Mapped[date]
    count: Mapped[int]
    group: Mapped[Group] = mapped_column(choice(Group))
    place: Mapped[str] = mapped_column(String(60), default="")
    noted_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    noted_at: Mapped[datetime] = mapped_column(Utc)
    struck_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    struck_at: Mapped[datetime | None] = mapped_column(Utc)

    station: Mapped[Station] = relationship()
    person: Mapped[Optional[Person]] = relationship(foreign_keys=[person_id])
    noted_by: Mapped[Person] = relationship(foreign_keys=[noted_by_id])


def note(station: Station, *, day: date, count: int, group: Group, place: str, person_id: int | None, key: str, by: Actor) -> Handout:
    """Write a handing-out down; sent twice with one key it is one, and what differs from what that key wrote is refused. Refused too:
    none or too many cards, a day to come, somebody who is no representative of the station."""
    access.permit(by, "card.note", Place(station.id))
    told = {"station_id": station.id, "person_id": person_id, "day": day, "count": count, "group": group, "place": clean(place, 60).strip()}
    earlier = db.session.scalar(select(Handout).where(Handout.key == key))
    if earlier is not None:
        if any(getattr(earlier, name) != value for name, value in told.items()):
            raise Refused("handout_key_reused")
        return earlier
    if not 1 <= count <= MOST:
        raise Refused("handout_count", most=MOST)
    if day > clock.day_of(by.at):
        raise Refused("handout_later")
    whose = db.session.get(Representative, person_id) if person_id is not None else None
    if person_id is not None and (whose is None or whose.station_id != station.id):
        raise Refused("field_choice")
    row = Handout(key=key, noted_by_id=by.person_id or 0, noted_at=by.at, **told)
    db.session.add(row)
    db.session.flush()
    return row


def strike(handout_id: int, *, by: Actor) -> Handout:
    """It was noted wrongly: it stays to be seen and counts no more. Raises Missing for another station's."""
    row = db.session.get(Handout, handout_id, with_for_update=True, populate_existing=True)
    if row is None or not access.can(by, "card.note", Place(row.station_id)):
        raise Missing
    if row.struck_at is None:
        row.struck_at, row.struck_by_id = by.at, by.person_id
    return row


def noted(station_id: int, most: int = 50) -> list[Handout]:
    """What was noted at a station, the newest day first, struck ones too."""
    query = select(Handout).where(Handout.station_id == station_id).options(joinedload(Handout.person), joinedload(Handout.noted_by))
    return list(db.session.scalars(query.order_by(Handout.day.desc(), Handout.id.desc()).limit(most)))


def given(station_ids: Collection[int] | None, first: date, last: date) -> int:
    """How many cards were handed out at these stations (None: all) on the days from `first` to `last`."""
    query = select(func.coalesce(func.sum(Handout.count), 0)).where(Handout.struck_at.is_(None), Handout.day >= first, Handout.day <= last)
    if station_ids is not None:
        query = query.where(Handout.station_id.in_(station_ids))
    return db.session.scalar(query) or 0
