"""Who draws up a slip, what it rests on, and who countersigns it: a person each time, never a timer (HB-64, HB-66, X-02)."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from portal.cases import deadline, dissatisfaction, ladder_record, lifecycle, referral, slip, timeline
from portal.cases.case import WITH_UNIT, Case
from portal.cases.deadline import Deadline
from portal.cases.dissatisfaction import Fact
from portal.cases.ladder_record import Record
from portal.cases.policy import limit_of
from portal.cases.referral import Referral
from portal.cases.slip import COLOUR, Level, Slip, Standing
from portal.foundation import clock, series, words
from portal.foundation.database import db
from portal.foundation.refusal import Moved, Refused
from portal.foundation.text import needed
from portal.foundation.workdays import Workdays
from portal.network import calendar, person, seats
from portal.network.actor import Actor
from portal.network.role import Role

UNSIGNED = "clock.unsigned"


class Missing(enum.StrEnum):
    """A fact a slip should rest on and does not; each wants a written reason of its own, counted in public (practice.md §13)."""

    SOME = "some"
    SERIOUS = "serious"
    LONG = "long"
    YELLOW = "yellow"


WANTED = {Missing.SOME: "refusal.slip_reason_some", Missing.SERIOUS: "refusal.slip_reason_serious",
          Missing.LONG: "refusal.slip_reason_long", Missing.YELLOW: "refusal.slip_reason_yellow"}


@dataclass(frozen=True)
class Footing:
    """What a slip would rest on now: the facts with their evidence, and those that are missing."""

    to: Referral
    overdue_days: int
    facts: list[Fact]
    missing: list[Missing]
    earlier: list[Slip]


def overdue(case: Case, by: Actor) -> int | None:
    """How many working days the unit's due day has passed; None while it has not."""
    return days_over(deadline.running(case, *deadline.UNIT_CLOCKS), calendar.workdays(), by)


def days_over(row: Deadline | None, days: Workdays, by: Actor) -> int | None:
    """The same of a clock that was read already."""
    day = clock.day_of(by.at)
    return days.between(row.due_on, day) if row is not None and _has_passed(row, day) else None


def _has_passed(row: Deadline, day: date) -> bool:
    return row.paused_on is None and row.due_on < day


def signers(level: Level, station_id: int, day: date) -> frozenset[int]:
    """Who may countersign, the drawer among them, who never does: the office a red slip; a yellow one the directors of the station and
    above, or the office where none of them but the drawer sits (HB-64, HB-66)."""
    return frozenset(who for who, _ in person.holders(Role.OFFICE, day)) if level is Level.A else seats.releasing(day)[station_id]


def falls_to_office(station_id: int, drawer: int, day: date, kept: frozenset[int] = frozenset()) -> bool:
    """Whether a yellow slip of this drawer waits for the office: no director but they sits at the station or above (HB-64), or none who
    is not kept from the matter (X-04)."""
    return not any(who != drawer and who not in kept and station_id in reached for who, reached in seats.served(frozenset({Role.DIRECTOR}), day).items())


def has_ground(case: Case, row: Slip, day: date) -> bool:
    """Whether a slip may go out on a day: a yellow one needs lateness then too, which an extension or a pause takes away (HB-64)."""
    running = deadline.running(case, *deadline.UNIT_CLOCKS)
    return row.level is Level.A or (running is not None and _has_passed(running, day))


def footing(case: Case, level: Level, by: Actor) -> Footing:
    """Compute what practice.md §13 asks for at a level; shown in the form as it will be stored."""
    return footing_of(ladder_record.of_case(case), level, by)


def footing_of(of: Record, level: Level, by: Actor) -> Footing:
    """The same from what was read already; a case that was never referred is refused."""
    if of.to is None:
        raise Refused("not_referred")
    earlier, late = of.on(Level.B), days_over(of.clock, of.rules.days, by) or 0
    if level is Level.B:
        facts = dissatisfaction.of_yellow(of)
        return Footing(of.to, late, facts, [] if facts else [Missing.SOME], [])
    facts, day = dissatisfaction.serious(of), clock.day_of(by.at)
    is_long = any(row.is_late(day) for row in earlier) or late >= of.rules.long_overdue  # 久拖 (HB-66)
    missing = [name for name, there in (
        (Missing.YELLOW, bool(earlier)), (Missing.LONG, is_long), (Missing.SERIOUS, bool(facts))) if not there]
    return Footing(of.to, late, facts, missing, earlier)


