"""The invented staff: one of every role at every place, with names that nobody bears."""

from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select

from portal.demo.places import UNITS, stations
from portal.foundation.database import db
from portal.network import actor, naming, person
from portal.network.actor import Actor
from portal.network.person import Person
from portal.network.representative import Representative, RepLevel
from portal.network.role import Role
from portal.network.station import Station
from portal.network.unit import Unit

NAMES = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"
KINDS = ("党代表", "人大代表", "政协委员")
LEVELS = (RepLevel.TOWN, RepLevel.DISTRICT, RepLevel.DISTRICT, RepLevel.CITY)
FIELDS = ("市容环卫、停车", "老人和孩子的事", "房屋与物业", "看病、医保、低保", "劳动和工资", "邻里调解", "道路、水电", "农业农村")
PLEDGES = ("来了就有人听，说了就有回音。", "问清楚，盯到底，当面告诉您。", "办不成也说明白为什么。")
FIRST = "S01"  # the station whose people sign in with the bare name of their role
SHARES = {"S04": "S03"}  # the village's director and clerk are those of its town


@dataclass
class Cast:
    """Everybody as an actor: staff by (role, station code or unit name), in the order they were seated."""

    seated: dict[tuple[Role, str], list[Actor]] = field(default_factory=dict)

    def one(self, role: Role, place: str = "", turn: int = 0) -> Actor:
        """Somebody of that role at that place; `turn` picks among several."""
        people = self.seated[role, place]
        return people[turn % len(people)]


@dataclass
class Seating:
    """What seating people needs to know, and the cast as it grows."""

    since: date
    at: datetime
    password_hash: str
    cast: Cast = field(default_factory=Cast)

    def seat(self, name: str, login: str, role: Role, station: Station | None = None, unit: Unit | None = None) -> Person:
        """Add a person, or give one who is there already another place."""
        who = db.session.scalar(select(Person).where(Person.login == login))
        if who is None:
            who = Person(name=name, login=login, password_hash=self.password_hash, home_station_id=station.id if station else None)
            db.session.add(who)
            db.session.flush()
        person.grant(who, role, self.since, station_id=station.id if station else None, unit_id=unit.id if unit else None)
        db.session.flush()
        db.session.refresh(who)
        place = station.code if station else unit.name if unit else ""
        self.cast.seated.setdefault((role, place), []).append(actor.of_person(who, self.at))
        return who


def seat_all(since: date, at: datetime, password_hash: str) -> Cast:
    """Seat everybody; returns them as actors at the moment `at`."""
    seating = Seating(since, at, password_hash)
    seating.seat("管理员", "admin", Role.ADMINISTRATOR)
    seating.seat("联络办经办人", "office", Role.OFFICE)
    seating.seat("领导小组成员", "steering", Role.STEERING)
    for place, station in enumerate(db.session.scalars(select(Station).order_by(Station.code)).all()):
        _staff_of(seating, station, place)
    for unit in db.session.scalars(select(Unit).order_by(Unit.id)).all():
        end = UNITS[unit.name][1]
        seating.seat(f"{unit.name}经办人", _login("officer", end), Role.UNIT_OFFICER, unit=unit)
        seating.seat(f"{unit.name}负责人", _login("head", end), Role.UNIT_HEAD, unit=unit)
    return seating.cast


def _staff_of(seating: Seating, station: Station, place: int) -> None:
    end = "" if station.code == FIRST else station.code.lower()
    shared = SHARES.get(station.code, station.code)
    shared_end, shared_place = "" if shared == FIRST else shared.lower(), list(stations()).index(shared)
    seating.seat(f"{NAMES[shared_place - 1]}主任", _login("director", shared_end), Role.DIRECTOR, station)
    seating.seat(f"{NAMES[place - 1]}联络员", _login("liaison", end), Role.LIAISON, station)
    seating.seat(f"{NAMES[shared_place - 1]}窗口员", _login("clerk", shared_end), Role.CLERK, station)
    for turn in range(2):
        number = 2 * (place - 1) + turn
        who = seating.seat(f"{NAMES[number]}代表", _login("rep", end, turn), Role.REPRESENTATIVE, station)
        db.session.add(Representative(person_id=who.id, station_id=station.id, kind=KINDS[number % len(KINDS)],
                                      level=LEVELS[number % len(LEVELS)],
                                      field=FIELDS[number % len(FIELDS)], pledge=PLEDGES[number % len(PLEDGES)]))
    if station.code == FIRST:
        who = seating.seat("甲推荐党员", "member", Role.MEMBER, station)
        db.session.add(Representative(person_id=who.id, station_id=station.id, kind=naming.OF_MEMBER, field=FIELDS[5]))
        seating.seat("甲志愿者", "volunteer", Role.VOLUNTEER, station)


def _login(role: str, end: str, turn: int = 0) -> str:
    return "-".join([role, *([str(turn + 1)] if turn else []), *([end] if end else [])])
