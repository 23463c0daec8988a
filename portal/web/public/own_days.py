"""One's own open days as a calendar, for whoever holds the secret address (HB-40)."""

from flask import Response

from portal.exchange import ics
from portal.exchange.ics import Entry
from portal.foundation import clock
from portal.foundation.words import Speaker
from portal.reception import own_calendar
from portal.reception.own_calendar import OwnDay
from portal.web import gate
from portal.web.gate import OPEN, opens
from portal.web.public import open_days
from portal.web.public.blueprint import address, door


@door.get("/calendars/<key>.ics")
@opens(OPEN)
def own_feed(key: str) -> Response:
    """The open days of whoever holds this address; nobody else's name stands in it, and no cache keeps it."""
    say = gate.say()
    person = own_calendar.owner(key[:80])
    entries = [_own_entry(day, say) for day in own_calendar.days(person, clock.now())]
    response = open_days.calendar(ics.feed(say("public.open_day.own_calendar", name=person.name), entries), "open-days")
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _own_entry(day: OwnDay, say: Speaker) -> Entry:
    row = day.shift
    return Entry(day.uid, row.sequence, row.changed_at, row.begins_at, row.ends_at,
                 summary=say("public.open_day.summary", station=row.station.name), location=row.station.address, description="",
                 url=address("/office/my-days"), cancelled=day.off)
