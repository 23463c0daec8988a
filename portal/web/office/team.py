"""Who stands for an area, counted by level on a day, and whether every tenth member is recommended to receive (CT-05, HB-20, SD-06)."""

from datetime import date

from flask import Response, request

from portal.foundation import clock
from portal.network import level_count, reach, station
from portal.web import area_pages, gate, page
from portal.web.gate import opens
from portal.web.office.blueprint import door


@door.get("/team")
@opens("shift.see")
def team() -> Response:
    """The head counts of the area looked at, and of its stations."""
    ids, on = reach.stations(gate.signed_in(), "shift.see"), _asked(request.args.get("on", ""))
    mine = [one for one in station.all_open() if ids is None or one.id in ids]
    looked = area_pages.looked("/office/team", mine, every=True)
    whole, each = level_count.of_stations(looked.within, on)
    return page.show("office/team.html", looked=looked, whole=whole, each=each, on=on)


def _asked(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return clock.today()
