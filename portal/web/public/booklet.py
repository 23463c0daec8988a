"""The welcome booklet of a station, for whoever comes to its page or prints it in the office (ZG-21)."""

from urllib.parse import urlsplit

from flask import Response

from portal.cases import four_numbers, station_figures
from portal.foundation import clock, setting_types
from portal.network import representative
from portal.network.representative import Representative
from portal.network.station import Station
from portal.paper import booklet, qr
from portal.paper.booklet import BookletFacts, OpenDay
from portal.paper.card import Shown
from portal.reception import open_day
from portal.web import gate, papers
from portal.web.gate import OPEN, opens
from portal.web.public.blueprint import address, door
from portal.web.public.open_days import place


@door.get("/stations/<code>/booklet.pdf")
@opens(OPEN)
def station_booklet(code: str) -> Response:
    """In the language of whoever asks; of people only who agreed to be shown."""
    here, say = place(code), gate.say()
    facts = _facts(here)
    return papers.hand_out(lambda size, links: booklet.html(facts, say, size, links), "a5", f"booklet-{here.code}", booklet.PAGE_STYLES)


def _facts(here: Station) -> BookletFacts:
    network, today, url = gate.network(), clock.today(), address(f"/stations/{here.code}")
    receive = representative.of_station(here.id)
    people, days = [row for row in receive if row.public], open_day.board(here, clock.now())
    return BookletFacts(
        network.name, network.motto, here.name, here.area, here.address, here.how_to_find, here.step_free, here.phone, here.hours,
        here.first_responsible_phone, tuple(map(_shown, people)), len(receive) - len(people),
        tuple(OpenDay(one.shift.day, gate.say().hours(one.shift.begins_at, one.shift.ends_at)) for one in (*days.today, *days.next) if one.shift.off_by is None),
        four_numbers.latest(here.code), station_figures.latest(here.code), here.years(today), here.opens_on if here.opens_on and here.opens_on <= today else None,
        url.split("://")[-1], qr.address(url) if setting_types.leads_here(urlsplit(url).hostname or "") else "", today, network.demo)


def _shown(row: Representative) -> Shown:
    return Shown(row.person.name, row.kind, row.field, row.phone, row.portrait, row.level or "")