def draw_up(case: Case, level: Level, *, demand: str, by: Actor, reasons: Mapping[str, str] | None = None) -> Slip:
    """The case's representative draws it up; nothing goes out before it is countersigned. "May": nobody has to (HB-64)."""
    if case.state not in WITH_UNIT:
        raise Moved("slip_not_now")
    rests = footing(case, level, by)
    _check(case, level, rests, by)
    given = {name.value: needed((reasons or {}).get(name.value, ""), 500, 10, WANTED[name]) for name in rests.missing}
    demand = needed(demand, 1000, 20, "demand_needed")
    lifecycle.also(case, "slip." + COLOUR[level], by=by, text=demand, facts={"reasons": given} if given else {})
    row = Slip(
        case_id=case.id, referral=rests.to, level=level, round=case.round, station_id=case.station_id, demand=demand, number="",
        overdue_days=rests.overdue_days, reasons=given, drawn_up_by_id=by.person_id or 0, drawn_up_at=by.at,
        facts=[{"sign": fact.sign.value, "count": fact.count, "days": [day.isoformat() for day in fact.days]} for fact in rests.facts])
    db.session.add(row)
    return row


def cannot_wait(case: Case) -> bool:
    """Whether a red slip may go out without a yellow one, for a written reason: in danger, and where it was sorted as urgent (practice.md §13)."""
    return case.danger or case.urgent


def _check(case: Case, level: Level, rests: Footing, by: Actor) -> None:
    """What no reason can stand for: a yellow slip needs lateness, a red one a yellow before it, except where it is urgent (HB-64, HB-66)."""
    if level is Level.B and overdue(case, by) is None:
        raise Refused("slip_not_overdue")
    if Missing.YELLOW in rests.missing and not cannot_wait(case):
        raise Refused("slip_no_yellow")
    day = clock.day_of(by.at)
    for row in slip.on(rests.to, level, waiting=True):
        if row.standing is Standing.WAITING or (row.answered_at is None and not row.is_late(day)):
            raise Refused("slip_runs")


def countersign(case: Case, row: Slip, *, by: Actor) -> Slip:
    """The station (yellow) or the office (red) signs beside the representative: it gets its number and goes out, with its new day."""
    _check_waits(case, row, by)
    if case.state not in WITH_UNIT or referral.current(case).id != row.referral_id:
        raise Moved("slip_not_now")
    if not has_ground(case, row, clock.day_of(by.at)):
        raise Moved("slip_not_overdue")
    row.year = clock.day_of(by.at).year
    row.serial = series.advance(f"slip:{COLOUR[row.level]}:{case.station.code}:{row.year}")
    row.number = slip.official(row.level, row.year, row.serial, words.home())
    row.countersigned_by_id, row.countersigned_at = by.person_id, by.at
    row.due = deadline.begin(case, COLOUR[row.level], by=by)
    row.acknowledge_due = deadline.begin(case, "slip_acknowledge", by=by)
    facts = {"slip": row.number, "new_due": row.due.due_on.isoformat(), "reasons": row.reasons}
    if row.level is Level.A:
        row.explain_due = deadline.begin(case, "explanation", by=by)
        facts["explain_due"] = row.explain_due.due_on.isoformat()
    lifecycle.also(case, "slip.send_" + COLOUR[row.level], by=by, facts=facts, for_visitor=True)
    return row


def decline(case: Case, row: Slip, *, reason: str, by: Actor) -> None:
    """It is not countersigned, with the reason: it never went out and has no number."""
    _check_waits(case, row, by)
    reason = needed(reason, 500, 10, "reason_needed")
    lifecycle.also(case, "slip.send_" + COLOUR[row.level], by=by, text=reason, facts={"countersigned": False})
    row.countersigned_by_id, row.countersigned_at, row.declined_because = by.person_id, by.at, reason


def sign_by(case: Case, row: Slip) -> date:
    """The last day for the second signature: until then nobody knows of the slip but those who sign it."""
    return deadline.counted(calendar.workdays(), clock.day_of(row.drawn_up_at), limit_of(case.policy, "countersign").limit, True).due


def unsigned(case: Case, day: date) -> list[Slip]:
    """The slips whose second signature is late on a day, while the case lies with the unit they are for and they may still go out."""
    return [row for row in slip.of_case(case) if row.standing is Standing.WAITING and case.state in WITH_UNIT
            and sign_by(case, row) < day and has_ground(case, row, day)]


def tell_unsigned(case: Case, *, by: Actor) -> None:
    """A second signature is late: the story says so, inside, and once for each slip. Signing stays a person's (X-02)."""
    said = [event.facts["slip_id"] for event in timeline.story(case) if event.act == UNSIGNED]
    late = [row for row in unsigned(case, clock.day_of(by.at)) if row.id not in said]
    if not late:
        raise Moved("slip_decided")
    for row in late:
        lifecycle.also(case, UNSIGNED, by=by, facts={"slip_id": row.id, "level": row.level.value})


def _check_waits(case: Case, row: Slip, by: Actor) -> None:
    if row.case_id != case.id or row.standing is not Standing.WAITING:
        raise Moved("slip_decided")
    if row.drawn_up_by_id == by.person_id:
        raise Refused("slip_own")
