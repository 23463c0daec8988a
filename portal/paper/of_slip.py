"""A file as its A4 papers tell it: which of its papers there are, who may have them, and what stands on each (HB-60 … 67)."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from portal.cases import deadline, explanation, ladder, proposal, referral, reminder, reply, slip, support
from portal.cases.case import Case
from portal.cases.referral import Referral
from portal.cases.slip import Level, Slip
from portal.foundation import clock
from portal.foundation.refusal import Missing
from portal.network import person
from portal.network.actor import Actor
from portal.network.network import Network
from portal.paper.slip import (
    CoverFacts, Earlier, Entry, ExplanationFacts, Ground, ProposalFacts, ReferralFacts, Reminded, Sheet, SlipFacts,
)


@dataclass(frozen=True)
class Imprint:
    """What stands on a paper beside the case: whose network, the portal's own address, which copy, printed when."""

    network: Network
    public_url: str
    copy: int
    today: date
    by: str


def sheet_of(case: Case, what: str, on: Imprint, *, by: Actor) -> Sheet:
    """The facts of the paper `what` ("cover", "referral-3", "slip-1" …); one that is not there or not theirs raises Missing."""
    name, _, number = what.partition("-")
    make = MAKERS.get(name)
    if make is None or (name != "cover") != number.isdecimal():
        raise Missing
    return make(case, int(number or 0), _common(case, on), by)


def _common(case: Case, on: Imprint) -> dict[str, Any]:
    here = case.station
    return {"network": on.network.name, "motto": on.network.motto, "station": here.name, "address": here.address,
            "phone": here.phone, "number": case.number,
            "link": f"{on.public_url}/office/cases/{case.number}", "printed_on": on.today, "printed_by": on.by,
            "copy": on.copy, "sealed": case.sealed, "demo": on.network.demo}


def _referral(case: Case, row_id: int, common: dict[str, Any], by: Actor) -> Sheet:
    row = _one(referral.of_case(case), row_id)
    _for_its_unit(row, by)
    runs = _clock_of(case, row, row.clock)
    if runs is None:
        raise Missing
    signed, returned = _clock_of(case, row, "acknowledge"), None if row.final else _clock_of(case, row, "return")
    return ReferralFacts(
        **common, official=row.number, unit=row.unit.name, sent_at=row.sent_at, clock=row.clock, days=runs.limit,
        working=runs.working, due_on=runs.due_on, first_due_on=runs.original_due_on,
        opinion=row.opinion, opinion_by=person.name_of(row.opinion_by_id),
        words=case.words, wants=case.wants, place=case.place, kind=case.kind, category=case.category or "", affects=case.affects or "",
        urgent=case.urgent, danger=case.danger,
        final=row.final, acknowledge_on=signed and signed.due_on, return_on=returned and returned.due_on,
        supporting=tuple(one.unit.name for one in support.of_case(case) if one.referral_id == row.id))


def _slip(case: Case, row_id: int, common: dict[str, Any], by: Actor) -> Sheet:
    row = _sent(case, row_id, by)
    assert row.due is not None and row.countersigned_at is not None and row.countersigned_by_id is not None
    first = [each for each in deadline.of_case(case) if each.clock in deadline.UNIT_CLOCKS and each.round == row.round
             and each.started_on <= clock.day_of(row.drawn_up_at)]
    return SlipFacts(
        **common, level=row.level.value, official=row.number, unit=row.referral.unit.name, referral=row.referral.number,
        referred_at=row.referral.sent_at, first_due_on=first[-1].original_due_on if first else None, overdue_days=row.overdue_days,
        demand=row.demand, due_on=row.due.due_on, drawn_by=person.name_of(row.drawn_up_by_id), drawn_at=row.drawn_up_at,
        signed_by=person.name_of(row.countersigned_by_id), signed_at=row.countersigned_at, words=case.words[:200],
        acknowledge_on=row.acknowledge_due and row.acknowledge_due.due_on, explain_on=row.explain_due and row.explain_due.due_on,
        grounds=_grounds(row), reasons=tuple(row.reasons.items()), reminders=_reminders(case, row),
        earlier=_earlier(row, row.countersigned_at),
        withdrawn_at=row.withdrawn_at, withdrawn_because=row.withdrawn_because)


def _grounds(row: Slip) -> tuple[Ground, ...]:
    return tuple(Ground(sign=fact["sign"], count=fact["count"], days=tuple(date.fromisoformat(day) for day in fact["days"]))
                 for fact in row.facts)


