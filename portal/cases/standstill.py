"""A unit's clock stands still: for the visitor, an appraisal or a court, once each, with a reason and a limit (practice.md §3.3)."""

from datetime import timedelta

from sqlalchemy import select

from portal.cases import deadline, lifecycle
from portal.cases.case import Case, State
from portal.cases.deadline import PAUSE_CLOCKS, REPLY_CLOCKS, Deadline
from portal.cases.pause import DECIDED, Pause, PauseReason
from portal.cases.policy import limit_of
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.refusal import Refused
from portal.foundation.text import needed
from portal.network.actor import Actor
from portal.network.role import Role

HOLDABLE = (*REPLY_CLOCKS, "send_back", "rehandle")
STATES = frozenset({State.HANDLING, State.REHANDLE})
UNITS = frozenset({Role.UNIT_OFFICER, Role.UNIT_HEAD})


def hold(case: Case, *, reason: PauseReason, days: int, note: str, by: Actor) -> Pause:
    """Stop the unit's clock for at most so many working days. Before it is late, once a round for each reason; the visitor reads
    why, their own clock runs on, the first due day stays, and no stand leads beyond the last day the visitor can be kept waiting."""
    row, day = deadline.running(case, *HOLDABLE), clock.day_of(by.at)
    if case.state not in STATES or row is None or reason not in DECIDED:
        raise Refused("pause_not_here")
    if row.paused_on is not None:
        raise Refused("pause_runs")
    if row.due_on < day:
        raise Refused("pause_late")
    if reason is PauseReason.VISITOR and not {held.role for held in by.held} - UNITS:
        raise Refused("pause_station")
    if _had(case, reason):
        raise Refused("pause_once")
    most = limit_of(case.policy, f"pause_{reason}").limit
    if not 1 <= days <= most:
        raise Refused("pause_days", most=most)
    last = deadline.beyond_ceiling(case, row, days)
    if last is not None:
        raise Refused("pause_ceiling", date=last.isoformat())
    note = needed(note, 500, 10, "reason_needed")
    lifecycle.also(case, "clock.pause", by=by, text=note, facts={"pause": reason.value, "most_days": days}, for_visitor=True)
    limit = deadline.begin(case, f"pause_{reason}", limit=days, by=by)
    deadline.pause(case, row.clock, reason, limit_on=limit.due_on, note=note, by=by)
    case.next_clock, case.next_on = limit.clock, limit.due_on
    return db.session.scalars(select(Pause).where(Pause.deadline_id == row.id).order_by(Pause.id.desc())).first()  # type: ignore[return-value]


def run_on(case: Case, *, note: str, by: Actor) -> None:
    """What was waited for is there: the clock runs on from today."""
    row = _standing(case)
    lifecycle.also(case, "clock.resume", by=by, text=needed(note, 500, 10, "reason_needed"), for_visitor=True)
    deadline.resume(case, row.clock, by=by)


def lapse(case: Case, *, by: Actor) -> None:
    """The limit of a pause has passed: the clock has run on since the day after it, whenever this is noticed."""
    row, limit = _standing(case), deadline.running(case, *PAUSE_CLOCKS)
    if limit is None or limit.due_on >= clock.day_of(by.at):
        raise Refused("pause_runs")
    lifecycle.also(case, "clock.resume", by=by, facts={"time_over": True}, for_visitor=True)
    deadline.resume(case, row.clock, by=by, on=limit.due_on + timedelta(days=1))


def standing(case: Case) -> Pause | None:
    """The pause by which a clock of the case stands still now, whatever the reason."""
    return db.session.scalar(
        select(Pause).join(Deadline, Deadline.id == Pause.deadline_id)
        .where(Deadline.case_id == case.id, Pause.ended_on.is_(None), Deadline.ended_at.is_(None)).order_by(Pause.id.desc()))


def may_hold(case: Case, by: Actor) -> list[PauseReason]:
    """The reasons for which this actor may still stop the unit's clock."""
    row = deadline.running(case, *HOLDABLE)
    if case.state not in STATES or row is None or row.paused_on is not None or row.due_on < clock.day_of(by.at):
        return []
    station = bool({held.role for held in by.held} - UNITS)
    return [reason for reason in DECIDED if (station or reason is not PauseReason.VISITOR) and not _had(case, reason)]


def is_held(case: Case) -> bool:
    """Whether somebody's decision holds the unit's clock now."""
    return case.state in STATES and case.next_clock in PAUSE_CLOCKS


def _had(case: Case, reason: PauseReason) -> bool:
    return db.session.scalar(select(Pause.id).join(Deadline, Deadline.id == Pause.deadline_id).where(
        Deadline.case_id == case.id, Deadline.round == case.round, Pause.reason == reason)) is not None


def _standing(case: Case) -> Deadline:
    row = deadline.running(case, *HOLDABLE)
    if row is None or row.paused_on is None or case.state not in STATES:
        raise Refused("pause_nothing")
    return row
