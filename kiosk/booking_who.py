"""Choose whom one wants to meet: those who sit at one of the next open days and agreed to be shown (CT-13, HB-35)."""

from flask import Response

from portal.foundation import clock
from portal.kiosk import visit
from portal.kiosk.blueprint import door
from portal.network.representative import Representative
from portal.reception import finding
from portal.reception.slots import Day, Slot
from portal.web import page
from portal.web.gate import OPEN, opens

SHOWN = 8  # times on one screen


@door.get("/appointment/people")
@opens(OPEN)
def appointment_people() -> Response:
    """Each of them one touch, with the days on which they sit here; each leads to their times."""
    place = visit.station()
    days = finding.offered(place, clock.now()) if place is not None else []
    return page.show("kiosk/booking_who.html", people=[(who, [day for day in days if sits(day, who.person_id)]) for who in shown(days)])


def shown(days: list[Day]) -> list[Representative]:
    """Whoever may be asked for by name and has a free time, each once."""
    return list({who.person_id: who for day in days if day.free for who in day.people}.values())


def sits(day: Day, person_id: int) -> bool:
    """Whether somebody may be asked for on a day that has a free time."""
    return bool(day.free) and any(who.person_id == person_id for who in day.people)


def meant(word: str, days: list[Day]) -> Representative | None:
    """Whom a form or an address names, of those who may be asked for."""
    return next((who for who in shown(days) if str(who.person_id) == word), None)


def times(days: list[Day], who: Representative | None) -> list[Slot]:
    """The free times of one screen: four of each of the next open days, with a name all of the days on which they sit, in their order."""
    if who is None:
        return [slot for day in days for slot in day.free[:SHOWN // 2]][:SHOWN]
    return [slot for day in days if sits(day, who.person_id) for slot in day.free][:SHOWN]


def again(days: list[Day], person_id: int | None) -> tuple[list[Slot], list[Slot]]:
    """The free times for whoever moves an appointment: first those at which whom they asked for sits here, then those of other days."""
    who = meant(str(person_id), days) if person_id is not None else None
    if who is None:
        return [], times(days, None)
    theirs = [day for day in days if sits(day, who.person_id)]
    others = _some([day for day in days if day not in theirs])
    return _some(theirs) if others else times(theirs, None), others


def _some(days: list[Day]) -> list[Slot]:
    """Half a screen: two times of each day."""
    return [slot for day in days for slot in day.free[:SHOWN // 4]][:SHOWN // 2]
