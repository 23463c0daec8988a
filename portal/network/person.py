"""Staff: people who sign in, and what they hold."""

from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Select, String, bindparam, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.foundation.database import Base, db
from portal.network.role import Grant, Role, in_force

if TYPE_CHECKING:
    from portal.network.representative import Representative


class Person(Base):
    """One account for one person; visitors never have one."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40))
    login: Mapped[str] = mapped_column(String(40), unique=True)
    password_hash: Mapped[str] = mapped_column(String(200), default="")
    active: Mapped[bool] = mapped_column(default=True)
    locale: Mapped[str | None] = mapped_column(String(8))
    home_station_id: Mapped[int | None] = mapped_column(ForeignKey("station.id"))

    grants: Mapped[list[Grant]] = relationship(order_by="Grant.id")
    representative: Mapped["Representative | None"] = relationship(back_populates="person", uselist=False)


def holding(role: Role, day: date, station_id: int | None = None, unit_id: int | None = None) -> list[Person]:
    """Active people who hold a role at a place on a day, in the order they got it."""
    query = _holding(station_id is not None, unit_id is not None)
    return list(db.session.scalars(query, {"role": role, "day": day, "station": station_id, "unit": unit_id}).unique())


@cache
def _holding(at_station: bool, at_unit: bool) -> Select[tuple[Person]]:
    query = select(Person).join(Grant, Grant.person_id == Person.id).where(
        Grant.role == bindparam("role"), in_force(), Person.active.is_(True)).order_by(Grant.id)
    if at_station:
        query = query.where(Grant.station_id == bindparam("station"))
    return query.where(Grant.unit_id == bindparam("unit")) if at_unit else query


def grant(person: Person, role: Role, since: date, station_id: int | None = None, unit_id: int | None = None) -> Grant:
    """Give a role at a place from a day on."""
    given = Grant(person_id=person.id, role=role, station_id=station_id, unit_id=unit_id, since=since)
    db.session.add(given)
    return given
