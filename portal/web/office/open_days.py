"""Open days in the office: what is to come and how it went, who sits there, who came; the roster is kept here by hand (HB-40, YT-15)."""

from dataclasses import dataclass
from datetime import timedelta

from flask import Response, g, request
from wtforms import StringField

from portal.foundation import clock
from portal.foundation.refusal import Missing, Moved, Refused
from portal.foundation.text import whole
from portal.foundation.unit_of_work import unit_of_work
from portal.network import places
from portal.network.access import Place, can, permit
from portal.network.actor import Actor
from portal.paper import card
from portal.paper import open_day as hung
from portal.paper.open_day import DayFacts
from portal.reception import confirmation, diary, holding, invitation, open_day, shift_visit, sitting, swap, vacancy
from portal.reception import shift as shifts
from portal.reception.invitation import Invitation
from portal.reception.shift import OffBy, Shift
from portal.reception.shift_visit import Received
from portal.reception.sitting import Presence, Sitting
from portal.web import gate, page, papers
from portal.web.form import Form, Needed, Written
from portal.web.gate import opens
from portal.web.office.blueprint import door

PER_PAGE, PAST = 40, timedelta(days=92)


@dataclass(frozen=True)
class Line:
    """One open day with who sits there, which units are invited, everything worth knowing of it, as (kind of badge, words), and what it received."""

    shift: Shift
    seats: list[Sitting]
    units: list[Invitation]
    signs: list[tuple[str, str]]
    received: Received


class SeatForm(Form):
    """Who is put on; found by typing a part of the name, a field or the code of a station."""

    who = StringField("office.open_day.who", [Needed(), Written(80)])


class OffForm(Form):
    """Why a day is called off; the public reads it. `hits`: how many appointments fall with it, as it was said on the page."""

    reason = StringField("office.open_day.reason", [Needed(), Written(120)], render_kw={"autocomplete": "off"})


@door.get("/open-days")
@opens("shift.see")
def open_days() -> Response:
    """The next open days of my stations, or the last ones."""
    by, typed, at = gate.signed_in(), request.args.get("station", "")[:60], max(1, min(request.args.get("page", 1, int), 999))
    reach, past = shifts.seen_at(by), "past" in request.args
    here = places.meant(typed, reach) if typed.strip() else None
    ids = frozenset({here.id}) if here is not None else reach
    if past:
        found = shifts.between(ids, clock.today() - PAST, clock.today(), PER_PAGE * at + 1)[PER_PAGE * (at - 1):]
        found = [row for row in found if row.is_over(by.at)]
    else:
        found = shifts.coming(ids, by.at, PER_PAGE + 1, PER_PAGE * (at - 1))
    return page.show("office/open_days.html", lines=lines(found[:PER_PAGE], by), typed=typed, unknown=bool(typed.strip()) and here is None,
                     past=past, page_at=at, more=len(found) > PER_PAGE)


def lines(found: list[Shift], by: Actor) -> list[Line]:
    """Open days as they stand in a list."""
    ids = [row.id for row in found]
    seats, units, said, got = sitting.of_shifts(ids), invitation.of_shifts(ids), vacancy.counts(ids), shift_visit.received(ids, by)
    return [Line(row, seats[row.id], units[row.id], _signs(row, seats[row.id], units[row.id], said.get(row.id, 0), got[row.id], by), got[row.id]) for row in found]


