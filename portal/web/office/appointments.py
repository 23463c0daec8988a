"""Appointments at the desk: who comes today, whom to ring, a number for whoever is here, and booking for somebody who asks (HB-26, HB-34)."""

from collections.abc import Callable
from functools import partial

from flask import Response, g, request

from portal.foundation import clock, codes
from portal.foundation.refusal import Missing, Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network import reach
from portal.network.station import Station
from portal.reception import appointment, diary, finding, offered_time, slots
from portal.reception.appointment import Appointment
from portal.web import booking, gate, page
from portal.web.booking import BookingForm, MoveForm
from portal.web.gate import opens
from portal.web.office.blueprint import door
from portal.web.office.reception import place_of

SHOWN = 60
STEPS: dict[str, Callable[..., object]] = {"here": appointment.check_in, "reminded": appointment.remind, "cancelled": appointment.cancel,
                                         "done": partial(appointment.end_visit, met=True), "not_met": partial(appointment.end_visit, met=False)}


@door.get("/appointments")
@opens("appointment.keep")
def appointments() -> Response:
    """What stands at my station, and the form to book."""
    return _show(_place(request.args.get("station", "")))


@door.post("/appointments/<code>")
@opens("appointment.keep", form=True)
def book_for(code: str) -> Response:
    """Book for somebody who asks at the desk or by phone; the code is said to them once, on the page itself."""
    here, form = _place(code), BookingForm()
    form.prepare(finding.offered(here, clock.now()))
    if not form.validate_on_submit():
        return _show(here, form, 422)
    try:
        with unit_of_work():
            made = appointment.book(here, form.asked(), key=form.key.data or "", by=gate.signed_in())
            row, given = made.appointment, codes.group(made.code)
    except Refused as refusal:
        form.refuse(refusal, booking.FIELDS.get(refusal.key))
        return _show(here, form, refusal.status)
    return page.show("office/booked.html", row=row, code=given, place=here)


@door.post("/appointments/<int:appointment_id>/<step>")
@opens("appointment.keep")
def move_on(appointment_id: int, step: str) -> Response:
    """Here, reminded, called off, visited or not met."""
    if step not in STEPS:
        raise Missing
    by, said = gate.signed_in(), ""
    with unit_of_work():
        row = finding.at_desk(appointment_id, by, lock=True)
        code = row.station.code
        STEPS[step](row, by=by)
        said = row.turn.said if row.turn is not None else ""
    back = "/office/" if request.args.get("back") == "today" else f"/office/appointments?station={code}"
    return page.done(back, f"office.booking.did_{step}", number=said)


@door.route("/appointments/<int:appointment_id>/time", methods=["GET", "POST"])
@opens("appointment.keep", form=True)
def change_time(appointment_id: int) -> Response:
    """To another time, for somebody who rang or was rung: the same appointment with the same code."""
    by, form = gate.signed_in(), MoveForm()
    row = finding.at_desk(appointment_id, by)
    if row.shift_id is None:
        raise Missing
    form.slot.choices = booking.times(finding.offered(row.station, by.at))
    if not form.validate_on_submit():
        return page.show("office/appointment_move.html", 422 if form.is_submitted() else 200, form=form, row=row)
    try:
        with unit_of_work():
            row = finding.at_desk(appointment_id, by, lock=True)
            appointment.move(row, slots.meant(form.slot.data or ""), by=by)
            code, at = row.station.code, gate.say().moment(row.at)
    except Refused as refusal:
        row = finding.at_desk(appointment_id, by)
        form.slot.choices = booking.times(finding.offered(row.station, by.at))
        return page.again("office/appointment_move.html", form, refusal, "slot", row=row)
    return page.done(f"/office/appointments?station={code}", "office.booking.moved", time=at)


def _place(code: str) -> Station:
    return place_of(code, reach.stations(gate.signed_in(), "appointment.keep"))


def _show(here: Station, form: BookingForm | None = None, status: int = 200) -> Response:
    at, g.stands_at = clock.now(), f"/office/appointments?station={here.code}"
    rows, homes, fallen = diary.coming(here.id, at, SHOWN), diary.homes(here.id, SHOWN), diary.fallen(here.id, at, SHOWN)
    form = (form or BookingForm(formdata=None)).prepare(finding.offered(here, at))
    return page.show("office/appointments.html", status, place=here, form=form, day=clock.today(), homes=homes, fallen=fallen,
                     numbers=offered_time.numbers([row.id for row in (*rows, *fallen)], gate.signed_in()), today=[row for row in rows if _is_today(row)],
                     later=[row for row in rows if not _is_today(row)])


def _is_today(row: Appointment) -> bool:
    return row.at is not None and clock.day_of(row.at) <= clock.today()
