"""Whose step it is, as SQL for the lists of the day: by the roles somebody holds, and by what a case waits for besides its state."""

import functools
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Integer, and_, bindparam, exists, func, or_, select, true
from sqlalchemy.orm import aliased

from portal.cases import forwarding, hands, preview, unit_paper
from portal.cases.acceptance import Contest, NotAccepted
from portal.cases.case import OPEN, WITH_UNIT, Case, PublicState, State
from portal.cases.delivery import PlainSummary
from portal.cases.mask import Mask
from portal.cases.preview import Preview
from portal.cases.referral import Referral
from portal.cases.reply import Reply
from portal.cases.unit_request import Extension
from portal.foundation import clock
from portal.foundation.database import Utc
from portal.network import access, excluded, person, seats
from portal.network.actor import Actor, Held
from portal.network.role import Role

S = State
_SIGNING, _OBJECTIONS, _SHUT = (bindparam(name, type_=Integer, expanding=True) for name in ("signing", "objections", "shut"))
_DIRECTORS = frozenset({Role.DIRECTOR})
_SHOWN_UNTIL = bindparam("shown_until", type_=Utc)


@dataclass(frozen=True)
class Around:
    """What the step depends on besides whose it is: where no director sits, nor above; where no liaison does; who left which stations;
    whether matters go through the office (SD-26); and who is a director anywhere."""

    alone: frozenset[int] = frozenset()
    deskless: frozenset[int] = frozenset()
    left: hands.Left = ()
    two_step: bool = False
    directors: frozenset[int] = frozenset()


def around(by: Actor) -> Around:
    """What is around somebody's lists now."""
    deskless = seats.empty(Role.LIAISON, clock.day_of(by.at)) if by.has(Role.REPRESENTATIVE) else frozenset()
    return Around(lonely(by), deskless, hands.left(clock.day_of(by.at)) if by.has(Role.DIRECTOR, Role.OFFICE) else (), forwarding.goes_through_office(),
                  frozenset(seats.served(_DIRECTORS, clock.day_of(by.at))) if by.has(Role.OFFICE) else frozenset())


def lonely(by: Actor) -> frozenset[int]:
    """For the office: the stations at which no director sits, nor above."""
    return seats.empty(Role.DIRECTOR, clock.day_of(by.at), above=True) if by.has(Role.OFFICE) else frozenset()


def values(by: Actor) -> dict[str, Any]:
    """What the clauses of this module are asked with."""
    return {"signing": unit_paper.units_signing_in(by), "objections": _objections_to(by) if by.has(Role.DIRECTOR) else [],
            "shut": sorted(unit_paper.shut_out(by)), "shown_until": by.at - preview.STANDS}


def _objections_to(by: Actor) -> list[int]:
    """The stations whose objections wait for this director: those of which no other sits nearer above; all below where there is no office."""
    day = clock.day_of(by.at)
    near, alone = seats.nearest_above(Role.DIRECTOR, day), not person.holders(Role.OFFICE, day)
    return sorted({one for held in by.held if held.role is Role.DIRECTOR for one in held.stations
                   if one != held.station_id and (alone or near.get(one) == held.station_id)})


def steps(by: Actor, held: Held, now: Around) -> list[ColumnElement[bool]]:
    """The ways in which a case waits for somebody in a role."""
    return _by_role(by, held, now) + _slipped(held, now.left)


def _by_role(by: Actor, held: Held, now: Around) -> list[ColumnElement[bool]]:
    match held.role:
        case Role.LIAISON:
            return _at_desk(Case.station_id == held.station_id, now) + (_owned(by, held, now) if len(held.stations) > 1 else [])
        case Role.CLERK:
            unwritten = and_(Case.needs_writer.is_(True), Case.words == "")
            return [and_(Case.station_id == held.station_id, Case.state == S.REGISTERED, unwritten)]
        case Role.REPRESENTATIVE:
            mine = Case.agent_id == by.person_id
            # where no liaison sits, they make a result ready for the board: the director is the second person
            ready = [and_(mine, Case.public_state == PublicState.WAITING, access.among(Case.station_id, now.deskless))] if now.deskless else []
            return [and_(mine, Case.state == S.REPLIED), and_(mine, Case.state == S.TO_DELIVER, summary()), *ready]
        case Role.UNIT_OFFICER | Role.UNIT_HEAD:
            return [and_(Case.unit_id == held.unit_id, Case.state.in_((S.REFERRED, S.HANDLING, S.REHANDLE)))]
        case Role.DIRECTOR:
            below = access.among(Case.station_id, held.stations)
            return [and_(below, Case.state.in_((S.RETURN_ASKED, S.REVIEW))), and_(below, to_find_out()), and_(below, may_go_up(), ~had_a_hand(by.person_id)),
                    and_(Case.station_id.in_(_OBJECTIONS), *_contested_by_others(by)), *_owned(by, held, now)]
        case Role.OFFICE:
            forwarded = [and_(Case.state == S.ACCEPTED, Case.forwarded_at.is_not(None))] if now.two_step else []
            seconds = and_(may_go_up(), ~had_a_hand(by.person_id))
            ours = [and_(seconds, access.among(Case.station_id, now.alone))] if now.alone else []  # no director does (SD-41)
            ours.append(and_(seconds, had_a_hand(*sorted(now.directors))))
            ours.append(and_(seconds, Case.id.in_(excluded.KEPT)))  # the director may be the one who is kept from it
            return [*forwarded, to_find_out(), Case.state.in_((S.RETURN_ASKED, S.REVIEW)), and_(*_contested_by_others(by)), *_owned(by, held, now), *ours]
    return []