def _signs(row: Shift, seats: list[Sitting], units: list[Invitation], empty: int, got: Received, by: Actor) -> list[tuple[str, str]]:
    say, signs = gate.say(), []
    if row.off_by is not None:
        return [("info", say("common.open_day.off." + row.off_by.value))]
    came, absent = sum(seat.came for seat in seats), sum(seat.presence is Presence.ABSENT for seat in seats)
    if row.begins_at <= by.at:
        signs.append(("done" if came >= row.required and came else "soon", say("office.open_day.came", n=came, of=len(seats))))
    elif len(seats) < row.required:
        signs.append(("late" if row.is_near(by.at) else "soon", say("office.open_day.lacking", n=row.required - len(seats))))
    said = sum(seat.is_confirmed and seat.presence is not Presence.ABSENT for seat in seats)
    if row.begins_at > by.at and row.day <= clock.day_of(by.at) + confirmation.AHEAD and said < row.required:
        signs.append(("late" if row.is_near(by.at) else "soon", say("office.open_day.unconfirmed", n=said, of=row.required)))
    if absent:
        signs.append(("late", say("office.open_day.absent", n=absent)))
    if empty:
        signs.append(("late", say("office.open_day.empty", n=empty)))
    if got.batches:
        signs.append(("info", say("office.sitting.came", batches=got.batches, heads=got.heads)))
    if units and row.begins_at <= by.at:
        signs.append(("info", say("office.invitation.table", came=sum(one.came is True for one in units), of=len(units))))
    if row.is_moved:
        signs.append(("info", say("common.open_day.moved", day=say.date(row.planned_on))))
    return signs + ([("info", say("common.open_day.short"))] if row.short_notice else [])


@door.get("/open-days/<int:shift_id>")
@opens("shift.see")
def one_open_day(shift_id: int) -> Response:
    """One open day."""
    return _show(shift_id)


@door.get("/open-days/<int:shift_id>/notice.pdf")
@opens("shift.see")
def open_day_notice(shift_id: int) -> Response:
    """The notice to hang out, in the language of whoever prints it (practice.md §2.7)."""
    row, network, say = shifts.one(shift_id, gate.signed_in()), gate.network(), gate.say()
    if row.off_by is not None:
        raise Missing
    here, told = row.station, open_day.told(row, clock.now())
    people = tuple(card.Shown(face.name, say("common.role.member") if face.is_member else face.kind, face.field, level="" if face.is_member else face.level or "") for face in told.faces)
    facts = DayFacts(network.name, network.motto, here.name, here.address, here.how_to_find, here.step_free, here.phone, row.day,
                     say.hours(row.begins_at, row.ends_at), people, told.unnamed, row.planned_on if row.is_moved else None, network.demo, row.required,
                     row.theme, told.units)
    return papers.hand_out(lambda size, links: hung.html(facts, say, size, links), "a4", f"open-day-{row.day}", hung.PAGE_STYLES)


@door.get("/open-days/<int:shift_id>/people")
@opens("roster.keep")
def suggest_people(shift_id: int) -> Response:
    """Who may be put on and fits what is being typed: twelve at most (SD-01)."""
    return page.show("office/suggestions.html", values=sitting.suggest(shifts.one(shift_id, gate.signed_in()), request.args.get("who", "")))


@door.post("/open-days/<int:shift_id>/people")
@opens("roster.keep", form=True)
def put_on(shift_id: int) -> Response:
    """Put somebody on."""
    form, g.stands_at = SeatForm(), _url(shift_id)
    if not form.validate_on_submit():
        return _show(shift_id, 422, form)
    try:
        with unit_of_work():
            row = shifts.one(shift_id, gate.signed_in(), lock=True)
            who = sitting.meant(row, form.who.data or "")
            if who is None:
                raise Refused("sitting_unknown")
            name = sitting.put_on(row, who, by=gate.signed_in()).person.name
    except Refused as refusal:
        form.refuse(refusal, "who")
        return _show(shift_id, refusal.status, form)
    return page.done(_url(shift_id), "office.open_day.put_on", name=name)


@door.post("/open-days/<int:shift_id>/people/<int:person_id>/removal")
@opens("roster.keep")
def take_off(shift_id: int, person_id: int) -> Response:
    """They do not sit there after all."""
    by, g.stands_at = gate.signed_in(), _url(shift_id)
    try:
        with unit_of_work():
            seat = sitting.one(shifts.one(shift_id, by, lock=True), person_id)
            diary.expect(diary.hits([shift_id], by.at)[person_id], hits_said())
            sitting.take_off(seat, by=by)
            name = seat.person.name
    except Moved as refusal:
        form = SeatForm(formdata=None)
        form.refuse(refusal)
        return _show(shift_id, refusal.status, form)
    return page.done(_url(shift_id), "office.open_day.taken_off", name=name)


