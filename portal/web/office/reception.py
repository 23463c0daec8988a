"""Reception now: the numbers of the open day that goes on, called by one tap from the table (HB-40, glossary: call a number)."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Response, g, request
from wtforms import BooleanField, IntegerField, SelectField

from portal.foundation import clock, codes
from portal.foundation.refusal import Missing, Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network import reach
from portal.network import station as stations
from portal.network.access import Place, can
from portal.network.actor import Actor
from portal.network.station import Station
from portal.reception import calling, deviation, diary, hall_rule, shift_visit, taking, turn
from portal.reception import shift as shifts
from portal.reception.hall_rule import Hall
from portal.reception.shift import Shift
from portal.reception.turn import Stage, Turn
from portal.web import gate, page
from portal.web.form import Form, Needed
from portal.web.gate import opens
from portal.web.office.blueprint import door
from portal.web.office.register_form import LOCALES

STEPS: dict[str, Callable[..., Turn]] = {
    "again": calling.recall, "missed": calling.miss, "back": calling.come_back, "table": calling.serve, "over": calling.finish}


@dataclass(frozen=True)
class Line:
    """The numbers of an open day by what is to be done: mine, those that wait with their minutes, elsewhere at a table, missed; how
    many were served."""

    mine: Turn | None
    waiting: list[tuple[Turn, int]]
    elsewhere: list[Turn]
    missed: list[Turn]
    served: int


class HallForm(Form):
    """How the hall of a station works."""

    locale = SelectField("office.number.locale", choices=LOCALES)
    aloud = BooleanField("office.number.aloud")
    last_minutes = IntegerField("office.number.last_minutes", [Needed()], render_kw={"min": 0, "max": hall_rule.MOST_MINUTES})
    booked = IntegerField("office.number.booked", [Needed()], render_kw={"min": 0, "max": hall_rule.MOST_BOOKED})


@door.get("/reception")
@opens("number.call")
def reception_now() -> Response:
    """The reception that goes on at my station."""
    return _show(_place(request.args.get("station", "")))


@door.get("/reception/<code>/line")
@opens("number.call", polled=True)
def reception_line(code: str) -> Response:
    """The numbers alone, for the page that asks again and again."""
    here, by = _place(code), gate.signed_in()
    shift = turn.on(here.id, by.at)
    return page.show("office/reception_line.html", place=here, line=_line(shift, by) if shift else None)


@door.post("/reception/<code>/next")
@opens("number.call")
def call_next(code: str) -> Response:
    """Call the next one to my table."""
    here, by = _place(code), gate.signed_in()
    try:
        with unit_of_work():
            shift = turn.on(here.id, by.at)
            if shift is None:
                raise Refused("number_nobody")
            row = calling.call_next(shift, place=request.form.get("place", ""), holding=request.form.get("holding", 0, int), by=by)
            said = row.said if row is not None else ""
    except Refused as refusal:
        return _show(here, refusal.status, gate.say()(refusal.key, **refusal.params))
    return page.done(_url(here), "office.number.called" if said else "office.number.nobody_waits", "done" if said else "info", number=said)


@door.post("/reception/<code>/numbers")
@opens("number.take")
def give_number(code: str) -> Response:
    """Give a number to somebody who stands before the desk."""
    here, by = _place(code), gate.signed_in()
    try:
        with unit_of_work():
            said = taking.take(here.id, key=request.form.get("key") or codes.new_key(), by=by).turn.said
    except Refused as refusal:
        return _show(here, refusal.status, gate.say()(refusal.key, **refusal.params))
    return page.done(_url(here), "office.number.given", number=said)


@door.post("/reception/numbers/<int:turn_id>/<step>")
@opens("number.call")
def move_number(turn_id: int, step: str) -> Response:
    """Again, missed, back, at the table, over; at the table leads to the form of the visit."""
    if step not in STEPS:
        raise Missing
    by = gate.signed_in()
    with unit_of_work():
        row = STEPS[step](calling.one(turn_id, by), by=by)
        here, said = row.shift.station, row.said
        code = here.code
    if step == "table" and can(by, "case.register", Place(here.id)):
        return page.done(f"/office/register?number={said}")
    return page.done(f"/office/reception?station={code}", f"office.number.did_{step}", number=said)


@door.route("/reception/<code>/hall", methods=["GET", "POST"])
@opens("hall.manage", form=True)
def hall_settings(code: str) -> Response:
    """The screen's language and voice, when the last number is given out, how many may book."""
    here, by = stations.by_code(codes.fold_number(code)), gate.signed_in()
    if here is None or not can(by, "hall.manage", Place(here.id)):
        raise Missing
    form = HallForm(obj=hall_rule.of(here.id))
    if request.method == "GET":
        return page.show("office/hall.html", form=form, place=here, otherwise=[one.setting for one in deviation.at_hall(here)])
    if not form.validate():
        return page.again("office/hall.html", form, place=here)
    try:
        with unit_of_work():
            hall_rule.keep(here, Hall(form.locale.data, form.aloud.data, form.last_minutes.data or 0, form.booked.data or 0), by=by)
    except Refused as refusal:
        return page.again("office/hall.html", form, refusal, "last_minutes", place=here)
    return page.done(f"/office/reception/{here.code}/hall", "office.number.hall_kept")


def _place(code: str) -> Station:
    """The station that is meant, or the first of those where I call numbers."""
    return place_of(code, reach.stations(gate.signed_in(), "number.call"))


def place_of(code: str, ids: frozenset[int] | None) -> Station:
    """The station that is meant, or the first of these, of all for None; raises Missing for any other."""
    mine = [place for place in stations.all_open() if ids is None or place.id in ids]
    found = next((place for place in mine if not code or place.code == codes.fold_number(code)), None)
    if found is None:
        raise Missing
    return found


def _url(here: Station) -> str:
    return f"/office/reception?station={here.code}"


def _show(here: Station, status: int = 200, problem: str = "") -> Response:
    by, g.stands_at = gate.signed_in(), _url(here)
    shift = turn.on(here.id, by.at)
    coming = next((row for row in shifts.coming([here.id], by.at, 4) if row.off_by is None), None)
    mine = reach.stations(by, "number.call") or frozenset()
    others = [place for place in stations.all_open() if place.id in mine and place.id != here.id]
    return page.show(
        "office/reception.html", status, place=here, others=others, shift=shift, coming=coming, problem=problem, to_ring=diary.to_ring(here.id, by),
        received=shift_visit.received([shift.id], by)[shift.id] if shift else None, line=_line(shift, by) if shift else None, table=request.form.get("place") or (turn.last_place(shift, by.person_id) if shift else ""),
        key=codes.new_key(), may_give=shift is not None and by.at < taking.last_at(shift) and can(by, "number.take", Place(here.id)),
        last_at=taking.last_at(shift) if shift else None, may_set=can(by, "hall.manage", Place(here.id)))


def _line(shift: Shift, by: Actor) -> Line:
    rows, at = turn.of_shift(shift), clock.now()
    tables = [row for row in rows if row.stage in (Stage.CALLED, Stage.SERVING)]
    mine = max((row for row in tables if row.called_by_id == by.person_id), key=lambda row: (row.called_at or at, row.id), default=None)
    return Line(mine, [(row, max(0, int((at - row.taken_at).total_seconds()) // 60)) for row in turn.in_line(rows, at)],
                [row for row in tables if row is not mine], [row for row in rows if row.stage is Stage.MISSED],
                sum(row.stage is Stage.SERVED for row in rows))
