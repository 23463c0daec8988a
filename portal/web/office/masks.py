"""Masks of a result before it goes up: its texts with what the detectors suggest, a tap to cover and to uncover, and words one types
(practice.md §6.4). Every button is a plain one, so that a keyboard does it and no script is needed."""

import re
from typing import Any

from flask import Response, request, url_for
from wtforms import SelectField, StringField

from portal.cases import mask, preparing
from portal.cases.case import TO_PUBLISH, Case, PublicState, seen_by, still
from portal.cases.mask import MaskKind
from portal.foundation import text
from portal.foundation.refusal import Moved, Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network import access
from portal.network.actor import Actor
from portal.network.person import name_of
from portal.web import gate, page
from portal.web.form import Form, Written, options, version_field
from portal.web.gate import STAFF, opens
from portal.web.office.blueprint import door

_SPAN = re.compile(r"([a-z]+(?:-\d{1,4})?):(\d{1,6}):(\d{1,6}):([a-z]+)")
TEMPLATE = "office/masks.html"


class MaskForm(Form):
    """Words to cover that no detector found; `version` keeps what the case was when the page was opened (R13)."""

    version = version_field()
    words = StringField("office.mask.words", [Written(200)])
    kind = SelectField("office.mask.kind", choices=options(MaskKind, "common.mask.kind"))
    why = StringField("office.mask.why", [Written(60)])


@door.route("/cases/<number>/masks", methods=["GET", "POST"])
@opens(STAFF, form=True)
def masks(number: str) -> Response:
    """Look at the texts; cover, uncover."""
    by, form = gate.signed_in(), MaskForm()
    case = _allowed(by, number)
    if not form.is_submitted():
        form.version.data = str(case.version)
        return page.show(TEMPLATE, 200 if case.public_state in TO_PUBLISH else 409, form=form, **_shown(case, by))
    if not form.validate():
        return page.show(TEMPLATE, 422, form=form, **_shown(case, by))
    try:
        with unit_of_work():
            told = _do(still(_allowed(by, number), text.whole(form.version.data) or -1), form, by)
    except Moved as moved:
        case = _allowed(by, number)
        form.version.data = str(case.version)
        return page.again(TEMPLATE, form, moved, **_shown(case, by))
    except Refused as refusal:
        return page.again(TEMPLATE, form, refusal, **_shown(_allowed(by, number), by))
    return page.done(url_for("office.masks", number=number), "office.mask.done" if told else "office.mask.lifted", n=told)


def _allowed(by: Actor, number: str) -> Case:
    case = seen_by(by, number)
    access.permit(by, "publication.prepare", case)
    return case


def _do(case: Case, form: MaskForm, by: Actor) -> int:
    """How many places were covered by this; 0: one was uncovered."""
    lifted = request.form.get("lift")
    if lifted is not None:
        preparing.lift(case, text.whole(lifted) or 0, by=by)
        return 0
    if "cover" not in request.form:
        return preparing.cover_words(case, form.words.data, kind=MaskKind(form.kind.data), why=form.why.data, by=by)
    found = _SPAN.fullmatch(request.form["cover"])
    if found is None or found[4] not in frozenset(MaskKind):
        raise Refused("mask_span")
    preparing.cover(case, found[1], int(found[2]), int(found[3]), kind=MaskKind(found[4]), by=by)
    return 1


def _shown(case: Case, by: Actor) -> dict[str, Any]:
    pieces = preparing.pieces(case, by=by) if case.public_state in TO_PUBLISH else []
    made = mask.of_case(case) if pieces else []
    return {"case": case, "pieces": [(piece.name, *_title(piece.name), cut(piece)) for piece in pieces], "made": [
        (one, next((piece.text[one.start:one.end] for piece in pieces if one in piece.masks), ""), name_of(one.person_id)) for one in made],
            "open": case.public_state in TO_PUBLISH, "is_shown": case.public_state is PublicState.PREPARED,
            "may_show": access.can(by, "publication.show", case)}


def _title(name: str) -> tuple[str, str]:
    """The word of a text and its number among those like it."""
    kind, _, place = name.partition("-")
    return kind, place


def cut(piece: preparing.Piece) -> list[dict[str, Any]]:
    """A text in the parts it is drawn in: plain words, what is covered (`mask`), what is suggested (`hit`)."""
    places = [(one.start, one.end, {"mask": one}) for one in piece.masks] + [(hit.start, hit.end, {"hit": hit}) for hit in piece.suggested]
    parts, at = list[dict[str, Any]](), 0
    for start, end, what in sorted(places, key=lambda place: place[0]):
        parts += [{"words": piece.text[at:start]}, {"words": piece.text[start:end], **what}]
        at = end
    return [part for part in [*parts, {"words": piece.text[at:]}] if part["words"]]
