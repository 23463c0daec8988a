"""Steps of the ladder that wait for somebody today: to suggest, to countersign, to sign for, to explain, to decide (practice.md §13, X-17)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import NamedTuple, TypeVar

from sqlalchemy import Integer, Row, Select, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import joinedload

from portal.cases import explanation, issuing, ladder, proposal, unit_paper
from portal.cases.case import WITH_UNIT, Case, State
from portal.cases.deadline import UNIT_CLOCKS, Deadline
from portal.cases.explanation import Explanation
from portal.cases.ladder import Suggestion, Why
from portal.cases.policy import PolicyLimit
from portal.cases.proposal import Proposal
from portal.cases.referral import Referral
from portal.cases.reminder import Reminder
from portal.cases.slip import ASKING, COLOUR, Level, Slip
from portal.foundation import clock
from portal.foundation.database import db
from portal.network import access, alike, calendar, excluded, person
from portal.network.actor import Actor
from portal.network.alike import DAY
from portal.network.role import Role

MOST, BATCH = 50, 200


SKIP, AT_ONCE = bindparam("skip", type_=Integer), bindparam("at_once", type_=Integer)
Read = TypeVar("Read")


@dataclass(frozen=True)
class Step:
    """One thing to do on one case: the act it is done by, and the day it rests on; a suggestion brings its reason."""

    case: Case
    act: str
    level: Level
    day: date | None
    number: str = ""
    suggestion: Suggestion | None = None


class Accounts(NamedTuple):
    """The units of which somebody, and whose head, can sign in, and where that has to be asked anew for a matter."""

    anybody: frozenset[int]
    head: frozenset[int]
    named: frozenset[int]  # the matters from which somebody is kept


SUGGESTED: dict[Level | Why, str] = {Level.C: "reminder.give", Level.B: "slip.yellow", Level.A: "slip.red", Why.PROPOSAL: "proposal.write"}


def steps(by: Actor) -> list[Step]:
    """What waits for this actor, what is owed first; nothing in it happens by itself (X-02). One more than MOST: there are more."""
    found = [*_of_slips(by), *_proposals(by), *_suggested(by)]
    return sorted(found, key=lambda step: (step.suggestion is not None, step.day or date.max))[:MOST + 1]


def _of_slips(by: Actor) -> list[Step]:
    day, (query, values) = clock.day_of(by.at), _asking(by)

    def of(rows: Sequence[Row[tuple[Slip, Case, bool]]]) -> list[Step]:
        accounts = Accounts(person.units_signing_in(unit_paper.ANYBODY, day), person.units_signing_in((Role.UNIT_HEAD,), day), excluded.kept_among(case.id for _, case, _ in rows))
        return [step for row, case, explained in rows for step in _of_slip(row, case, explained, accounts, by)]
    return _enough(lambda place: db.session.execute(query, values | place).all(), of)


def _enough(read: Callable[[dict[str, int]], Sequence[Read]], of: Callable[[Sequence[Read]], list[Step]]) -> list[Step]:
    """The steps of what is read, a batch at a time: what asks nothing of this actor crowds out nothing that does."""
    found: list[Step] = []
    for skip in count(0, BATCH):
        rows = read({"skip": skip, "at_once": BATCH})
        found += of(rows) if rows else []
        if len(rows) < BATCH or len(found) > MOST:
            break
    return found


@alike.built
def _asking(by: Actor) -> Select[tuple[Slip, Case, bool]]:
    given = exists().where(Explanation.slip_id == Slip.id)
    over = exists().where(Deadline.case_id == Case.id, (Deadline.clock + "").in_(UNIT_CLOCKS), Deadline.ended_at.is_(None),
                          Deadline.paused_on.is_(None), Deadline.due_on < DAY)  # as issuing.has_ground says it
    waits = and_(Slip.countersigned_at.is_(None), Slip.answered_at.is_(None), Case.state.in_(WITH_UNIT), or_(Slip.level == Level.A, over))
    signing = and_(Slip.acknowledged_at.is_(None), Case.closed_at.is_(None))
    owed = and_(Slip.serial.is_not(None), or_(signing, and_(Slip.level == Level.A, ~given)), Case.state.not_in((State.VOID, State.WITHDRAWN)))
    signs = by.has(Role.DIRECTOR, Role.OFFICE)  # nobody else reads what waits for a signature
    return select(Slip, Case, given).join(Case, Case.id == Slip.case_id).join(Referral, Referral.id == Slip.referral_id).where(
        ASKING, Referral.ended_at.is_(None), or_(waits, owed) if signs else owed, access.visible(by, Case)).order_by(Slip.id.desc()).limit(AT_ONCE).offset(SKIP)


def _of_slip(row: Slip, case: Case, explained: bool, accounts: Accounts, by: Actor) -> list[Step]:
    if row.countersigned_at is None:
        act = "slip.send_" + COLOUR[row.level]
        mine = access.can(by, act, case) and row.drawn_up_by_id != by.person_id and (
            row.level is Level.A or by.has(Role.DIRECTOR) or issuing.falls_to_office(case.station_id, row.drawn_up_by_id, clock.day_of(by.at),
                                                                              excluded.people(case.id) if case.id in accounts.named else frozenset()))
        return [Step(case, act, row.level, issuing.sign_by(case, row))] if mine else []
    found = []
    if row.acknowledged_at is None and row.acknowledge_due is not None and case.is_open:
        found += _owed(row, case, by, row.acknowledge_due.due_on, "slip.acknowledge", "behalf.slip", accounts, *unit_paper.ANYBODY)
    if row.explain_due is not None and not explained:
        found += _owed(row, case, by, row.explain_due.due_on, "explanation.write", "behalf.explanation", accounts, Role.UNIT_HEAD)
    return found


def _owed(row: Slip, case: Case, by: Actor, day: date, act: str, behalf: str, accounts: Accounts, *roles: Role) -> list[Step]:
    """By the unit itself, or by the liaison where nobody of the unit can sign in who may see it."""
    if access.can(by, act, case):
        return [Step(case, act, row.level, day, row.number)]
    entered = access.can(by, behalf, case) and (row.referral.unit_id not in (accounts.head if roles == (Role.UNIT_HEAD,) else accounts.anybody)
                                               or (case.id in accounts.named and not unit_paper.can_sign(case, row.referral.unit_id, by, *roles)))
    return [Step(case, behalf, row.level, day, row.number)] if entered else []


def _proposals(by: Actor) -> list[Step]:
    if not by.has(*proposal.READS.values()):
        return []
    return [Step(case, "proposal.decide", Level.A, clock.day_of(row.written_at)) for row, case in db.session.execute(*_undecided(by))
            if proposal.is_for(row, by) and proposal.may_read(case, row, by)]


@alike.built
def _undecided(by: Actor) -> Select[tuple[Proposal, Case]]:
    return select(Proposal, Case).join(Case, Case.id == Proposal.case_id).where(Proposal.decided_at.is_(None), access.visible(by, Case))


def _suggested(by: Actor) -> list[Step]:
    """The representative's own cases where something may be due, each asked in full."""
    if not by.has(Role.REPRESENTATIVE):
        return []
    query, values = _maybe_due(by)
    warned = db.session.scalar(_WARNED)
    values = values | {"soon": calendar.workdays().after(values["day"], warned or 0).due}

    def of(rows: Sequence[Case]) -> list[Step]:
        suggested = ladder.suggested(rows, by)
        return [Step(case, act_of(found), found.level, found.day, suggestion=found) for case in rows for found in ladder.leading(suggested[case.id])]
    return [*of(db.session.scalars(*_unexplained(by)).all()), *_enough(lambda place: db.session.scalars(query, values | place).all(), of)]


