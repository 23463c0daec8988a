"""Representatives: the faces that a matter is told to, one primary station each (X-09, SD-22)."""

from datetime import date

from sqlalchemy import ForeignKey, String, bindparam, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.foundation import marks
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


def of_station(station_id: int) -> list[Representative]:
    """The representatives of a station whose person is active, in a fixed order."""
    return list(db.session.scalars(
        select(Representative).join(Person).where(Representative.station_id == station_id, Person.active.is_(True))
        .order_by(Representative.person_id)))


_RECEIVING = (
    select(Grant.person_id).join(Person, Person.id == Grant.person_id)
    .where(Grant.role == Role.REPRESENTATIVE, Grant.station_id == bindparam("station"), Person.active.is_(True), in_force())
    .order_by(Grant.person_id))


def receiving(station_id: int, day: date) -> list[int]:
    """Person ids who may take on matters at a station: active representatives holding the role on that day."""
    return marks.kept("network", ("receiving", station_id, day),
                      lambda: list(db.session.scalars(_RECEIVING, {"station": station_id, "day": day})))


def may_stand_for(person_id: int, station: Station, day: date) -> bool:
    """Whether somebody is a representative of this station or of one above it."""
    here: Station | None = station
    while here is not None:
        if person_id in receiving(here.id, day):
            return True
        here = here.parent
    return False
