"""Who may do what: one table act → role → reach. What is not written here is forbidden (R30, HB-47)."""

import enum
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import ColumnElement, and_, false, or_, true

from portal.foundation.refusal import NotAllowed
from portal.network.actor import Actor, Held
from portal.network.alike import Several
from portal.network.role import OWNERS, Role


class Reach(enum.StrEnum):
    """How far a role reaches for an act."""

    OWN = "own"          # cases this representative stands for
    RECEIVED = "received"  # cases this person received or wrote down, at their station (SD-06)
    OWNER = "owner"      # cases one owns, at or below one's station
    UNIT = "unit"        # cases that lie with the unit now
    STATION = "station"  # cases of the station
    SUBTREE = "subtree"  # of the station and those below it
    ABOVE = "above"      # of the stations below one's own, not of one's own
    CODE = "code"        # the one case whose code was shown
    ALL = "all"


OWN, RECEIVED, OWNER, UNIT, STATION, SUBTREE, ABOVE, CODE, ALL = Reach
_L, _R, _D, _O, _C = Role.LIAISON, Role.REPRESENTATIVE, Role.DIRECTOR, Role.OFFICE, Role.CLERK
_U = {Role.UNIT_OFFICER: UNIT, Role.UNIT_HEAD: UNIT}
_V, _S = {Role.VISITOR: CODE}, {Role.SYSTEM: ALL}

