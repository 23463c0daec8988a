"""One month of everybody who receives on one page, to look at and to print (SD-05: 380 people)."""

import re
from datetime import date, timedelta

from flask import Response, request

from portal.foundation import clock
from portal.network import places, reach, station
from portal.reception import confirmation, month
from portal.reception.month import Line
from portal.web import gate, page
from portal.web.gate import opens
from portal.web.office.blueprint import door

_MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")


@door.get("/duty-month")
@opens("roster.keep")
def duty_month() -> Response:
    """The people of my stations, of one area where one was typed, in one month."""
    by, typed, members = gate.signed_in(), request.args.get("station", "")[:60], "members" in request.args
    among = reach.stations(by, "roster.keep")
    here = places.meant(typed, among) if typed.strip() else None
    ids = among
    if here is not None:
        below = station.below(frozenset({here.id}))
        ids = below if among is None else below & among
    first, last = month.span_of(_asked(request.args.get("month", "")))
    unknown = bool(typed.strip()) and here is None
    rows: list[Line] = [] if unknown else month.lines(ids, first, members=members)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return page.show("office/duty_month.html", rows=rows, days=days, first=first, typed=typed, unknown=unknown, members=members, unsure=[] if unknown else confirmation.waiting(ids, by.at),
                     before=(first - timedelta(days=1)).strftime("%Y-%m"), after=(last + timedelta(days=1)).strftime("%Y-%m"))


def _asked(typed: str) -> date:
    found = _MONTH.fullmatch(typed)
    return date(int(found[1]), int(found[2]), 1) if found else clock.today().replace(day=1)
