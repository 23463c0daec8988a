"""The screen in the hall of a station: asked again every few seconds and answered by 304 while nothing changed.

Polling, not server-sent events: a stream would hold one of the server's few threads for as long as a screen is on, all day at every
station; a question costs a few milliseconds, comes through every proxy and finds its way back by itself after a cut."""

import hashlib

from flask import Response, g, make_response, render_template, request

from portal.foundation import clock
from portal.network.station import Station
from portal.reception import hall, hall_rule
from portal.reception.hall_rule import Hall
from portal.web import page
from portal.web.gate import OPEN, opens
from portal.web.public.blueprint import door
from portal.web.public.open_days import place


@door.get("/hall/<code>")
@opens(OPEN)
def hall_screen(code: str) -> Response:
    """The whole screen, in the station's language whoever looks."""
    here = place(code)
    rule = _speak(here)
    return page.show("public/hall.html", place=here, rule=rule, screen=hall.screen(here, clock.now()))


@door.get("/hall/<code>/now")
@opens(OPEN)
def hall_now(code: str) -> Response:
    """What changes on it; 304 for whoever has it already."""
    here = place(code)
    _speak(here)
    text = render_template("public/hall_now.html", place=here, screen=hall.screen(here, clock.now()))
    mark = hashlib.sha256(text.encode()).hexdigest()[:20]
    known = request.if_none_match.contains(mark)
    response = make_response("" if known else text, 304 if known else 200)
    response.set_etag(mark)
    return response


def _speak(here: Station) -> Hall:
    rule = hall_rule.of(here.id)
    g.locale = rule.locale
    return rule
