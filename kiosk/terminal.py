"""The terminal itself: bound to a station once, and how many pixels one millimetre of its glass has (K01–K04)."""

import math

from flask import Response, abort, make_response, redirect, request, session

from portal.kiosk import visit
from portal.kiosk.blueprint import door
from portal.network import station as stations
from portal.web.gate import OPEN, opens

FINEST, COARSEST = 1.5, 20.0  # pixels a millimetre; beyond these it is a slip of the finger
FUZZY = ("yes", "hf")


@door.get("/at/<code>")
@opens(OPEN)
def at(code: str) -> Response:
    """Bind this browser to a station: `/kiosk/at/S01?mm=4.03`; `fuzzy=yes` where southern ears spell (`hf`: h and f too)."""
    place = stations.by_code(code)
    if place is None or place.closed:
        abort(404)
    visit.wipe()
    session["terminal"] = place.code
    session.pop("mm", None)
    given = _millimetre(request.args.get("mm", ""))
    if given:
        session["mm"] = given
    session.pop("fuzzy", None)
    if request.args.get("fuzzy") in FUZZY:
        session["fuzzy"] = request.args["fuzzy"]
    return redirect("/kiosk/", 303)  # type: ignore[return-value]


def _millimetre(typed: str) -> float | None:
    try:
        value = float(typed)
    except ValueError:
        return None
    return round(value, 3) if math.isfinite(value) and FINEST <= value <= COARSEST else None


@door.get("/terminal.css")
@opens(OPEN)
def terminal_css() -> Response:
    """The one measure that differs between terminals, as a file, so that the policy stays strict."""
    sheet = f":root{{--mm:{session['mm']}px}}\n" if "mm" in session else "/* the measure of tokens.css */\n"
    response = make_response(sheet)
    response.mimetype = "text/css"
    return response
