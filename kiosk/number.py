"""Take a number for the reception that goes on: shown, and printed where there is a printer; it is about nobody (HB-40, K27)."""

from flask import Response, current_app, g, redirect, request, session

from portal.foundation import clock, codes
from portal.foundation.refusal import Refused, TooMany
from portal.foundation.throttle import spend
from portal.foundation.unit_of_work import unit_of_work
from portal.kiosk import parting, printer, visit
from portal.kiosk.blueprint import door
from portal.network import actor
from portal.network.station import Station
from portal.network.visit_end import Step
from portal.paper import queue_number
from portal.paper.shelf import key_of
from portal.reception import open_day, print_job, taking, turn, waiting_time
from portal.reception.turn import Turn
from portal.web import gate, page
from portal.web.gate import OPEN, opens

MOST = 240  # numbers an hour from one terminal or address


@door.get("/number")
@opens(OPEN)
def number() -> Response:
    """The number of this visit; before it is taken, how many wait and how long."""
    return _show()


@door.post("/number")
@opens(OPEN, form=True)
def take_number() -> Response:
    """Take one; the same form again has the same number. Any other touch of this screen only shows it again."""
    place, key = visit.station(), request.form.get("key", "")
    if place is None or request.form.get("go") != "on" or g.get("stale") or not codes.is_key(key):
        return _show()
    try:
        with unit_of_work():
            _take(place, key)
    except TooMany:
        return _show(429)
    except Refused as refusal:
        return _show(refusal.status)
    parting.reached(Step.OTHER, done=True)
    return redirect("/kiosk/number", 303)  # type: ignore[return-value]


def _take(place: Station, key: str) -> None:
    """Behind the gate: the number, and its paper on the way, once."""
    by = actor.kiosk(place.id, clock.now())
    taken = taking.take(place.id, key=key, by=by)
    if not taken.replayed:
        spend(f"number:{gate.source()}", MOST, by.at)
        _print(taken.turn, place)
    session["turn"] = taken.turn.id


def _print(row: Turn, place: Station) -> None:
    own = printer.own()
    if own is None:
        return
    network, say = gate.network(), gate.say()
    facts = queue_number.NumberFacts(network.name, network.motto, place.name, row.said, row.taken_at, row.shift.begins_at,
                                     row.shift.ends_at, network.demo)
    html = queue_number.html(facts, say)
    current_app.extensions["press"].submit(html, printer.SIZE)
    session["slip"] = print_job.number(own, paper=key_of(html, printer.SIZE), at=row.taken_at).id


def _show(status: int = 200) -> Response:
    """What the visit has, else what it may have."""
    place, at = visit.station(), clock.now()
    shift = turn.on(place.id, at) if place is not None else None
    rows = turn.of_shift(shift) if shift is not None else []
    mine = next((row for row in rows if row.id == session.get("turn")), None)
    line = turn.in_line(rows, at)
    ahead = line.index(mine) if mine is not None and mine in line else len(line)
    board = open_day.board(place, at) if place is not None else None
    is_open = shift is not None and at < taking.last_at(shift)
    return page.show("kiosk/number.html", status, mine=mine, shift=shift, ahead=ahead, range=waiting_time.of(rows, ahead, at), is_open=is_open,
                     following=next((day for day in board.next if not day.shift.off_by), None) if board else None, key=codes.new_key(),
                     many=status == 429, slip=printer.slip(session.get("slip")))
