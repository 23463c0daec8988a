"""Practice.md §9, rows 7, 8 and 9 staged: ping-pong between units, a slip that gets lost, a silent extension."""

from datetime import date

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DatabaseError

from portal.cases import deadline, ladder, ladder_desk, referral, timeline
from portal.cases.deadline import Deadline
from portal.cases.ladder import Why
from portal.cases.slip import Level
from portal.foundation.database import db
from portal.foundation.refusal import Refused
from portal.foundation.unit_of_work import unit_of_work
from tests.cases.ladder_scene import ask, late, on, out, remind
from tests.cast import Cast


def test_row_7_one_return_then_the_decision_binds_and_the_visitors_clock_runs_on(cast: Cast) -> None:
    """The signal: returns and who decided are in the visitor's own story; the ceiling from the first word never starts anew."""
    case = cast.referred()
    ceiling = deadline.running(case, "ceiling")
    with unit_of_work():
        referral.ask_return(case, reason="不归我办。", proposed_unit_id=cast.unit("区水务公司").id, by=cast.actor("officer"))
    on(date(2026, 3, 3))
    with unit_of_work():
        referral.decide_return(case, to=cast.unit("区水务公司"), decision="由水务公司办。", by=cast.actor("director"))
    with pytest.raises(Refused, match="return_once"), unit_of_work():
        referral.ask_return(case, reason="也不归我们。", proposed_unit_id=cast.unit().id, by=cast.actor("officer-2"))
    assert case.unit_id == cast.unit("区水务公司").id and deadline.running(case, "ceiling") is ceiling
    assert [event.move for event in timeline.story(case, for_visitor=True)][-2:] == ["T13", "T14"]


def test_row_7_slips_of_the_first_unit_do_not_follow_the_matter_to_the_next(cast: Cast) -> None:
    case = cast.referred(danger=True)
    row = out(cast, case, Level.A)
    with unit_of_work():
        referral.ask_return(case, reason="不归我办。", proposed_unit_id=None, by=cast.actor("officer"))
    with unit_of_work():
        referral.decide_return(case, to=cast.unit("区水务公司"), decision="由水务公司办。", by=cast.actor("director"))
    assert (row.standing, row.number, ladder.level_of(case)) == ("lapsed", "督红〔2026〕1号", None)
    assert ladder_desk.steps(cast.actor("head")) == [] and row.explain_due is not None and row.explain_due.ended_at is not None


def test_row_8_what_is_not_signed_for_in_a_day_is_seen_by_the_representative(cast: Cast) -> None:
    """Sent, not acknowledged: C suggested to the case's own representative until somebody did it; nobody else is asked."""
    case = cast.referred(clock_name="reply_ordinary")
    on(date(2026, 3, 3))
    assert ladder_desk.steps(cast.actor("rep")) == []
    on(date(2026, 3, 4))
    (step,) = ladder_desk.steps(cast.actor("rep"))
    assert (step.case, step.act, step.level) == (case, "reminder.give", Level.C)
    assert step.suggestion is not None and step.suggestion.why is Why.NOT_ACKNOWLEDGED
    assert [ladder_desk.steps(cast.actor(login)) for login in ("rep-2", "liaison", "officer", "director", "office")] == [[]] * 5
    remind(cast, case)
    assert ladder_desk.steps(cast.actor("rep")) == [] and case.state == "referred"


def test_row_8_a_yellow_slip_waits_at_each_desk_in_turn(cast: Cast) -> None:
    case = late(cast)
    ask(cast, case)
    assert [step.act for step in ladder_desk.steps(cast.actor("rep"))] == ["slip.yellow"]
    row = out(cast, case, Level.B, {})
    assert [(step.act, step.number) for step in ladder_desk.steps(cast.actor("officer"))] == [("slip.acknowledge", row.number)]
    assert ladder_desk.steps(cast.actor("officer-2")) == []


def test_row_9_no_day_moves_in_silence(cast: Cast) -> None:
    """After the due day there is no extension; the first due day is kept by the database itself; a slip's day stands beside it."""
    case = late(cast)
    with pytest.raises(Refused, match="extension_late"), unit_of_work():
        referral.ask_extension(case, days=3, reason="等配件。", by=cast.actor("officer"))
    running = deadline.running(case, "reply_simple")
    assert running is not None
    before = running.original_due_on, running.due_on
    row = out(cast, case, Level.B)
    assert (running.original_due_on, running.due_on) == before and row.due is not None and row.due.due_on > running.due_on
    assert case.next_on == running.due_on
    for statement in (update(Deadline).values(original_due_on=date(2026, 4, 1)), delete(Deadline)):
        with pytest.raises(DatabaseError, match="append-only"), unit_of_work():
            db.session.execute(statement)
