"""The ladder of a case: its level now, what is owed, and what the calendar suggests to the representative, who decides (HB-60, X-02)."""

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, exists, func, select

from portal.cases import dissatisfaction, issuing, ladder_record, reminder, slip
from portal.cases.case import WITH_UNIT, Case, State
from portal.cases.dissatisfaction import Fact
from portal.cases.issuing import Missing
from portal.cases.ladder_record import Record
from portal.cases.proposal import Proposal
from portal.cases.referral import Referral
from portal.cases.reminder import Reminder
from portal.cases.slip import Level, Slip, Standing
from portal.foundation import clock
from portal.foundation.database import db
from portal.network.actor import Actor


class Why(enum.StrEnum):
    """Why a step is suggested (practice.md §13)."""

    DANGER_CALL = "danger_call"
    DUE_SOON = "due_soon"
    NOT_ACKNOWLEDGED = "not_acknowledged"
    PROMISE_PASSED = "promise_passed"
    LEFT_LYING = "left_lying"
    DISSATISFIED = "dissatisfied"
    OVERDUE = "overdue"
    YELLOW_PASSED = "yellow_passed"
    LONG_OVERDUE = "long_overdue"
    UNSIGNED = "unsigned"
    UNEXPLAINED = "unexplained"
    SLIP_PASSED = "slip_passed"
    PROPOSAL = "proposal"


@dataclass(frozen=True)
class Suggestion:
    """A step a person may take, the day it rests on, and the facts. Nothing happens by itself."""

    level: Level
    why: Why
    day: date
    facts: tuple[Fact, ...] = ()
    hours: int = 0


def suggestions(case: Case, by: Actor) -> list[Suggestion]:
    """What practice.md §13 suggests now, the highest level first; what was just done is not suggested again."""
    return suggested([case], by)[case.id]


def suggested(cases: Iterable[Case], by: Actor) -> dict[int, list[Suggestion]]:
    """suggestions() for the cases of a page, in as many reads as for one."""
    cases = list(cases)
    found: dict[int, list[Suggestion]] = {case.id: [] for case in cases}
    records = ladder_record.led_on(cases)
    reds = [row.id for of in records for row in of.on(Level.A)]
    proposed = frozenset(db.session.scalars(select(Proposal.slip_id).where(Proposal.slip_id.in_(reds)))) if reds else frozenset()
    for of in records:
        now = (_red(of, by), _yellow(of, by), _after_slip(of, by) or _reminder(of, by)) if of.case.state in WITH_UNIT else (_after_slip(of, by),)
        steps = *now, _proposal(of, by, proposed)
        found[of.case.id] = [step for step in steps if step is not None]
    return found


def leading(found: list[Suggestion]) -> list[Suggestion]:
    """The highest step on the ladder, and the proposal, which is none of them and beside them all."""
    return found[:1] + [one for one in found[1:] if one.why is Why.PROPOSAL]


def _after_slip(of: Record, by: Actor) -> Suggestion | None:
    """What a slip that is out asked for and did not get, as long as no reminder followed; the newest slip and the last day first. Once
    the unit replied, only the explanation is still asked for (HB-66)."""
    today, last = clock.day_of(by.at), clock.day_of(of.reminders[-1].happened_at) if of.reminders else date.min
    for row in reversed(of.on(Level.B) + of.on(Level.A)):
        asked = (Why.SLIP_PASSED, row.due), (Why.UNEXPLAINED, row.explain_due), (Why.UNSIGNED, row.acknowledge_due)
        for why, due in asked if of.case.state in WITH_UNIT else asked[1:2]:
            if due is not None and due.ended_at is None and last <= due.due_on < today:
                return Suggestion(Level.C, why, due.due_on)
    return None


def _proposal(of: Record, by: Actor, proposed: frozenset[int]) -> Suggestion | None:
    """After a red slip whose day, or whose explanation's, has passed, as long as none was written on it (HB-67)."""
    today = clock.day_of(by.at)
    for row in of.on(Level.A):
        passed = [due.due_on for due in (row.explain_due, row.due) if due is not None and due.ended_at is None and due.due_on < today]
        if passed and row.id not in proposed:
            return Suggestion(Level.A, Why.PROPOSAL, passed[0])
    return None


