"""For the terminal's keeper: five touches in the upper left corner, the PIN, then the daily test or the way out to the desktop (K62, K67)."""

from datetime import timedelta

from flask import Response, redirect, session
from wtforms import PasswordField

from portal.foundation import clock
from portal.foundation.refusal import Missing, Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.kiosk import visit
from portal.kiosk.blueprint import door
from portal.network import entry
from portal.network.terminal import Terminal
from portal.web import page
from portal.web.form import Form, Needed
from portal.web.gate import OPEN, opens

OPEN_FOR = timedelta(minutes=10)  # so long the keeper's screens stay open after the PIN


class PinForm(Form):
    """Six digits from the pad."""

    pin = PasswordField("kiosk.staff.pin", [Needed()], render_kw={"maxlength": entry.PIN_DIGITS})


def own() -> Terminal:
    """The paired terminal of this browser; nowhere else is there a keeper (404)."""
    found = visit.terminal()
    if found is None:
        raise Missing
    return found


def keeper() -> Terminal:
    """The terminal, after its PIN was typed within the last ten minutes."""
    if not visit.is_within(session.get("staff_at"), OPEN_FOR):
        raise Missing
    return own()


@door.get("/staff")
@opens(OPEN)
def staff() -> Response:
    """The pad for the PIN."""
    own()
    return page.show("kiosk/staff/pin.html", form=PinForm())


@door.post("/staff")
@opens(OPEN, form=True)
def staff_pin() -> Response:
    """A wrong PIN is counted; the fifth locks, and only a new one from the office opens again."""
    form, terminal_id = PinForm(), own().id
    if not form.validate_on_submit():
        return page.again("kiosk/staff/pin.html", form)
    typed, form.pin.data = form.pin.data or "", ""
    try:
        with unit_of_work():
            right = entry.try_pin(terminal_id, typed)
        if not right:
            raise Refused("pin_wrong", n=entry.tries_left(own())) if entry.tries_left(own()) else Refused("pin_locked")
    except Refused as refusal:
        return page.again("kiosk/staff/pin.html", form, refusal, "pin")
    session["staff_at"] = visit.stamp(clock.now())
    return redirect("/kiosk/staff/home", 303)  # type: ignore[return-value]


@door.get("/staff/home")
@opens(OPEN)
def staff_home() -> Response:
    """What the keeper may do here."""
    return page.show("kiosk/staff/home.html", terminal=keeper())


@door.post("/staff/leaving")
@opens(OPEN, form=True)
def staff_leave() -> Response:
    """Close the browser: the device hears of it within seconds. The visit, and with it the keeper's, is over."""
    terminal = keeper()
    with unit_of_work():
        entry.leave(terminal, clock.now())
    visit.wipe()
    visit.begin()
    return page.show("kiosk/staff/leaving.html")
