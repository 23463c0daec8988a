"""Whoever acts: a person with what they hold, a visitor with a code, a kiosk, or the system's clock; and when."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from portal.foundation import clock
from portal.network import excluded
from portal.network import station as stations
from portal.network import unit as units
from portal.network.person import Person
from portal.network.role import OWNERS, Role


@dataclass(frozen=True)
class Held:
    """A role as held today; `stations` are the ones a director answers for, and at which a liaison may own a case, down the tree."""

    role: Role
    station_id: int | None = None
    unit_id: int | None = None
    stations: frozenset[int] = frozenset()
    receives_sealed: bool = False


@dataclass(frozen=True)
class Actor:
    """The one who acts, at the moment `at` (aware UTC): verbs take their time from here, never from the clock.

    `case_id` is set for a visitor who showed number and code; `kept_from` are the matters of which this person may see nothing."""

    held: tuple[Held, ...]
    at: datetime
    person_id: int | None = None
    name: str = ""
    case_id: int | None = None
    units: frozenset[int] = field(default=frozenset())
    kept_from: frozenset[int] = field(default=frozenset())

    def has(self, *roles: Role) -> bool:
        """Whether one of these roles is held."""
        return any(held.role in roles for held in self.held)

    def sits(self, role: Role, station_id: int) -> bool:
        """Whether this role is held at this very station."""
        return any(held.role is role and held.station_id == station_id for held in self.held)

    def only(self, role: Role) -> "Actor":
        """The same actor with what is held in one role alone."""
        return replace(self, held=tuple(held for held in self.held if held.role is role))

    def then(self, at: datetime) -> "Actor":
        """The same actor at another moment."""
        return replace(self, at=at)

    @property
    def station_ids(self) -> frozenset[int]:
        """Stations where something is held."""
        return frozenset(held.station_id for held in self.held if held.station_id)


def of_person(person: Person, at: datetime) -> Actor:
    """A member of staff with every grant in force on that day."""
    day = clock.day_of(at)
    held = []
    for grant in person.grants:
        if grant.since > day or (grant.until is not None and grant.until < day):
            continue
        below = stations.below(frozenset({grant.station_id})) if grant.role in OWNERS and grant.station_id else frozenset()
        unit = units.db.session.get(units.Unit, grant.unit_id) if grant.unit_id else None
        held.append(Held(grant.role, grant.station_id, grant.unit_id, below, bool(unit and unit.receives_sealed)))
    own_units = frozenset(h.unit_id for h in held if h.unit_id)
    return Actor(tuple(held), at, person.id, person.name, units=own_units, kept_from=excluded.kept_from(person.id))


def visitor(case_id: int, at: datetime) -> Actor:
    """Somebody who showed a case's number and code."""
    return Actor((Held(Role.VISITOR),), at, case_id=case_id)


def kiosk(station_id: int, at: datetime) -> Actor:
    """A visitor at a station's terminal."""
    return Actor((Held(Role.KIOSK, station_id),), at)


def public(at: datetime) -> Actor:
    """Anybody online."""
    return Actor((Held(Role.PUBLIC),), at)


def system(at: datetime) -> Actor:
    """The product's clock."""
    return Actor((Held(Role.SYSTEM),), at)
