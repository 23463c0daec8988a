"""Where one can go and who is there: open stations with their facts and the representatives shown in public (CT-02, SD-22)."""

from flask import Response, g, make_response

from portal.cases import board, four_numbers, station_figures
from portal.foundation import clock
from portal.foundation.refusal import Missing
from portal.network import face, pledge, representative, station
from portal.network.station import StationLevel
from portal.reception import open_day, plot_record
from portal.web import area_pages, page
from portal.web.gate import OPEN, opens
from portal.web.public.blueprint import door
from portal.web.public.open_days import place


@door.get("/stations")
@opens(OPEN)
def all_stations() -> Response:
    """All of them down the tree of areas, or those of one area, or whose code, name, area or address holds every word (SD-01: there may be 247)."""
    return page.show("public/stations.html", looked=area_pages.looked("/stations", station.all_open()), figures=station_figures.latest())


@door.get("/stations/<code>")
@opens(OPEN)
def one_station(code: str) -> Response:
    """One station: its facts, its open days, and who receives there."""
    here = place(code)
    people = [row for row in representative.of_station(here.id) if row.public]
    return page.show("public/station.html", place=here, people=people, is_online=here.level is StationLevel.ONLINE,
                     board=open_day.board(here, clock.now()), four=four_numbers.latest(here.code),
                     figures=station_figures.latest(here.code), years=here.years(clock.today()), opened=here.opens_on if here.opens_on and here.opens_on <= clock.today() else None)


@door.get("/stations/<code>/people/<int:person_id>")
@opens(OPEN)
def one_representative(code: str, person_id: int) -> Response:
    """One representative who is shown in public: field, the area they look after, pledge with its period and what became of earlier ones (HB-71), the
    days on which they received and receive next, and what became of matters they stood for, newest first and without any rank (CT-13, HB-74)."""
    here = place(code)
    row = next((one for one in representative.of_station(here.id) if one.public and one.person_id == person_id), None)
    if row is None:
        raise Missing
    return page.show("public/representative.html", place=here, row=row, days=open_day.of_person(person_id, clock.now()),
                     results=board.stood_for(here, row.person.name), record=plot_record.of(row, clock.now()), few=plot_record.FEWEST, over=pledge.is_over(row, clock.today()), outcomes=pledge.outcomes([person_id]))


@door.get("/faces/<sha256>.jpg")
@opens(OPEN)
def portrait(sha256: str) -> Response:
    """A portrait that is shown in public now."""
    path = face.picture(sha256)
    if path is None or not path.exists():
        raise Missing
    response = make_response(path.read_bytes())
    response.content_type, g.keep = "image/jpeg", "public, max-age=600"  # who is taken away is soon gone everywhere
    return response