def _reminder(of: Record, by: Actor) -> Suggestion | None:
    """The newest reason that no reminder followed yet."""
    today, given = clock.day_of(by.at), of.reminders
    last = clock.day_of(given[-1].happened_at) if given else date.min
    marked = of.case.danger_at
    if marked is not None and not reminder.called(of.case, given):  # by phone, within hours: no slip is read so soon (practice.md §3.2)
        return Suggestion(Level.C, Why.DANGER_CALL, clock.day_of(marked), hours=of.rules.danger_call)
    promised = next((row.promised_on for row in reversed(given) if row.promised_on is not None), None)
    if promised is not None and promised < today and last <= promised:
        return Suggestion(Level.C, Why.PROMISE_PASSED, promised)
    signing = of.signing if of.case.state is State.REFERRED else None
    if signing is not None and signing.due_on < today and last <= signing.due_on:
        return Suggestion(Level.C, Why.NOT_ACKNOWLEDGED, signing.due_on)
    rated = of.ratings[-1].at if of.case.state is State.REHANDLE and of.ratings else None
    if rated is not None and (not given or given[-1].happened_at < rated):  # T21: the next round begins with a call
        return Suggestion(Level.C, Why.DISSATISFIED, clock.day_of(rated))
    running = of.clock
    if running is None or running.paused_on is not None:
        return None
    warns_on = of.rules.days.back(running.due_on, of.rules.due_soon)
    if max(warns_on, running.started_on) <= today <= running.due_on and last < max(warns_on, running.started_on):
        return Suggestion(Level.C, Why.DUE_SOON, running.due_on)
    pressed = last > running.due_on or of.on(Level.B, waiting=True) or of.on(Level.A, waiting=True)
    return Suggestion(Level.C, Why.LEFT_LYING, running.due_on) if running.due_on < today and not pressed else None


def _yellow(of: Record, by: Actor) -> Suggestion | None:
    late, facts = issuing.days_over(of.clock, of.rules.days, by), dissatisfaction.of_yellow(of)
    if not late or not facts or of.clock is None or _asks(of, Level.B):
        return None
    return Suggestion(Level.B, Why.OVERDUE, of.clock.due_on, tuple(facts))


def _red(of: Record, by: Actor) -> Suggestion | None:
    rests, today = issuing.footing_of(of, Level.A, by), clock.day_of(by.at)
    if Missing.SERIOUS in rests.missing or Missing.LONG in rests.missing or _asks(of, Level.A):
        return None
    passed = next((row.due.due_on for row in rests.earlier if row.due is not None and row.is_late(today)), None)
    if passed is not None:
        return Suggestion(Level.A, Why.YELLOW_PASSED, passed, tuple(rests.facts))
    allowed = bool(rests.earlier) or issuing.cannot_wait(of.case)
    return Suggestion(Level.A, Why.LONG_OVERDUE, of.clock.due_on, tuple(rests.facts)) if of.clock and allowed else None


def _asks(of: Record, level: Level) -> bool:
    """Whether a slip of the level waits or still asks; one that was answered stands in no other's way (issuing._check)."""
    return any(row.answered_at is None for row in of.on(level, waiting=True))


def level_of(case: Case) -> Level | None:
    """The highest step taken on the slip the case lies with now; withdrawn slips count no more."""
    return levels([case]).get(case.id)


_REFERRED = select(
    Referral.case_id, exists().where(Reminder.referral_id == Referral.id),
    select(func.min(Slip.level)).where(Slip.referral_id == Referral.id, slip.is_out()).scalar_subquery(),  # A stands above B in the letters too
).where(Referral.case_id.in_(bindparam("cases", expanding=True))).order_by(Referral.id)


def levels(cases: Iterable[Case]) -> dict[int, Level]:
    """level_of() for the cases of a page, in one read; of the referrals of a case the last one counts."""
    rows = db.session.execute(_REFERRED, {"cases": [case.id for case in cases]})
    found = {case_id: Level(highest) if highest else Level.C if reminded else None for case_id, reminded, highest in rows}
    return {case_id: level for case_id, level in found.items() if level is not None}


def unacknowledged(case: Case) -> list[Slip]:
    """The slips that are out and that the unit has not signed for."""
    return [row for row in slip.of_case(case) if row.standing is Standing.OUT and row.acknowledged_at is None]
