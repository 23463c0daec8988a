"""A visitor who showed number and code: remembered for thirty minutes in the signed session, as a number and never as a code."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta

from flask import session

from portal.cases import delivery, tracking
from portal.cases.case import Case, seen_by
from portal.foundation import clock
from portal.foundation.refusal import Missing
from portal.foundation.unit_of_work import GateBusy, unit_of_work
from portal.network import actor
from portal.network.actor import Actor

LASTS = timedelta(minutes=30)


def begin(case: Case) -> None:
    """Remember whose matter this browser may see. The end is fixed here and not moved by looking.

    The first look at an answer nobody could be told is noted here and nowhere after; where writing has to wait, one reads on (T20)."""
    session["visit"] = [case.id, case.number, int((clock.now() + LASTS).timestamp()), tracking.mark_of(case.id)]
    if delivery.is_unseen(case):
        with suppress(GateBusy), unit_of_work():
            delivery.look_up(case, by=actor.visitor(case.id, clock.now()))


def by() -> Actor | None:
    """The visitor, or None when nobody showed a code, the thirty minutes are over, or the code was replaced."""
    kept = session.get("visit")
    if not kept:
        return None
    if clock.now() >= datetime.fromtimestamp(kept[2], UTC) or kept[3:] != [tracking.mark_of(kept[0])]:
        end()
        return None
    return actor.visitor(kept[0], clock.now())


def case(by: Actor) -> Case:
    """The visitor's own case; raises Missing."""
    kept = session.get("visit")
    if not kept:
        raise Missing
    return seen_by(by, kept[1])


def end() -> None:
    """Forget it."""
    session.pop("visit", None)
