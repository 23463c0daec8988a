"""Papers of a terminal: asked for once, taken once, over within a minute, reprinted twice at most (K43, K45, K46, K50)."""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import select

from portal import jobs
from portal.cases.case import Case
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.refusal import Missing, Moved, NotAllowed, Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network import actor, terminal
from portal.network.terminal import Terminal
from portal.reception import print_job
from portal.reception.print_job import PrintJob, Progress, Reason, Sheet
from tests.cast import NOW, Cast
from tests.together import at_once

PAPER, SHEET = "a" * 64, Sheet("b" * 64, 80.0, 325.2)


@dataclass
class Hall:
    """A terminal and a case that was told at it; every verb in a transaction of its own."""

    cast: Cast
    own: Terminal
    case: Case

    def ask(self, at: timedelta = timedelta(0)) -> PrintJob:
        with unit_of_work():
            return print_job.ask(self.case, paper=PAPER, terminal=self.own, by=actor.visitor(self.case.id, NOW + at))

    def reprint(self, copy: int, at: timedelta = timedelta(0), where: Terminal | None = None) -> PrintJob:
        with unit_of_work():
            by = actor.visitor(self.case.id, NOW + at)
            return print_job.reprint(self.case, copy, paper=PAPER, terminal=where or self.own, by=by)

    def take(self, turn: str = "t", at: timedelta = timedelta(0), where: Terminal | None = None) -> PrintJob | None:
        with unit_of_work():
            job = print_job.next_for(where or self.own, turn, NOW + at)
            taken = job is not None and print_job.take(job, SHEET, terminal=where or self.own, turn=turn, at=NOW + at)
        return job if taken else None

    def say(self, job: PrintJob, progress: str, reason: str = "", at: timedelta = timedelta(0),
            where: Terminal | None = None) -> None:
        with unit_of_work():
            print_job.report(job, Progress(progress), Reason(reason) if reason else None, terminal=where or self.own, at=NOW + at)


def placed(cast: Cast, station: str = "S01") -> Terminal:
    with unit_of_work():
        return terminal.pair(cast.station(station), place="大厅", by=cast.actor("liaison" if station == "S01" else "liaison-s02"))


@pytest.fixture
def hall(cast: Cast) -> Hall:
    return Hall(cast, placed(cast), cast.register().case)


def test_k46_one_matter_told_is_one_paper_however_often_it_is_asked_for(hall: Hall) -> None:
    assert len({hall.ask(timedelta(seconds=after)).id for after in (0, 1, 90)}) == 1


def test_k46_many_at_once_ask_for_one_paper(hall: Hall, empty_app: Flask) -> None:
    case, own = hall.case.id, hall.own.id

    def ask() -> int:
        with unit_of_work():
            return print_job.ask(db.session.get_one(Case, case), paper=PAPER, terminal=db.session.get_one(Terminal, own),
                                 by=actor.visitor(case, NOW)).id

    came = at_once(empty_app, [ask] * 6)
    assert len({one for one in came if isinstance(one, int)}) == 1
    assert all(isinstance(one, int | Moved) for one in came)
    db.session.rollback()
    assert len(db.session.scalars(select(PrintJob)).all()) == 1


def test_k43_from_waiting_to_printed(hall: Hall) -> None:
    job = hall.ask()
    assert job.fate(NOW) == (Progress.WAITING, None) and not job.is_over(NOW)
    assert hall.take() is job and (job.progress, job.attempts, job.taken_at, job.sha256, job.height) == (
        Progress.TAKEN, 1, NOW, SHEET.sha256, 325.2)
    hall.say(job, "printing")
    hall.say(job, "printed", at=timedelta(seconds=3))
    assert job.fate(NOW) == (Progress.PRINTED, None) and job.ended_at == NOW + timedelta(seconds=3) == hall.own.last_print_at


@pytest.mark.parametrize("reason", [reason.value for reason in Reason if reason is not Reason.SILENT])
def test_k44_a_failure_keeps_its_reason(hall: Hall, reason: str) -> None:
    job = hall.ask()
    hall.take()
    hall.say(job, "failed", reason)
    assert job.fate(NOW) == (Progress.FAILED, Reason(reason)) and hall.own.last_print_at is None


def test_k46_a_paper_is_taken_once(hall: Hall) -> None:
    hall.ask()
    assert hall.take("one") is not None and hall.take("two") is None


def test_k46_whose_answer_was_lost_gets_it_again(hall: Hall) -> None:
    job = hall.ask()
    assert hall.take("one") is hall.take("one") is job and job.attempts == 2
    hall.say(job, "printing")
    assert hall.take("one") is None


def test_k46_of_many_that_reach_for_a_paper_one_gets_it(hall: Hall, empty_app: Flask) -> None:
    job, own = hall.ask().id, hall.own.id

    def reach(turn: str) -> bool:
        with unit_of_work():
            waiting, reaching = db.session.get_one(PrintJob, job), db.session.get_one(Terminal, own)
            return print_job.take(waiting, SHEET, terminal=reaching, turn=turn, at=NOW)

    came = at_once(empty_app, [partial(reach, turn) for turn in "abcdef"])
    assert came.count(True) == 1 and all(one in (True, False) or isinstance(one, Moved) for one in came)


