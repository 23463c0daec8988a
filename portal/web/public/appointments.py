"""Book a time at a station online, or ask for a visit at home; see, move and call it off by its code (HB-26, HB-34, SD-41)."""

from flask import Response, session
from wtforms import StringField

from portal.foundation import clock, codes
from portal.foundation.database import db
from portal.foundation.refusal import Refused, TooMany
from portal.foundation.throttle import spend
from portal.foundation.unit_of_work import unit_of_work
from portal.network import actor
from portal.reception import appointment, finding, reminding
from portal.reception.appointment import Appointment, Standing
from portal.web import booking, gate, page
from portal.web.booking import BookingForm, MoveForm, ReminderForm
from portal.web.form import Form, Needed, Written
from portal.web.gate import OPEN, opens
from portal.web.public.blueprint import door
from portal.web.public.open_days import place

MOST = 12  # bookings an hour from one address
OPEN_FOR = 1800  # seconds a code that was shown opens its appointment


class CodeForm(Form):
    """The code that was given when it was booked."""

    code = StringField("public.booking.code", [Needed(), Written(40)])


@door.route("/stations/<code>/appointments", methods=["GET", "POST"])
@opens(OPEN, form=True)
def book_appointment(code: str) -> Response:
    """The form; sent, the answer is the page with the code itself, because the code stands in no address."""
    here, form = place(code), BookingForm()
    form.prepare(finding.offered(here, clock.now()))
    if not form.validate_on_submit():
        return page.show("public/booking.html", 422 if form.is_submitted() else 200, form=form, place=here)
    by = actor.public(clock.now())
    try:
        with unit_of_work():
            made = appointment.book(here, form.asked(), key=form.key.data or "", by=by)
            if not made.replayed:
                spend(f"booking:{gate.source()}", MOST, by.at, key="too_many_bookings")
    except Refused as refusal:
        form.prepare(finding.offered(here, clock.now()))
        return page.again("public/booking.html", form, refusal, booking.FIELDS.get(refusal.key), place=here)
    return page.show("public/booked.html", row=made.appointment, code=codes.group(made.code), place=here)


@door.route("/appointments", methods=["GET", "POST"])
@opens(OPEN, form=True)
def find_appointment() -> Response:
    """Ask for the code; wrong ones wait (R56)."""
    form = CodeForm()
    if not form.validate_on_submit():
        return page.show("public/booking_code.html", 422 if form.is_submitted() else 200, form=form)
    try:
        row = finding.by_code(form.code.data, source=gate.source(), at=clock.now())
    except Refused as refusal:
        response = page.again("public/booking_code.html", form, refusal, "code")
        if isinstance(refusal, TooMany):
            response.headers["Retry-After"] = str(refusal.seconds)
        return response
    session["appointment"] = [row.id, int(clock.now().timestamp())]
    return page.done("/appointments/mine")


@door.get("/appointments/mine")
@opens(OPEN)
def my_appointment() -> Response:
    """It, with its other times."""
    row = _mine()
    return _show(row) if row is not None else page.done("/appointments", "public.booking.over", "info")


@door.post("/appointments/mine/move")
@opens(OPEN, form=True)
def move_appointment() -> Response:
    """To another time."""
    form = MoveForm()
    if _mine() is None or not form.validate_on_submit():
        return page.done("/appointments/mine")
    try:
        with unit_of_work():
            row = _mine()
            assert row is not None
            appointment.move(row, booking.slots.meant(form.slot.data or ""), by=actor.public(clock.now()))
    except Refused as refusal:
        form.refuse(refusal, "slot")
        return _shown(form, status=refusal.status)
    return page.done("/appointments/mine", "public.booking.moved")


@door.post("/appointments/mine/reminder")
@opens(OPEN, form=True)
def remind_by_mail() -> Response:
    """Write to me, or no more."""
    form = ReminderForm()
    if _mine() is None:
        return page.done("/appointments/mine")
    if not form.validate_on_submit():
        return _shown(reminder=form, status=422)
    try:
        with unit_of_work():
            row = _mine()
            assert row is not None
            reminding.write_to(row, form.email.data if booking.mails() else "", locale=gate.say().locale, by=actor.public(clock.now()))
    except Refused as refusal:
        form.refuse(refusal, "email")
        return _shown(reminder=form, status=refusal.status)
    return page.done("/appointments/mine", "public.booking.reminder_set" if form.email.data.strip() else "public.booking.reminder_off")


@door.post("/appointments/mine/cancellation")
@opens(OPEN)
def cancel_appointment() -> Response:
    """Called off; what was said of oneself is gone with it."""
    if _mine() is None:
        return page.done("/appointments")
    with unit_of_work():
        row = _mine()
        assert row is not None
        appointment.cancel(row, by=actor.public(clock.now()))
    session.pop("appointment", None)
    return page.done("/appointments", "public.booking.cancelled")


def _mine() -> Appointment | None:
    """The one whose code was shown lately."""
    found, since = session.get("appointment") or (0, 0)
    fresh = 0 <= int(clock.now().timestamp()) - since <= OPEN_FOR
    return db.session.get(Appointment, found) if found and fresh else None


def _shown(form: MoveForm | None = None, reminder: ReminderForm | None = None, status: int = 200) -> Response:
    row = _mine()
    assert row is not None
    return _show(row, form, reminder, status)


def _show(row: Appointment, form: MoveForm | None = None, reminder: ReminderForm | None = None, status: int = 200) -> Response:
    form = form or MoveForm(formdata=None)
    may, timed = row.stage is Standing.BOOKED and row.shift_id is not None, row.stage is Standing.BOOKED and row.at is not None
    form.slot.choices = booking.times(finding.offered(row.station, clock.now())) if may else {}
    return page.show("public/appointment.html", status, row=row, form=form, reminder=reminder or ReminderForm(formdata=None), may_move=may,
                     mails=timed and booking.mails(), may_cancel=row.stage is Standing.BOOKED)