ACTS: dict[str, dict[Role, Reach]] = {
    "case.see": {_L: STATION, _C: STATION, _R: OWN, Role.MEMBER: RECEIVED, _D: SUBTREE, _O: ALL, Role.STEERING: ALL, **_U, **_V, **_S},
    "case.register": {_L: STATION, _C: STATION, _R: STATION, Role.MEMBER: STATION, _D: SUBTREE, Role.VOLUNTEER: STATION,
                      Role.KIOSK: STATION, Role.PUBLIC: ALL},
    "case.write_down": {_L: STATION, _C: STATION},
    "danger.mark": {_L: STATION, _C: STATION},
    "case.answer": {_L: STATION, _R: OWN},
    "case.listen": {_L: STATION, _R: OWN},
    "case.clarify": {_L: STATION},
    "case.inform": {_L: STATION, **_V, **_S},
    "case.refuse": {_L: STATION},
    "case.contest": {_L: STATION, **_V},
    "contest.decide": {_D: ABOVE, _O: ALL},  # never by one who refused it, owns it or stands for it (acceptance.deciders)
    "case.accept": {_L: STATION},
    "acceptance.extend": {_L: STATION},
    "case.merge": {_L: STATION, _D: SUBTREE},
    "case.split": {_L: STATION, _D: SUBTREE},
    "referral.send": {_L: STATION, _O: ALL},
    "referral.forward": {_L: STATION},  # to the office, where the network refers through it (SD-26)
    "referral.acknowledge": _U,
    "support.name": {_L: STATION, _O: ALL},
    "support.note": _U,
    "return.ask": _U,
    "return.decide": {_D: SUBTREE, _O: ALL},
    "extension.ask": _U,
    "extension.decide": {_L: STATION, _D: SUBTREE},
    "reply.write": _U,
    "behalf.acknowledge": {_L: STATION},  # what a unit without accounts handed in on paper, with the scan
    "behalf.return": {_L: STATION},
    "behalf.extension": {_L: STATION},
    "behalf.reply": {_L: STATION},
    "behalf.slip": {_L: STATION},
    "behalf.explanation": {_L: STATION},
    "behalf.support": {_L: STATION},
    "reply.send_back": {_R: OWN},
    "reply.pass": {_R: OWN},
    "summary.write": {_L: STATION},
    "summary.confirm": {_R: OWN},
    "delivery.tell": {_L: STATION},
    "delivery.try": {_L: STATION, _C: STATION},
    # Supervision belongs to people: the case's representative issues, somebody above countersigns, the clock never does (HB-60 … 67, X-02).
    "case.ask_again": {_L: STATION, _C: STATION, **_V},
    "case.pressed": {_L: STATION},
    "reminder.give": {_R: OWN, _L: STATION},
    "clock.uncalled": _S,
    "slip.yellow": {_R: OWN},
    "slip.red": {_R: OWN},
    "clock.unsigned": _S,
    "slip.send_yellow": {_D: SUBTREE, _O: ALL},
    "slip.send_red": {_O: ALL},
    "slip.acknowledge": _U,
    "slip.withdraw": {_R: OWN},
    "explanation.write": {Role.UNIT_HEAD: UNIT},
    "proposal.write": {_R: OWN},
    "proposal.see": {_R: OWN, _O: ALL, Role.STEERING: ALL},
    "proposal.decide": {_O: ALL, Role.STEERING: ALL},
    "case.close": {_L: STATION, _C: STATION, **_V, **_S},
    "rating.give": {_L: STATION, _C: STATION, **_V},
    "reception.rate": {_L: STATION, _C: STATION, **_V},
    "review.decide": {_D: SUBTREE, _O: ALL},
    "case.withdraw": {_L: STATION, **_V},
    "consent.change": {_L: STATION, **_V},
    "case.reopen": {_L: STATION, _D: SUBTREE},
    "case.look_again": _S,  # the one way by which the clock takes a case up again: a promised day passed unseen (T26b)
    "case.hand_over": {_D: SUBTREE, _O: ALL},
    "case.void": {_D: SUBTREE},
    "identity.reveal": {_L: STATION, _R: OWN, _D: SUBTREE},
    "identity.correct": {_L: STATION},
    "code.reissue": {_L: STATION, _C: STATION},
    "publication.decide": {_D: SUBTREE, _O: ALL},
    "publication.prepare": {_L: STATION, _R: OWN, _D: SUBTREE, _O: ALL},  # masks, and showing it to the visitor; another one decides
    "publication.show": {_L: STATION, _R: OWN, _D: SUBTREE, _O: ALL},
    "publication.answer": {_L: STATION, **_V},
    "publication.withdraw": {_D: SUBTREE, _O: ALL},
    "progress.decide": {_D: SUBTREE},
    "deadline.recount": _S,
    "clock.pause": {_L: STATION, _D: SUBTREE, **_U},
    "clock.resume": {_L: STATION, _D: SUBTREE, **_U, **_S},
    "news.wish": _V,
    "follow_up.ask": {_L: STATION, _D: SUBTREE, _O: ALL},
    "follow_up.inspect": {_L: STATION, _D: SUBTREE, _O: ALL},
    "call_back.record": {_L: STATION, _D: SUBTREE, _O: ALL},
    "pressure.tell": {_L: STATION, **_V},
    "rules.see": {Role.ADMINISTRATOR: ALL, _O: ALL},
    "terminal.manage": {_L: STATION, _D: SUBTREE},
    "words.manage": {_L: STATION, _D: SUBTREE},
    "enclosure.add": {Role.KIOSK: STATION, Role.PUBLIC: ALL},
    "enclosure.forget": {Role.KIOSK: STATION, **_S},
    "call.ring": {Role.KIOSK: STATION},
    "call.end": {Role.KIOSK: STATION, **_S},
    "call.answer": {_L: STATION, _C: STATION, _D: STATION, Role.VOLUNTEER: STATION},
    "incident.write": {_L: STATION, _C: STATION},
    "incident.see": {_L: STATION, _C: STATION, _D: STATION},  # one's own notes; as a director those of the station (incident.readable)
    "incident.forget": _S,
    "opening.manage": {_D: SUBTREE, _O: ALL},
    "shift.plan": {_D: SUBTREE, _O: ALL, **_S},
    "shift.see": {_L: STATION, _C: STATION, _D: SUBTREE, _O: ALL, Role.STEERING: ALL},
    "roster.keep": {_L: STATION, _D: SUBTREE, _O: ALL},  # the liaison office keeps the roster, not the representative (HB-40)
    "swap.ask": {_R: ALL, Role.MEMBER: ALL},  # of one's own days alone (swap.py)
    "roster.plan": {_D: SUBTREE, _O: ALL},
    "sitting.note": {_L: STATION, _C: STATION, _D: SUBTREE},
    "number.take": {_L: STATION, _C: STATION, Role.VOLUNTEER: STATION, Role.KIOSK: STATION},
    "number.call": {_L: STATION, _C: STATION, _R: STATION, Role.MEMBER: STATION, _D: STATION},  # whoever sits at the table
    "appointment.book": {_L: STATION, _C: STATION, Role.KIOSK: STATION, Role.PUBLIC: ALL},
    "appointment.change": {_L: STATION, _C: STATION, Role.KIOSK: ALL, Role.PUBLIC: ALL},  # whoever showed its code
    "appointment.keep": {_L: STATION, _C: STATION},
    "appointment.forget": _S,
    "hall.manage": {_L: STATION, _D: SUBTREE},
    "vacancy.tell": {Role.KIOSK: STATION, Role.PUBLIC: ALL},
    "network.manage": {Role.ADMINISTRATOR: ALL},
    "calendar.manage": {Role.ADMINISTRATOR: ALL, _O: ALL},
    "policy.manage": {Role.ADMINISTRATOR: ALL, _O: ALL},
}
# Whoever owns a case does the liaison's acts on it, beside the liaison or where there is none: no matter lies with somebody who
# may not touch it (YT-18, HB-52).
STANDS_IN: dict[Role, Reach] = dict.fromkeys(OWNERS, OWNER)
# Sealed cases (kind 4) are read by these only; a unit only if it is one that receives such reports (HB-44, X-04).
READS_SEALED = frozenset({_L, _R, _D, _O, Role.VISITOR, Role.SYSTEM})


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
    brought = act == "case.register"  # whoever brings a matter in has heard it: a report about officials comes by any way (HB-44)
    for held in actor.held:
        for reach in reaches(act, held.role):
            if thing is None and reach is not OWNER:
                return held
            if thing is not None and _reaches(actor, held, reach, thing) and (brought or _unsealed(actor, held, thing)):
                return held
    return None


