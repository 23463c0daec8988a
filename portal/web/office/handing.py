"""All of one person's matters, days and appointments handed to another in one act, by the director or the office (SG-07, FT-07, YT-18)."""

from urllib.parse import urlencode

from flask import Response, request
from wtforms import HiddenField, StringField, TextAreaField

from portal.cases import handing
from portal.foundation import clock
from portal.foundation.refusal import Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network import colleagues, reach
from portal.network.person import Person
from portal.reception import handed_days
from portal.web import gate, page
from portal.web.form import Form, Needed, Written
from portal.web.gate import opens
from portal.web.office import rows
from portal.web.office.blueprint import door

PICKER = {"autocomplete": "off", "hx-include": "this", "hx-trigger": "focus once, input changed delay:200ms", "hx-swap": "innerHTML", "hx-sync": "this:replace"}


def _picker(name: str) -> dict[str, str]:
    return PICKER | {"list": name, "hx-get": "/office/hand-over/people", "hx-target": f"#{name}"}


class WhoForm(Form):
    """From whom, to whom; sent in the address, so that the page can be looked at again."""

    giver = StringField("office.handing.giver", [Needed(), Written(80)], render_kw=_picker("giver-list"))
    taker = StringField("office.handing.taker", [Needed(), Written(80)], render_kw=_picker("taker-list"))

    class Meta(Form.Meta):
        """It changes nothing."""

        csrf = False


class GiveForm(Form):
    """The same two as they were looked at, and why."""

    giver, taker, skip = HiddenField(id="given-by"), HiddenField(id="given-to"), HiddenField(default="0")
    reason = TextAreaField("office.act.field.reason", [Needed(), Written(500, 10)])


@door.get("/hand-over")
@opens("case.hand_over")
def hand_over_all() -> Response:
    """Who gives to whom, and what would move."""
    return _show(GiveForm(formdata=None, giver=request.args.get("giver", ""), taker=request.args.get("taker", ""), skip=str(_skip(request.args.get("skip")))))


@door.get("/hand-over/people")
@opens("case.hand_over")
def suggest_colleagues() -> Response:
    """Who serves or served at my stations and fits what is being typed: twelve at most (SD-01)."""
    among, typed = reach.stations(gate.signed_in(), "case.hand_over"), request.args.get("giver", "")
    found = colleagues.suggest(typed or request.args.get("taker", ""), clock.today(), among, present="giver" not in request.args)
    return page.show("office/suggestions.html", values=found)


@door.post("/hand-over")
@opens("case.hand_over", form=True)
def hand_over_now() -> Response:
    """Do it: all that can move, or nothing."""
    form, by = GiveForm(), gate.signed_in()
    if not form.validate_on_submit():
        return _show(form, 422)
    try:
        with unit_of_work():
            giver, taker = _two(form)
            matters = handing.give(giver, taker, reason=form.reason.data or "", by=by, skip=_skip(form.skip.data))
            days, appointments = handed_days.give(giver, taker, reason=form.reason.data or "", by=by)
    except Refused as refusal:
        form.refuse(refusal)
        return _show(form, refusal.status)
    told = {"giver": form.giver.data, "taker": form.taker.data}
    return page.done(f"/office/hand-over?{urlencode(told)}", "office.handing.done", matters=matters, days=days, appointments=appointments)


def _two(form: GiveForm) -> tuple[Person, Person]:
    """Both as they are known at the actor's stations; Refused where one is not found."""
    among, day = reach.stations(gate.signed_in(), "case.hand_over"), clock.today()
    giver = colleagues.meant(form.giver.data or "", day, among, present=False)
    taker = colleagues.meant(form.taker.data or "", day, among)
    if giver is None or taker is None:
        raise Refused("sitting_unknown")
    handing.check(giver, taker)
    return giver, taker


def _skip(typed: str | None) -> int:
    return int(typed) if typed and typed.isdecimal() and len(typed) < 6 else 0


def _show(form: GiveForm, status: int = 200) -> Response:
    who, by = WhoForm(formdata=None, giver=form.giver.data, taker=form.taker.data), gate.signed_in()
    if not (form.giver.data or form.taker.data):
        return page.show("office/handing.html", status, form=form, who=who, plan=None)
    try:
        giver, taker = _two(form)
    except Refused as refusal:
        if status == 200:
            form.refuse(refusal)
        return page.show("office/handing.html", status if status != 200 else refusal.status, form=form, who=who, plan=None)
    skip = _skip(form.skip.data)
    found = handing.plan(giver, taker, by=by, skip=skip)
    beyond = urlencode({"giver": form.giver.data, "taker": form.taker.data, "skip": skip + handing.MOST}) if found.more else ""
    return page.show("office/handing.html", status, form=form, who=who, plan=found, days=handed_days.plan(giver, taker, by=by), giver=giver, taker=taker,
                     beyond=beyond, words={line.case.id: rows.excerpt(line.case, gate.say()) for line in found.lines})
