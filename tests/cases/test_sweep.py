"""The sweep: each due thing once, whatever runs beside it; what a rule refuses is not asked for again and again (R14, T6, T20)."""

import itertools
import os
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, insert, select, update

from portal import daily, jobs
from portal.cases import acceptance, care, delivery, invariants
from portal.cases.case import Case, State
from portal.cases.deadline import Deadline
from portal.cases.delivery import Way
from portal.cases.timeline import Event
from portal.foundation import chore, clock
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.notices.notice import Kind, Notice
from tests.cast import NOW, Cast
from tests.judge import Judge, client_of
from tests.together import in_processes

PROCESSES = {"postgresql": 4, "sqlite": 2}
DUE = {"postgresql": int(os.environ.get("PORTAL_TEST_DUE", "200")), "sqlite": int(os.environ.get("PORTAL_TEST_DUE", "60"))}


def asked(cast: Cast) -> Case:
    case = cast.register().case
    with unit_of_work():
        acceptance.clarify(case, question="在哪？", by=cast.actor("liaison"))
    return case


def cloned(case: Case, times: int) -> None:
    """The same case again and again, each with its own number, clocks and story."""
    mould = dict(db.session.execute(select(Case.__table__).where(Case.id == case.id)).mappings().one())
    clocks = [dict(row) for row in db.session.execute(select(Deadline.__table__).where(Deadline.case_id == case.id)).mappings()]
    first = case.id + 1
    with unit_of_work():
        db.session.execute(insert(Case.__table__), [mould | {"id": first + n, "number": f"S01-26-{n + 5000}"} for n in range(times)])
        rows = [{name: value for name, value in row.items() if name != "id"} | {"case_id": first + n} for n in range(times) for row in clocks]
        db.session.execute(insert(Deadline.__table__), rows)


def test_r14_many_processes_do_each_due_thing_once(empty_app: Flask) -> None:
    """Four processes on PostgreSQL, two on SQLite, all at once; PORTAL_TEST_DUE=10000 makes it long."""
    with empty_app.app_context():
        cast, kind = Cast(), db.engine.dialect.name
        cloned(asked(cast), DUE[kind] - 1)
        clock.freeze(NOW + timedelta(days=16))
        db.session.remove()
        db.engine.dispose()
    done = in_processes(empty_app, PROCESSES[kind], lambda: jobs.run(jobs.jobs(clock.today())[0]))
    with empty_app.app_context():
        db.session.remove()
        assert sum(done) == DUE[kind], done
        assert dict(db.session.execute(select(Case.state, func.count()).group_by(Case.state)).all()) == {
            State.REGISTERED: DUE[kind]}
        moved = select(Event.case_id).where(Event.move == "T6")
        assert db.session.scalar(select(func.count()).select_from(moved.subquery())) == DUE[kind]
        assert db.session.scalar(select(func.count()).select_from(moved.distinct().subquery())) == DUE[kind]
        assert jobs.run(jobs.jobs(clock.today())[0]) == 0


