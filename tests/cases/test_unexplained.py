"""The explanation a red slip asks for does not fall away with the reply: its day passes, and the representative is led on (HB-66, HB-67)."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal import jobs
from portal.cases import advice, care, desk, invariants, ladder_desk, unseen
from portal.cases.case import Case, State
from portal.cases.ladder import Why
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.refusal import Moved
from portal.foundation.unit_of_work import unit_of_work
from portal.network.person import Person
from portal.notices.notice import Kind, Notice
from tests.cases.ladder_scene import B, explain, late, on, out, red, remind
from tests.cases.test_red_slip import propose
from tests.cast import Cast

PASSED = date(2026, 3, 27)  # the head had three working days from the 23rd


def close(cast: Cast, case: Case) -> None:
    cast.reply(case)
    cast.pass_on(case)
    cast.tell(case)
    cast.rate(case)


def sweep(app: Flask, cast: Cast) -> list[tuple[str, str]]:
    """What is suggested to the representative after the clock came by twice."""
    jobs.sweep(app)
    jobs.sweep(app)
    db.session.rollback()
    return sorted((step.act, step.suggestion.why) for step in ladder_desk.steps(cast.actor("rep")) if step.suggestion)


def told() -> int | None:
    """How often the representative was told that a slip is late."""
    return db.session.scalar(select(func.count()).select_from(Notice).join(Person, Person.id == Notice.person_id)
                             .where(Notice.kind == Kind.SLIP_LATE, Person.login == "rep"))


@pytest.mark.parametrize(("answer", "state"), [(Cast.reply, State.REPLIED), (close, State.CLOSED)])
def test_hb_66_67_once_the_unit_replied_a_missing_explanation_still_leads_on(app: Flask, cast: Cast, answer: Callable[[Cast, Case], object],
                                                                            state: State) -> None:
    """A reminder and a proposal are suggested, each told once, and nothing else of the slip; the head's word takes the reason away."""
    case, row = red(cast)
    answer(cast, case)
    assert case.state is state and sweep(app, cast) == []
    before = told()
    on(PASSED)
    assert sweep(app, cast) == [("proposal.write", Why.PROPOSAL), ("reminder.give", Why.UNEXPLAINED)]
    assert told() == (before or 0) + 1 + (state is State.REPLIED), "nobody signed for it either, and that clock ends with the matter"
    assert [found.why for found in advice.of_case(case) if found.gone_at is None] == [Why.UNEXPLAINED, Why.PROPOSAL]
    remind(cast, case)
    assert sweep(app, cast) == [("proposal.write", Why.PROPOSAL)]
    propose(cast, case, row)
    assert sweep(app, cast) == []
    explain(cast, case, row)
    sweep(app, cast)
    assert [found.why for found in advice.of_case(case) if found.gone_at is None] == [] and invariants.broken() == []
    with pytest.raises(Moved, match="remind_not_now"):
        remind(cast, case)


def test_hb_66_who_withdraws_the_matter_leaves_nothing_to_press_for(app: Flask, cast: Cast) -> None:
    case, _ = red(cast)
    cast.reply(case)
    with unit_of_work():
        care.withdraw(case, own_will=True, by=cast.visitor(case))
    on(PASSED)
    assert sweep(app, cast) == []
    with pytest.raises(Moved, match="remind_not_now"):
        remind(cast, case)


def test_x_17_what_was_reminded_of_crowds_no_new_suggestion_out(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every case is looked at until the list is full; one more than it holds says that there are more."""
    monkeypatch.setattr(ladder_desk, "MOST", 2)
    monkeypatch.setattr(ladder_desk, "BATCH", 2)
    quiet = [late(cast) for _ in range(3)]
    for case in quiet:
        remind(cast, case)
    fresh = [late(cast) for _ in range(4)]
    found = ladder_desk.steps(cast.actor("rep"))
    assert [step.case for step in found] == fresh[:3] and {step.act for step in found} == {"reminder.give"}


def test_x_17_newer_slips_of_others_and_of_what_is_over_crowd_none_out(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The unit's own slip is the oldest; a slip nobody signed for is signed for no more when its matter is over."""
    monkeypatch.setattr(ladder_desk, "BATCH", 2)
    mine = late(cast)
    row = out(cast, mine, B)
    for _ in range(2):
        over = late(cast)
        out(cast, over, B)
        close(cast, over)
    others = [late(cast, unit="区水务公司") for _ in range(2)]
    for case in others:
        out(cast, case, B)
    assert [(step.case, step.act, step.number) for step in ladder_desk.steps(cast.actor("officer"))] == [(mine, "slip.acknowledge", row.number)]
    assert ladder_desk.steps(cast.actor("liaison")) == []


def told_of(*kinds: Kind) -> set[str]:
    return set(db.session.scalars(select(Person.login).join(Notice, Notice.person_id == Person.id).where(Notice.kind.in_(kinds))))


@pytest.mark.parametrize(("gone", "presses"), [(("rep",), "director"), (("rep", "director"), "office")])
def test_hb_66_where_who_drew_it_up_left_it_is_told_and_stands_on_the_day_of_who_answers_for_the_station(
        app: Flask, cast: Cast, gone: tuple[str, ...], presses: str) -> None:
    """A matter that is over is handed over no more: the director presses for its explanation, and the office where none sits (YT-18)."""
    case, row = red(cast)
    close(cast, case)
    assert desk.lying(cast.actor(presses)) == []
    with unit_of_work():
        for login in gone:
            for held in cast.person(login).grants:
                held.until = clock.today() - timedelta(days=1)
    on(PASSED)
    jobs.sweep(app)
    db.session.rollback()
    assert told_of(Kind.SLIP_LATE) == told_of(Kind.SUGGESTED) == {presses}
    assert {login for login in ("rep", "director", "director-s02", "office", "liaison") if case in desk.lying(cast.actor(login))} == {presses}
    assert desk.unexplained([case], PASSED) == {case.id}
    explain(cast, case, row)
    assert desk.lying(cast.actor(presses)) == [] and desk.unexplained([case], PASSED) == set()


def test_hb_66_where_nobody_is_left_to_press_whoever_seats_people_is_told_how_much_there_is(cast: Cast) -> None:
    case, row = red(cast)
    close(cast, case)
    with unit_of_work():
        for login in ("rep", "director", "office"):
            for held in cast.person(login).grants:
                held.until = clock.today() - timedelta(days=1)
    before = unseen.waiting(clock.today()).count
    on(PASSED)
    assert unseen.waiting(PASSED).count == before + 1
    explain(cast, case, row)
    assert unseen.waiting(PASSED).count == before
