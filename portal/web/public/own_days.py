"""One's own open days as a calendar, for whoever holds the secret address (HB-40)."""

from datetime import timedelta

from flask import Response

from portal.exchange import ics
from portal.exchange.ics import Entry
from portal.foundation import clock
from portal.foundation.words import Speaker
from portal.reception import own_calendar
from portal.reception.appointment import Appointment, Standing, Wanted
from portal.reception.own_calendar import OwnDay
from portal.web import gate
from portal.web.gate import OPEN, opens
from portal.web.public import open_days
from portal.web.public.blueprint import address, door

LASTS = timedelta(minutes=30)  # so long a meeting stands in a calendar; nobody says how long it takes


@door.get("/calendars/<key>.ics")
@opens(OPEN)
def own_feed(key: str) -> Response:
    """The open days of whoever holds this address, and the times at which they meet somebody (HB-26); nobody else's name and no address
    of a visitor stands in it, and no cache keeps it."""
    say = gate.say()
    person, at = own_calendar.owner(key[:80]), clock.now()
    entries = [_own_entry(day, say) for day in own_calendar.days(person, at)] + [_meeting(row, say) for row in own_calendar.meetings(person, at)]
    response = open_days.calendar(ics.feed(say("public.open_day.own_calendar", name=person.name), entries), "open-days")
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _own_entry(day: OwnDay, say: Speaker) -> Entry:
    row = day.shift
    return Entry(day.uid, row.sequence, row.changed_at, row.begins_at, row.ends_at,
                 summary=say("public.open_day.summary", station=row.station.name), location=row.station.address, description="",
                 url=address("/office/my-days"), cancelled=day.off)


def _meeting(row: Appointment, say: Speaker) -> Entry:
    """That somebody is met and when, never who or at whose home: a calendar is read by whoever looks over a shoulder."""
    assert row.at is not None
    off = row.stage is Standing.CANCELLED
    return Entry(f"meeting-{row.code_hash[:24]}", int(off), row.changed_at, row.at, row.at + LASTS, summary=say("public.open_day.meeting"),
                 location="" if row.wanted is Wanted.HOME else row.station.address, description="", url=address("/office/my-days"), cancelled=off)
