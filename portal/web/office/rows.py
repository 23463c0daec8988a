"""One line of a list of cases: what it may show, never who came, never the words of a sealed matter (X-04, R27)."""

from dataclasses import dataclass
from datetime import date

from portal.cases import category, deadline, forwarding, hands, ladder, unit_paper
from portal.cases.case import Case, State
from portal.cases.slip import Level
from portal.foundation.words import Speaker
from portal.foundation.workdays import Workdays
from portal.network import access, calendar, excluded
from portal.network.actor import Actor
from portal.network.role import OWNERS
from portal.web import gate
from portal.web.office import next_step

EXCERPT = 90


@dataclass(frozen=True)
class Row:
    """What templates/office/rows shows of one case."""

    number: str
    href: str
    words: str
    wait: str
    place: str
    code: State
    state: str
    unit: str
    when: date | None
    days: int | None
    provisional: bool
    stage: int
    again: bool
    danger: bool
    urgent: bool
    sealed: bool
    quoted: bool
    lang: str
    level: str
    original: date | None
    waits_since: date | None


def of(cases: list[Case], by: Actor, today: date, say: Speaker) -> list[Row]:
    """The lines of some cases; the calendar is read once for all of them."""
    days, levels = calendar.workdays(), ladder.levels(case for case in cases if case.is_open)
    moved, waiting = _beside(cases, today)
    left, signing = hands.gone(today) if access.can(by, "case.hand_over") else {}, unit_paper.units_signing_in(by)
    two_step = forwarding.goes_through_office()
    named = excluded.unresolved_among(one.id for one in cases) if by.has(*OWNERS) else frozenset()
    shut = unit_paper.shut_out(by)  # to these the unit's own people answer nothing: the desk does
    steps = ["office.today.find_out" if case.id in named and case.is_open else next_step.of(case, by, signing - {case.unit_id} if case.id in shut else signing, two_step) or ("office.today.hand_over" if hands.is_among(case, left) else "") for case in cases]
    return [_row(case, step, today, say, days, levels.get(case.id), moved.get(case.id), waiting.get(case.id))
            for case, step in zip(cases, steps, strict=True)]


def _beside(cases: list[Case], today: date) -> tuple[dict[int, date], dict[int, date]]:
    """The first due day where the present one is another, and the visitor's own clock where it has passed: one read."""
    leads = {case.id: case.next_clock for case in cases}
    rows = deadline.remarkable(leads, today)
    return ({row.case_id: row.original_due_on for row in rows if row.clock == leads[row.case_id] and row.due_on != row.original_due_on},
            {row.case_id: row.due_on for row in rows if row.clock == "ceiling" and row.due_on < today})


def _row(case: Case, step: str, today: date, say: Speaker, days: Workdays, level: Level | None, original: date | None,
         waits_since: date | None) -> Row:
    quoted = bool(case.words) and not case.sealed
    href = f"/office/cases/{case.number}"
    return Row(
        number=case.number, href=f"{href}/words" if step == "office.today.write_down" else href, words=excerpt(case, say),
        wait=say(step) if step else "", place=case.station.name, code=case.state, state=say("common.state." + case.state.value),
        unit=case.unit.name if case.unit is not None and not case.sealed else "", when=case.next_on,
        days=days_left(case.next_on, today, days),
        provisional=case.next_on is not None and case.next_on.year not in days.known_years,
        stage=case.stage, again=case.round > 1, danger=case.danger, urgent=case.urgent, sealed=case.sealed, quoted=quoted,
        lang=case.locale.replace("_", "-"), level=level.value if level else "",
        original=original, waits_since=waits_since)


def excerpt(case: Case, say: Speaker) -> str:
    """A matter in a line: its first words, or what may be said instead."""
    if case.sealed:
        return say("office.today.sealed")
    if not case.words:
        return say("office.today.unwritten")
    words = " ".join(case.words[:EXCERPT * 2].split())
    return words if len(words) <= EXCERPT else words[:EXCERPT] + "…"


def classes() -> dict[str, list[tuple[str, str]]]:
    """The classes of matters in use, under the words of their top class."""
    say = gate.say()
    groups: dict[str, list[tuple[str, str]]] = {}
    for row in category.active():
        groups.setdefault(row.code[0], []).append((row.code, f"{row.code} {row.name or say('common.category.' + row.code)}"))
    return {say("common.category." + top): rows for top, rows in groups.items()}


def days_left(when: date | None, today: date, days: Workdays) -> int | None:
    """Working days until a date, 0 on the day itself, negative when it has passed, also over a weekend."""
    if when is None:
        return None
    left = days.between(today, when)
    if left == 0 and when != today:
        return 1 if when > today else -1
    return left
