"""A unit's clock stands still with a reason and a limit, and never its first due day nor the visitor's own clock (practice.md §3.3)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from flask import Flask
from sqlalchemy.exc import DBAPIError

from portal import jobs
from portal.cases import acceptance, care, deadline, invariants, pause, referral, reply, standstill, timeline
from portal.cases.case import Case, Outcome, State, seen_by
from portal.cases.pause import PauseReason
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.refusal import NotAllowed, Refused
from portal.foundation.unit_of_work import unit_of_work
from tests.cast import Cast

MARCH = {day: date(2026, 3, day) for day in range(1, 32)}


def on(day: date) -> None:
    clock.freeze(clock.at_local(day, 9))


def hold(cast: Cast, case: Case, who: str = "officer", reason: PauseReason = PauseReason.APPRAISAL, days: int = 5) -> None:
    with unit_of_work():
        standstill.hold(case, reason=reason, days=days, note="灯杆送检", by=cast.actor(who))


@contextmanager
def refused(key: str) -> Iterator[None]:
    with pytest.raises(Refused, match=key), unit_of_work():
        yield


def due(case: Case) -> tuple[date, date, date | None]:
    row = deadline.running(case, "reply_simple")
    assert row is not None
    return row.original_due_on, row.due_on, row.paused_on


def test_it_stands_is_told_and_moves_the_day_by_the_working_days_it_stood(cast: Cast) -> None:
    case = cast.handling()
    on(MARCH[3])
    hold(cast, case)
    assert (case.next_clock, case.next_on, due(case)) == ("pause_appraisal", MARCH[10], (MARCH[9], MARCH[9], MARCH[3]))
    standing = standstill.standing(case)
    assert standing and (standing.reason, standing.note, standing.limit_on) == (PauseReason.APPRAISAL, "灯杆送检", MARCH[10])
    told = timeline.story(case, for_visitor=True)[-1]
    assert (told.act, told.text, told.facts) == ("clock.pause", "灯杆送检", {"pause": "appraisal", "most_days": 5})
    on(MARCH[6])
    with unit_of_work():
        standstill.run_on(case, note="报告到了", by=cast.actor("officer"))
    assert (case.next_clock, case.next_on, due(case)) == ("reply_simple", MARCH[12], (MARCH[9], MARCH[12], None))
    assert standstill.standing(case) is None and deadline.running(case, "pause_appraisal") is None and invariants.broken() == []


def test_on_its_due_day_a_clock_may_stop_and_has_that_day_when_it_runs_on(cast: Cast) -> None:
    case = cast.handling()
    on(MARCH[9])
    hold(cast, case)
    on(MARCH[14])  # a Saturday: the next working day is the last one
    with unit_of_work():
        standstill.run_on(case, note="报告到了", by=cast.actor("liaison"))
    assert due(case) == (MARCH[9], MARCH[16], None)


@pytest.mark.parametrize(("day", "who", "reason", "days", "key"), [
    (MARCH[10], "liaison", PauseReason.COURT, 5, "pause_late"), (MARCH[4], "officer", PauseReason.VISITOR, 5, "pause_station"),
    (MARCH[4], "liaison", PauseReason.VISITOR, 11, "pause_days"), (MARCH[4], "liaison", PauseReason.VISITOR, 0, "pause_days"),
    (MARCH[4], "liaison", PauseReason.CLARIFY, 5, "pause_not_here")])
def test_in_time_for_a_reason_of_ones_own_and_within_the_policy(cast: Cast, day: date, who: str, reason: PauseReason, days: int,
                                                                key: str) -> None:
    case = cast.handling()
    on(day)
    with refused(key):
        standstill.hold(case, reason=reason, days=days, note="等", by=cast.actor(who))
    assert case.next_clock == "reply_simple"


def test_once_a_round_for_each_reason_and_one_at_a_time(cast: Cast) -> None:
    case = cast.handling()
    hold(cast, case)
    with refused("pause_runs"):
        standstill.hold(case, reason=PauseReason.COURT, days=5, note="等", by=cast.actor("liaison"))
    assert standstill.may_hold(case, cast.actor("liaison")) == []
    with unit_of_work():
        standstill.run_on(case, note="到了", by=cast.actor("liaison"))
    with refused("pause_once"):
        standstill.hold(case, reason=PauseReason.APPRAISAL, days=5, note="等", by=cast.actor("liaison"))
    assert standstill.may_hold(case, cast.actor("liaison")) == [PauseReason.VISITOR, PauseReason.COURT]
    assert standstill.may_hold(case, cast.actor("officer")) == [PauseReason.COURT]
    with refused("pause_nothing"):
        standstill.run_on(case, note="又到了", by=cast.actor("liaison"))


@pytest.mark.parametrize("who", ["clerk", "rep", "steering", "liaison-s02"])
def test_others_stop_nothing(cast: Cast, who: str) -> None:
    case = cast.handling()
    with pytest.raises(NotAllowed), unit_of_work():
        standstill.hold(case, reason=PauseReason.COURT, days=5, note="等判决", by=cast.actor(who))


def test_a_pause_whose_limit_passed_ends_with_its_limit_whenever_the_sweep_comes(empty_app: Flask) -> None:
    """§3.3: the limit is Tuesday the 10th; swept on Monday the 16th, the clock has run on since the 11th. Twice does it once."""
    with empty_app.app_context():
        cast = Cast()
        case = cast.handling()
        on(MARCH[3])
        hold(cast, case)
        number = case.number
    on(MARCH[10])
    assert jobs.sweep(empty_app) == 0
    on(MARCH[16])
    assert (jobs.sweep(empty_app), jobs.sweep(empty_app)) == (1, 0)
    with empty_app.app_context():
        case = seen_by(cast.actor("liaison"), number)
        held = pause.of_clocks([row.id for row in deadline.of_case(case)])
        assert [row.ended_on for rows in held.values() for row in rows if row.reason is PauseReason.APPRAISAL] == [MARCH[11]]
        assert (case.next_clock, case.next_on) == ("reply_simple", MARCH[17]) and invariants.broken() == []


def test_a_reply_a_return_and_a_withdrawal_end_the_stand(cast: Cast) -> None:
    """Whatever ends the clock ends its pause: nothing is left standing that the sweep would stumble on."""
    replied, returned, gone = cast.handling(), cast.handling(), cast.handling()
    for case in (replied, returned, gone):
        hold(cast, case)
    with unit_of_work():
        reply.write(replied, text="已修好，复查三次。", claim=Outcome.SOLVED, officer="甲", signed_off_by="乙", by=cast.actor("officer"))
    with unit_of_work():
        referral.ask_return(returned, reason="不归我们管", proposed_unit_id=None, by=cast.actor("officer"))
    with unit_of_work():
        care.withdraw(gone, own_will=True, reason="", by=cast.visitor(gone))
    for case in (replied, returned, gone):
        assert deadline.running(case, "pause_appraisal") is None
    standing = standstill.standing(returned)
    assert standing and standing.reason is PauseReason.RETURN and standstill.standing(replied) is None and standstill.standing(gone) is None
    with unit_of_work():
        referral.decide_return(returned, to=None, decision="仍由你们办", by=cast.actor("director"))
    assert returned.state is State.REFERRED and returned.next_clock == "reply_simple" and invariants.broken() == []


@pytest.mark.parametrize("end", ["reply", "withdrawal", "withdrawal while asked"])
def test_invariant_3_a_stand_that_ends_with_its_clock_is_recorded_by_its_row(cast: Cast, end: str) -> None:
    """The simulated year found it: days later the due day has moved, no event of its own tells it, and `verify` called it a fault."""
    if end == "withdrawal while asked":
        case = cast.register().case
        with unit_of_work():
            acceptance.clarify(case, question="哪一盏路灯？", by=cast.actor("liaison"))
    else:
        case = cast.handling()
        hold(cast, case)
    on(MARCH[4])
    with unit_of_work():
        if end == "reply":
            reply.write(case, text="已修好，复查三次。", claim=Outcome.SOLVED, officer="甲", signed_off_by="乙", by=cast.actor("officer"))
        else:
            care.withdraw(case, own_will=True, by=cast.visitor(case))
    row = [row for row in deadline.of_case(case) if row.clock in ("reply_simple", "accept")][-1]
    assert row.ended_at is not None and row.due_on > row.original_due_on
    assert invariants.broken() == []


def test_a_late_clock_gains_nothing_by_a_question(cast: Cast) -> None:
    """Row 9 of practice.md §9: what is over is over; only clocks that still run can be held."""
    case = cast.referred()
    on(MARCH[11])
    row = deadline.running(case, "reply_simple")
    assert row is not None
    with unit_of_work():
        deadline.pause(case, row.clock, PauseReason.RETURN, limit_on=MARCH[12], by=cast.actor("officer"))
    on(MARCH[20])
    with unit_of_work():
        deadline.resume(case, row.clock, by=cast.actor("director"))
    assert due(case) == (MARCH[9], MARCH[9], None)


def test_nobody_writes_a_pause_again(cast: Cast) -> None:
    case = cast.handling()
    hold(cast, case)
    row = standstill.standing(case)
    assert row is not None
    with pytest.raises(DBAPIError, match="append-only"), unit_of_work():
        row.since_on = MARCH[1]
        db.session.flush()
