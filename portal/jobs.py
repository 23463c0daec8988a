"""The product's clock on one page: (what is due, the verb that does it). Running it twice, or on many machines, changes nothing."""

import logging
import random
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import Flask

from portal import award_calls, daily, post
from portal.cases import acceptance, advice, care, deadline, delivery, enclosure, issuing, reminder, standstill, withdrawal
from portal.cases.case import FINAL, OPEN, Case, State
from portal.cases.deadline import PAUSE_CLOCKS, SLIP_CLOCKS
from portal.cases.due import Clock, Due, Look, Next, Uncalled, Unsigned
from portal.cases.ladder import Suggestion, Why
from portal.foundation import chore, clock, readiness
from portal.foundation.database import db
from portal.foundation.refusal import Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network import actor, calendar, draft_key, visit_end
from portal.network.actor import Actor
from portal.notices import inbox, notice
from portal.notices.notice import Kind, Whom
from portal.reception import day_notice, help_call, incident, print_job, reminding

PAPERS_KEPT = timedelta(days=1)  # a receipt carries its code: it is set anew when somebody who holds the code asks again
PICTURES_KEPT, DRAWING = timedelta(days=7), timedelta(minutes=1)  # of results, to share: drawn anew when a link is passed on later
LOOK, BATCH, ADVISED = 1000, 50, 500
TELLS = {Why.LEFT_LYING: Kind.LATE, Why.NOT_ACKNOWLEDGED: Kind.LATE, Why.DANGER_CALL: Kind.DANGER, **dict.fromkeys(
    (Why.YELLOW_PASSED, Why.SLIP_PASSED, Why.UNSIGNED, Why.UNEXPLAINED), Kind.SLIP_LATE)}
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Job:
    """What is due on a day, and what is done about each; to be told of something `moves` no case. After `most` of
    them the others wait for the next sweep, so that mail and printing never wait for a day on which everything is looked at."""

    due: Due
    do: Callable[[Case, Actor], object]
    moves: bool = True
    most: int = sys.maxsize


def jobs(today: date) -> tuple[Job, ...]:
    """Everything the clock does to cases. What a rule refuses stays for people and is tried again when the case or the day changed."""
    yesterday, tomorrow = today - timedelta(days=1), calendar.workdays().after(today, 1).due
    return (
        Job(Clock("clarify", frozenset({State.CLARIFYING}), yesterday), _go_on),
        Job(Clock("rate", frozenset({State.DELIVERED}), yesterday), _close),
        *(Job(Clock(name, OPEN, yesterday), _run_on) for name in PAUSE_CLOCKS),
        Job(Clock("look_again", frozenset({State.CLOSED}), yesterday), _look_again),
        Job(Clock("follow_up", frozenset({State.CLOSED}), today, again=False), _remind(Kind.VISIT), moves=False),
        Job(Clock("ceiling", OPEN, yesterday, again=False), _remind(Kind.CEILING, Whom.OWNER, Whom.AGENT, Whom.DIRECTOR), moves=False),
        *(Job(Clock(name, frozenset(State), yesterday, again=False), _remind(Kind.SLIP_LATE, Whom.AGENT), moves=False)
          for name in (*SLIP_CLOCKS, "slip_acknowledge", "explanation")),
        Job(Next("late", yesterday), _remind(Kind.LATE), moves=False),
        Job(Uncalled(clock.now()), _miss_call, moves=False),
        Job(Clock("second_review", FINAL, yesterday, again=False), _remind(Kind.LATE), moves=False),  # over, and objected to
        Job(Clock("publish", FINAL, yesterday, again=False), _press_to_publish, moves=False),
        Job(Unsigned(today), _tell_unsigned, moves=False),
        Job(Look(today), _advise, moves=False, most=ADVISED),
        Job(Next("soon", tomorrow, since=today), _remind(Kind.SOON), moves=False),
    )


def _go_on(case: Case, by: Actor) -> None:
    acceptance.go_on_without(case, by=by)


def _close(case: Case, by: Actor) -> None:
    delivery.close_by_rule(case, by=by)


def _look_again(case: Case, by: Actor) -> None:
    care.look_again(case, by=by)


def _miss_call(case: Case, by: Actor) -> None:
    reminder.miss_call(case, by=by)


def _tell_unsigned(case: Case, by: Actor) -> None:
    issuing.tell_unsigned(case, by=by)


def _advise(case: Case, by: Actor) -> None:
    if any(not _knows(case, found) for found in advice.look(case, by=by)):
        notice.remind(case, Kind.SUGGESTED, by=by, whom=(Whom.AGENT,))


