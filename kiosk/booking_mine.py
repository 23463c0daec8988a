"""One's appointment by its code: seen, moved, called off at the terminal as online; it closes with the visit (HB-34, R56)."""

from flask import Response, g, request
from wtforms import StringField

from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.refusal import Refused, TooMany
from portal.foundation.unit_of_work import unit_of_work
from portal.kiosk import booking_who, parting, visit
from portal.kiosk.blueprint import door
from portal.network import actor
from portal.network.actor import Actor
from portal.network.visit_end import Step
from portal.reception import appointment, finding, slots
from portal.reception.appointment import Appointment, Standing
from portal.web import gate, page
from portal.web.form import Form, Needed, Written
from portal.web.gate import OPEN, opens

MINE = "/kiosk/appointment/mine"


class BookingCodeForm(Form):
    """The code that was shown when it was booked."""

    code = StringField("public.booking.code", [Needed(), Written(40)])


@door.route("/appointment/code", methods=["GET", "POST"])
@opens(OPEN, form=True)
def appointment_code() -> Response:
    """The code on the pad; wrong ones wait (R56)."""
    form = BookingCodeForm()
    if request.form.get("go") != "on":
        return page.show("kiosk/booking_code.html", form=form)
    if not form.validate():
        return page.again("kiosk/booking_code.html", form)
    try:
        row = finding.by_code(form.code.data or "", source=gate.source(), at=clock.now())
    except Refused as refusal:
        form.code.data = ""
        response = page.again("kiosk/booking_code.html", form, refusal, "code")
        if isinstance(refusal, TooMany):
            response.headers["Retry-After"] = str(refusal.seconds)
        return response
    visit.open_booking(row.id)
    return page.done(MINE)


@door.get("/appointment/mine")
@opens(OPEN)
def mine() -> Response:
    """When, where, with whom, and what became of it."""
    row = _row()
    if row is None:
        return page.done("/kiosk/appointment/code")
    return page.show("kiosk/booking_mine.html", row=row, may_cancel=row.stage is Standing.BOOKED, may_move=_may_move(row))


@door.route("/appointment/mine/times", methods=["GET", "POST"])
@opens(OPEN, form=True)
def mine_times() -> Response:
    """Another time, one touch."""
    row, go = _row(), request.form.get("go", "")
    if row is None or not _may_move(row):
        return page.done(MINE)
    if g.get("stale") or not go.startswith("at="):
        return _times(row)
    try:
        with unit_of_work():
            appointment.move(_locked(row), slots.meant(go.removeprefix("at=")), by=_by(row))
    except Refused as refusal:
        return _times(row, refusal.status, gate.say()(refusal.key, **refusal.params))
    parting.reached(Step.OTHER, done=True)
    return page.done(MINE, "public.booking.moved")


@door.route("/appointment/mine/end", methods=["GET", "POST"])
@opens(OPEN, form=True)
def mine_end() -> Response:
    """Called off, after one more question; what was said of oneself is gone with it."""
    row = _row()
    if row is None or row.stage is not Standing.BOOKED:
        return page.done(MINE)
    if g.get("stale") or request.form.get("go") != "yes":
        return page.show("kiosk/booking_end.html", row=row)
    with unit_of_work():
        appointment.cancel(_locked(row), by=_by(row))
    parting.reached(Step.OTHER, done=True)
    return page.done(MINE, "public.booking.cancelled")


def _row() -> Appointment | None:
    known = visit.booking()
    return db.session.get(Appointment, known) if known else None


def _locked(row: Appointment) -> Appointment:
    return db.session.get_one(Appointment, row.id, with_for_update=True, populate_existing=True)


def _by(row: Appointment) -> Actor:
    return actor.kiosk(row.station_id, clock.now())


def _may_move(row: Appointment) -> bool:
    return row.stage is Standing.BOOKED and row.shift_id is not None


def _times(row: Appointment, status: int = 200, problem: str = "") -> Response:
    theirs, others = booking_who.again(finding.offered(row.station, clock.now()), row.person_id)
    return page.show("kiosk/booking_times.html", status, row=row, theirs=theirs, others=others, problem=problem)
