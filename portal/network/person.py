"""Staff: people who sign in, and what they hold."""

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, ForeignKey, String, and_, or_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.foundation.database import Base, db
from portal.network.role import Grant, Role

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


def _in_force(day: date) -> ColumnElement[bool]:
    return and_(Grant.since <= day, or_(Grant.until.is_(None), Grant.until >= day))


def holding(role: Role, day: date, station_id: int | None = None, unit_id: int | None = None) -> list[Person]:
    """Active people who hold a role at a place on a day, in the order they got it."""
    query = select(Person).join(Grant, Grant.person_id == Person.id).where(
        Grant.role == role, _in_force(day), Person.active.is_(True)).order_by(Grant.id)
    if station_id is not None:
        query = query.where(Grant.station_id == station_id)
    if unit_id is not None:
        query = query.where(Grant.unit_id == unit_id)
    return list(db.session.scalars(query).unique())


def grant(person: Person, role: Role, since: date, station_id: int | None = None, unit_id: int | None = None) -> Grant:
    """Give a role at a place from a day on."""
    given = Grant(person_id=person.id, role=role, station_id=station_id, unit_id=unit_id, since=since)
    db.session.add(given)
    return given