def _earlier(row: Slip, sent_at: datetime) -> tuple[Earlier, ...]:
    """What was done after each yellow slip before this one (practice.md §2.4): no more than was so when this one went out."""
    def by_then(moment: datetime | None) -> datetime | None:
        return moment if moment is not None and moment <= sent_at else None
    return tuple(Earlier(official=each.number, signed_for=by_then(each.acknowledged_at), answered=by_then(each.answered_at),
                         due_on=each.due.due_on, passed=each.due.due_on < clock.day_of(by_then(each.answered_at) or sent_at))
                 for each in slip.on(row.referral, Level.B) if each.id < row.id and each.due is not None)


def _reminders(case: Case, row: Slip) -> tuple[Reminded, ...]:
    return tuple(Reminded(day=each.happened_at, way=each.way.value, promised_on=each.promised_on) for each in reminder.of_case(case)
                 if each.referral_id == row.referral_id and each.happened_at <= row.drawn_up_at)


def _explanation(case: Case, row_id: int, common: dict[str, Any], by: Actor) -> Sheet:
    row = _sent(case, row_id, by)
    if row.explain_due is None or row.countersigned_at is None:
        raise Missing
    return ExplanationFacts(**common, official=row.number, unit=row.referral.unit.name,
                            representative=person.name_of(row.drawn_up_by_id), sent_at=row.countersigned_at,
                            explain_on=row.explain_due.due_on)


def _proposal(case: Case, row_id: int, common: dict[str, Any], by: Actor) -> Sheet:
    row = _one(proposal.readable(case, by), row_id)
    given = explanation.of_slip(row.slip)
    sent = tuple((each.number, each.countersigned_at) for each in slip.of_case(case)
                 if each.referral_id == row.slip.referral_id and each.number and each.countersigned_at and not each.withdrawn_at)
    return ProposalFacts(
        **common, unit=row.slip.referral.unit.name, addressee=row.addressee.value, slips=sent,
        explained_at=given.happened_at if given else None, what_happened=row.facts, opinion=row.opinion,
        written_by=person.name_of(row.written_by_id), written_at=row.written_at,
        decision=row.decision.value if row.decision else "", decided_at=row.decided_at, answer=row.answer)


def _cover(case: Case, row_id: int, common: dict[str, Any], by: Actor) -> Sheet:
    if by.units:
        raise Missing
    level = ladder.level_of(case)
    return CoverFacts(
        **common, registered_at=case.registered_at, channel=case.channel.value, kind=case.kind, category=case.category or "",
        accepted_at=case.accepted_at, closed_at=case.closed_at, agent=case.agent.name if case.agent else "",
        unit=case.unit.name if case.unit else "", outcome=case.outcome.value if case.outcome else "",
        level=level.value if level else "", entries=_entries(case))


def _entries(case: Case) -> tuple[Entry, ...]:
    """What lies in the file, oldest first; a proposal lies elsewhere, and its being there is not told (HB-67)."""
    found = [Entry(what="paper.referral.title", official=row.number, day=row.sent_at) for row in referral.of_case(case)]
    found += [Entry(what="paper.level." + row.level.value, official=row.number, day=row.countersigned_at)
              for row in slip.of_case(case) if row.number and row.countersigned_at]
    found += [Entry(what="paper.explanation.title", official=row.slip.number, day=row.happened_at)
              for row in explanation.of_case(case)]
    found += [Entry(what="paper.cover.reply", official="", day=row.at) for row in reply.of_case(case)]
    return tuple(sorted(found, key=lambda entry: entry.day))


def _one(rows: list[Any], row_id: int) -> Any:
    row = next((row for row in rows if row.id == row_id), None)
    if row is None:
        raise Missing
    return row


def _sent(case: Case, row_id: int, by: Actor) -> Slip:
    """A slip that went out: before that there is no paper of it."""
    row: Slip = _one(slip.of_case(case), row_id)
    if not row.number:
        raise Missing
    _for_its_unit(row.referral, by)
    return row


def _for_its_unit(row: Referral, by: Actor) -> None:
    """A unit gets what was sent to it, not what was sent to another."""
    if by.units and row.unit_id not in by.units:
        raise Missing


def _clock_of(case: Case, row: Referral, name: str) -> deadline.Deadline | None:
    """The clock that a referral started."""
    day = clock.day_of(row.sent_at)
    found = [each for each in deadline.of_case(case) if each.clock == name and each.started_on == day]
    return found[-1] if found else None


MAKERS: dict[str, Callable[[Case, int, dict[str, Any], Actor], Sheet]] = {
    "referral": _referral, "slip": _slip, "explanation": _explanation, "proposal": _proposal, "cover": _cover}