def reaches(act: str, role: Role) -> list[Reach]:
    """Every way in which a role may do `act`: its own, and that of the owner where the act is the liaison's."""
    row = ACTS[act]
    return [*([row[role]] if role in row else []), *([STANDS_IN[role]] if _L in row and role in STANDS_IN else [])]


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
        case Reach.OWN:
            return thing.agent_id == actor.person_id
        case Reach.RECEIVED:
            return held.station_id == thing.station_id and actor.person_id is not None and getattr(thing, "received_by_id", None) == actor.person_id
        case Reach.OWNER:
            owns = actor.person_id is not None and getattr(thing, "owner_id", None) == actor.person_id
            return owns and (held.role is _O or thing.station_id in held.stations)
        case Reach.UNIT:
            return held.unit_id is not None and thing.unit_id == held.unit_id
        case Reach.CODE:
            return actor.case_id == thing.id


def visible(actor: Actor, entity: Any) -> ColumnElement[bool]:
    """The WHERE clause for the rows of `entity` (a case class) that the actor may see: `case.see` as SQL."""
    ways = [_way(actor, held, ACTS["case.see"][held.role], entity) for held in actor.held if held.role in ACTS["case.see"]]
    clause = or_(*ways) if ways else false()
    if actor.units:
        clause = and_(clause, or_(entity.target_unit_id.is_(None), entity.target_unit_id.not_in(actor.units)))
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
            way = and_(entity.received_by_id == actor.person_id, entity.station_id + 0 == held.station_id)
        case Reach.UNIT:
            way = entity.unit_id == held.unit_id
        case _:
            way = entity.id == actor.case_id
    if held.role in READS_SEALED or held.receives_sealed:
        return way
    return and_(way, entity.sealed.is_(False))
