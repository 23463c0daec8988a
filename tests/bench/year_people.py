"""Who acts in the simulated year: the people of the tests, a second head, a second of the office, a unit that works on paper."""

import hashlib
from dataclasses import dataclass, field

from sqlalchemy import select

from portal.cases.case import Case
from portal.cases.unit_paper import UnitPaper
from portal.foundation import clock, files
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.network import actor
from portal.network import person as people
from portal.network.actor import Actor
from portal.network.person import Person
from portal.network.role import Role
from portal.network.unit import Unit
from tests.cast import SEATS, SINCE, Cast

PAPER_UNIT = "村电管站"
UNITS = ("街道城市管理办", "区水务公司", PAPER_UNIT)
SEALED_UNITS = ("街道纪检部门", "镇党委")
STAFF = {"S01": ("liaison", "director"), "S02": ("liaison-s02", "director-s02"), "S90": ("liaison-s90", "director")}
MORE: dict[str, tuple[Role, str | None]] = {"head-2": (Role.UNIT_HEAD, "区水务公司"), "office-2": (Role.OFFICE, None)}


def seat_more(cast: Cast) -> None:
    """Seat those the tests do not have; commits."""
    with unit_of_work():
        db.session.add(Unit(name=PAPER_UNIT))
        for login, (role, unit_name) in MORE.items():
            person = Person(name=f"{login}甲", login=login, password_hash="none", home_station_id=None)
            db.session.add(person)
            db.session.flush()
            people.grant(person, role, SINCE, None, cast.unit(unit_name).id if unit_name else None)


@dataclass
class People:
    """Everybody as an actor, looked up once, and who of them has to do with a case."""

    cast: Cast
    seats: dict[str, Actor] = field(init=False)
    by_id: dict[int, str] = field(init=False)
    units: dict[str, int] = field(init=False)
    stations: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        """Look everybody up."""
        self.seats = {login: self.cast.actor(login) for login in (*SEATS, *MORE)}
        self.by_id = {by.person_id: login for login, by in self.seats.items() if by.person_id}
        self.units = {row.name: row.id for row in db.session.scalars(select(Unit))}
        self.stations = {code: self.cast.station(code).id for code in STAFF}

    def one(self, login: str) -> Actor:
        """Somebody, acting now."""
        return self.seats[login].then(clock.now())

    def liaison(self, case: Case) -> Actor:
        """The liaison of the case's station."""
        return self.one(STAFF[case.station.code][0])

    def director(self, case: Case) -> Actor:
        """The director who answers for the case's station."""
        return self.one(STAFF[case.station.code][1])

    def agent(self, case: Case) -> Actor:
        """The representative who stands for the case."""
        return self.one(self.by_id[case.agent_id or 0])

    def visitor(self, case: Case) -> Actor:
        """The visitor, code shown."""
        return actor.visitor(case.id, clock.now())

    def of_unit(self, unit_id: int | None, *roles: Role) -> Actor | None:
        """Somebody of a unit who signs in, or nobody."""
        held = ((login, one) for login, by in self.seats.items() for one in by.held
                if one.unit_id == unit_id and unit_id is not None)
        found = next((login for login, one in held if one.role in (roles or (Role.UNIT_OFFICER, Role.UNIT_HEAD))), None)
        return self.one(found) if found else None


def sheet(case: Case) -> UnitPaper:
    """What a unit without accounts hands in just now."""
    scan = files.Stored(hashlib.sha256(f"{case.number} {case.events}".encode()).hexdigest(), "application/pdf", 9)
    return UnitPaper(scan, "王主任", clock.now())
