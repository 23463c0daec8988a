"""Days on which this network alone is closed: a typhoon, a local holiday; looked at first, then entered (practice.md §3.4)."""

from datetime import date

from flask import Response, request
from wtforms import DateField, StringField

from portal.cases import recount
from portal.foundation import clock
from portal.foundation.refusal import Missing, Moved, Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network import almanac
from portal.reception import diary, foreseen
from portal.reception.foreseen import Falling
from portal.web import gate, page
from portal.web.form import Form, Needed, Written
from portal.web.gate import opens
from portal.web.office.blueprint import door
from portal.web.office.open_days import hits_said


class ClosureForm(Form):
    """From when to when, what it is called, and where it was ordered."""

    first = DateField("office.closure.first", [Needed()])
    last = DateField("office.closure.last", [Needed()])
    name = StringField("office.closure.name", [Needed(), Written(40)])
    source = StringField("office.closure.source", [Needed(), Written(60)])


@door.route("/calendar/closures", methods=["GET", "POST"])
@opens("calendar.manage", form=True)
def closures() -> Response:
    """The list, and a form that first says how many running limits would move."""
    form = ClosureForm()
    if request.method == "GET":
        return _show(form)
    if not form.validate_on_submit():
        return _show(form, status=422)
    try:
        days = almanac.span(form.first.data or date.min, form.last.data or date.min)
        if "enter" not in request.form:
            return _looked(form, days)
        with unit_of_work(), recount.counted_anew(by=gate.signed_in(), closures=days):
            diary.expect(len(_falls(days)), hits_said())
            count = almanac.close(days, name=form.name.data or "", source=form.source.data or "", by=gate.signed_in())
    except Moved as refusal:
        form.refuse(refusal)
        return _looked(form, days, refusal.status)
    except Refused as refusal:
        form.refuse(refusal)
        return _show(form, status=422)
    return page.done("/office/calendar/closures", "office.closure.entered", n=count)


@door.post("/calendar/closures/<day>/opening")
@opens("calendar.manage")
def open_again(day: str) -> Response:
    """It does not happen after all."""
    try:
        wanted = date.fromisoformat(day)
    except ValueError as wrong:
        raise Missing from wrong
    with unit_of_work(), recount.counted_anew(by=gate.signed_in(), closures=[wanted]):
        almanac.open_again(wanted, by=gate.signed_in())
    return page.done("/office/calendar/closures", "office.closure.opened")


def _looked(form: ClosureForm, days: list[date], status: int = 200) -> Response:
    """What it would change: limits that run over it, and appointments that fall."""
    return _show(form, status, days, recount.would_move(almanac.with_closure(days), days), _falls(days))


def _falls(days: list[date]) -> list[Falling]:
    return foreseen.by_calendar(almanac.with_closure(days), gate.signed_in().at)


def _show(form: ClosureForm, status: int = 200, days: list[date] | None = None, moved: int = 0, falls: list[Falling] | None = None) -> Response:
    return page.show("office/closures.html", status, form=form, rows=almanac.closures(), days=days, moved=moved, falls=falls or [], day=clock.today())
