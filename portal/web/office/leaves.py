"""Leave in the office: entered for a person found by typing, with the open days that now need somebody else; taken back (HB-40)."""

from flask import Response, request
from wtforms import DateField, HiddenField, StringField

from portal.foundation import clock
from portal.foundation.refusal import Refused
from portal.foundation.text import whole
from portal.foundation.unit_of_work import unit_of_work
from portal.network import reach, receivers
from portal.reception import diary, leave
from portal.web import gate, page
from portal.web.form import Form, Needed, Written
from portal.web.gate import opens
from portal.web.office.blueprint import door

_FIELDS = {"refusal.leave_span": "until_on", "refusal.sitting_unknown": "who"}
PICKER = {"list": "receivers", "autocomplete": "off", "hx-get": "/office/leaves/people", "hx-include": "this",
          "hx-trigger": "focus once, input changed delay:200ms", "hx-target": "#receivers", "hx-swap": "innerHTML", "hx-sync": "this:replace"}


class LeaveForm(Form):
    """Who, from when to when, and why, which stays in the office. `hits`: how many appointments with them the page said would fall."""

    hits = HiddenField(default="0")
    who = StringField("office.away.who", [Needed(), Written(80)], render_kw=PICKER)
    from_on = DateField("office.roster.from_on", [Needed()], default=clock.today)
    until_on = DateField("office.roster.until_on", [Needed()])
    reason = StringField("office.away.reason", [Written(120)], render_kw={"autocomplete": "off"})


@door.get("/leaves")
@opens("roster.keep")
def leaves() -> Response:
    """Who is on leave or will be."""
    return _show(LeaveForm(formdata=None))


@door.get("/leaves/people")
@opens("roster.keep")
def suggest_receivers() -> Response:
    """Who receives at my stations and fits what is being typed: twelve at most (SD-01)."""
    among = reach.stations(gate.signed_in(), "roster.keep")
    return page.show("office/suggestions.html", values=receivers.suggest(request.args.get("who", ""), clock.today(), among))


@door.post("/leaves")
@opens("roster.keep", form=True)
def enter_leave() -> Response:
    """Write a leave down; first it says how many appointments with them fall, then which open days lack somebody now."""
    form = LeaveForm()
    if not form.validate_on_submit():
        return _show(form, 422)
    try:
        with unit_of_work():
            by = gate.signed_in()
            who = receivers.meant(form.who.data or "", clock.today(), reach.stations(by, "roster.keep"))
            if who is None:
                raise Refused("sitting_unknown")
            span = form.from_on.data or clock.today(), form.until_on.data or clock.today()
            days = [seat.shift_id for seat in leave.planned(who.id, span, by.at)]
            diary.expect(diary.hits(days, by.at)[who.id], whole(form.hits.data) or 0)
            freed = len(leave.enter(who, span, reason=form.reason.data or "", by=by)[1])
            name = who.name
    except Refused as refusal:
        form.hits.data = str(refusal.params.get("n", 0))
        form.refuse(refusal, _FIELDS.get(refusal.key))
        return _show(form, refusal.status)
    return page.done("/office/leaves", "office.away.entered", name=name, n=freed)


@door.post("/leaves/<int:leave_id>/end")
@opens("roster.keep")
def end_leave(leave_id: int) -> Response:
    """They are there after all."""
    with unit_of_work():
        row, by = leave.one(leave_id, gate.signed_in()), gate.signed_in()
        leave.take_back(row, by=by)
        name = row.person.name
    return page.done("/office/leaves", "office.away.taken_back", name=name)


def _show(form: LeaveForm, status: int = 200) -> Response:
    return page.show("office/leaves.html", status, form=form, rows=leave.standing(gate.signed_in()))
