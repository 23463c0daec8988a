"""What the ladder looks at, of many cases in a handful of reads: the unit's clocks, slips, reminders, questions and ratings (§13)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlalchemy import ColumnElement, bindparam, select

from portal.cases.case import WITH_UNIT, Case
from portal.cases.deadline import UNIT_CLOCKS, Deadline
from portal.cases.policy import limit_of
from portal.cases.rating import Rating
from portal.cases.referral import Referral
from portal.cases.reminder import Reminder
from portal.cases.slip import Level, Slip, those_on
from portal.cases.timeline import Event
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.workdays import Workdays
from portal.network import calendar

Row = TypeVar("Row", Deadline, Referral, Slip, Reminder, Rating, Event)
SIGNING = "acknowledge"
ASKED, PRESSED = "case.ask_again", "case.pressed"


@dataclass(frozen=True)
class Rules:
    """What the facts are held against: the calendar, and of the case's policy how early to warn and what is long, in working days,
    and within how many hours a unit is called where there is danger."""

    days: Workdays
    due_soon: int
    long_overdue: int
    danger_call: int


@dataclass(frozen=True)
class Record:
    """What is on record of one case; `to` and `slips` are of the referral it lies with now, `first_due` is the earliest day the unit
    had to answer by in this round, all else is of its whole life."""

    case: Case
    rules: Rules
    to: Referral | None
    clock: Deadline | None
    first_due: date | None
    signing: Deadline | None
    slips: list[Slip]
    reminders: list[Reminder]
    asked: list[Event]
    pressed: list[Event]
    ratings: list[Rating]

    def on(self, level: Level, waiting: bool = False) -> list[Slip]:
        """The slips of a level that are out; with `waiting` those to be countersigned too."""
        return those_on(self.slips, level, waiting)


def of_case(case: Case) -> Record:
    """What is on record of one case."""
    return of_cases([case])[0]


def led_on(cases: Iterable[Case]) -> list[Record]:
    """of_cases() for those the ladder may suggest something of: a unit has it, or has replied and owes the explanation of a red slip,
    which no reply and no closing gives (HB-66)."""
    cases = list(cases)
    others = [case.id for case in cases if case.state not in WITH_UNIT]
    owing = frozenset(db.session.scalars(_OWING, {"cases": others})) if others else ()
    return of_cases([case for case in cases if case.state in WITH_UNIT or case.id in owing])


_OWING = select(Slip.case_id).join(Deadline, Deadline.id == Slip.explain_id).where(
    Slip.case_id.in_(bindparam("cases", expanding=True)), Deadline.ended_at.is_(None))


def of_cases(cases: Iterable[Case]) -> list[Record]:
    """What is on record of some cases, in their order; as many reads for fifty as for one."""
    cases = list(cases)
    ids = [case.id for case in cases]
    # "+": of one case there are few clocks, of one clock very many; SQLite without statistics would take the index of clocks
    clocks = _by_case(Deadline, ids, (Deadline.clock + "").in_((*UNIT_CLOCKS, SIGNING)))
    referrals, slips, reminders, ratings = (_by_case(what, ids) for what in (Referral, Slip, Reminder, Rating))
    events = _by_case(Event, ids, Event.act.in_((ASKED, PRESSED)))

    days = calendar.workdays()
    rules = {name: Rules(days, *(limit_of(name, limit).limit for limit in ("due_soon", "long_overdue", "danger_call")))
             for name in {case.policy for case in cases}}

    def one(case: Case) -> Record:
        to = referrals[case.id][-1] if referrals[case.id] else None
        running = {row.clock == SIGNING: row for row in clocks[case.id] if row.ended_at is None}  # the newest of each
        told: dict[str, list[Event]] = {act: [row for row in events[case.id] if row.act == act] for act in (ASKED, PRESSED)}
        return Record(case, rules[case.policy], to, running.get(False), _first_due(case, to, clocks[case.id]), running.get(True),
                      [row for row in slips[case.id] if row.referral is to], reminders[case.id], told[ASKED], told[PRESSED], ratings[case.id])
    return [one(case) for case in cases]


def _first_due(case: Case, to: Referral | None, clocks: list[Deadline]) -> date | None:
    """A reply that was sent back brings a new day and takes away none (T17); another round and another unit begin anew."""
    sent = clock.day_of(to.sent_at) if to else None
    return min((row.due_on for row in clocks if row.clock != SIGNING and row.round == case.round and sent and row.started_on >= sent),
               default=None)


def _by_case(what: type[Row], ids: list[int], *where: ColumnElement[bool]) -> defaultdict[int, list[Row]]:
    """The rows of some cases, each case's oldest first."""
    found: defaultdict[int, list[Row]] = defaultdict(list)
    for row in db.session.scalars(select(what).where(what.case_id.in_(ids), *where).order_by(what.id)):
        found[row.case_id].append(row)
    return found
