"""What becomes suggested is written down by the clock and told once; the clock never issues (practice.md §13, HB-62, HB-64, HB-66, X-02)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal import jobs
from portal.cases import advice, care, ladder
from portal.cases.advice import Advice
from portal.cases.case import Case
from portal.cases.due import Look
from portal.cases.ladder import Why
from portal.cases.rating import Result, Solved
from portal.cases.reminder import Reminder
from portal.cases.slip import Slip
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.network.person import Person
from portal.notices.notice import Kind, Notice
from tests.cases.ladder_scene import DUE, LATE, B, ask, late, on, out, press, remind
from tests.cases.test_ladder_many import SCENES
from tests.cases.test_referral import ask_return, decide_return
from tests.cases.test_sweep import PROCESSES
from tests.cast import NOW, Cast
from tests.statements import asked, walked
from tests.together import in_processes

CLOCKS = (Kind.SUGGESTED, Kind.LATE, Kind.SLIP_LATE, Kind.DANGER)


def told(case: Case) -> list[str]:
    db.session.rollback()  # what the sweep wrote is seen by a new look only
    return list(db.session.scalars(select(Person.login).join(Notice, Notice.person_id == Person.id).where(
        Notice.case_id == case.id, Person.login == "rep", Notice.kind.in_(CLOCKS))))


def kept(case: Case) -> list[tuple[Why, bool]]:
    """Each reason that was kept, and whether it stands."""
    db.session.rollback()
    return [(row.why, row.gone_at is None) for row in advice.of_case(case)]


def test_a_step_that_becomes_suggested_is_kept_and_told_once(app: Flask, cast: Cast) -> None:
    """Due soon, then late with a visitor who asks: each reason once, to the case's representative, however often the clock comes by."""
    case, quiet = cast.handling(), cast.handling(clock_name="reply_complex")
    for day in (DUE, DUE, LATE, LATE):
        on(day)
        jobs.sweep(app)
    assert kept(case) == [(Why.DUE_SOON, False), (Why.LEFT_LYING, True)] and told(case) == ["rep", "rep"]
    ask(cast, case)
    for _ in range(2):
        jobs.sweep(app)
    assert kept(case) == [(Why.DUE_SOON, False), (Why.LEFT_LYING, True), (Why.OVERDUE, True)] and told(case) == ["rep"] * 3
    assert (kept(quiet), told(quiet)) == ([], [])
    row = advice.of_case(case)[-1]
    assert (row.day, row.told_at, row.referral_id) == (DUE, clock.now(), ladder.ladder_record.of_case(case).to.id)


def test_it_is_taken_back_when_its_reason_is_gone_and_not_told_again(app: Flask, cast: Cast) -> None:
    """A reminder takes the reason of a reminder away; a reply takes all of them; a promise that passes is another reason."""
    case = late(cast)
    jobs.sweep(app)
    remind(cast, case, promised_on=LATE + timedelta(days=1))
    jobs.sweep(app)
    assert kept(case) == [(Why.LEFT_LYING, False)]
    on(LATE + timedelta(days=2))
    jobs.sweep(app)
    assert kept(case) == [(Why.LEFT_LYING, False), (Why.PROMISE_PASSED, True)] and told(case) == ["rep", "rep"]
    cast.reply(case)
    jobs.sweep(app)
    assert kept(case) == [(Why.LEFT_LYING, False), (Why.PROMISE_PASSED, False)] and case.ladder_looks_on is None


def days(case: Case) -> list[tuple[Why, date, bool]]:
    """Each reason with the day it rests on, and whether it stands."""
    db.session.rollback()
    return [(row.why, row.day, row.gone_at is None) for row in advice.of_case(case)]


def test_t21_another_round_with_the_same_unit_is_told_anew(app: Flask, cast: Cast) -> None:
    """A dissatisfied visitor sends the matter back to the same unit: what it leaves lying then is another day's, and is told."""
    case = late(cast)
    jobs.sweep(app)
    cast.reply(case)
    cast.pass_on(case)
    cast.tell(case)
    cast.rate(case, Result.DISSATISFIED, Solved.NO)
    remind(cast, case)
    again = ladder.ladder_record.of_case(case).clock.due_on
    on(again + timedelta(days=1))
    press(cast, case)
    jobs.sweep(app)
    assert days(case) == [(Why.LEFT_LYING, DUE, False), (Why.OVERDUE, again, True)] and told(case) == ["rep"] * 3, "late twice, and asked for once"
    out(cast, case, B)
    jobs.sweep(app)
    assert days(case)[1:] == [(Why.OVERDUE, again, False)]


def test_a_second_round_left_lying_and_a_second_promise_are_told_by_their_own_days(app: Flask, cast: Cast) -> None:
    """HB-62: the same reason on the same referral rests on another day; the day that is kept is the live one."""
    case = late(cast)
    jobs.sweep(app)
    for promised in (date(2026, 3, 11), date(2026, 3, 16)):
        remind(cast, case, promised_on=promised)
        jobs.sweep(app)
        on(promised + timedelta(days=1))
        jobs.sweep(app)
        (live,) = ladder.suggestions(case, cast.actor("rep"))
        assert (live.why, live.day) == (Why.PROMISE_PASSED, promised) and (live.why, live.day, True) in days(case)
    assert [day for why, day, _ in days(case) if why is Why.PROMISE_PASSED] == [date(2026, 3, 11), date(2026, 3, 16)] and told(case) == ["rep"] * 3


def test_a_call_that_danger_waits_for_is_told_once_however_many_days_it_waits(app: Flask, cast: Cast) -> None:
    """It rests on the day danger was marked, which no later day changes."""
    case = cast.referred(danger=True, clock_name="reply_ordinary")
    for after in range(2):
        on(NOW.date() + timedelta(days=after))
        jobs.sweep(app)
    assert [row for row in days(case) if row[0] is Why.DANGER_CALL] == [(Why.DANGER_CALL, NOW.date(), True)] and told(case).count("rep") == 1