def _contested_by_others(by: Actor) -> list[ColumnElement[bool]]:
    """What is objected to and was refused by somebody else (acceptance.deciders)."""
    mine = select(NotAccepted.case_id).where(or_(NotAccepted.decided_by_id == by.person_id, NotAccepted.recorded_by_id == by.person_id),
                                             NotAccepted.case_id == Case.id).exists()
    apart = [func.coalesce(column + 0, 0) != by.person_id for column in (Case.owner_id, Case.agent_id)]
    return [Case.state == S.NOT_ACCEPTED, contested(), ~mine, *apart]


def _at_desk(here: ColumnElement[bool], now: Around) -> list[ColumnElement[bool]]:
    """What waits for the liaison, also for a unit that works on paper (HB-50)."""
    still_here = or_(Case.state != S.ACCEPTED, Case.forwarded_at.is_(None), Case.danger.is_(True)) if now.two_step else true()
    return [and_(here, Case.state.in_((S.REGISTERED, S.ACCEPTED, S.DELIVERED)), still_here),
            and_(here, Case.state == S.TO_DELIVER, ~summary()), and_(here, Case.public_state == PublicState.WAITING),
            and_(here, Case.state.in_((S.HANDLING, S.REHANDLE)), extension()),
            and_(here, Case.state.in_(WITH_UNIT), or_(Case.unit_id.not_in(_SIGNING), Case.id.in_(_SHUT)))]


def _owned(by: Actor, held: Held, now: Around) -> list[ColumnElement[bool]]:
    """The same of what one owns elsewhere: where no liaison sits, it waits for the owner (YT-18)."""
    mine = Case.owner_id + 0 == by.person_id  # of all one ever owned few are open: these are found by their states
    here = mine if held.role is Role.OFFICE else and_(mine, Case.station_id.in_(held.stations))
    return [*_at_desk(here, now), *([and_(here, to_find_out())] if held.role is Role.LIAISON else [])]


def _slipped(held: Held, left: hands.Left) -> list[ColumnElement[bool]]:
    """What lies with somebody who left is handed over by whoever answers for the station, or by the office (YT-18)."""
    if held.role not in (Role.DIRECTOR, Role.OFFICE):
        return []
    return hands.slipped_at(held.stations if held.role is Role.DIRECTOR else None, left)


@functools.cache
def to_find_out() -> ColumnElement[bool]:
    """A visitor's words name somebody who may not see it, and nobody has said yet who that is (X-04)."""
    return and_(Case.state.in_(OPEN), Case.id.in_(excluded.UNRESOLVED))


@functools.cache
def may_go_up() -> ColumnElement[bool]:
    """What its visitor saw long enough, or found well, waits for the second person."""
    seen = exists().where(Preview.case_id == Case.id, or_(Preview.agreed_at.is_not(None), Preview.at <= _SHOWN_UNTIL))
    return and_(Case.public_state == PublicState.PREPARED, seen)


def had_a_hand(*people: int | None) -> ColumnElement[bool]:
    """What one of these showed, or laid a mask on, waits for another: the director above, or the office (preview.had_a_hand, §12.1)."""
    return or_(exists().where(Preview.case_id == Case.id, Preview.person_id.in_(people)),
               exists().where(Mask.case_id == Case.id, Mask.person_id.in_(people)))


@functools.cache
def contested() -> ColumnElement[bool]:
    """What was not accepted was contested, and nobody has decided."""
    return Case.id.in_(select(Contest.case_id).where(Contest.decided_at.is_(None)))


@functools.cache
def extension() -> ColumnElement[bool]:
    """The unit asked for more time, and nobody has decided."""
    return exists().where(Referral.case_id == Case.id, Extension.referral_id == Referral.id, Extension.decided_at.is_(None))


@functools.cache
def summary() -> ColumnElement[bool]:
    """The newest summary of the newest reply waits for the representative; those it replaced wait for nobody."""
    newest, rewritten = aliased(Reply), aliased(PlainSummary)
    later = exists().where(newest.case_id == Case.id, newest.seq > Reply.seq).correlate(Case, Reply)
    replaced = exists().where(rewritten.reply_id == Reply.id, rewritten.id > PlainSummary.id).correlate(Reply, PlainSummary)
    return exists().where(Reply.case_id == Case.id, PlainSummary.reply_id == Reply.id,
                          PlainSummary.confirmed_at.is_(None)).where(~later, ~replaced)
