"""The list of cases: filters in the address, a number typed exactly opens the case, 50 a page (X-17, SD-33)."""

from urllib.parse import urlencode

from flask import Response, redirect, request
from sqlalchemy import select

from portal.cases import desk
from portal.cases.case import Case, State
from portal.foundation import clock, codes
from portal.foundation.database import db
from portal.network import places
from portal.network.access import visible
from portal.network.actor import Actor
from portal.web import gate, page
from portal.web.gate import opens
from portal.web.office import rows, suggest
from portal.web.office.blueprint import door

SHOWN = tuple(state for state in State if state is not State.DRAFT)
NOWHERE = "-"  # a station or unit that nobody knows: an honest empty list, not the whole one


@door.get("/cases")
@opens("case.see")
def cases() -> Response:
    """Cases one may see, newest first, narrowed by what the address says."""
    by = gate.staff()
    assert by is not None
    number = codes.fold_number(request.args.get("words", ""))
    if number.count("-") == 2 and _is_there(number, by):
        return redirect(f"/office/cases/{number}", 303)  # type: ignore[return-value]
    wanted, typed = _wanted(), {name: request.args.get(name, "").strip()[:100] for name in _NAMES}
    found = desk.cases(by, wanted)
    lines = rows.of(found[:desk.PER_PAGE], by, clock.today(), gate.say())
    return page.show("office/cases.html", lines=lines, typed=typed, page_at=wanted.page, states=SHOWN, url=_url,
                     more=len(found) > desk.PER_PAGE, categories=rows.classes(), one_station=_only_one(by),
                     narrowed=any(typed.values()), station_kw=suggest.station_field(), unit_kw=suggest.unit_field())


def _is_there(number: str, by: Actor) -> bool:
    return db.session.scalar(select(Case.id).where(Case.number == number, visible(by, Case))) is not None


_NAMES = ("words", "state", "station", "category", "unit", "overdue")


def _wanted() -> desk.Filter:
    typed = {name: request.args.get(name, "").strip()[:100] for name in _NAMES}
    station = places.meant(typed["station"]) if typed["station"] else None
    unit = places.unit_meant(typed["unit"]) if typed["unit"] else None
    return desk.Filter(
        words=typed["words"], state=typed["state"] if typed["state"] in frozenset(State) else "", category=typed["category"][:6],
        station="" if not typed["station"] else station.code if station else NOWHERE,
        unit="" if not typed["unit"] else str(unit.id) if unit else "0",
        overdue=bool(typed["overdue"]), page=max(1, request.args.get("page", 1, int)))


def _url(**change: object) -> str:
    """The address of this list with something changed; empty values fall out."""
    kept = {name: request.args.get(name, "") for name in _NAMES} | change
    return "/office/cases?" + urlencode({name: value for name, value in kept.items() if value})


def _only_one(by: Actor) -> bool:
    """Whether all one sees lies at one station, so that asking for it makes no sense."""
    return len(by.station_ids) == 1 and all(len(held.stations) <= 1 and held.station_id for held in by.held)
