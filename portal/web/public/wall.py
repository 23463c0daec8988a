"""The wall: results turn by themselves on a screen nobody touches, for a station or the whole network (SG-01, FT-03).

The page holds all its sheets and turns them itself, so that a cut line costs nothing but news; what it holds is asked anew each minute
and answered by 304 while nothing changed. Without scripts the page comes again by itself with the next sheet."""

import hashlib
from typing import Any
from urllib.parse import urlsplit

from flask import Response, current_app, g, make_response, render_template, request

from portal.cases import board, four_numbers
from portal.cases.board import Filter
from portal.cases.publication import Publication
from portal.foundation import clock, setting_types
from portal.network.station import Station
from portal.paper import qr
from portal.reception import hall_rule, open_day, shift
from portal.web import gate, page
from portal.web.gate import OPEN, opens
from portal.web.public import cards
from portal.web.public.blueprint import address, door
from portal.web.public.open_days import place
from portal.web.public.sheets import sheets

NEWEST, EACH = 20, 30  # results on the wall; seconds of a sheet where no script turns them


@door.get("/wall")
@opens(OPEN)
def wall() -> Response:
    """The results of the whole network, in the language that is asked for."""
    return _whole(None)


@door.get("/wall/now")
@opens(OPEN)
def wall_now() -> Response:
    """What changes on it; 304 for whoever has it already."""
    return _part(None)


@door.get("/wall/<code>")
@opens(OPEN)
def station_wall(code: str) -> Response:
    """The results of one station, in its own language whoever looks."""
    return _whole(_speaking(code))


@door.get("/wall/<code>/now")
@opens(OPEN)
def station_wall_now(code: str) -> Response:
    """What changes on the wall of a station."""
    return _part(_speaking(code))


def _speaking(code: str) -> Station:
    here = place(code)
    g.locale = hall_rule.of(here.id).locale
    return here


def _whole(here: Station | None) -> Response:
    shown = _shown(here)
    turn = int(clock.now().timestamp()) // EACH % max(1, len(shown["sheets"]))
    return page.show("public/wall.html", **shown, first=turn, each=EACH)


def _part(here: Station | None) -> Response:
    text = render_template("public/wall_now.html", **_shown(here), first=0)
    mark = hashlib.sha256(text.encode()).hexdigest()[:20]
    known = request.if_none_match.contains(mark)
    response = make_response("" if known else text, 304 if known else 200)
    response.set_etag(mark)
    return response


def _shown(here: Station | None) -> dict[str, Any]:
    rows = board.newest(Filter(station=here.code if here else ""), NEWEST).rows
    can_open = setting_types.leads_here(urlsplit(current_app.config["PUBLIC_URL"]).hostname or "")
    say = gate.say()
    codes = {row.number: qr.svg(address(f"/results/{row.number}"), say("public.wall.code", number=row.number)) for row in rows if can_open}
    return {"here": here, "sheets": sheets(rows), "codes": codes, "told": board.answer_of, "day": cards.day, "stage_of": board.stage_of,
            "icon_of": _icon, "four": four_numbers.latest(here.code if here else four_numbers.ALL), "coming": _coming(here)}


def _icon(row: Publication) -> str:
    return cards.ICONS.get(row.category_top, "other")


def _coming(here: Station | None) -> shift.Shift | None:
    """The next open day that is not over: of the station, or the first of any."""
    if here is not None:
        known = open_day.board(here, clock.now())
        return next((day.shift for day in known.today + known.next if day.shift.off_by is None), None)
    return next((row for row in shift.coming(None, clock.now(), 20) if row.off_by is None), None)
