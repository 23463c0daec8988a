"""Send it to the unit or the committee, have it acknowledged, returned once, extended once (T11–T15, HB-50, SD-32)."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.cases import deadline, forwarding, lifecycle, target, unit_paper
from portal.cases.case import Case, State
from portal.cases.pause import PauseReason
from portal.cases.policy import limit_of
from portal.cases.unit_paper import UnitPaper
from portal.cases.unit_request import Extension, ReturnRequest
from portal.foundation import clock, series
from portal.foundation.database import Base, Utc, db
from portal.foundation.refusal import Refused
from portal.foundation.text import needed
from portal.network import representative
from portal.network.actor import Actor
from portal.network.unit import Unit


class Referral(Base):
    """One slip to one unit: number, opinion, acknowledgement (SD-32). `final`: it may not be returned again."""

    __tablename__ = "referral"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(30), unique=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    round: Mapped[int]
    clock: Mapped[str] = mapped_column(String(20))
    opinion: Mapped[str] = mapped_column(Text)
    opinion_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    sent_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    sent_at: Mapped[datetime] = mapped_column(Utc)
    acknowledged_at: Mapped[datetime | None] = mapped_column(Utc)
    acknowledged_by: Mapped[str] = mapped_column(String(40), default="")
    final: Mapped[bool] = mapped_column(default=False)
    ended_at: Mapped[datetime | None] = mapped_column(Utc)

    unit: Mapped[Unit] = relationship()


def refer(case: Case, *, to: Unit, clock_name: str, opinion: str, opinion_by_id: int, by: Actor) -> Referral:
    """T11: by the representative's opinion, to a unit or the committee, with a working-day deadline (HB-50)."""
    if clock_name not in deadline.REPLY_CLOCKS:
        raise Refused("clock_needed")
    forwarding.check_sender(case, by)
    target.check(case, to)
    if not representative.may_stand_for(opinion_by_id, case.station, clock.day_of(by.at)):
        raise Refused("decider_representative")
    opinion = needed(opinion, 1000, 20, "opinion_needed")
    lifecycle.move(case, "T11", by=by, text=opinion, facts={"unit": to.id, "clock": clock_name, "opinion_by": opinion_by_id})
    return _send(case, to, clock_name, opinion, opinion_by_id, by)


def _send(case: Case, to: Unit, clock_name: str, opinion: str, opinion_by_id: int, by: Actor, final: bool = False) -> Referral:
    year = clock.day_of(by.at).year
    serial = series.advance(f"referral:{case.station.code}:{year}")
    row = Referral(number=f"{case.station.code}-J-{year % 100:02d}-{serial:04d}", case_id=case.id, unit_id=to.id,
                   round=case.round, clock=clock_name, opinion=opinion, opinion_by_id=opinion_by_id, sent_by_id=by.person_id,
                   sent_at=by.at, final=final, unit=to)
    db.session.add(row)
    case.unit_id = to.id
    case.unit = to
    deadline.step(case, clock_name, by=by)
    deadline.begin(case, "acknowledge", by=by)
    if not final:
        deadline.begin(case, "return", by=by)
    return row


def acknowledge(case: Case, *, by: Actor, paper: UnitPaper | None = None) -> None:
    """T12: the unit signs for it, by name and time. T12b: the liaison enters the tear-off of a unit without accounts."""
    row = current(case)
    if paper is None:
        lifecycle.move(case, "T12", by=by, facts={"name": by.name})
        row.acknowledged_at, row.acknowledged_by = by.at, by.name
    else:
        facts = _handed_in(case, row, paper, "behalf.acknowledge", by)
        lifecycle.move(case, "T12b", by=by, happened_at=paper.happened_at, facts=facts)
        row.acknowledged_at, row.acknowledged_by = paper.happened_at, paper.signed_by
    deadline.end(case, "acknowledge", by=by)


def ask_return(case: Case, *, reason: str, proposed_unit_id: int | None, by: Actor, paper: UnitPaper | None = None) -> ReturnRequest:
    """T13: not ours. Within two working days, once; the unit's clock holds, the visitor's runs on. T13b: from the sheet of a unit
    without accounts; what counts is the day on which it was handed in."""
    row, asked_at = current(case), paper.happened_at if paper else by.at
    if row.final:
        raise Refused("return_once")
    limit = deadline.running(case, "return")
    if limit is None or limit.due_on < clock.day_of(asked_at):
        raise Refused("return_late", days=limit_of(case.policy, "return").limit)
    reason = needed(reason, 1000, 20, "reason_needed")
    acknowledged = case.state is State.HANDLING
    facts = {"proposed_unit": proposed_unit_id} | _handed_in(case, row, paper, "behalf.return", by)
    lifecycle.move(case, "T13b" if paper else "T13", by=by, happened_at=asked_at, text=reason, facts=facts)
    request = ReturnRequest(referral_id=row.id, reason=reason, proposed_unit_id=proposed_unit_id, was_acknowledged=acknowledged, at=asked_at)
    db.session.add(request)
    deadline.end(case, "acknowledge", "return", by=by)
    started = deadline.begin(case, "return_decision", by=by)
    deadline.pause(case, row.clock, PauseReason.RETURN, limit_on=started.due_on, by=by)
    case.next_clock, case.next_on = "return_decision", started.due_on
    return request


def _handed_in(case: Case, row: Referral, paper: UnitPaper | None, act: str, by: Actor) -> dict[str, Any]:
    return unit_paper.take(case, paper, act, unit_id=row.unit_id, since=row.sent_at, by=by) if paper else {}


