"""Whoever serves, or served, at some stations, found by what somebody types: twelve at most (SD-01). Those who left are found too."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import select

from portal.foundation.database import db
from portal.network.person import Person
from portal.network.receivers import SUGGESTED, label
from portal.network.role import AT_STATION, Grant, Role, in_force
from portal.network.station import Station

ROLES = AT_STATION | {Role.OFFICE}


def suggest(typed: str, day: date, among: Collection[int] | None = None, *, present: bool = True) -> list[str]:
    """Up to twelve whose name or station fits, as they stand in a list; `present`: only who serves on that day."""
    return [label(person, code) for person, code in _fitting(typed, day, among, present)]


def meant(typed: str, day: date, among: Collection[int] | None = None, *, present: bool = True) -> Person | None:
    """Who was picked from the list, or the only one whom what was typed fits."""
    picked = typed.strip().split(" · ")
    fits = [person for person, _ in _fitting(picked[0], day, among, present, picked[2] if len(picked) == 3 else "")] if typed.strip() else []
    named = [person for person in fits if person.name == picked[0]] or fits
    return named[0] if len(named) == 1 else None


def _fitting(typed: str, day: date, among: Collection[int] | None, present: bool, number: str = "") -> list[tuple[Person, str]]:
    typed = typed.strip()[:60]
    held = select(Grant.id).where(Grant.person_id == Person.id, Grant.role.in_(ROLES), *([in_force()] if present else []))
    held = held if among is None else held.where(Grant.station_id.in_(among))
    query = select(Person, Station.code).outerjoin(Station, Station.id == Person.home_station_id).where(held.exists())
    if present:
        query = query.where(Person.active.is_(True))
    if typed:
        query = query.where(Person.name.contains(typed, autoescape=True) | Station.code.startswith(typed.upper(), autoescape=True))
    if number.isdecimal() and len(number) < 10:
        query = query.where(Person.id == int(number))
    return [(person, code or "") for person, code in db.session.execute(query.order_by(Person.id).limit(SUGGESTED), {"day": day})]