def test_k50_another_terminal_gets_nothing_and_says_nothing(hall: Hall) -> None:
    job, other = hall.ask(), placed(hall.cast, "S02")
    assert hall.take(where=other) is None
    with unit_of_work():
        assert not print_job.take(job, SHEET, terminal=other, turn="t", at=NOW)
    hall.take()
    for refused in (lambda: hall.say(job, "printed", where=other), lambda: print_job.of_terminal(other, job.id)):
        with pytest.raises(Missing):
            refused()
    assert job.progress is Progress.TAKEN


def test_k50_a_revoked_terminal_prints_nothing(hall: Hall) -> None:
    with unit_of_work():
        terminal.revoke(hall.own, by=hall.cast.actor("liaison"))
    with pytest.raises(Missing):
        hall.ask()


def test_only_who_holds_the_code_may_have_the_paper(hall: Hall) -> None:
    other = hall.cast.register().case
    for stranger in (actor.public(NOW), actor.kiosk(hall.own.station_id, NOW), actor.visitor(other.id, NOW)):
        with pytest.raises(NotAllowed), unit_of_work():
            print_job.ask(hall.case, paper=PAPER, terminal=hall.own, by=stranger)


def test_a_report_about_an_official_prints_for_its_visitor(hall: Hall) -> None:
    sealed = hall.cast.register(kind=4).case
    with unit_of_work():
        assert print_job.ask(sealed, paper=PAPER, terminal=hall.own, by=actor.visitor(sealed.id, NOW)).kind == "receipt"


@pytest.mark.parametrize(("seconds", "there"), [(0, True), (54, True), (55, False), (60, False), (86400, False)])
def test_k45_what_waited_too_long_is_handed_to_nobody(hall: Hall, seconds: int, there: bool) -> None:
    job = hall.ask()
    assert (hall.take(at=timedelta(seconds=seconds)) is job) is there
    assert (job.seconds_left(NOW + timedelta(seconds=seconds)) > 0) is there


@pytest.mark.parametrize("state", ["waiting", "taken", "printing"])
def test_k45_after_a_minute_of_silence_it_has_failed_written_down_or_not(hall: Hall, state: str) -> None:
    job = hall.ask()
    if state != "waiting":
        hall.take()
    if state == "printing":
        hall.say(job, "printing")
    assert job.fate(NOW + timedelta(seconds=59.9))[0] == state
    assert job.fate(NOW + timedelta(seconds=60)) == (Progress.FAILED, Reason.SILENT)


def test_k45_the_sweep_writes_down_what_is_true(hall: Hall, empty_app: Flask) -> None:
    job, late = hall.ask().id, NOW + timedelta(seconds=60)
    clock.freeze(late - timedelta(seconds=1))
    assert jobs.sweep(empty_app) == 0
    clock.freeze(late)
    assert (jobs.sweep(empty_app), jobs.sweep(empty_app)) == (1, 0)
    db.session.rollback()
    row = db.session.get_one(PrintJob, job)
    assert (row.progress, row.reason, row.ended_at) == (Progress.FAILED, Reason.SILENT, late)


def test_k43_the_terminals_word_stands_against_silence_and_against_nothing_else(hall: Hall) -> None:
    job = hall.ask()
    hall.take()
    with unit_of_work():
        print_job.give_up(NOW + timedelta(seconds=60))
    with pytest.raises(Moved):
        hall.say(job, "printing", at=timedelta(seconds=61))
    hall.say(job, "printed", at=timedelta(seconds=61))
    assert job.fate(NOW)[0] is Progress.PRINTED and job.reason is None
    with pytest.raises(Moved):
        hall.say(job, "failed", "offline")
    hall.say(job, "printed")  # twice the same is once


def test_nobody_reports_a_paper_that_nobody_took(hall: Hall) -> None:
    job = hall.ask()
    with pytest.raises(Moved):
        hall.say(job, "printed")
    assert job.progress is Progress.WAITING


def test_k46_two_reprints_and_no_more_wherever_they_are_asked_for(hall: Hall) -> None:
    made, other = [hall.ask()], placed(hall.cast, "S02")
    for copy in (1, 2):
        with pytest.raises(Moved):
            hall.reprint(copy)  # the one before is under way
        hall.take(str(copy))
        hall.say(made[-1], "printed" if copy == 1 else "failed", "" if copy == 1 else "out_of_paper")
        made.append(hall.reprint(copy))
        assert (made[-1].kind, made[-1].copy) == ("reprint", copy) and hall.reprint(copy) is made[-1]
    hall.take("last")
    hall.say(made[-1], "printed")
    for copy in (3, 99):
        with pytest.raises(Refused, match="print_copies"):
            hall.reprint(copy, where=other)
    assert len(db.session.scalars(select(PrintJob)).all()) == 3


def test_k46_no_copy_is_left_out(hall: Hall) -> None:
    job = hall.ask()
    hall.take()
    hall.say(job, "printed")
    for copy in (0, 2):
        with pytest.raises((Moved, Refused)):
            hall.reprint(copy)


def test_a_test_page_is_about_nobody(hall: Hall) -> None:
    with unit_of_work():
        jobs_made = [print_job.test(hall.own, paper=PAPER, at=NOW) for _ in range(2)]
    assert {(job.case_id, job.kind) for job in jobs_made} == {(None, "test")} and hall.take() is jobs_made[0]


def test_a_paper_that_cannot_be_set_has_failed(hall: Hall) -> None:
    job = hall.ask()
    with unit_of_work():
        print_job.lose(job, NOW)
    assert job.fate(NOW) == (Progress.FAILED, Reason.BROKEN)
