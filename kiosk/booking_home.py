"""Ask for a visit at home: where to ring and where to come, asked once and kept nowhere on this screen; the code is shown (HB-34)."""

from flask import Response, g, request
from wtforms import StringField

from portal.foundation import codes
from portal.foundation.refusal import Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.kiosk import appointment, parting, visit
from portal.kiosk.blueprint import door
from portal.network.visit_end import Step
from portal.reception.appointment import Asked, Wanted
from portal.web import booking, page
from portal.web.form import Form, Needed, Written, key_field
from portal.web.gate import OPEN, opens


class HomeForm(Form):
    """Who, where to ring, where to come."""

    key = key_field()
    name = StringField("common.booking.name", [Written(50)])
    phone = StringField("common.booking.phone", [Needed(), Written(30)])
    address = StringField("common.booking.address", [Needed(), Written(200)])


@door.get("/appointment/home")
@opens(OPEN)
def visit_at_home() -> Response:
    """The three lines."""
    form = HomeForm(formdata=None)
    form.key.data = codes.new_key()
    return page.show("kiosk/booking_home.html", form=form)


@door.post("/appointment/home")
@opens(OPEN, form=True)
def ask_for_visit() -> Response:
    """Ask for it. The answer holds the code and nothing of what was typed; in another language or size it is the same one (R07)."""
    form, place, asked_before = HomeForm(), visit.station(), request.form.get("step") == "asked"
    if not codes.is_key(form.key.data or ""):
        form.key.data = codes.new_key()
    if place is None or g.get("stale") or not (asked_before or request.form.get("go") == "on"):
        return page.show("kiosk/booking_home.html", form=form)
    if not asked_before and not form.validate():
        return page.again("kiosk/booking_home.html", form)
    try:
        with unit_of_work():
            made = appointment.booked(place, Asked(Wanted.HOME, name=form.name.data or "", phone=form.phone.data or "",
                                                   address=form.address.data or ""), str(form.key.data))
    except Refused as refusal:
        return page.again("kiosk/booking_home.html", form, refusal, booking.FIELDS.get(refusal.key))
    parting.reached(Step.OTHER, done=True)
    return page.show("kiosk/booking_asked.html", key=form.key.data, code=codes.group(made.code))
