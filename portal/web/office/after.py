"""Visits and calls after the end, on the page of the day: the longest waiting first, how many there are, and how many are late elsewhere."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from portal.cases import call_back, follow_up, hands
from portal.foundation import clock
from portal.foundation.database import db
from portal.network import calendar
from portal.network.actor import Actor
from portal.network.station import Station
from portal.web.office.rows import days_left

SHOWN, MOST = 8, 200  # of each kind; the rest by one touch


def lists(by: Actor, whole: bool) -> dict[str, Any]:
    """What is to be done at one's own desks, and what is late where somebody else does it."""
    most, today, days = MOST if whole else SHOWN, clock.day_of(by.at), calendar.workdays()
    visits, calls = ([(case.number, day, days_left(day, today, days)) for case, day in rows]
                     for rows in (follow_up.due(by, most), call_back.due(by, most)))
    count = shown = len(visits) + len(calls)
    if most in (len(visits), len(calls)):
        here = hands.desks(by)
        count = (follow_up.counted(here, today, by) + call_back.counted(here, date.max, by)).total()
    return {"visits": visits, "call_backs": calls, "after_shown": shown, "after_count": count, "after_whole": whole,
            "after_late": _late(hands.watched(by), today - timedelta(days=1), by)}


def _late(there: list[int], day: date, by: Actor) -> list[tuple[str, int]]:
    """The stations where visits or calls were due by a day and are not made, with how many; the most first."""
    found = follow_up.counted(there, day, by) + call_back.counted(there, day, by)
    names = dict(db.session.execute(select(Station.id, Station.name).where(Station.id.in_(found))).all()) if found else {}
    return [(names[station_id], count) for station_id, count in found.most_common()]