def decide_return(case: Case, *, to: Unit | None, decision: str, by: Actor) -> Referral:
    """T14: it stays (`to` None) and may not be returned again, or it goes to another unit with a new clock."""
    row = current(case)
    request = db.session.scalar(select(ReturnRequest).where(ReturnRequest.referral_id == row.id, ReturnRequest.decided_at.is_(None)))
    if request is None:
        raise Refused("return_nothing")
    decision = needed(decision, 1000, 20, "reason_needed")
    if to is not None:
        forwarding.check_sender(case, by)
        target.check(case, to)
    lifecycle.move(case, "T14", by=by, text=decision, facts={"stays": to is None, "unit": (to or row.unit).id})
    request.decided_at, request.stays, request.decision = by.at, to is None, decision
    deadline.end(case, "return_decision", by=by)
    if to is None:
        row.final = True
        deadline.resume(case, row.clock, by=by)
        deadline.begin(case, "acknowledge", by=by)
        return row
    deadline.end(case, row.clock, *deadline.SLIP_CLOCKS, "slip_acknowledge", "explanation", by=by)
    lapse(case, by=by)
    row.ended_at = by.at
    return _send(case, to, row.clock, row.opinion, row.opinion_by_id, by, final=True)


def ask_extension(case: Case, *, days: int, reason: str, by: Actor, paper: UnitPaper | None = None) -> Extension:
    """The unit asks for more working days: before the due day is over, the first time, within the policy's limit. From paper, what
    counts is the day on which it was handed in."""
    row, asked_at = current(case), paper.happened_at if paper else by.at
    running = deadline.running(case, *deadline.REPLY_CLOCKS, "rehandle", "send_back")
    most = limit_of(case.policy, running.clock).extension if running else 0
    if case.state not in (State.HANDLING, State.REHANDLE) or running is None or not most:
        raise Refused("extension_not_here")
    if running.due_on < clock.day_of(asked_at):
        raise Refused("extension_late")
    if extended(case):
        raise Refused("extension_once")
    if not 1 <= days <= most:
        raise Refused("extension_days", most=most)
    _within_ceiling(case, running, days)
    reason = needed(reason, 1000, 20, "reason_needed")
    facts = {"days": days} | _handed_in(case, row, paper, "behalf.extension", by)
    lifecycle.also(case, "behalf.extension" if paper else "extension.ask", by=by, happened_at=asked_at, text=reason, facts=facts)
    asked = Extension(referral_id=row.id, days=days, reason=reason, at=asked_at)
    db.session.add(asked)
    return asked


def decide_extension(case: Case, *, granted: bool, decision: str, by: Actor) -> None:
    """T15: granted, the due day moves and the original one stays for ever; the visitor is told either way."""
    asked = open_extension(case)
    running = deadline.running(case, *deadline.REPLY_CLOCKS)
    if asked is None or running is None:
        raise Refused("extension_nothing")
    decision = needed(decision, 1000, 20, "reason_needed")
    if granted:
        _within_ceiling(case, running, asked.days)
    lifecycle.move(case, "T15", by=by, text=decision, facts={"granted": granted, "days": asked.days, "reason": asked.reason})
    asked.decided_at, asked.granted, asked.decision = by.at, granted, decision
    if granted:
        deadline.extend(case, running, asked.days)
        ceiling, _ = deadline.ceilings(case)
        if ceiling is not None and not ceiling.extended_by and running.due_on > ceiling.due_on:
            deadline.extend(case, ceiling, limit_of(case.policy, "ceiling").extension)


def _within_ceiling(case: Case, running: deadline.Deadline, days: int) -> None:
    """No extension leads beyond the last day the visitor can be kept waiting (practice.md §3.2)."""
    last = deadline.beyond_ceiling(case, running, days)
    if last is not None:
        raise Refused("extension_ceiling", date=last.isoformat())


def lapse(case: Case, *, by: Actor) -> None:
    """More time that nobody decided on is not needed any more: the unit replied, or another one has the case now."""
    asked = open_extension(case)
    if asked is not None:
        asked.decided_at, asked.granted = by.at, False


def current(case: Case) -> Referral:
    """The slip the case lies with now; a case that was never referred is refused."""
    row = db.session.scalar(select(Referral).where(Referral.case_id == case.id).order_by(Referral.id.desc()))
    if row is None:
        raise Refused("not_referred")
    return row


def of_case(case: Case) -> list[Referral]:
    """All slips of a case, oldest first."""
    return list(db.session.scalars(select(Referral).where(Referral.case_id == case.id).order_by(Referral.id)))


def open_return(case: Case) -> ReturnRequest | None:
    """The request to return that waits for a decision."""
    return db.session.scalar(select(ReturnRequest).join(Referral, Referral.id == ReturnRequest.referral_id)
                             .where(Referral.case_id == case.id, ReturnRequest.decided_at.is_(None)))


def extended(case: Case) -> bool:
    """Whether more time was asked for on the slip the case lies with, whatever was decided."""
    return db.session.scalar(select(Extension.id).where(Extension.referral_id == current(case).id)) is not None


def open_extension(case: Case) -> Extension | None:
    """The request for more time that waits for a decision."""
    return db.session.scalar(select(Extension).join(Referral, Referral.id == Extension.referral_id)
                             .where(Referral.case_id == case.id, Extension.decided_at.is_(None)))