def act_of(found: Suggestion) -> str:
    """The act a suggestion leads to."""
    return SUGGESTED.get(found.why) or SUGGESTED[found.level]


_WARNED = select(func.max(PolicyLimit.limit)).where(PolicyLimit.clock == "due_soon")


@alike.built
def _unexplained(by: Actor) -> Select[tuple[Case]]:
    """Their cases whose unit replied and owes the explanation of a red slip beyond its day (HB-66)."""
    return select(Case).options(joinedload(Case.unit)).where(
        Case.id.in_(explanation.beyond(DAY)), Case.agent_id == by.person_id, access.visible(by, Case)).order_by(Case.id).limit(BATCH)


@alike.built
def _maybe_due(by: Actor) -> Select[tuple[Case]]:
    unsigned = exists().where(  # by the case, not by all clocks of that name (ladder_record.of_cases)
        Deadline.case_id == Case.id, Deadline.clock + "" == "acknowledge", Deadline.ended_at.is_(None), Deadline.due_on < DAY)
    promised = exists().where(Reminder.case_id == Case.id, Reminder.promised_on < DAY)
    maybe = or_(Case.next_on <= bindparam("soon"), Case.danger.is_(True), and_(Case.state == State.REFERRED, unsigned),
                Case.state == State.REHANDLE, promised)
    query = select(Case).options(joinedload(Case.unit)).where(
        Case.agent_id == by.person_id, Case.state.in_(WITH_UNIT), maybe, access.visible(by, Case))
    return query.order_by(Case.next_on, Case.id).limit(AT_ONCE).offset(SKIP)
