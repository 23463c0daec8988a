"""What waits for nobody because nobody is there: no office, and no director at the station or above; no committee. Whoever seats people is told how much
of it there is and since when, and reads none of it (HB-52, YT-18)."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, union_all

from portal.cases import explanation, hands, issuing, proposal, reviewers
from portal.cases.acceptance import Contest, NotAccepted
from portal.cases.call_back import CallBack
from portal.cases.case import OPEN, WITH_UNIT, Case, PublicState, State
from portal.cases.deadline import UNIT_CLOCKS, Deadline
from portal.cases.mask import Mask
from portal.cases.preview import Preview
from portal.cases.proposal import Proposal
from portal.cases.referral import Referral
from portal.cases.slip import ASKING, Level, Slip
from portal.cases.timeline import Event
from portal.foundation.database import db
from portal.network import access, excluded, seats
from portal.network.role import Role


class Unseen(NamedTuple):
    """How many matters wait, and the nearest or longest passed of their days; None where none of them has one."""

    count: int
    since: date | None


def waiting(day: date) -> Unseen:
    """What stands on nobody's page of the day: to be decided, to be handed over, or to be asked about after the end."""
    headless = seats.headless(day)
    ways = [select(Case.id).where(access.among(Case.station_id, headless), way) for way in _UNDECIDED] if headless else []
    ways += [select(Case.id).where(way) for way in hands.slipped_at(headless, hands.left(day))] + _after_the_end(headless & seats.bare(day), day)
    found = _contested_by_all(day) + _prepared_by_all(day) + _unready(headless, day) + _ladder(day) + _reviewed_by_all(day) + _unexplained(headless, day)
    found += _kept_from_all(day)
    ways += [select(Case.id).where(Case.id.in_(found))] if found else []
    if not ways:
        return Unseen(0, None)
    count, since = db.session.execute(select(func.count(), func.min(Case.next_on)).select_from(Case).where(Case.id.in_(union_all(*ways)))).one()
    return Unseen(count, since)


def _ladder(day: date) -> list[int]:
    """Slips that nobody but their drawer could countersign, and proposals that nobody but their author could decide (HB-64, HB-66, HB-67)."""
    over = exists().where(Deadline.case_id == Case.id, (Deadline.clock + "").in_(UNIT_CLOCKS), Deadline.ended_at.is_(None),
                          Deadline.paused_on.is_(None), Deadline.due_on < day)  # as issuing.has_ground says it
    slips = db.session.execute(select(Case.id, Case.station_id, Slip.level, Slip.drawn_up_by_id).join(Slip, Slip.case_id == Case.id).join(
        Referral, Referral.id == Slip.referral_id).where(
        ASKING, Slip.countersigned_at.is_(None), Slip.answered_at.is_(None), Referral.ended_at.is_(None), Case.state.in_(WITH_UNIT),
        or_(Slip.level == Level.A, over))).all()
    proposals = db.session.execute(select(Proposal.case_id, Proposal.addressee, Proposal.written_by_id).where(Proposal.decided_at.is_(None)))
    kept = excluded.people_of([case_id for case_id, *_ in slips])
    return [case_id for case_id, station_id, level, drawer in slips if not issuing.signers(level, station_id, day) - {drawer} - kept[case_id]] + [
        case_id for case_id, addressee, author in proposals if not proposal.deciders(addressee, author, day)]


_UNDECIDED: list[ColumnElement[bool]] = [  # what only a director or the office decides, but for objections
    Case.state.in_((State.RETURN_ASKED, State.REVIEW)), Case.public_state == PublicState.PREPARED]


def _kept_from_all(day: date) -> list[int]:
    """What only a director or the office decides, where each of them who sits there is kept from it; or where nobody of them is left to
    find out whom its visitor means (X-04). They are few."""
    waits = or_(*_UNDECIDED, and_(Case.state == State.NOT_ACCEPTED, Case.id.in_(select(Contest.case_id).where(Contest.decided_at.is_(None)))),
                and_(Case.state.in_(OPEN), Case.id.in_(excluded.UNRESOLVED)))
    rows = db.session.execute(select(Case.id, Case.station_id).where(waits, Case.id.in_(excluded.KEPT))).all()
    able, kept = (seats.releasing(day), excluded.people_of([case_id for case_id, _ in rows])) if rows else ({}, {})
    return [case_id for case_id, station_id in rows if not able[station_id] - kept[case_id]]


