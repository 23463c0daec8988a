"""The terminal's own browser: paired by a ticket, or bound to a station for a try; and how fine its glass is (K01–K04, K50)."""

from flask import Response, abort, make_response, redirect, request, session

from portal.foundation import clock
from portal.foundation.refusal import Missing
from portal.foundation.unit_of_work import unit_of_work
from portal.kiosk import visit
from portal.kiosk.blueprint import door
from portal.network import entry
from portal.network import station as stations
from portal.network import terminal as terminals
from portal.network.terminal import Ears
from portal.web import gate, page
from portal.web.gate import OPEN, opens

MOST_OF_PLACE = 40

@door.get("/at/<code>")
@opens(OPEN)
def at(code: str) -> Response:
    """Bind this browser to a station, for a try: `/kiosk/at/S01?mm=4.03&place=…`, where the place is what the desk is told on a
    call; `fuzzy=yes` where southern ears spell (`hf`: h and f too). A paired terminal stays what it is."""
    place = stations.by_code(code)
    if place is None or place.closed or gate.at_terminal():
        abort(404)
    visit.wipe()
    session["terminal"] = place.code
    _measure(_millimetre(request.args.get("mm", "")))
    _stand("".join(sign for sign in request.args.get("place", "") if sign.isprintable()).strip()[:MOST_OF_PLACE])
    _spelled(request.args.get("fuzzy", ""))
    return redirect("/kiosk/", 303)  # type: ignore[return-value]


@door.get("/enter")
@opens(OPEN)
def enter() -> Response:
    """Where the device opens its browser, `?ticket=…`: looking spends nothing, the page sends the ticket at once."""
    return page.show("kiosk/enter.html", ticket=request.args.get("ticket", "")[:64])


@door.post("/enter")
@opens(OPEN, form=True)
def entered() -> Response:
    """The ticket is spent: from now on this browser is the terminal's."""
    try:
        with unit_of_work():
            own = entry.enter(request.form.get("ticket", ""), clock.now())
            session.clear()
            session["device"], session["terminal"] = own.id, own.station.code
            _measure(own.px_per_mm)
            _stand(own.place)
            _spelled(own.ears.value)
    except Missing:
        if not gate.at_terminal():
            return page.show("kiosk/out.html", 403)
    return redirect("/kiosk/", 303)  # type: ignore[return-value]


def _millimetre(typed: str) -> float | None:
    try:
        value = float(typed)
    except ValueError:
        return None
    return round(value, 3) if terminals.is_measure(value) else None


def _measure(px_per_mm: float | None) -> None:
    session.pop("mm", None)
    if px_per_mm:
        session["mm"] = px_per_mm


def _spelled(ears: str) -> None:
    """How people around it spell pinyin; the standard is not told."""
    session.pop("fuzzy", None)
    if ears in (Ears.SOUTHERN, Ears.SOUTHERN_HF):
        session["fuzzy"] = ears


def _stand(place: str) -> None:
    """Where in the station it stands."""
    session.pop("place", None)
    if place:
        session["place"] = place


@door.get("/terminal.css")
@opens(OPEN)
def terminal_css() -> Response:
    """The one measure that differs between terminals, as a file, so that the policy stays strict."""
    sheet = f":root{{--mm:{session['mm']}px}}\n" if "mm" in session else "/* the measure of tokens.css */\n"
    response = make_response(sheet)
    response.mimetype = "text/css"
    return response
