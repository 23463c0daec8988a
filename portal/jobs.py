"""The product's clock on one page: (what is due, the verb that does it). Running it twice changes nothing."""

from collections.abc import Callable, Iterable
from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from portal.cases import acceptance, delivery, enclosure, standstill
from portal.cases.case import Case, State
from portal.cases.deadline import PAUSE_CLOCKS, Deadline
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.refusal import Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network import actor
from portal.network.actor import Actor
from portal.reception import help_call, print_job


PAPERS_KEPT = timedelta(days=1)  # a receipt carries its code: it is set anew when somebody who holds the code asks again


def _clarified_too_long() -> Iterable[int]:
    return db.session.scalars(select(Deadline.case_id).join(Case, Case.id == Deadline.case_id).where(
        Deadline.clock == "clarify", Deadline.ended_at.is_(None), Deadline.due_on < clock.today(), Case.state == State.CLARIFYING))


def _rating_window_over() -> Iterable[int]:
    return db.session.scalars(select(Deadline.case_id).join(Case, Case.id == Deadline.case_id).where(
        Deadline.clock == "rate", Deadline.ended_at.is_(None), Deadline.due_on < clock.today(), Case.state == State.DELIVERED))


def _stood_too_long() -> Iterable[int]:
    return db.session.scalars(select(Deadline.case_id).where(
        Deadline.clock.in_(PAUSE_CLOCKS), Deadline.ended_at.is_(None), Deadline.due_on < clock.today()))


def _go_on(case: Case, by: Actor) -> None:
    acceptance.go_on_without(case, by=by)


def _close(case: Case, by: Actor) -> None:
    delivery.close_by_rule(case, by=by)


def _run_on(case: Case, by: Actor) -> None:
    standstill.lapse(case, by=by)


JOBS: tuple[tuple[Callable[[], Iterable[int]], Callable[[Case, Actor], None]], ...] = (
    (_clarified_too_long, _go_on),
    (_rating_window_over, _close),
    (_stood_too_long, _run_on),
)


def sweep(app: Flask) -> int:
    """Do what is due, each case in a transaction of its own; what a rule refuses stays for people. Returns how many were done.
    Papers nobody comes back for leave the disk (R34); calls for a person whose visit is over end, and what such a
    visit enclosed is forgotten."""
    app.extensions["press"].store_sweep(clock.now() - PAPERS_KEPT)
    done = 0
    with app.app_context():
        for due, verb in JOBS:
            for case_id in list(due()):
                done += _one(case_id, verb)
        with unit_of_work():
            by = actor.system(clock.now())
            done += help_call.end_old(by=by) + enclosure.forget_old(by=by) + print_job.give_up(clock.now())
        enclosure.clear_ended()
    return done


def _one(case_id: int, verb: Callable[[Case, Actor], None]) -> int:
    try:
        with unit_of_work():
            case = db.session.get(Case, case_id, with_for_update=True)
            if case is not None:
                verb(case, actor.system(clock.now()))
        return 1
    except Refused:
        return 0
