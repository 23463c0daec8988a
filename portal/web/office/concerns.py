"""Common concerns in the office: groups suggested with why, one concern with its matters, and what a desk looks up while it registers (SD-50)."""

from flask import Response, request
from wtforms import StringField, TextAreaField

from portal.commons import concern, gathering, members, share, shown, suggested
from portal.commons.concern import PLACE_MOST, TEXT_LINES, TEXT_MOST, TITLE_MOST, Concern
from portal.foundation import clock, codes
from portal.foundation.refusal import Missing, Refused
from portal.foundation.text import whole
from portal.foundation.unit_of_work import unit_of_work
from portal.network import access, reach
from portal.network.access import Place
from portal.web import gate, page
from portal.web.form import Form, Needed, Written
from portal.web.gate import opens
from portal.web.office.blueprint import door

MOST_TICKED = 50


class ConcernForm(Form):
    """What the board will say of it."""

    title = StringField("office.concern.name", [Needed(), Written(TITLE_MOST)])
    place = StringField("office.concern.place", [Written(PLACE_MOST)])
    text = TextAreaField("office.concern.text", [Needed(), Written(TEXT_MOST, TEXT_LINES)], render_kw={"rows": 5})


@door.get("/concerns")
@opens("concern.see")
def concerns() -> Response:
    """What may be one, and what is."""
    by, before = gate.signed_in(), whole(request.args.get("before"))
    rows = concern.of_stations(reach.stations(by, "concern.see"), before)
    found = suggested.groups(by, clock.now()) if access.can(by, "concern.keep") and not before else []
    return page.show("office/concerns.html", groups=[group for group in found if access.can(by, "concern.keep", Place(group.station_id))],
                     rows=shown.figures(rows), older=rows[-1].id if len(rows) == 20 else None, shares=share.latest(), compared=share.COMPARED)


@door.post("/concerns")
@opens("concern.keep")
def gather_concern() -> Response:
    """The matters that were ticked become a draft; or they are no common concern."""
    numbers, rejected = request.form.getlist("number")[:MOST_TICKED], request.form.get("what") == "reject"
    with unit_of_work():
        row = gathering.gather(numbers, locale=gate.say().locale, by=gate.signed_in(), rejected=rejected)
    return page.done("/office/concerns" if rejected else f"/office/concerns/{row.id}", "office.concern.rejected" if rejected else "office.concern.gathered")


@door.get("/concerns/<int:concern_id>")
@opens("concern.see")
def concern_page(concern_id: int) -> Response:
    """One concern: its words, its matters, what may be added."""
    row = concern.seen_by(concern_id, gate.signed_in())
    return _show(row, ConcernForm(formdata=None, obj=row))


@door.post("/concerns/<int:concern_id>")
@opens("concern.keep", form=True)
def word_concern(concern_id: int) -> Response:
    """Say what it is about."""
    by, form = gate.signed_in(), ConcernForm()
    if not form.validate_on_submit():
        return _show(concern.seen_by(concern_id, by), form, 422)
    try:
        with unit_of_work():
            gathering.word(concern.kept_by(concern_id, by), title=form.title.data or "", text=form.text.data or "", place=form.place.data or "", by=by)
    except Refused as refusal:
        if refusal.status == 404:
            raise
        form.refuse(refusal, "text")
        return _show(concern.seen_by(concern_id, by), form, refusal.status)
    return page.done(f"/office/concerns/{concern_id}", "office.concern.worded")


@door.post("/concerns/<int:concern_id>/matters")
@opens("concern.keep")
def change_matters(concern_id: int) -> Response:
    """One more matter, or one fewer."""
    by, out = gate.signed_in(), request.form.get("what") == "remove"
    try:
        with unit_of_work():
            row, number = concern.kept_by(concern_id, by), codes.fold_number(request.form.get("number", ""))[:24]
            (gathering.remove if out else gathering.add)(row, number, by=by)
    except Refused as refusal:
        return _no(refusal, concern_id)
    return page.done(f"/office/concerns/{concern_id}", "office.concern.removed" if out else "office.concern.added")


VERBS = {"show": (gathering.show, "concern.show"), "hide": (gathering.hide, "concern.keep"), "end": (gathering.end, "concern.keep")}


@door.post("/concerns/<int:concern_id>/<what>")
@opens("concern.see")
def turn_concern(concern_id: int, what: str) -> Response:
    """Onto the board, off it, or done with."""
    by = gate.signed_in()
    if what not in VERBS:
        raise Missing
    verb, act = VERBS[what]
    try:
        with unit_of_work():
            verb(concern.kept_by(concern_id, by, act), by=by)
    except Refused as refusal:
        return _no(refusal, concern_id)
    return page.done(f"/office/concerns/{concern_id}", f"office.concern.done_{what}")


def _no(refusal: Refused, concern_id: int) -> Response:
    """Said on the page of the concern, unless it is none of theirs."""
    if refusal.status in (403, 404):
        raise refusal
    return page.done(f"/office/concerns/{concern_id}", refusal.key, "refused", **refusal.params)


def _show(row: Concern, form: ConcernForm, status: int = 200) -> Response:
    by = gate.signed_in()
    keeps, lets_up = (access.can(by, act, Place(row.station_id)) for act in ("concern.keep", "concern.show"))
    return page.show("office/concern.html", status, row=row, form=form, one=shown.figures([row])[0], keeps=keeps, lets_up=lets_up,
                     own_words=gathering.worded_by(row) == by.person_id,
                     cases=[case for case in members.of(row) if access.can(by, "case.see", case)], gone=len(members.no_longer(row)),
                     more=suggested.more_for(row, by) if keeps else [])
