"""Book a time at this station by one touch, with no name: the code is shown, and moves or calls off online, by phone or at the desk (HB-34)."""

from flask import Response, g, request

from portal.foundation import clock, codes
from portal.foundation.refusal import Refused
from portal.foundation.throttle import spend
from portal.foundation.unit_of_work import unit_of_work
from portal.kiosk import parting, visit
from portal.kiosk.blueprint import door
from portal.network import actor
from portal.network.station import Station
from portal.network.visit_end import Step
from portal.reception import appointment, slots
from portal.reception.appointment import Asked, Booked
from portal.web import gate, page
from portal.web.gate import OPEN, opens

MOST = 30   # bookings an hour from one terminal
SHOWN = 8   # times on one screen: two open days


@door.get("/appointment")
@opens(OPEN)
def appointment_times() -> Response:
    """The next times that are free, each one touch."""
    return _show(codes.new_key())


@door.post("/appointment")
@opens(OPEN, form=True)
def take_time() -> Response:
    """Book the time that was touched. The answer is the screen itself, because the code stands in no address; in another language or
    size it is the same one (R07)."""
    place, key = visit.station(), request.form.get("key", "")
    slot = slots.meant(request.form.get("go", "").removeprefix("at=") or request.form.get("slot", ""))
    if place is None or slot is None or g.get("stale") or not key:
        return _show(key or codes.new_key())
    try:
        with unit_of_work():
            made = _book(place, Asked(slot=slot), key)
    except Refused as refusal:
        return _show(key, refusal.status, gate.say()(refusal.key, **refusal.params))
    parting.reached(Step.OTHER, done=True)
    return page.show("kiosk/booked.html", row=made.appointment, code=codes.group(made.code), key=key, slot=slot.word)


def _book(place: Station, asked: Asked, key: str) -> Booked:
    by = actor.kiosk(place.id, clock.now())
    made = appointment.book(place, asked, key=key, by=by)
    if not made.replayed:
        spend(f"booking:{gate.source()}", MOST, by.at, key="too_many_bookings")
    return made


def _show(key: str, status: int = 200, problem: str = "") -> Response:
    place = visit.station()
    offered = appointment.offered(place, clock.now()) if place is not None else []
    free = [slot for day in offered for slot in day.free[:SHOWN // 2]][:SHOWN]
    return page.show("kiosk/appointment.html", status, slots=free, key=key, problem=problem)
