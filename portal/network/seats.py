"""Which seats are taken: who serves which stations, down the tree; who did and no longer does; and where a seat is empty."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select

from portal.foundation import marks
from portal.foundation.database import db
from portal.network import person
from portal.network.person import Person
from portal.network.role import Grant, Role
from portal.network.station import Station

Served = dict[int, frozenset[int]]


def served(roles: frozenset[Role], day: date) -> Served:
    """By person id, the stations at or below which they hold one of these roles on a day; a role without a place reaches all."""
    return marks.kept("network", ("served", roles, day), lambda: _reached(_grants(roles, day, now=True)))


def left(roles: frozenset[Role], day: date) -> Served:
    """By person id, the stations somebody served once and no longer does: the role ended, or the account was closed."""
    return marks.kept("network", ("left", roles, day), lambda: _left(roles, day))


def empty(role: Role, day: date, *, above: bool = False) -> frozenset[int]:
    """The stations where nobody holds a role; `above`: nor at any station above them."""
    return marks.kept("network", ("empty", role, day, above), lambda: _empty(role, day, above))


def nearest(role: Role, station: Station | None, day: date, but: int | None = None) -> list[Person]:
    """Who holds a role at a station, else at the nearest one above it where somebody but `but` does."""
    while station is not None:
        found = [one for one in person.holding(role, day, station_id=station.id) if one.id != but]
        if found:
            return found
        station = station.parent
    return []


def _grants(roles: frozenset[Role], day: date, *, now: bool) -> list[tuple[int, int | None]]:
    rows = db.session.execute(select(Grant.person_id, Grant.station_id, Grant.until, Person.active).join(
        Person, Person.id == Grant.person_id).where(Grant.role.in_(roles), Grant.since <= day)).all()
    return [(person_id, station_id) for person_id, station_id, until, active in rows
            if not now or (active and (until is None or until >= day))]


def _chains() -> dict[int, frozenset[int]]:
    """Each station with those above it."""
    above = {one: parent for one, parent in db.session.execute(select(Station.id, Station.parent_id))}
    return {one: frozenset(_up(one, above)) for one in above}


def _up(one: int | None, above: dict[int, int | None]) -> Iterable[int]:
    while one is not None:
        yield one
        one = above[one]


def _reached(grants: list[tuple[int, int | None]]) -> Served:
    chains, found = _chains(), dict[int, set[int]]()
    for person_id, place in grants:
        found.setdefault(person_id, set()).update(one for one, chain in chains.items() if place is None or place in chain)
    return {person_id: frozenset(stations) for person_id, stations in found.items()}


def _left(roles: frozenset[Role], day: date) -> Served:
    now, once = _reached(_grants(roles, day, now=True)), _reached(_grants(roles, day, now=False))
    gone = {person_id: stations - now.get(person_id, frozenset()) for person_id, stations in once.items()}
    return {person_id: stations for person_id, stations in gone.items() if stations}


def _empty(role: Role, day: date, above: bool) -> frozenset[int]:
    taken = {place for _, place in _grants(frozenset({role}), day, now=True)}
    return frozenset(one for one, chain in _chains().items() if not taken & (chain if above else {one}))
