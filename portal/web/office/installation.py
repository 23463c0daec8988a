"""The install sheet of a terminal: what only a person with a tape measure can prove, to print and tick off (K24, K25, K54, K65)."""

from flask import Response, abort

from portal.network import station as stations
from portal.web import page
from portal.web.gate import STAFF, opens
from portal.web.office.blueprint import door

# What is checked, in the order one walks round the machine, and the requirements of kiosk/README.md that it proves.
CHECKS: dict[str, tuple[str, ...]] = {
    "place": ("K65",), "chair": ("K65",), "partition": ("K65",), "glare": ("K65",), "desk": ("K59", "K65"),
    "height": ("K54",), "approach": ("K54",), "millimetre": ("K01", "K04"), "sockets": ("K25", "K62"), "sound": ("K56",),
    "paper": ("K49",), "no_paper": ("K43", "K45"), "reader": (), "plug": ("K24", "K61"), "keeper": ("K64",), "clean": ("K64",),
}


@door.get("/stations/<code>/installation")
@opens(STAFF)
def installation(code: str) -> Response:
    """The sheet of one station, for every terminal that is set up there."""
    place = stations.by_code(code)
    if place is None:
        abort(404)
    return page.show("office/installation.html", station=place, checks=CHECKS)