def test_what_was_refused_is_looked_at_again_when_the_case_or_the_day_changed(app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """X-01: a visitor with a phone is not closed away; the clock does not ask each minute, but asks when a try was made."""
    case = cast.delivered()
    asks: list[str] = []
    close = delivery.close_by_rule
    monkeypatch.setattr(delivery, "close_by_rule", lambda case, by: (asks.append(case.number), close(case, by=by)))
    clock.freeze(NOW + timedelta(days=21))
    assert [jobs.sweep(app), jobs.sweep(app), len(asks)] == [0, 0, 1]
    for day, way in ((22, Way.PHONE), (23, Way.PHONE), (24, Way.HOME_VISIT)):
        clock.freeze(NOW + timedelta(days=day))
        assert jobs.sweep(app) == 0, "a new day, the same refusal"
        with unit_of_work():
            delivery.record_try(db.session.get_one(Case, case.id), way=way, by=cast.actor("liaison"))
    assert len(asks) == 4 and jobs.sweep(app) == 1, "the third try on the third day by a second way: closed within a minute (T20)"
    db.session.rollback()
    closed = db.session.get_one(Case, case.id, populate_existing=True)
    assert closed.state is State.CLOSED and invariants.broken() == []


def test_one_broken_case_does_not_stop_the_clock(app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    broken, well = asked(cast), asked(cast)
    clock.freeze(NOW + timedelta(days=16))
    go_on, number = acceptance.go_on_without, broken.number

    def sometimes(case: Case, *, by: Any) -> None:
        go_on(case, by=by)
        if case.number == number:
            raise ZeroDivisionError

    monkeypatch.setattr(acceptance, "go_on_without", sometimes)
    db.session.rollback()
    assert jobs.sweep(app) == 1 and jobs.sweep(app) == 0
    assert (broken.state, well.state) == (State.CLARIFYING, State.REGISTERED) and invariants.broken() == []


def test_a_failing_take_leaves_the_thing_due(app: Flask, cast: Cast) -> None:
    """Compare and set stand in one transaction with what is done: what is rolled back is due again."""
    asked(cast)
    clock.freeze(NOW + timedelta(days=16))
    job = jobs.jobs(clock.today())[0]
    (deadline_id,) = job.due.waiting(10)
    with pytest.raises(ZeroDivisionError), unit_of_work():
        assert job.due.take(deadline_id) is not None
        raise ZeroDivisionError
    assert job.due.waiting(10) == [deadline_id]
    with unit_of_work():
        assert job.due.take(deadline_id) is not None and job.due.take(deadline_id) is None


def steps(job: jobs.Job) -> int:
    """What SQLite does to find what is due, in steps of its own machine; nothing is found."""
    count = itertools.count()
    driver = db.session.connection().connection.dbapi_connection
    driver.set_progress_handler(lambda: next(count) < 0, 1)  # type: ignore[union-attr]
    try:
        assert job.due.waiting(10) == []
    finally:
        driver.set_progress_handler(None, 1)  # type: ignore[union-attr]
    return next(count)


@pytest.mark.parametrize("empty_app", ["sqlite"], indirect=True)  # it counts its steps
@pytest.mark.parametrize(("make", "after"), [(Cast.handling, 7), (Cast.handling, 30), (Cast.delivered, 30), (Cast.closed, 40)])
def test_what_was_told_or_refused_is_not_read_again(empty_app: Flask, make: Callable[[Cast], Case], after: int) -> None:
    """R14: a minute in which nothing is due costs the same, however many are soon, late, untried or unvisited and were told of."""
    with empty_app.app_context():
        case, told = make(Cast()), []
        clock.freeze(NOW + timedelta(days=after))
        for more in (0, 300):
            if more:
                cloned(case, more)
            jobs.sweep(empty_app)
            db.session.rollback()
            told.append({job.due.job: steps(job) for job in jobs.jobs(clock.today())})
        few, many = told
        assert many == few


def notices(kind: Kind) -> int:
    db.session.rollback()  # what another context wrote is seen by a new look only
    return db.session.scalar(select(func.count()).select_from(Notice).where(Notice.kind == kind)) or 0


def test_due_tomorrow_late_and_the_visit_are_told_once_each(app: Flask, cast: Cast) -> None:
    """Friday tells what is due on Monday; the visit comes thirty calendar days after closing (practice.md §3.2)."""
    cast.handling()  # five working days from Monday: due on Monday 9 March
    cast.closed()  # what is not yet decided for the board is late on Monday 9 March too: for its owner and the director, on the 31st beyond its ceiling: for the office
    for day, told in ((3, (0, 0, 0)), (4, (2, 0, 0)), (6, (2, 0, 0)), (7, (2, 0, 0)), (8, (2, 6, 0)), (28, (2, 6, 0)), (29, (2, 7, 0)), (30, (2, 7, 1))):
        clock.freeze(NOW + timedelta(days=day))
        jobs.sweep(app)
        jobs.sweep(app)
        assert (notices(Kind.SOON), notices(Kind.LATE), notices(Kind.VISIT)) == told, (day, told)


def test_a_planned_case_is_visited_on_the_promised_day(app: Flask, cast: Cast) -> None:
    case = cast.closed()
    with unit_of_work():
        db.session.execute(update(Deadline).where(Deadline.case_id == case.id, Deadline.clock == "follow_up")
                           .values(dict.fromkeys(("due_on", "looks_on"), clock.day_of(NOW + timedelta(days=90)))))
    clock.freeze(NOW + timedelta(days=89))
    jobs.sweep(app)
    assert notices(Kind.VISIT) == 0
    clock.freeze(NOW + timedelta(days=90))
    jobs.sweep(app)
    assert notices(Kind.VISIT) == 1


def test_what_nobody_promised_the_clock_never_takes_up_again(app: Flask, cast: Cast) -> None:
    """T26 is for people: on its day a visit is due, and the visit decides (T26b is for promises: test_look_again.py)."""
    case = cast.closed()
    clock.freeze(NOW + timedelta(days=400))
    jobs.sweep(app)
    db.session.rollback()
    assert db.session.get_one(Case, case.id, populate_existing=True).state is State.CLOSED
    with unit_of_work():
        care.reopen(db.session.get_one(Case, case.id), reason="又坏了", by=cast.actor("liaison"))


def test_the_rules_are_checked_once_a_day_and_a_broken_one_is_an_alarm(empty_app: Flask, browse: Judge) -> None:
    def chain(text: str) -> None:
        with unit_of_work():
            db.session.execute(update(Case).values(chain=text))

    with empty_app.app_context():
        case = Cast().closed()
        number, good = case.number, case.chain
        chain("0" * 64)
    jobs.sweep(empty_app)
    assert number in browse.sign_in("office").get_page("/office/").words()
    assert number not in client_of(empty_app).sign_in("officer-2").get_page("/office/").words()
    with empty_app.app_context():
        assert chore.of(daily.NAME).found == {"broken": 1, "numbers": [number], "failed": ""}
        assert not daily.check(clock.now()), "once a day"
        chain(good)
        clock.freeze(clock.at_local(clock.today() + timedelta(days=1), 2, 59))
        assert not daily.check(clock.now())
        clock.freeze(clock.at_local(clock.today(), daily.HOUR))
        assert daily.check(clock.now()) and chore.of(daily.NAME).found["broken"] == 0


def test_a_rule_that_cannot_be_checked_is_an_alarm_and_no_crash(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks() -> list[str]:
        raise ZeroDivisionError
    monkeypatch.setattr(invariants, "CHECKS", (breaks, *invariants.CHECKS))
    assert jobs.sweep(app) == 0
    assert chore.of(daily.NAME).found == {"broken": 0, "numbers": [], "failed": "breaks: ZeroDivisionError"}