def _contested_by_all(day: date) -> list[int]:
    """Objections that nobody may decide, for whoever sits above had a part in the refusal or nobody does; they are few."""
    rows = db.session.execute(
        select(Case.id, Case.station_id, Case.owner_id, Case.agent_id, NotAccepted.recorded_by_id, NotAccepted.decided_by_id)
        .join(Contest, Contest.case_id == Case.id).join(NotAccepted, NotAccepted.case_id == Case.id)
        .where(Contest.decided_at.is_(None), Case.state == State.NOT_ACCEPTED)).all()
    parts: dict[tuple[int, int], set[int | None]] = {}
    for case_id, station_id, *part in rows:
        parts.setdefault((case_id, station_id), set()).update(part)
    able = seats.above(day)
    return [case_id for (case_id, station_id), part in parts.items() if not able[station_id] - part]


def _reviewed_by_all(day: date) -> list[int]:
    """Second reviews that nobody may decide, for whoever is seated handled the matter (T24, reviewers.of_case). Most are left out by one
    read: somebody seated is named nowhere in them."""
    parts: dict[Case, set[int | None]] = {}
    for case, who, facts in db.session.execute(
            select(Case, Event.person_id, Event.facts).join(Event, Event.case_id == Case.id).where(Case.state == State.REVIEW)):
        parts.setdefault(case, {case.owner_id, case.agent_id}).update((who, facts.get("decided_by"), facts.get("opinion_by")))
    able = seats.releasing(day) if parts else {}
    return [case.id for case, part in parts.items() if not able[case.station_id] - part and not reviewers.of_case(case, day)]


def _prepared_by_all(day: date) -> list[int]:
    """Results before their visitor that nobody may let go up, for whoever could had a hand in them (practice.md §6.4); these are few."""
    rows = db.session.execute(select(Case.id, Case.station_id, Preview.person_id, Mask.person_id).join(Preview, Preview.case_id == Case.id)
                              .outerjoin(Mask, Mask.case_id == Case.id).where(Case.public_state == PublicState.PREPARED)).all()
    hands_in: dict[tuple[int, int], set[int]] = {}
    for case_id, station_id, *part in rows:
        hands_in.setdefault((case_id, station_id), set()).update(part)
    able = seats.releasing(day) if hands_in else {}
    return [case_id for (case_id, station_id), part in hands_in.items() if not able[station_id] - part]


def _unready(headless: frozenset[int], day: date) -> list[int]:
    """Results that nobody makes ready for the board: no liaison sits there, or owns it from above, and no representative stands for it."""
    bare = headless & seats.empty(Role.LIAISON, day)
    if not bare:
        return []
    owning, standing = (seats.served(frozenset({role}), day) for role in (Role.LIAISON, Role.REPRESENTATIVE))
    rows = db.session.execute(select(Case.id, Case.station_id, Case.owner_id, Case.agent_id)
                              .where(Case.public_state == PublicState.WAITING, access.among(Case.station_id, bare)))
    return [case_id for case_id, station_id, owner_id, agent_id in rows
            if agent_id not in standing and station_id not in owning.get(owner_id or 0, ())]


def _unexplained(headless: frozenset[int], day: date) -> list[int]:
    """Explanations owed beyond their day of which nobody is left to press: no director, no office, no representative (HB-66)."""
    if not headless:
        return []
    standing = seats.served(frozenset({Role.REPRESENTATIVE}), day)
    owed = select(Case.id, Case.agent_id).where(Case.id.in_(explanation.beyond(day)), access.among(Case.station_id, headless))
    return [case_id for case_id, agent_id in db.session.execute(owed) if agent_id not in standing]


def _after_the_end(bare: frozenset[int], day: date) -> list[Select[tuple[int]]]:
    """Visits to pay and calls to make where no liaison sits either."""
    if not bare:
        return []
    visits = select(Case.id).join(Deadline, Deadline.case_id == Case.id).where(
        Deadline.ended_at.is_(None), Deadline.due_on <= day, Deadline.clock == "follow_up", Case.state == State.CLOSED)
    calls = select(Case.id).join(CallBack, CallBack.case_id == Case.id).where(CallBack.done_at.is_(None))
    return [one.where((Case.station_id + 0).in_(bare)) for one in (visits, calls)]
