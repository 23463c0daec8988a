"""The ladder in the simulated year: everybody opens their desk once a day and takes some of the steps there (practice.md §13)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from portal.cases import explanation, issuing, ladder_desk, proposal, reminder, slip
from portal.cases.case import Case
from portal.cases.ladder_desk import Step
from portal.cases.proposal import Addressee, Decision
from portal.cases.reminder import RemindBy
from portal.cases.slip import Level, Slip, Standing
from portal.network.actor import Actor
from tests.bench.year_people import sheet

if TYPE_CHECKING:
    from tests.bench.year_life import Year

Take = Callable[["Year", Case, Step, Actor], object]


def remind(year: Year, case: Case, step: Step, by: Actor) -> None:
    """C, by telephone, with a day promised now and then."""
    promised_on = by.at.date() if year.dice.random() < 0.3 else None
    reminder.remind(case, way=year.dice.choice((RemindBy.URGING, RemindBy.ENQUIRY)), spoke_to="经办甲", said="请尽快办理。",
                    promised_on=promised_on, by=by)


def draw_up(year: Year, case: Case, step: Step, by: Actor) -> None:
    """B or A as it is suggested; what is not on record gets its written reason."""
    wanted = issuing.footing(case, step.level, by).missing
    issuing.draw_up(case, step.level, demand="请在限期内办结并答复。", reasons=dict.fromkeys([one.value for one in wanted], "特别情况。"), by=by)


def countersign(year: Year, case: Case, step: Step, by: Actor) -> None:
    """The second signature, or a no with its reason."""
    row = next(row for row in slip.of_case(case) if row.standing is Standing.WAITING and row.level is step.level)
    if year.dice.random() < 0.08:
        issuing.decline(case, row, reason="再等两天。", by=by)
    else:
        issuing.countersign(case, row, by=by)


def _numbered(case: Case, step: Step) -> Slip:
    return next(row for row in slip.of_case(case) if row.number == step.number and row.level is step.level)


def acknowledge(year: Year, case: Case, step: Step, by: Actor) -> None:
    """Signed for by the unit, or entered from its paper."""
    slip.acknowledge(case, _numbered(case, step), by=by, paper=sheet(case) if step.act.startswith("behalf") else None)


def explain(year: Year, case: Case, step: Step, by: Actor) -> None:
    """By the head, or from the head's signed sheet; the slow let it wait."""
    if case.id % year.slow == 0 and year.dice.random() < 0.8:
        return
    explanation.explain(case, _numbered(case, step), cause="人手不足。", responsibility="由我负责。", measures="三日内修好。", by=by,
                        paper=sheet(case) if step.act.startswith("behalf") else None)


def decide(year: Year, case: Case, step: Step, by: Actor) -> None:
    """The addressee answers the representative."""
    given = proposal.newest(case, decided=False)
    if given is not None:
        proposal.decide(case, given, decision=year.dice.choice(list(Decision)), answer="已约谈。", by=by)


def propose(year: Year, case: Case, step: Step, by: Actor) -> None:
    """Accountability, where the desk says that it is possible."""
    for row in proposal.open_for(case)[:1]:
        _propose(year, case, row, by)


def _propose(year: Year, case: Case, row: Slip, by: Actor) -> None:
    addressee = Addressee.OFFICE if case.sealed else year.dice.choice(list(Addressee))
    proposal.propose(case, row, addressee=addressee, facts="红单逾期未说明。", opinion="建议约谈。", by=by)


# How likely each step of a desk is taken on a day.
TAKEN: dict[str, tuple[float, Take]] = {
    "reminder.give": (0.5, remind), "slip.yellow": (0.4, draw_up), "slip.red": (0.5, draw_up),
    "slip.send_yellow": (0.7, countersign), "slip.send_red": (0.7, countersign),
    "slip.acknowledge": (0.5, acknowledge), "behalf.slip": (0.5, acknowledge),
    "explanation.write": (0.3, explain), "behalf.explanation": (0.3, explain), "proposal.decide": (0.3, decide),
    "proposal.write": (0.1, propose),
}


def open_desks(year: Year) -> None:
    """Everybody's list of the ladder, and what they do about it."""
    for login in sorted(year.people.seats):
        for step in ladder_desk.steps(year.people.one(login)):
            year.suggested += step.suggestion is not None
            chance, take = TAKEN[step.act]
            if year.dice.random() < chance:
                year.attempt(step.case.id, lambda year, case, step=step, take=take, login=login: take(  # type: ignore[misc]
                    year, case, step, year.people.one(login)))


def after(year: Year, case: Case) -> None:
    """A representative looks at a case with slips: one is withdrawn now and then, a late explanation brings a proposal."""
    by = year.people.agent(case)
    for row in slip.of_case(case):
        if row.standing is not Standing.OUT:
            continue
        if row.level is Level.A and row in proposal.open_for(case) and explanation.is_late(row, year.day) \
                and year.dice.random() < 0.5:
            _propose(year, case, row, by)
        elif row.answered_at is None and year.dice.random() < 0.04:
            slip.withdraw(case, row, reason="误发，情况已说明。", by=by)
