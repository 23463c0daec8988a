"""How a station's hall works: the language of its screen, whether numbers are spoken, when the last number of an open day is given
out, and how many may book (HB-26, YT-01, YT-10)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.foundation.database import Base, Utc, db
from portal.foundation.refusal import Refused
from portal.foundation.words import LOCALES, home
from portal.network import access
from portal.network.access import Place
from portal.network.actor import Actor
from portal.network.station import Station

MOST_MINUTES, MOST_BOOKED = 120, 60


@dataclass(frozen=True)
class Hall:
    """What holds at a station. `last_minutes`: so long before the end of its hours the last number is given out; `booked`: so many
    may book for one open day."""

    locale: str
    aloud: bool = True
    last_minutes: int = 15
    booked: int = 6


class HallRule(Base):
    """What a station set for itself; without a row the values of `Hall` hold."""

    __tablename__ = "hall_rule"

    station_id: Mapped[int] = mapped_column(ForeignKey("station.id"), primary_key=True)
    locale: Mapped[str] = mapped_column(String(8))
    aloud: Mapped[bool]
    last_minutes: Mapped[int]
    booked: Mapped[int]
    changed_at: Mapped[datetime] = mapped_column(Utc)
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


def of(station_id: int) -> Hall:
    """What holds at a station."""
    row = db.session.get(HallRule, station_id)
    return Hall(row.locale, row.aloud, row.last_minutes, row.booked) if row is not None else Hall(home())


def keep(place: Station, wanted: Hall, *, by: Actor) -> None:
    """Set it for one station. Refused: another language, numbers nobody means."""
    access.permit(by, "hall.manage", Place(place.id))
    if wanted.locale not in LOCALES:
        raise Refused("field_choice")
    if not (0 <= wanted.last_minutes <= MOST_MINUTES and 0 <= wanted.booked <= MOST_BOOKED):
        raise Refused("field_number")
    row = db.session.get(HallRule, place.id, with_for_update=True)
    if row is None:
        row = HallRule(station_id=place.id)
        db.session.add(row)
    row.locale, row.aloud, row.last_minutes, row.booked = wanted.locale, wanted.aloud, wanted.last_minutes, wanted.booked
    row.changed_at, row.changed_by_id = by.at, by.person_id
    db.session.flush()
