"""The ladder in a file: its level, every reminder, slip, explanation and proposal that this actor may read, and what is suggested."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from portal.cases import advice, deadline, explanation, issuing, ladder, ladder_desk, proposal, reminder, slip, support
from portal.cases.case import WITH_UNIT, Case
from portal.cases.dissatisfaction import Fact, Sign
from portal.cases.slip import Standing
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.words import Speaker
from portal.network import access, calendar
from portal.network.actor import Actor
from portal.network.person import Person
from portal.web.office import rows


def steps_of(case: Case, by: Actor) -> dict[str, Any]:
    """Everything the section shows; empty rows where nothing happened. A unit reads a slip once it went out."""
    slips = [row for row in slip.of_case(case) if not by.units or row.number]
    given, today = {row.slip_id: row for row in explanation.of_case(case)}, clock.day_of(by.at)
    suggested = ladder.suggestions(case, by) if access.can(by, "slip.yellow", case) else []
    reminders = reminder.of_case(case)
    return {
        "level": ladder.level_of(case), "reminders": reminders, "slips": slips, "explanations": given, "suggested": suggested,
        "told": _told(case) if suggested else {},
        "late": {row.id for row in slips if row.is_late(today)}, "unexplained": {row.id for row in explanation.owed(case)},
        "explain_late": {row.id for row in slips if explanation.is_late(row, today)}, "out": Standing.OUT,
        "proposals": proposal.readable(case, by), "people": _names(reminders, slips), "supporting": support.of_case(case),
        "notes": support.notes_of(case), "evidence": {row.id: _evidence(row) for row in slips},
        "overdue": issuing.overdue(case, by) if case.state in WITH_UNIT else None,
        "first_due": _first_due(case)}


def _told(case: Case) -> dict[tuple[ladder.Why, date], datetime]:
    """When the representative was told of each reason, by the day it rests on, of the referral it lies with now."""
    return {(row.why, row.day): row.told_at for row in advice.of_case(case) if row.gone_at is None}


@dataclass(frozen=True)
class Line:
    """One step that waits, as the list of the day shows it."""

    level: str
    words: str
    number: str
    what: str
    href: str
    day: date | None
    left: int | None
    facts: tuple[Fact, ...]


NOUNS = {"reminder.give": "reminder", "slip.yellow": "yellow-slip", "slip.red": "red-slip", "slip.send_yellow": "yellow-signing",
         "slip.send_red": "red-signing", "slip.acknowledge": "slip-acknowledgement", "explanation.write": "head-explanation",
         "behalf.slip": "paper-slip", "behalf.explanation": "paper-explanation", "proposal.decide": "proposal-decision",
         "proposal.write": "proposal"}


def waiting(by: Actor, say: Speaker) -> list[Line]:
    """Steps of the ladder that wait for somebody today; what is suggested says why (X-02)."""
    days = calendar.workdays()
    return [Line(step.level.value, rows.excerpt(step.case, say), step.case.number, _what(step, say),
                 f"/office/cases/{step.case.number}/{NOUNS[step.act]}", step.day,
                 rows.days_left(step.day, clock.day_of(by.at), days) if step.number or step.act.startswith("slip.send_") else None,
                 step.suggestion.facts if step.suggestion else ()) for step in ladder_desk.steps(by)]


def _what(step: ladder_desk.Step, say: Speaker) -> str:
    if step.suggestion is not None:
        return say("office.ladder.why." + step.suggestion.why.value, date=say.date(step.suggestion.day), hours=step.suggestion.hours)
    return say("office.ladder.todo." + step.act.replace(".", "_"), slip=step.number)


def _evidence(row: slip.Slip) -> list[Fact]:
    """The facts a slip rests on, as they were stored with it."""
    return [Fact(Sign(fact["sign"]), fact["count"], tuple(date.fromisoformat(day) for day in fact["days"])) for fact in row.facts]


def _first_due(case: Case) -> Any:
    """The original due day of the unit's clock, which no slip moves."""
    row = deadline.running(case, *deadline.UNIT_CLOCKS)
    return row.original_due_on if row else None


def _names(reminders: list[reminder.Reminder], slips: list[slip.Slip]) -> dict[int, str]:
    ids = {one for row in reminders for one in (row.instructed_by_id, row.given_by_id)}
    ids |= {one for row in slips for one in (row.drawn_up_by_id, row.countersigned_by_id) if one}
    found = (db.session.get(Person, one) for one in ids)
    return {one.id: one.name for one in found if one is not None}
