"""Representatives: the faces that a matter is told to, one primary station each (X-09, SD-22)."""

import enum
import re
from datetime import date

from sqlalchemy import ForeignKey, String, bindparam, func, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.foundation import clock, marks
from portal.foundation.database import Base, choice, db
from portal.network.person import Person, holders
from portal.network.role import Grant, Role, in_force
from portal.network.station import Station


class RepLevel(enum.StrEnum):
    """Of which level somebody is a representative (HB-20, CT-05), the nearest first."""

    TOWN = "town"
    COUNTY = "county"
    DISTRICT = "district"
    CITY = "city"
    PROVINCE = "province"
    NATION = "nation"


class Representative(Base):
    """What the public may know of a representative; `kind` is data of the network (YT-07)."""

    __tablename__ = "representative"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    station_id: Mapped[int] = mapped_column(ForeignKey("station.id"), index=True)
    kind: Mapped[str] = mapped_column(String(30))
    level: Mapped[RepLevel | None] = mapped_column(choice(RepLevel))
    field: Mapped[str] = mapped_column(String(60), default="")
    pledge: Mapped[str] = mapped_column(String(200), default="")  # with its period, where it has one (pledge.py)
    pledge_from: Mapped[date | None]
    pledge_until: Mapped[date | None]
    public: Mapped[bool] = mapped_column(default=True)
    phone: Mapped[str] = mapped_column(String(30), default="")  # only where they agreed to give it (HB-32)
    portrait: Mapped[str] = mapped_column(String(64), default="")  # SHA-256 of the picture (face.py)

    person: Mapped[Person] = relationship(back_populates="representative", lazy="joined", innerjoin=True)
    station: Mapped[Station] = relationship()


marks.renewed_by("network", Representative.__table__)  # type: ignore[arg-type]


MOST_KINDS = 40  # offered under a field
_RECEIVING = (
    select(Grant.person_id).join(Person, Person.id == Grant.person_id)
    .where(Grant.role == Role.REPRESENTATIVE, Grant.station_id == bindparam("station"), Person.active.is_(True), in_force())
    .order_by(Grant.person_id))


def receiving(station_id: int, day: date) -> list[int]:
    """Person ids who may take on matters at a station: active representatives holding the role on that day."""
    return marks.kept("network", ("receiving", station_id, day),
                      lambda: list(db.session.scalars(_RECEIVING, {"station": station_id, "day": day})))


def kinds() -> list[str]:
    """The kinds that are in use, as they are written, so that one is not written in two ways; any other may be typed (YT-07)."""
    return list(db.session.scalars(select(Representative.kind).where(Representative.kind != "").distinct().order_by(Representative.kind).limit(MOST_KINDS)))


def who_know(station_id: int, day: date, matter: str) -> list[int]:
    """Of those who may take on matters at a station, whose field speaks of the matter most, "供水" of "停水、供水"; all where none does (HB-35)."""
    people = receiving(station_id, day)
    fields = marks.kept("network", ("fields", station_id, day), lambda: {
        row.person_id: row.field for row in db.session.scalars(select(Representative).where(Representative.person_id.in_(people)))})
    known = {person_id: len(_pieces(fields.get(person_id, "")) & _pieces(matter)) for person_id in people}
    most = max(known.values(), default=0)
    return [person_id for person_id in people if known[person_id] == most]


def speaks_of(field: str, matter: str) -> bool:
    """Whether a field speaks of a matter."""
    return bool(_pieces(field) & _pieces(matter))


def _pieces(words: str) -> set[str]:
    """Pairs of Han characters that stand beside each other, and words of letters."""
    return {pair for run in re.findall(r"[\u3400-\u9fff]+", words) for pair in map("".join, zip(run, run[1:]))} | {
        word.lower() for word in re.findall(r"[^\W\d_]{3,}", words) if word.isascii()}


def of_station(station_id: int) -> list[Representative]:
    """The representatives of a station who hold the role there today, in a fixed order."""
    there = receiving(station_id, clock.today())
    query = select(Representative).where(Representative.station_id == station_id, Representative.person_id.in_(there))
    return list(db.session.scalars(query.order_by(Representative.person_id)))


def members_of(station_id: int) -> list[Representative]:
    """The recommended members who hold that role at a station today and are named there, in a fixed order (SD-06)."""
    there = [one for one, _ in holders(Role.MEMBER, clock.today(), station_id=station_id)]
    query = select(Representative).where(Representative.station_id == station_id, Representative.person_id.in_(there))
    return list(db.session.scalars(query.order_by(Representative.person_id)))


def of_people(person_ids: list[int]) -> list[Representative]:
    """The rows of these people, in their order."""
    rows = {row.person_id: row for row in db.session.scalars(select(Representative).where(Representative.person_id.in_(person_ids)))}
    return [rows[one] for one in person_ids if one in rows]


def receiving_above(station_id: int, day: date) -> list[int]:
    """Person ids who may take on matters at a station: its own, then those of the stations above it."""
    here, found = db.session.get(Station, station_id), dict[int, None]()
    while here is not None:
        found |= dict.fromkeys(receiving(here.id, day))
        here = here.parent
    return list(found)


def leave(row: Representative) -> None:
    """Whoever is no representative of their station any more shows no face in public, gives no phone, and has no portrait: clear that
    from the disk once this stands (face.py)."""
    row.public, row.phone, row.portrait = False, "", ""


def is_the_only_one(place: Station, name: str) -> bool:
    """Whether one person alone of this name is, or ever was, a representative of a station or of one above it."""
    there, here = [place.id], place.parent
    while here is not None:
        there.append(here.id)
        here = here.parent
    query = select(func.count(Grant.person_id.distinct())).join(Person, Person.id == Grant.person_id).where(
        Grant.role == Role.REPRESENTATIVE, Grant.station_id.in_(there), Person.name == name)
    return db.session.scalar(query) == 1


def may_stand_for(person_id: int, station: Station, day: date) -> bool:
    """Whether somebody is a representative of this station or of one above it."""
    here: Station | None = station
    while here is not None:
        if person_id in receiving(here.id, day):
            return True
        here = here.parent
    return False
