"""Open days as visitors meet them: a calendar to subscribe to, and the word that nobody was there (HB-40, ZG-20)."""

from flask import Response, make_response, session

from portal.exchange import ics
from portal.exchange.ics import Entry
from portal.foundation import clock
from portal.foundation.refusal import Missing
from portal.foundation.unit_of_work import unit_of_work
from portal.foundation.words import Speaker
from portal.network import actor, station
from portal.network.station import Station
from portal.reception import open_day, vacancy
from portal.reception.open_day import OpenDay
from portal.reception.vacancy import SaidAt
from portal.web import gate, page
from portal.web.gate import OPEN, opens
from portal.web.public.blueprint import address, door, plain
from portal.web.public.described import text


def place(code: str) -> Station:
    """An open station; raises Missing."""
    here = station.by_code(plain(code))
    if here is None or here.closed:
        raise Missing
    return here


@door.get("/stations/<code>/open-days.ics")
@opens(OPEN)
@text("The open days of a station as a calendar.", "text/calendar")
def open_days_feed(code: str) -> Response:
    """The open days of one station, from a month ago on."""
    here, say = place(code), gate.say()
    entries = [_entry(day, here, say) for day in open_day.told_to_calendars(here, clock.now())]
    return calendar(ics.feed(say("public.open_day.calendar", station=here.name), entries), here.code)


def calendar(body: bytes, name: str) -> Response:
    """A calendar as clients take it."""
    response = make_response(body)
    response.headers["Content-Type"] = "text/calendar; charset=utf-8"
    response.headers["Content-Disposition"] = f'inline; filename="{name}.ics"'
    return response


def _entry(day: OpenDay, here: Station, say: Speaker) -> Entry:
    row, listed = day.shift, say("common.open_day.and").join
    names, units = listed(face.name for face in day.faces), listed(day.units)
    told = [say("common.open_day.theme", theme=row.theme) if row.theme else "", say("public.open_day.receives", names=names) if names else "",
            say("common.open_day.units", names=units) if units else ""]
    return Entry(row.uid, row.sequence, row.changed_at, row.begins_at, row.ends_at,
                 summary=say("public.open_day.summary", station=here.name), location=here.address,
                 description="\n".join(filter(None, told)), url=address(f"/stations/{here.code}"),
                 cancelled=row.off_by is not None)


@door.post("/stations/<code>/vacancies")
@opens(OPEN)
def nobody_there(code: str) -> Response:
    """Nobody was there: counted once for this browser and day, and nothing of who said it."""
    here = place(code)
    with unit_of_work():
        row = vacancy.recent(here.id, clock.now())
        if row is None:
            raise Missing
        if session.get("vacancy") != row.id:
            vacancy.say(row, source=gate.source(), said_at=SaidAt.ONLINE, by=actor.public(clock.now()))
            session["vacancy"] = row.id
    return page.done(f"/stations/{here.code}", "common.open_day.said")