@door.post("/open-days/<int:shift_id>/people/<int:person_id>/presence")
@opens("sitting.note")
def note_presence(shift_id: int, person_id: int) -> Response:
    """Here, gone, not come."""
    g.stands_at = _url(shift_id)
    said = request.form.get("presence", "")
    if said not in set(Presence):
        raise Refused("field_choice")
    with unit_of_work():
        seat = sitting.one(shifts.one(shift_id, gate.signed_in(), lock=True), person_id)
        sitting.note(seat, Presence(said), reason=request.form.get("reason", ""), by=gate.signed_in())
    return page.done(_url(shift_id), "office.open_day.noted")


@door.post("/open-days/<int:shift_id>/cancellation")
@opens("roster.keep", form=True)
def call_off(shift_id: int) -> Response:
    """It is not held."""
    form = OffForm()
    if not form.validate_on_submit():
        return _show(shift_id, 422, off_form=form)
    try:
        with unit_of_work():
            row, by = shifts.one(shift_id, gate.signed_in(), lock=True), gate.signed_in()
            permit(by, "roster.keep", Place(row.station_id))
            diary.expect(diary.hits([shift_id], by.at).total(), hits_said())
            holding.call_off(row, reason=form.reason.data or "", by=by)
    except Refused as refusal:
        form.refuse(refusal, None if isinstance(refusal, Moved) else "reason")
        return _show(shift_id, refusal.status, off_form=form)
    return page.done(_url(shift_id), "office.open_day.called_off")


@door.post("/open-days/<int:shift_id>/restoration")
@opens("roster.keep")
def hold_after_all(shift_id: int) -> Response:
    """It is held after all."""
    with unit_of_work():
        holding.hold_after_all(shifts.one(shift_id, gate.signed_in(), lock=True), by=gate.signed_in())
    return page.done(_url(shift_id), "office.open_day.restored")


def hits_said() -> int:
    """How many appointments the page said would fall, as the form sends it back."""
    return whole(request.form.get("hits")) or 0


def told_empty(by: Actor) -> list[tuple[Shift, int]]:
    """For those who keep the roster: the open days of which visitors said lately that nobody was there."""
    return vacancy.said_lately(shifts.seen_at(by), by.at) if can(by, "roster.keep") else []


def _show(shift_id: int, status: int = 200, form: SeatForm | None = None, off_form: OffForm | None = None) -> Response:
    by, g.stands_at = gate.signed_in(), _url(shift_id)
    row = shifts.one(shift_id, by)
    form = form or SeatForm(formdata=None)
    form.who.render_kw = {"list": "people", "autocomplete": "off", "hx-get": _url(shift_id) + "/people", "hx-include": "this",
                          "hx-trigger": "focus once, input changed delay:200ms", "hx-target": "#people", "hx-swap": "innerHTML",
                          "hx-sync": "this:replace"}
    place, over = Place(row.station_id), row.is_over(by.at)
    noting = row.off_by is None and row.begins_at - sitting.EARLY <= by.at <= row.ends_at + sitting.AFTERWARDS
    return page.show("office/open_day.html", status, line=lines([row], by)[0], form=form, off_form=off_form or OffForm(formdata=None), hits=diary.hits([row.id], by.at),
                     begun=row.begins_at <= by.at, keeps=can(by, "roster.keep", place) and not over, is_off=row.off_by is not None,
                     may_restore=row.off_by is OffBy.HAND, swaps=swap.of_shift(row.id) if can(by, "roster.keep", place) else [], notes=can(by, "sitting.note", place) and noting)


def _url(shift_id: int) -> str:
    return f"/office/open-days/{shift_id}"
