"""Book a time at this station by one touch, with no name of one's own, with a representative who sits there if one is wanted: the code
is shown, and moves or calls off here, online, by phone or at the desk (HB-34, CT-13). Whoever wants to be reminded may leave an e-mail address."""

from flask import Response, g, request

from portal.foundation import clock, codes
from portal.foundation.refusal import Refused
from portal.foundation.throttle import spend
from portal.foundation.unit_of_work import unit_of_work
from portal.kiosk import booking_who, parting, visit
from portal.kiosk.blueprint import door
from portal.network import actor
from portal.network.station import Station
from portal.network.visit_end import Step
from portal.reception import appointment, finding, reminding, slots
from portal.reception.appointment import Asked, Booked
from portal.reception.slots import Slot
from portal.web import booking, gate, page
from portal.web.booking import ReminderForm
from portal.web.gate import OPEN, opens

MOST = 30  # bookings an hour from one terminal


@door.get("/appointment")
@opens(OPEN)
def appointment_times() -> Response:
    """The next times that are free, each one touch; of whom was chosen, the times at which they sit here."""
    return _show(codes.new_key(), request.args.get("who", ""))


@door.post("/appointment")
@opens(OPEN, form=True)
def take_time() -> Response:
    """Book the time that was touched. The answer is the screen itself, because the code stands in no address; in another language or
    size it is the same one (R07)."""
    place, key, go, who = visit.station(), request.form.get("key", ""), request.form.get("go", ""), request.form.get("who", "")
    slot = slots.meant(go.removeprefix("at=") if go.startswith("at=") else request.form.get("slot", ""))
    if place is None or slot is None or g.get("stale") or not codes.is_key(key):
        return _show(key if codes.is_key(key) else codes.new_key(), who)
    try:
        with unit_of_work():
            made = booked(place, Asked(slot=slot, person_id=int(who) if who.isascii() and who.isdecimal() and len(who) < 10 else None), key)
    except Refused as refusal:
        return _show(key, who, refusal.status, gate.say()(refusal.key, **refusal.params))
    parting.reached(Step.OTHER, done=True)
    return _handed(made, key, slot)


def _handed(made: Booked, key: str, slot: Slot) -> Response:
    """When, and the code; or the field for an e-mail address, and again where what was typed is none."""
    go, form, row, shown = request.form.get("go"), ReminderForm(), made.appointment, {"key": key, "slot": slot.word}
    asks = booking.mails() and (go == "mail" or (request.form.get("step") == "mail" and go != "back"))
    if asks and go != "on":
        return page.show("kiosk/appointment_mail.html", form=form, **shown)
    if asks and not form.validate_on_submit():
        return page.again("kiosk/appointment_mail.html", form, **shown)
    try:
        if asks and form.email.data.strip():
            with unit_of_work():
                reminding.write_to(row, form.email.data, locale=gate.say().locale, by=actor.kiosk(row.station_id, clock.now()))
    except Refused as refusal:
        return page.again("kiosk/appointment_mail.html", form, refusal, "email", **shown)
    return page.show("kiosk/booked.html", row=row, code=codes.group(made.code), mails=booking.mails(), **shown)


def booked(place: Station, asked: Asked, key: str) -> Booked:
    """Behind the gate: booked from this terminal, so many in an hour; the same form again is the same one."""
    by = actor.kiosk(place.id, clock.now())
    made = appointment.book(place, asked, key=key, by=by)
    if not made.replayed:
        spend(f"booking:{gate.source()}", MOST, by.at, key="too_many_bookings")
    return made


def _show(key: str, word: str, status: int = 200, problem: str = "") -> Response:
    place = visit.station()
    days = finding.offered(place, clock.now()) if place is not None else []
    who = booking_who.meant(word, days)
    return page.show("kiosk/appointment.html", status, slots=booking_who.times(days, who), who=who, choose=bool(booking_who.shown(days)),
                     key=key, problem=problem)
