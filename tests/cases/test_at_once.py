"""Two who act on the same case at the same moment: one wins, the others are told that it moved on, nothing is doubled (R13, R14)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from portal import jobs
from portal.cases import acceptance, care, delivery, invariants, preparing, publication, referral, reply, timeline
from portal.cases.case import Case, State, still
from portal.cases.visitor import Identity
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.refusal import Moved, Refused
from portal.foundation.unit_of_work import unit_of_work
from tests.cast import Cast
from tests.together import at_once

Act = Callable[[Cast, Case], object]


def accept(cast: Cast, case: Case) -> object:
    sorting = acceptance.Sorting(2, "C4")
    return acceptance.accept(case, sorting, decided_by_id=cast.person("rep").id, by=cast.actor("liaison"))


def acknowledge(cast: Cast, case: Case) -> object:
    return referral.acknowledge(case, by=cast.actor("officer"))


def pass_on(cast: Cast, case: Case) -> object:
    return reply.pass_on(case, answers_the_question=True, by=cast.actor("rep"))


def seen(cast: Cast) -> Case:
    """A closed case whose visitor looked at the page it will have and found it well."""
    case = cast.closed()
    with unit_of_work():
        preparing.show(case, by=cast.actor("rep"))
        preparing.answer(case, preparing.Word.WELL, by=cast.visitor(case))
    return case


def publish(cast: Cast, case: Case) -> object:
    return publication.publish(case, by=cast.actor("director"))


def withdraw(cast: Cast, case: Case) -> object:
    return care.withdraw(case, own_will=True, by=cast.visitor(case))


def doing(act: Act, case_id: int) -> Callable[[], str]:
    def do() -> str:
        with unit_of_work():
            act(Cast(), db.session.get_one(Case, case_id))
        return "done"
    return do


@pytest.mark.parametrize(("make", "acts"), [
    (lambda cast: cast.register().case, [accept]), (lambda cast: cast.referred(), [acknowledge]), (lambda cast: cast.replied(), [pass_on]),
    (seen, [publish]), (lambda cast: cast.replied(), [pass_on, withdraw])])
def test_one_wins_and_the_others_are_told(empty_app: Flask, make: Callable[[Cast], Case], acts: list[Act]) -> None:
    with empty_app.app_context():
        case = make(Cast())
        case_id, before = case.id, case.events
    came = at_once(empty_app, [doing(acts[place % len(acts)], case_id) for place in range(6)])
    with empty_app.app_context():
        case = db.session.get_one(Case, case_id)
        done = came.count("done")
        assert done == 1 or (done == 2 and case.state is State.WITHDRAWN)  # passed on first, then withdrawn: two acts, in order
        assert all(each == "done" or isinstance(each, Refused) for each in came), came
        assert case.events == before + done == len(timeline.story(case))
        assert invariants.broken() == []


def test_a_form_made_from_an_older_version_is_refused(cast: Cast) -> None:
    case = cast.register().case
    seen = case.version
    assert still(case, seen) is case and still(case, None) is case
    accept_it = doing(accept, case.id)
    accept_it()
    with pytest.raises(Moved):
        still(db.session.get_one(Case, case.id), seen)


@pytest.fixture
def due(cast: Cast) -> list[Case]:
    """One asked back too long ago, one nobody could reach and nobody rated, one that still has time."""
    asked, told = cast.register().case, cast.delivered(identity=Identity())
    with unit_of_work():
        acceptance.clarify(asked, question="在哪？", by=cast.actor("liaison"))
    clock.freeze(clock.now() + timedelta(days=16))
    young = cast.register().case
    with unit_of_work():
        acceptance.clarify(young, question="在哪？", by=cast.actor("liaison"))
    return [asked, told, young]


def test_the_clock_does_each_due_thing_once_however_many_run(app: Flask, due: list[Case]) -> None:
    """R14: four clocks at the same moment, then one more."""
    came = at_once(app, [lambda: jobs.sweep(app)] * 4)
    assert sum(each for each in came if isinstance(each, int)) == 2, came
    assert jobs.sweep(app) == 0
    db.session.expire_all()
    asked, told, young = due
    assert (asked.state, told.state, young.state) == (State.REGISTERED, State.CLOSED, State.CLARIFYING)
    assert [event.role for event in timeline.story(asked)][-1] == "system" and invariants.broken() == []


def test_what_a_rule_refuses_stays_for_people(app: Flask, cast: Cast) -> None:
    """A visitor who left a phone is tried three times first (X-01)."""
    case = cast.delivered()
    clock.freeze(clock.now() + timedelta(days=30))
    assert jobs.sweep(app) == 0
    assert db.session.get_one(Case, case.id).state is State.DELIVERED and not delivery.tries_of(case)
