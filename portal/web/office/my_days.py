"""The days on which one sits oneself, and an address for one's own calendar (HB-40)."""

from datetime import timedelta

from flask import Response, current_app, request

from portal.foundation import clock
from portal.foundation.unit_of_work import unit_of_work
from portal.network.actor import Actor
from portal.reception import offered_time, own_calendar, sitting, swap
from portal.reception.sitting import Presence
from portal.web import gate, page
from portal.web.gate import opens
from portal.web.office.blueprint import door

AHEAD = timedelta(days=400)


@door.get("/my-days")
@opens("swap.ask")
def my_days() -> Response:
    """The days on which I sit, and what somebody asked of me or I of them."""
    by = gate.signed_in()
    return days(by)


def days(by: Actor, key: str = "", sure: dict[int, int] | None = None, status: int = 200) -> Response:
    """The page; `sure`: by a swap that is to be accepted once more how many appointments fall with it."""
    feed = (current_app.config["PUBLIC_URL"] or request.url_root).rstrip("/") + f"/calendars/{key}.ics" if key else ""
    seats = sitting.of_person(by.person_id or 0, by.at, clock.today() + AHEAD)
    unsure = sum(not seat.is_confirmed and seat.shift.begins_at > by.at and seat.presence is Presence.PLANNED for seat in seats)
    met = offered_time.of_person(by)
    return page.show("office/my_days.html", status, met=met, numbers=offered_time.numbers([row.id for row in met], by), sure=sure or {}, seats=seats, unsure=unsure, asked=swap.waiting(by),
                     me=by.person_id, feed=feed, has_feed=own_calendar.has_one(by))


@door.post("/my-days/calendar")
@opens("swap.ask")
def new_calendar() -> Response:
    """A secret address of my own days for my calendar, shown once; the one before is dead."""
    with unit_of_work():
        key = own_calendar.make(by=gate.signed_in())
    return days(gate.signed_in(), key)


@door.post("/my-days/calendar/end")
@opens("swap.ask")
def end_calendar() -> Response:
    """No address leads to my days any more."""
    with unit_of_work():
        own_calendar.revoke(by=gate.signed_in())
    return page.done("/office/my-days", "office.swap.calendar_ended")
