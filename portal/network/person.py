"""Staff: people who sign in, and what they hold."""

from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Select, String, bindparam, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.foundation import marks
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


marks.renewed_by("network", Person.__table__)  # type: ignore[arg-type]


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


def holders(role: Role, day: date, station_id: int | None = None) -> list[tuple[int, str]]:
    """Ids and names of those `holding` finds, kept while the network stands: every matter handed in asks for them."""
    return marks.kept("network", ("holders", role, day, station_id),
                      lambda: [(each.id, each.name) for each in holding(role, day, station_id=station_id)])


def serving(station_id: int, day: date) -> list[tuple[int, str]]:
    """Ids and names of everybody who serves at a station on a day, in whatever role, by id."""
    query = select(Person.id, Person.name).join(Grant, Grant.person_id == Person.id).where(
        Grant.station_id == station_id, in_force(), Person.active.is_(True)).distinct().order_by(Person.id)
    return [(one, name) for one, name in db.session.execute(query, {"day": day})]


def units_signing_in(roles: tuple[Role, ...], day: date) -> frozenset[int]:
    """The units at which somebody holds one of these roles on a day and can sign in."""
    return frozenset(signing_in(roles, day))


def signing_in(roles: tuple[Role, ...], day: date) -> dict[int, frozenset[int]]:
    """By unit, the ids of those who hold one of these roles there on a day and can sign in; kept while the network stands."""
    return marks.kept("network", ("units", roles, day), lambda: _signing_in(roles, day))


def _signing_in(roles: tuple[Role, ...], day: date) -> dict[int, frozenset[int]]:
    query = select(Grant.unit_id, Person.id).join(Person, Person.id == Grant.person_id).where(
        Grant.role.in_(roles), Grant.unit_id.is_not(None), in_force(), Person.active.is_(True), Person.login != "", Person.password_hash != "")
    found: dict[int, set[int]] = {}
    for unit_id, one in db.session.execute(query, {"day": day}):
        found.setdefault(unit_id or 0, set()).add(one)
    return {unit_id: frozenset(people) for unit_id, people in found.items()}


def name_of(person_id: int) -> str:
    """The name of a member of staff, kept while the network stands."""
    return marks.kept("network", ("name", person_id), lambda: db.session.scalars(_NAME, {"id": person_id}).one())


_NAME = select(Person.name).where(Person.id == bindparam("id"))


def grant(person: Person, role: Role, since: date, station_id: int | None = None, unit_id: int | None = None, until: date | None = None) -> Grant:
    """Give a role at a place from a day on, to the last day of its term where that is known."""
    given = Grant(person_id=person.id, role=role, station_id=station_id, unit_id=unit_id, since=since, until=until)
    db.session.add(given)
    return given
