"""Whoever receives visitors, found by what somebody types: representatives and recommended members, twelve at most (SD-01, SD-06)."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import case, select

from portal.foundation.database import db
from portal.network.person import Person
from portal.network.representative import Representative
from portal.network.role import RECEIVES, Grant, in_force
from portal.network.station import Station

SUGGESTED = 12


def suggest(typed: str, day: date, among: Collection[int] | None = None, first: int | None = None) -> list[str]:
    """Up to twelve who receive on that day and whose name, field or station fits, as they stand in a list; `among` narrows the
    stations, those of the station `first` come first."""
    return [label(person, code) for person, code in fitting(typed, day, among, first)]


def label(person: Person, code: str) -> str:
    """How somebody stands in the list: name, station, number of their account."""
    return f"{person.name} · {code} · {person.id}"


def meant(typed: str, day: date, among: Collection[int] | None = None, first: int | None = None) -> Person | None:
    """Who was picked from the list, or the only one whom what was typed fits."""
    picked = typed.strip().split(" · ")
    if len(picked) == 3 and picked[2].isdecimal() and len(picked[2]) < 10:
        person = db.session.get(Person, int(picked[2]))
        known = person.representative if person is not None and person.name == picked[0] else None
        return person if known is not None and (among is None or known.station_id in among) else None
    fits = [person for person, _ in fitting(typed, day, among, first)] if typed.strip() else []
    named = [person for person in fits if person.name == typed.strip()] or fits
    return named[0] if len(named) == 1 else None


def fitting(typed: str, day: date, among: Collection[int] | None = None, first: int | None = None) -> list[tuple[Person, str]]:
    """The people themselves, with the code of their station."""
    typed = typed.strip()[:60]
    may = select(Grant.id).where(Grant.person_id == Person.id, Grant.role.in_(RECEIVES), in_force()).exists()
    query = (select(Person, Station.code).join(Representative, Representative.person_id == Person.id)
             .join(Station, Station.id == Representative.station_id).where(Person.active.is_(True), may))
    if typed:
        query = query.where(Person.name.contains(typed, autoescape=True) | Representative.field.contains(typed, autoescape=True)
                            | Station.code.startswith(typed.upper(), autoescape=True))
    if among is not None:
        query = query.where(Station.id.in_(among))
    query = query.order_by(case((Station.id == (first or 0), 0), else_=1), Person.id).limit(SUGGESTED)
    return [(person, code) for person, code in db.session.execute(query, {"day": day})]
