"""Days given to somebody else: asked and answered, or set by those who keep the roster (HB-40)."""

from datetime import datetime

from flask import Response, request
from wtforms import DateField, StringField
from wtforms.validators import Optional

from portal.foundation import clock
from portal.foundation.refusal import Missing, Moved, Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network import receivers
from portal.network.access import Place, permit
from portal.network.actor import Actor
from portal.network.person import Person
from portal.reception import shift as shifts
from portal.reception import diary, sitting, swap
from portal.reception.sitting import Sitting
from portal.reception.swap import Answer, Swap
from portal.web import gate, page
from portal.web.form import Form, Needed, Written
from portal.web.gate import opens
from portal.web.office.blueprint import door
from portal.web.office.my_days import AHEAD, days
from portal.web.office.open_days import hits_said

_FIELDS = {"refusal.swap_no_return": "back_on"}


class HandoverForm(Form):
    """Who sits there instead, on which day of theirs one sits in return, and why."""

    who = StringField("office.swap.who", [Needed(), Written(80)])
    back_on = DateField("office.swap.back_on", [Optional()])
    reason = StringField("office.away.reason", [Written(120)], render_kw={"autocomplete": "off"})

    def offer(self, url: str) -> "HandoverForm":
        """Suggest people from an address while one types."""
        self.who.render_kw = {"list": "people", "autocomplete": "off", "hx-get": url, "hx-include": "this", "hx-sync": "this:replace",
                              "hx-trigger": "focus once, input changed delay:200ms", "hx-target": "#people", "hx-swap": "innerHTML"}
        return self


@door.get("/my-days/people")
@opens("swap.ask")
def suggest_takers() -> Response:
    """Who receives and fits what is being typed, at whatever station: twelve at most (SD-01)."""
    return page.show("office/suggestions.html", values=receivers.suggest(request.args.get("who", ""), clock.today()))


@door.route("/my-days/<int:shift_id>/swap", methods=["GET", "POST"])
@opens("swap.ask", form=True)
def ask_swap(shift_id: int) -> Response:
    """Ask somebody to sit there instead of me."""
    by = gate.signed_in()
    seat = _mine(shift_id, by)
    form = HandoverForm().offer("/office/my-days/people")
    if request.method == "GET" or not form.validate_on_submit():
        return _form(form, seat, "/office/my-days", asks=True)
    try:
        with unit_of_work():
            row = swap.ask(_mine(shift_id, by), _taker(form, seat), back_on=form.back_on.data, reason=form.reason.data or "", by=by)
            diary.expect(_falls(row, by.at), hits_said())
            name = row.taker.name
    except Refused as refusal:
        return _form(form, seat, "/office/my-days", refusal, asks=True)
    return page.done("/office/my-days", "office.swap.was_asked", name=name)


@door.post("/swaps/<int:swap_id>/answer")
@opens("swap.ask")
def answer_swap(swap_id: int) -> Response:
    """Accept, decline, take back."""
    said = request.form.get("said", "")
    if said not in {Answer.ACCEPTED, Answer.DECLINED, Answer.WITHDRAWN}:
        raise Refused("field_choice")
    by = gate.signed_in()
    try:
        with unit_of_work():
            row = swap.one(swap_id, by, lock=True)
            if said == Answer.ACCEPTED:
                diary.expect(_falls(row, by.at), hits_said())
            swap.answer(row, Answer(said), by=by)
    except Moved as refusal:
        page.note(refusal)
        return days(by, sure={swap_id: int(str(refusal.params.get("n", 0)))}, status=refusal.status)
    return page.done("/office/my-days", "office.swap.done_" + said)


@door.route("/open-days/<int:shift_id>/people/<int:person_id>/handover", methods=["GET", "POST"])
@opens("roster.keep", form=True)
def hand_over_seat(shift_id: int, person_id: int) -> Response:
    """Set a deputy, or a swap, for somebody of my stations."""
    by, back = gate.signed_in(), f"/office/open-days/{shift_id}"
    row = shifts.one(shift_id, by)
    permit(by, "roster.keep", Place(row.station_id))
    seat = sitting.one(row, person_id)
    form = HandoverForm().offer(back + "/people")
    if request.method == "GET" or not form.validate_on_submit():
        return _form(form, seat, back)
    try:
        with unit_of_work():
            there = sitting.one(shifts.one(shift_id, by, lock=True), person_id)
            made = swap.set_down(there, _taker(form, seat), back_on=form.back_on.data, reason=form.reason.data or "", by=by)
            diary.expect(_falls(made, by.at), hits_said())
            name = made.taker.name
    except Refused as refusal:
        return _form(form, seat, back, refusal)
    return page.done(back, "office.open_day.put_on", name=name)


def _falls(row: Swap, at: datetime) -> int:
    """How many appointments fall when these two change places; nothing is asked where none does."""
    mine = diary.hits([row.shift_id], at)[row.giver_id]
    return mine + (diary.hits([row.back_id], at)[row.taker_id] if row.back_id is not None else 0)


def _taker(form: HandoverForm, seat: Sitting) -> Person:
    who = sitting.meant(seat.shift, form.who.data or "")
    if who is None:
        raise Refused("sitting_unknown")
    return who


def _mine(shift_id: int, by: Actor) -> Sitting:
    found = next((seat for seat in sitting.of_person(by.person_id or 0, by.at, clock.today() + AHEAD) if seat.shift_id == shift_id), None)
    if found is None:
        raise Missing
    return found


def _form(form: HandoverForm, seat: Sitting, back: str, refusal: Refused | None = None, *, asks: bool = False) -> Response:
    facts = {"seat": seat, "back": back, "asks": asks, "hits": diary.hits([seat.shift_id], clock.now())[seat.person_id],
             "sure": refusal.params.get("n", 0) if isinstance(refusal, Moved) else 0}
    if refusal is None:
        return page.show("office/handover.html", 422 if form.is_submitted() else 200, form=form, **facts)
    return page.again("office/handover.html", form, refusal, None if isinstance(refusal, Moved) else _FIELDS.get(refusal.key, "who"), **facts)
