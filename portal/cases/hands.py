"""In whose hands a matter lies, and whether they can still act on it: a role that ends leaves nothing behind (HB-51, HB-52, YT-18)."""

from collections.abc import Iterator
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Integer, and_, bindparam, func, or_, select

from portal.cases.case import OPEN, Case
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.refusal import Refused
from portal.network import access, excluded, seats
from portal.network.actor import Actor
from portal.network.role import OWNERS, Role

# by the column that names somebody: the roles one of which it takes
NEEDS = {"agent_id": frozenset({Role.REPRESENTATIVE}), "owner_id": OWNERS}
# and the roles it takes where nobody is there who could act: such a matter is handed over as soon as somebody is (charge.owner_of)
_LAST = {"owner_id": frozenset({Role.ADMINISTRATOR})}
HANDED_WITHIN = 7  # days after the end of a term, in which what it left is handed over
Left = tuple[tuple[str, frozenset[int], tuple[int, ...]], ...]  # the column, the stations, the people who left just these
_SAID = {"agent_id": "its representative can no longer stand for it", "owner_id": "its owner can no longer act on it"}


def slipped(case: Case, day: date, *names: str) -> bool:
    """Whether an open case lies with somebody whose role for it has ended; `names` narrows to `agent_id` or `owner_id`."""
    return case.is_open and is_among(case, {name: _left(name, day) for name in names or NEEDS})


def is_left(case: Case, day: date) -> bool:
    """Whether what is over still names a representative who left: an explanation may be owed to it, and is pressed for (HB-66)."""
    return not case.is_open and case.station_id in _left("agent_id", day).get(case.agent_id or 0, ())


def gone(day: date) -> dict[str, seats.Served]:
    """Who left which stations, by the column that may still name them: read once for many cases."""
    return {name: _left(name, day) for name in NEEDS}


def _left(name: str, day: date) -> seats.Served:
    return seats.left(NEEDS[name], day, _LAST.get(name, frozenset()))


def is_among(case: Case, left: dict[str, seats.Served]) -> bool:
    """Whether an open case lies with one of those who left."""
    return case.is_open and any(case.station_id in rows.get(getattr(case, name) or 0, ()) for name, rows in left.items())


def left(day: date) -> Left:
    """Who left, together with all who left the same stations, for slipped_at; empty while no role has ended."""
    found: dict[tuple[str, frozenset[int]], list[int]] = {}
    for name, people in gone(day).items():
        for person_id, lost in people.items():
            if lost:
                found.setdefault((name, lost), []).append(person_id)
    return tuple((name, lost, tuple(people)) for (name, lost), people in found.items())


def slipped_at(stations: frozenset[int] | None, left: Left) -> list[ColumnElement[bool]]:
    """The same as SQL, for some stations or for all."""
    ways = [and_(getattr(Case, name).in_(people), access.among(Case.station_id, lost)) for name, lost, people in left]
    here = [access.among(Case.station_id, stations)] if stations is not None else []
    return [and_(Case.state.in_(OPEN), *here, or_(*ways))] if ways else []


def desks(by: Actor) -> list[int]:
    """The stations at which somebody does what waits for no owner, as visits after the end: as the liaison, as a director above
    where no liaison sits, or as the office where neither does (HB-52)."""
    day, below = clock.day_of(by.at), frozenset[int]().union(*(held.stations for held in by.held if held.role is Role.DIRECTOR))
    empty = below & seats.empty(Role.LIAISON, day) if below else below
    empty |= seats.bare(day) if by.has(Role.OFFICE) else frozenset()
    return sorted(empty | {held.station_id for held in by.held if held.role is Role.LIAISON and held.station_id})


def taken_over() -> ColumnElement[bool]:
    """The same of a matter from which somebody is kept: it lies with its owner, to whom it went on (X-04). Asked with `me`."""
    return and_(Case.owner_id == bindparam("me", type_=Integer), Case.id.in_(excluded.KEPT))


def watched(by: Actor) -> list[int]:
    """The stations at whose desks somebody else sits, and where this director, or the office if there is none, presses for what is late."""
    below = frozenset[int]().union(*(held.stations for held in by.held if held.role is Role.DIRECTOR))
    below |= seats.empty(Role.DIRECTOR, clock.day_of(by.at), above=True) if by.has(Role.OFFICE) else frozenset()
    return sorted(below.difference(desks(by)))


def check_left(person_id: int, role: Role, *, by: Actor) -> None:
    """A role that was just ended has left no open case behind, or Refused: those are handed over first (YT-18)."""
    day, lying = clock.day_of(by.at), 0
    for name in (name for name, roles in NEEDS.items() if role in roles):
        lost = seats.left(NEEDS[name], day).get(person_id, frozenset())
        lying += db.session.scalar(select(func.count()).select_from(Case).where(
            getattr(Case, name) == person_id, Case.state.in_(OPEN), Case.station_id.in_(lost))) or 0
    if lying:
        raise Refused("owns_cases", n=lying)


def unheld(day: date) -> Iterator[str]:
    """Every open case that lies with somebody who cannot act on it, as a sentence; a closed account has one of its own. A term that ended
    these days is no fault: what it left stands on the page of whoever hands it over."""
    for name, roles in NEEDS.items():
        able = seats.served(roles, day)
        lately = [seats.served(roles, day - timedelta(days=ago)) for ago in range(1, HANDED_WITHIN + 1)]
        for number, person_id, station_id in db.session.execute(
                select(Case.number, getattr(Case, name), Case.station_id).where(Case.state.in_(OPEN)).order_by(Case.id)):
            if person_id is not None and all(station_id not in then.get(person_id, ()) for then in (able, *lately)):
                yield f"{number}: open, but {_SAID[name]}"
