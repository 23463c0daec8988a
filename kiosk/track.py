"""How far is my matter: number and code on a big digit pad; wrong tries wait (K26, R56)."""

from contextlib import suppress

from flask import Response
from wtforms import HiddenField, StringField

from portal.cases import delivery, rating, reception_rating, suited, tracking
from portal.cases.case import Case
from portal.foundation import clock
from portal.foundation.refusal import Refused
from portal.foundation.unit_of_work import GateBusy, unit_of_work
from portal.kiosk import matter, printer, visit
from portal.kiosk.blueprint import door
from portal.network import actor
from portal.reception import offered_time
from portal.web import gate, page
from portal.web.form import Form, Needed, Written
from portal.web.gate import OPEN, opens


class TrackForm(Form):
    """The number is set before the code is asked; `aim` is where the visitor wanted to go."""

    aim = HiddenField()
    go = HiddenField()
    number = StringField("kiosk.track.number", [Needed(), Written(24)])
    code = StringField("kiosk.track.code", [Needed(), Written(24)])


@door.get("/track")
@opens(OPEN)
def track() -> Response:
    """Ask for number and code."""
    return ask(TrackForm())


@door.get("/rate")
@opens(OPEN)
def rate_entry() -> Response:
    """The same question, on the way to rating an answer."""
    form = TrackForm()
    form.aim.data = "rate"
    return ask(form)


@door.post("/track")
@opens(OPEN, form=True)
def look_up() -> Response:
    """Open the matter on this screen, or say what does not fit; the code is never shown again."""
    form = TrackForm()
    act, _, value = (form.go.data or "").partition("=")
    if act == "prefix":
        form.number.data = value
    if act != "on":
        return ask(form)
    if not form.validate():
        return ask(form, status=422)
    try:
        case = tracking.by_code(form.number.data, form.code.data, source=gate.source(), by=actor.public(clock.now()))
    except Refused as refusal:
        form.code.data = ""
        return refused(form, refusal, "code")
    return opened(case, form.aim.data)


def opened(case: Case, aim: str | None) -> Response:
    """The matter on this screen, or the first question of its rating where that was wanted and something can be rated."""
    visit.open_matter(case)
    if delivery.is_unseen(case):  # the first look at an answer nobody could be told; where writing has to wait, one reads on (T20)
        with suppress(GateBusy), unit_of_work():
            delivery.look_up(case, by=visit.visitor(case))
    return page.done("/kiosk/matter/rating" if aim == "rate" and (rating.waits_for(case) or reception_rating.is_asked(case)) else "/kiosk/matter")


def refused(form: TrackForm, refusal: Refused, field: str | None = None) -> Response:
    """Number and code once more, and what was wrong."""
    return page.again("kiosk/track.html", _begun(form), refusal, field, **around())


@door.get("/matter")
@opens(OPEN)
def show_matter() -> Response:
    """The matter that is open on this screen."""
    case = visit.matter()
    if case is None:
        return page.done("/kiosk/track")
    told = matter.shown(case, gate.say())
    return page.show("kiosk/matter.html", matter=told, fit=suited.of(told.case) if told.own else None,
                     offered=offered_time.open_to(case, clock.now()))


def ask(form: TrackForm, status: int = 200) -> Response:
    """Ask for number and code."""
    return page.show("kiosk/track.html", status, form=_begun(form), **around())


def _begun(form: TrackForm) -> TrackForm:
    if not form.number.data:
        form.number.data = _prefixes()[0] if _prefixes() else ""
    return form


def around() -> dict[str, object]:
    """What the digit pad needs besides its form."""
    return {"draft_url": "/kiosk/track", "prefixes": _prefixes(), "can_print": printer.own() is not None}


def _prefixes() -> list[str]:
    """How numbers of this station begin, this year and last; for others the pad has an S and a hyphen."""
    here, year = visit.station(), clock.today().year % 100
    return [f"{here.code}-{year:02d}-", f"{here.code}-{year - 1:02d}-"] if here is not None else []
