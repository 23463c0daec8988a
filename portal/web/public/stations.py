"""Where one can go and who is there: open stations with their facts and the representatives shown in public (CT-02, SD-22)."""

from flask import Response

from portal.foundation import clock
from portal.network import representative, station
from portal.network.station import StationLevel
from portal.reception import open_day
from portal.web import page
from portal.web.gate import OPEN, opens
from portal.web.public.blueprint import door
from portal.web.public.open_days import place


@door.get("/stations")
@opens(OPEN)
def all_stations() -> Response:
    """The list."""
    return page.show("public/stations.html", stations=station.all_open())


@door.get("/stations/<code>")
@opens(OPEN)
def one_station(code: str) -> Response:
    """One station: its facts, its open days, and who receives there."""
    here = place(code)
    people = [row for row in representative.of_station(here.id) if row.public]
    return page.show("public/station.html", place=here, people=people, is_online=here.level is StationLevel.ONLINE,
                     board=open_day.board(here, clock.now()))
