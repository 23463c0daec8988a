"""All open matters of one person given to another in one act: what moves, what stays and why, each with its own entry (SG-07, FT-07, YT-18).

A matter belongs to its station, so that nothing is lost with whoever leaves. What cannot move stays where it lies and is listed, never without
an owner; more than `MOST` are given in several acts, each whole, and what is left is listed again."""

import enum
from dataclasses import dataclass

from sqlalchemy import or_, select

from portal.cases import lifecycle
from portal.cases.case import OPEN, Case
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.refusal import Refused
from portal.foundation.text import needed
from portal.network import access, actor, excluded, reach, seats
from portal.network.actor import Actor
from portal.network.person import Person
from portal.network.role import Role

MOST = 200  # matters of one act
COLUMNS = ("owner_id", "agent_id")


class Stays(enum.StrEnum):
    """Why a matter stays: the other is kept from it, it is sealed and handed over by itself, they hold no role for it at its station."""

    KEPT = "kept"
    SEALED = "sealed"
    PLACE = "place"


@dataclass(frozen=True)
class Line:
    """One matter: what of it is given (COLUMNS), and why something of it stays, None where nothing does."""

    case: Case
    moves: tuple[str, ...]
    stays: Stays | None


@dataclass(frozen=True)
class Plan:
    """What lies with somebody, at most MOST of it, the earliest first; whether there is more."""

    lines: list[Line]
    more: bool

    @property
    def moving(self) -> list[Line]:
        """What would move, whole or in part."""
        return [line for line in self.lines if line.moves]

    @property
    def staying(self) -> list[Line]:
        """What stays, whole or in part."""
        return [line for line in self.lines if line.stays]


def plan(giver: Person, taker: Person, *, by: Actor, skip: int = 0, lock: bool = False) -> Plan:
    """What would move from one to the other of what the actor may hand over; nothing of a matter they may not see themselves (X-04).
    What stays is read past with `skip`, so that it hides nothing behind it."""
    query = select(Case).where(or_(*(getattr(Case, name) == giver.id for name in COLUMNS)), Case.state.in_(OPEN), access.visible(by, Case))
    stations = reach.stations(by, "case.hand_over")
    if stations is not None:
        query = query.where(Case.station_id.in_(stations))
    query = query.order_by(Case.id).limit(MOST + 1).offset(skip)
    found = list(db.session.scalars(query.with_for_update(of=Case).execution_options(populate_existing=True) if lock else query))
    kept = excluded.people_of([case.id for case in found[:MOST]])
    takes = _taker(taker, by)
    lines = [_line(case, giver, takes, kept[case.id]) for case in found[:MOST] if access.can(by, "case.hand_over", case)]
    return Plan(lines, len(found) > MOST)


def give(giver: Person, taker: Person, *, reason: str, by: Actor, skip: int = 0) -> int:
    """Hand all of it over that can move (T27): each matter tells both in its own story, and each is entered in the audit log. Refused:
    to themselves, to an account that is closed. Returns how many moved."""
    access.permit(by, "case.hand_over")
    check(giver, taker)
    reason = needed(reason, 500, 10, "reason_needed")
    lines = plan(giver, taker, by=by, skip=skip, lock=True).moving
    for line in lines:
        facts = {name: [giver.id, taker.id] for name in line.moves}
        lifecycle.move(line.case, "T27", by=by, text=reason, facts=facts)
        for name in line.moves:
            setattr(line.case, name, taker.id)
    db.session.flush()
    return len(lines)


def check(giver: Person, taker: Person) -> None:
    """Refused: to themselves, or to an account that is closed."""
    if giver.id == taker.id:
        raise Refused("hand_over_oneself")
    if not taker.active:
        raise Refused("person_inactive")


@dataclass(frozen=True)
class _Taker:
    """Who takes it, what they may take by column, and where nobody is there but the office, which they may be of."""

    id: int
    units: frozenset[int]
    stations: dict[str, frozenset[int]]
    owners: seats.Served
    is_office: bool

    def may(self, name: str, case: Case, kept: frozenset[int]) -> bool:
        """As one by one: an owner sits there or above, where nobody does who may see it the office owns it (care.may_own)."""
        if case.station_id in self.stations[name]:
            return True
        return name == "owner_id" and self.is_office and not any(case.station_id in there for one, there in self.owners.items() if one not in kept)


def _taker(taker: Person, by: Actor) -> _Taker:
    day, who = clock.day_of(by.at), actor.of_person(taker, by.at)
    owners, agents = (seats.served(frozenset(roles), day) for roles in ((Role.LIAISON, Role.DIRECTOR), (Role.REPRESENTATIVE,)))
    stations = {"owner_id": owners.get(taker.id, frozenset()), "agent_id": agents.get(taker.id, frozenset())}
    return _Taker(taker.id, who.units, stations, owners, taker.active and who.has(Role.OFFICE))


def _line(case: Case, giver: Person, taker: _Taker, kept: frozenset[int]) -> Line:
    lies = [name for name in COLUMNS if getattr(case, name) == giver.id]
    if taker.id in kept or case.target_unit_id in taker.units:
        return Line(case, (), Stays.KEPT)
    if case.sealed:
        return Line(case, (), Stays.SEALED)
    moves = tuple(name for name in lies if taker.may(name, case, kept))
    return Line(case, moves, None if len(moves) == len(lies) else Stays.PLACE)
