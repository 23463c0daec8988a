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


def left(roles: frozenset[Role], day: date, beside: frozenset[Role] = frozenset()) -> Served:
    """By person id, the stations somebody served once and no longer does: the role ended, or the account was closed. `beside`: roles
    that were never one of these and count as ended."""
    return marks.kept("network", ("left", roles, day, beside), lambda: _left(roles, day, beside))


def empty(role: Role, day: date, *, above: bool = False) -> frozenset[int]:
    """The stations where nobody holds a role; `above`: nor at any station above them."""
    return marks.kept("network", ("empty", role, day, above), lambda: _empty(role, day, above))


def bare(day: date) -> frozenset[int]:
    """The stations where nobody does the work of every day: no liaison sits there, and no director there or above."""
    return empty(Role.LIAISON, day) & empty(Role.DIRECTOR, day, above=True)


def headless(day: date) -> frozenset[int]:
    """The stations whose matters nobody can decide or hand over: no director sits there or above, and no office at all."""
    return frozenset() if person.holders(Role.OFFICE, day) else empty(Role.DIRECTOR, day, above=True)


def above(day: date) -> dict[int, frozenset[int]]:
    """By station, who decides from above: the directors of the stations above it and the office."""
    return marks.kept("network", ("above", day), lambda: _above(day))


def releasing(day: date) -> dict[int, frozenset[int]]:
    """By station, who lets a result go up: the directors there and above, and the office."""
    own = {one: frozenset(who for who, place in _grants(frozenset({Role.DIRECTOR}), day, now=True) if place == one) for one in _chains()}
    return {one: own[one] | higher for one, higher in above(day).items()}


def nearest_above(role: Role, day: date) -> dict[int, int]:
    """By station, the nearest one above it where somebody holds a role, if there is one."""
    return marks.kept("network", ("nearest above", role, day), lambda: _nearest_above(role, day))


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
    above = dict(db.session.execute(select(Station.id, Station.parent_id)).all())
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


def _left(roles: frozenset[Role], day: date, beside: frozenset[Role]) -> Served:
    now, once = _reached(_grants(roles, day, now=True)), _reached(_grants(roles | beside, day, now=False))
    gone = {person_id: stations - now.get(person_id, frozenset()) for person_id, stations in once.items()}
    return {person_id: stations for person_id, stations in gone.items() if stations}


def _empty(role: Role, day: date, above: bool) -> frozenset[int]:
    taken = {place for _, place in _grants(frozenset({role}), day, now=True)}
    return frozenset(one for one, chain in _chains().items() if not taken & (chain if above else {one}))


def _above(day: date) -> dict[int, frozenset[int]]:
    office = frozenset(one for one, _ in _grants(frozenset({Role.OFFICE}), day, now=True))
    directors = _grants(frozenset({Role.DIRECTOR}), day, now=True)
    return {one: office | {who for who, place in directors if place in chain and place != one} for one, chain in _chains().items()}


def _nearest_above(role: Role, day: date) -> dict[int, int]:
    taken, chains = {place for _, place in _grants(frozenset({role}), day, now=True)}, _chains()
    higher = {one: [up for up in chain if up != one and up in taken] for one, chain in chains.items()}
    return {one: max(ups, key=lambda up: len(chains[up])) for one, ups in higher.items() if ups}