def _knows(case: Case, found: Suggestion) -> bool:
    """Whether a notice of another kind told the representative of the very day this rests on: one fact is told once."""
    kind = TELLS.get(found.why)
    since = found.day if kind is Kind.DANGER else found.day + timedelta(days=1)  # danger is told when it is marked, lateness after its day
    return kind is not None and inbox.was_told(case, kind, case.agent_id, since)


def _press_to_publish(case: Case, by: Actor) -> None:
    """Its owner and the director first, and the office when it waits beyond its ceiling (practice.md §3.2)."""
    row = deadline.running(case, "publish")
    if row is None:
        return
    knows = inbox.was_told(case, Kind.LATE, case.owner_id, row.due_on + timedelta(days=1))
    office = (Whom.OFFICE,) if deadline.press_on(case, row, by=by) else ()
    if whom := office if knows else (Whom.OWNER, Whom.DIRECTOR, *office):
        notice.remind(case, Kind.LATE, by=by, whom=whom)


def _run_on(case: Case, by: Actor) -> None:
    standstill.lapse(case, by=by)


def _remind(kind: Kind, *whom: Whom) -> Callable[[Case, Actor], None]:
    return lambda case, by: notice.remind(case, kind, by=by, whom=whom)


def sweep(app: Flask) -> int:
    """Do what is due, each thing in a transaction of its own. Returns how many cases moved on.

    Papers nobody comes back for leave the disk (R34); calls for a person whose visit is over end, and what such a visit enclosed
    is forgotten, and so are notes of incidents after half a year and whoever booked a time after a month. Then messages and reminders of appointments leave, and once a day the open days are planned, every
    case is held against the rules, the public's first figure is counted and the ledger's head signed."""
    app.extensions["press"].store_sweep(clock.now() - PAPERS_KEPT)
    with app.app_context():
        app.extensions["easel"].sweep(_drawn_before())
    with app.app_context():
        done = sum(run(job) for job in jobs(clock.today()))
        with unit_of_work():
            by = actor.system(clock.now())
            done += help_call.end_old(by=by) + enclosure.forget_old(by=by) + print_job.give_up(clock.now()) + incident.forget_old(by=by) + reminding.forget_old(by=by)
            visit_end.forget_words(clock.today())
            day_notice.forget_old(clock.now())
            draft_key.forget_old(clock.now())
        enclosure.clear_ended()
        daily.plan(clock.now())
        post.carry_all(app)
        _note(done)
        if daily.check(clock.now()):
            _note(done)
        daily.erase(app.config["SETTINGS"].identity_months, clock.now())
        daily.count(clock.now())
        award_calls.call(clock.now())
        daily.enter_concerns(clock.now())
        daily.report(clock.now())
        daily.sign(clock.now())
    return done


def _drawn_before() -> datetime:
    """Which pictures of results go: those of a week ago, and whatever was drawn before, or while, a result was taken down (X-05)."""
    gone = withdrawal.newest()
    return max(clock.now() - PICTURES_KEPT, gone + DRAWING) if gone is not None else clock.now() - PICTURES_KEPT


def _note(done: int) -> None:
    with unit_of_work():
        chore.end(readiness.SWEEP, at=clock.now(), found={"done": done})


def run(job: Job) -> int:
    """Do everything that is due of one kind, or `most` of it; returns how many cases this process moved on. In an app context.

    A few out of many, then a new look: processes that run side by side seldom reach for the same one."""
    done, left = 0, job.most
    while found := job.due.waiting(min(LOOK, left)):
        took = [_one(job, found_id) for found_id in random.sample(found, min(len(found), BATCH))]
        left -= len(took)
        done += took.count(True) if job.moves else 0
        if took.count(False) == len(took):
            break
    return done


def _one(job: Job, found_id: int) -> bool | None:
    """Take one thing and do it: True when this process did it, None when a rule refused it, False when another was first."""
    try:
        with unit_of_work():
            case = job.due.take(found_id)
            if case is None:
                return False
            return _tried(job, case)
    except Refused:  # somebody moved the case between the look and the commit: it is looked at anew in a minute
        return False


def _tried(job: Job, case: Case) -> bool | None:
    number = case.number
    try:
        with db.session.begin_nested():
            job.do(case, actor.system(clock.now()))
        return True
    except Refused:
        return None
    except Exception:  # one broken case must not stop the clock for all others; `look` keeps it from being tried each minute
        _log.exception("the clock could not do %s for %s", job.due.job, number)
        return None
