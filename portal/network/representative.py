"""Representatives: the faces that a matter is told to, one primary station each (X-09, SD-22)."""

from datetime import date

from sqlalchemy import ForeignKey, String, bindparam, func, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.foundation import clock, marks
from portal.foundation.database import Base, db
from portal.network.person import Person
from portal.network.role import Grant, Role, in_force
from portal.network.station import Station


class Representative(Base):
    """What the public may know of a representative; `kind` is data of the network (YT-07)."""

    __tablename__ = "representative"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    station_id: Mapped[int] = mapped_column(ForeignKey("station.id"), index=True)
    kind: Mapped[str] = mapped_column(String(30))
    field: Mapped[str] = mapped_column(String(60), default="")
    pledge: Mapped[str] = mapped_column(String(200), default="")
    public: Mapped[bool] = mapped_column(default=True)
    phone: Mapped[str] = mapped_column(String(30), default="")  # only where they agreed to give it (HB-32)
    portrait: Mapped[str] = mapped_column(String(64), default="")  # SHA-256 of the picture (face.py)

    person: Mapped[Person] = relationship(back_populates="representative", lazy="joined", innerjoin=True)
    station: Mapped[Station] = relationship()


marks.renewed_by("network", Representative.__table__)  # type: ignore[arg-type]


_RECEIVING = (
    select(Grant.person_id).join(Person, Person.id == Grant.person_id)
    .where(Grant.role == Role.REPRESENTATIVE, Grant.station_id == bindparam("station"), Person.active.is_(True), in_force())
    .order_by(Grant.person_id))


def receiving(station_id: int, day: date) -> list[int]:
    """Person ids who may take on matters at a station: active representatives holding the role on that day."""
    return marks.kept("network", ("receiving", station_id, day),
                      lambda: list(db.session.scalars(_RECEIVING, {"station": station_id, "day": day})))


def of_station(station_id: int) -> list[Representative]:
    """The representatives of a station who hold the role there today, in a fixed order."""
    there = receiving(station_id, clock.today())
    query = select(Representative).where(Representative.station_id == station_id, Representative.person_id.in_(there))
    return list(db.session.scalars(query.order_by(Representative.person_id)))


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
