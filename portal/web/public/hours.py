"""When a station is open, for the pages of others: as JSON in the shape of oEmbed, and as a few lines of HTML without script."""

import json

from flask import Response, make_response, render_template

from portal.foundation import clock
from portal.network.station import Station
from portal.reception import open_day
from portal.reception.open_day import OpenDay
from portal.web import gate
from portal.web.gate import OPEN, opens
from portal.web.public.blueprint import address, door
from portal.web.public.described import WORDS, Described, described, many, text, thing
from portal.web.public.open_days import place
from portal.web.public.unchanged import shared

DAY = thing(begins=WORDS, ends=WORDS, cancelled={"type": "boolean"})
HOURS = thing(version={"const": "1.0"}, type={"const": "rich"}, title=WORDS, provider_name=WORDS, provider_url=WORDS, cache_age={"type": "integer"},
              width={"type": "integer"}, height={"type": "null"}, html=WORDS, station=WORDS, address=WORDS, phone=WORDS, hours=WORDS,
              step_free={"type": "boolean"}, open_days=many(DAY))
WIDTH = 480


@door.get("/stations/<code>/hours.json")
@opens(OPEN)
@described(Described("When a station is open, and its next open days; `html` is ready to be put into a page (in the shape of oEmbed).", {"application/json": HOURS}))
def hours(code: str) -> Response:
    """Facts and markup; no name of anybody stands in it."""
    return _told(place(code))


@door.get("/stations/<code>/hours.html")
@opens(OPEN)
@text("The same as a few lines of HTML without script.", "text/html")
def hours_here(code: str) -> Response:
    """The markup alone, to be fetched by another page's server or script."""
    here = place(code)
    return shared(make_response(_markup(here, _days(here))))


def _told(here: Station) -> Response:
    days = _days(here)
    told = {
        "version": "1.0", "type": "rich", "title": here.name, "provider_name": gate.network().name, "provider_url": address("/"), "cache_age": 3600,
        "width": WIDTH, "height": None, "html": _markup(here, days), "station": here.code, "address": here.address, "phone": here.phone,
        "hours": here.hours, "step_free": here.step_free,
        "open_days": [{"begins": clock.local(day.shift.begins_at).isoformat(), "ends": clock.local(day.shift.ends_at).isoformat(),
                       "cancelled": day.shift.off_by is not None} for day in days],
    }
    response = make_response(json.dumps(told, ensure_ascii=False))
    response.headers["Content-Type"] = "application/json"
    return shared(response)


def _days(here: Station) -> list[OpenDay]:
    board = open_day.board(here, clock.now())
    return [*board.today, *board.next]


def _markup(here: Station, days: list[OpenDay]) -> str:
    return render_template("public/hours.html", place=here, days=days, link=address(f"/stations/{here.code}"), local=clock.local).strip()
