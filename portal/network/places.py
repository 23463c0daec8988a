"""Stations and units as the administrator keeps them: opened, described, closed; and found by what somebody types."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from sqlalchemy import or_, select

from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.refusal import Missing, Refused
from portal.foundation.text import clean, needed
from portal.network import access, audit, network, station, unit
from portal.network.actor import Actor
from portal.network.station import Station, StationLevel
from portal.network.unit import Unit, UnitKind

FACTS = {"name": 60, "area": 60, "address": 200, "how_to_find": 200, "phone": 30, "hours": 120, "first_responsible_phone": 30}
SUGGESTED, MOST_MEMBERS = 12, 1_000_000
EARLIEST, AHEAD = date(1949, 10, 1), timedelta(days=366)  # a station may be older than the product, and be opened soon


def suggest(typed: str, among: Collection[int] | None = None) -> list[Station]:
    """Up to twelve open stations whose code starts with, or whose name holds, what was typed; `among` narrows by id."""
    typed = typed.strip()[:60]
    query = select(Station).where(Station.closed.is_(False))
    if typed:
        query = query.where(or_(Station.code.startswith(typed.upper(), autoescape=True),
                                Station.name.contains(typed, autoescape=True)))
    if among is not None:
        query = query.where(Station.id.in_(among))
    return list(db.session.scalars(query.order_by(Station.code).limit(SUGGESTED)))


def meant(typed: str, among: Collection[int] | None = None) -> Station | None:
    """The station meant by `S01 榆荫街道站`, `s01` or a name that only one station has."""
    code = typed.strip().split(" ")[0].upper()
    found = station.by_code(code) if code else None
    if found is not None:
        return found if among is None or found.id in among else None
    fits = suggest(typed, among) if typed.strip() else []
    return fits[0] if len(fits) == 1 else next((fit for fit in fits if fit.name == typed.strip()), None)


def suggest_units(typed: str) -> list[Unit]:
    """Up to twelve active units whose name holds what was typed."""
    query = select(Unit).where(Unit.active.is_(True), Unit.name.contains(typed.strip()[:60], autoescape=True))
    return list(db.session.scalars(query.order_by(Unit.name).limit(SUGGESTED)))


def unit_meant(typed: str) -> Unit | None:
    """The unit of that name, or the only one whose name holds it."""
    exact = unit.by_name(typed.strip())
    fits = suggest_units(typed) if typed.strip() and exact is None else []
    return exact or (fits[0] if len(fits) == 1 else None)


def route(through_office: bool, *, by: Actor) -> None:
    """Whether matters go from the station to the office and from there to the unit, or straight to the unit (SD-26). What lies with
    the office when this changes is the station's again."""
    access.permit(by, "network.manage")
    row = network.current()
    if row is None:
        raise Missing
    row.refer_through_office = through_office
    audit.note("setting", "setting", "routing", person_id=by.person_id, at=by.at, on=through_office)


def ask_second_step(since: date | None, *, by: Actor) -> None:
    """From which day directors and above need a second step to sign in; None: nobody has to (R54)."""
    access.permit(by, "network.manage")
    row = network.current()
    if row is None:
        raise Missing
    row.second_step_from = since
    audit.note("setting", "setting", "second_step", person_id=by.person_id, at=by.at, since=since)


def one(code: str, by: Actor) -> Station:
    """A station to be kept; raises Missing."""
    access.permit(by, "network.manage")
    found = station.by_code(code)
    if found is None:
        raise Missing
    return found


def open_station(*, code: str, level: StationLevel, parent_id: int | None, facts: dict[str, Any], by: Actor) -> Station:
    """A new station. Its code stands in every case number and never changes."""
    access.permit(by, "network.manage")
    code = needed(code, 8).strip().upper()
    if not (code.isascii() and code.isalnum() and code[0].isalpha()):
        raise Refused("station_code")
    if station.by_code(code) is not None:
        raise Refused("code_taken")
    audit.note("setting", "station", code, person_id=by.person_id, at=by.at, new=True)
    opened = Station(code=code, name=needed(str(facts["name"]), 60), level=level, parent_id=parent_id, opens_on=clock.day_of(by.at))
    db.session.add(opened)
    describe(opened, facts=facts, by=by)
    db.session.flush()
    return opened


def describe(place: Station, *, facts: dict[str, Any], by: Actor) -> None:
    """Change what is known of a station: name, place, phone, hours, who answers when nothing happens."""
    access.permit(by, "network.manage")
    for name, most in FACTS.items():
        if name in facts:
            setattr(place, name, clean(str(facts[name] or ""), most).strip())
    if not place.name:
        raise Refused("text_empty")
    place.step_free = bool(facts.get("step_free"))
    place.closed = bool(facts.get("closed"))
    if "members" in facts:
        base = facts["members"]
        if base is not None and not 0 <= base <= MOST_MEMBERS:
            raise Refused("station_members", most=MOST_MEMBERS)
        place.members = base
    if (begun := facts.get("opens_on")) is not None:
        if not EARLIEST <= begun <= clock.day_of(by.at) + AHEAD:
            raise Refused("station_opens_on")
        place.opens_on = begun
    audit.note("setting", "station", place.code, person_id=by.person_id, at=by.at, closed=place.closed)


def put_below(place: Station, parent: Station | None, *, by: Actor) -> None:
    """Which station decides what this one may not decide alone; never itself or one below it."""
    access.permit(by, "network.manage")
    if parent is not None and parent.id in station.below(frozenset({place.id})):
        raise Refused("station_circle")
    place.parent_id = parent.id if parent is not None else None
    audit.note("setting", "station", place.code, person_id=by.person_id, at=by.at, below=parent.code if parent is not None else "")


def units(by: Actor) -> list[Unit]:
    """Every unit, active ones first, by name."""
    access.permit(by, "network.manage")
    return list(db.session.scalars(select(Unit).order_by(Unit.active.desc(), Unit.name)))


def add_unit(*, name: str, kind: UnitKind, phone: str, by: Actor) -> Unit:
    """A new body that matters are referred to."""
    access.permit(by, "network.manage")
    name = needed(name, 60).strip()
    if unit.by_name(name) is not None:
        raise Refused("name_taken")
    added = Unit(name=name, kind=kind, phone=clean(phone, 30))
    db.session.add(added)
    db.session.flush()
    audit.note("setting", "unit", added.id, person_id=by.person_id, at=by.at, new=True)
    return added


def switch_unit(unit_id: int, active: bool, *, by: Actor) -> Unit:
    """Let a unit receive matters, or no longer. What lies with it stays there."""
    access.permit(by, "network.manage")
    found = db.session.get(Unit, unit_id)
    if found is None:
        raise Missing
    found.active = active
    audit.note("setting", "unit", found.id, person_id=by.person_id, at=by.at, on=active)
    return found
