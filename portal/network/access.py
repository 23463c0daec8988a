"""Who may do what, read from the one table of matrix.py. What is not written there is forbidden (R30, HB-47)."""

from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import ColumnElement, and_, false, or_, true

from portal.foundation.refusal import NotAllowed
from portal.network.actor import Actor, Held
from portal.network.alike import Several
from portal.network.matrix import ACTS, OWNER, READS_SEALED, STANDS_IN, Reach
from portal.network.role import Role

__all__ = ["ACTS", "OWNER", "READS_SEALED", "Place", "Reach", "Thing", "among", "can", "held_for", "permit", "reaches", "visible"]


class Thing(Protocol):
    """What access looks at: a case, or a place where one is to be made."""

    station_id: int


@dataclass(frozen=True)
class Place:
    """A station as the thing acted on, before there is a case."""

    station_id: int
    sealed: bool = False
    target_unit_id: int | None = None


def can(actor: Actor, act: str, thing: Any = None) -> bool:
    """Whether the actor may do `act` (to `thing`)."""
    return held_for(actor, act, thing) is not None


def permit(actor: Actor, act: str, thing: Any = None) -> Held:
    """The role under which the actor does `act`; raises NotAllowed if there is none."""
    held = held_for(actor, act, thing)
    if held is None:
        raise NotAllowed("not_allowed", act=act)
    return held


def held_for(actor: Actor, act: str, thing: Any = None) -> Held | None:
    """The first held role that reaches `thing` for `act`, or None."""
    if actor.kept_from and _matter(thing) in actor.kept_from:
        return None
    brought = act == "case.register"  # whoever brings a matter in has heard it: a report about officials comes by any way (HB-44)
    for held in actor.held:
        for reach in reaches(act, held.role):
            if thing is None and reach is not OWNER:
                return held
            if thing is not None and _reaches(actor, held, reach, thing) and (brought or _unsealed(actor, held, thing)):
                return held
    return None


def _matter(thing: Any) -> int | None:
    """The matter a thing is, or is about; None for a place."""
    return getattr(thing, "matter_id", None)


def reaches(act: str, role: Role) -> list[Reach]:
    """Every way in which a role may do `act`: its own, and that of the owner where the act is the liaison's."""
    row = ACTS[act]
    return [*([row[role]] if role in row else []), *([STANDS_IN[role]] if Role.LIAISON in row and role in STANDS_IN else [])]


def _unsealed(actor: Actor, held: Held, thing: Any) -> bool:
    if thing.target_unit_id is not None and thing.target_unit_id in actor.units:
        return False
    return not thing.sealed or held.role in READS_SEALED or held.receives_sealed


def _reaches(actor: Actor, held: Held, reach: Reach, thing: Any) -> bool:
    match reach:
        case Reach.ALL:
            return True
        case Reach.STATION:
            return held.station_id == thing.station_id
        case Reach.SUBTREE:
            return thing.station_id in held.stations
        case Reach.ABOVE:
            return held.station_id != thing.station_id and thing.station_id in held.stations
        case Reach.ELSEWHERE:
            return not thing.sealed and all(thing.station_id != one.station_id and thing.station_id not in one.stations for one in actor.held)
        case Reach.OWN:
            return thing.agent_id == actor.person_id
        case Reach.RECEIVED:
            return _received(actor, held, thing)
        case Reach.HEARD:
            return thing.agent_id == actor.person_id or (not thing.sealed and _received(actor, held, thing))
        case Reach.OWNER:
            owns = actor.person_id is not None and getattr(thing, "owner_id", None) == actor.person_id
            return owns and (held.role is Role.OFFICE or thing.station_id in held.stations)
        case Reach.UNIT:
            return held.unit_id is not None and thing.unit_id == held.unit_id
        case Reach.CODE:
            return actor.case_id == thing.id


def _received(actor: Actor, held: Held, thing: Any) -> bool:
    return held.station_id == thing.station_id and actor.person_id is not None and getattr(thing, "received_by_id", None) == actor.person_id


def visible(actor: Actor, entity: Any) -> ColumnElement[bool]:
    """The WHERE clause for the rows of `entity` (a case class) that the actor may see: `case.see` as SQL."""
    ways = [_way(actor, held, ACTS["case.see"][held.role], entity) for held in actor.held if held.role in ACTS["case.see"]]
    clause = or_(*ways) if ways else false()
    if actor.units:
        clause = and_(clause, or_(entity.target_unit_id.is_(None), entity.target_unit_id.not_in(actor.units)))
    if actor.kept_from:
        clause = and_(clause, entity.id.not_in(actor.kept_from))
    return clause


def among(station_id: Any, stations: frozenset[int] | Several) -> ColumnElement[bool]:
    """Rows of several stations. The plus keeps a database from collecting and sorting all of them where the list itself
    (newest first, most urgent first) can be read until a page is full."""
    return (station_id + 0).in_(stations) if len(stations) > 1 else station_id.in_(stations)


def _way(actor: Actor, held: Held, reach: Reach, entity: Any) -> ColumnElement[bool]:
    match reach:
        case Reach.ALL:
            way: ColumnElement[bool] = true()
        case Reach.STATION if OWNER in reaches("case.see", held.role) and len(held.stations) > 1:
            here = or_(entity.station_id + 0 == held.station_id, entity.owner_id == actor.person_id)
            way = and_(among(entity.station_id, held.stations), here)
        case Reach.STATION:
            way = entity.station_id == held.station_id
        case Reach.SUBTREE:
            way = among(entity.station_id, held.stations)
        case Reach.OWN:
            way = entity.agent_id == actor.person_id
        case Reach.RECEIVED:
            way = _received_here(actor, held, entity)
        case Reach.HEARD:
            way = or_(entity.agent_id == actor.person_id, and_(_received_here(actor, held, entity), entity.sealed.is_(False)))
        case Reach.UNIT:
            way = entity.unit_id == held.unit_id
        case _:
            way = entity.id == actor.case_id
    if held.role in READS_SEALED or held.receives_sealed:
        return way
    return and_(way, entity.sealed.is_(False))


def _received_here(actor: Actor, held: Held, entity: Any) -> ColumnElement[bool]:
    return and_(entity.received_by_id == actor.person_id, entity.station_id + 0 == held.station_id)