def test_another_referral_is_told_anew(app: Flask, cast: Cast) -> None:
    """Once for each step and referral: what the next unit leaves unsigned is its own."""
    case = cast.referred()
    on(date(2026, 3, 4))
    jobs.sweep(app)
    assert (kept(case), told(case)) == ([(Why.NOT_ACKNOWLEDGED, True)], ["rep"])
    ask_return(cast, case)
    jobs.sweep(app)
    assert kept(case) == [(Why.NOT_ACKNOWLEDGED, False)]
    decide_return(cast, case, "区水务公司")
    on(date(2026, 3, 6))
    jobs.sweep(app)
    assert (kept(case), told(case)) == ([(Why.NOT_ACKNOWLEDGED, False), (Why.NOT_ACKNOWLEDGED, True)], ["rep", "rep"])


def test_x_02_on_every_day_what_is_kept_is_what_is_live_and_nothing_was_issued(app: Flask, cast: Cast) -> None:
    """Seven weeks of every scene of the ladder: no date is missed on which a suggestion comes or goes, and the clock draws up no slip,
    gives no reminder, countersigns nothing."""
    made = {}
    for make in SCENES:
        clock.freeze(NOW)
        case = make(cast)
        made[case] = clock.today()
    done = [db.session.scalar(select(func.count()).select_from(what)) for what in (Reminder, Slip)]
    numbers = db.session.scalars(select(Slip.number)).all()
    for after in range(45):
        on(date(2026, 3, 3) + timedelta(days=after))
        jobs.run(next(job for job in jobs.jobs(clock.today()) if job.due.job == "ladder"))
        db.session.rollback()
        there = [case for case, day in made.items() if day <= clock.today()]
        live = ladder.suggested(there, cast.actor("rep"))
        for case in there:
            stands = {(row.why, row.day) for row in advice.of_case(case) if row.gone_at is None}
            leading, every = ({(one.why, one.day) for one in of} for of in (ladder.leading(live[case.id]), live[case.id]))
            assert leading <= stands <= every, (clock.today(), case.number)
    assert [db.session.scalar(select(func.count()).select_from(what)) for what in (Reminder, Slip)] == done
    assert db.session.scalars(select(Slip.number)).all() == numbers


def test_a_day_on_which_everything_is_looked_at_takes_no_more_than_its_share(app: Flask, cast: Cast) -> None:
    """Mail and printing follow in the same sweep: what is over the measure waits for the next one, the longest waiting first."""
    for _ in range(3):
        cast.handling()
    on(LATE)
    (job,) = (job for job in jobs.jobs(clock.today()) if job.due.job == "ladder")
    before = job.due.waiting(9)
    assert job.most == jobs.ADVISED and len(before) == 3
    jobs.run(replace(job, most=2))
    assert job.due.waiting(9) == before[2:]
    jobs.run(replace(job, most=2))
    assert job.due.waiting(9) == []


def test_who_has_the_case_open_is_not_disturbed(app: Flask, cast: Cast) -> None:
    """R13: what the clock keeps for the representative changes nothing that somebody else is about to change."""
    case = late(cast)
    before = case.version
    jobs.sweep(app)
    db.session.rollback()
    assert (case.version, len(advice.of_case(case))) == (before, 1)


def test_what_is_over_is_taken_back(app: Flask, cast: Cast) -> None:
    case = late(cast)
    jobs.sweep(app)
    with unit_of_work():
        care.withdraw(case, own_will=True, reason="", by=cast.visitor(case))
    jobs.sweep(app)
    assert kept(case) == [(Why.LEFT_LYING, False)] and Look(clock.today()).waiting(9) == []


def test_r14_two_processes_keep_each_reason_once(empty_app: Flask) -> None:
    """Compare and set: beside each other they neither write nor tell twice."""
    with empty_app.app_context():
        cast, kind = Cast(), db.engine.dialect.name
        ids = [cast.handling().id for _ in range(12)]
        on(LATE)
        db.session.remove()
        db.engine.dispose()
    done = in_processes(empty_app, PROCESSES[kind], lambda: [jobs.run(job) for job in jobs.jobs(clock.today()) if job.due.job == "ladder"])
    with empty_app.app_context():
        db.session.remove()
        rows = db.session.scalars(select(Advice.case_id)).all()
        notices = db.session.scalars(select(Notice.case_id).where(Notice.kind == Kind.SUGGESTED)).all()
        assert sorted(rows) == sorted(notices) == sorted(ids), done


@pytest.mark.parametrize("empty_app", ["sqlite"], indirect=True)  # its planner says beforehand what it will do
def test_r33_what_is_looked_at_is_found_by_its_date(empty_app: Flask) -> None:
    with empty_app.app_context():
        case, by = late(Cast()), clock.today()
        with asked(db.engine) as seen:
            assert Look(by).waiting(9) == [case.id]
            with unit_of_work():
                assert Look(by).take(case.id) is case and Look(by).waiting(9) == [] and Look(by).take(case.id) is None
            advice.of_case(case)
        assert walked(db.engine, seen, frozenset({"mark"})) == set()


def test_a_yellow_slip_is_suggested_and_the_red_one_after_it(app: Flask, cast: Cast) -> None:
    """The reasons of B and A are kept as those of C are."""
    case = late(cast)
    ask(cast, case, very=True)
    jobs.sweep(app)
    out(cast, case, B)
    on(LATE + timedelta(days=12))
    jobs.sweep(app)
    assert (Why.OVERDUE, False) in kept(case) and (Why.YELLOW_PASSED, True) in kept(case)
