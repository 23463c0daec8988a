"""A visitor who asked at the kiosk that a person writes it down: their words, to the letter (K34)."""

from typing import Any

from flask import Response
from wtforms import BooleanField, TextAreaField

from portal.cases import intake
from portal.cases.attachment import Attachment, AttachmentKind
from portal.cases.case import Case, seen_by, still
from portal.foundation.refusal import Missing, Moved, Refused
from portal.foundation.text import WORDS_LINES, WORDS_MOST, whole
from portal.foundation.unit_of_work import unit_of_work
from portal.network.access import can
from portal.network.actor import Actor
from portal.web import gate, page
from portal.web.form import Needed, Written
from portal.web.gate import opens
from portal.web.office import attachments, overtaken
from portal.web.office.act import ActForm
from portal.web.office.blueprint import door


class WordsForm(ActForm):
    """What the visitor says."""

    words = TextAreaField("office.register.words", [Needed("refusal.words_needed"), Written(WORDS_MOST, WORDS_LINES)],
                          render_kw={"autofocus": True, "rows": 10})
    off_paper = BooleanField("office.register.off_paper")
    danger = BooleanField("office.register.danger")


@door.get("/cases/<number>/words")
@opens("case.write_down")
def words_page(number: str) -> Response:
    """The empty sheet."""
    case, by = _waiting(number)
    form = WordsForm(formdata=None, data={"off_paper": case.off_paper})
    form.opened_from(case)
    return page.show("office/words.html", form=form, case=case, brought=brought(case, by))


@door.post("/cases/<number>/words")
@opens("case.write_down", form=True)
def write_words(number: str) -> Response:
    """Write it down; whoever wrote is on record."""
    form, (case, by) = WordsForm(), _waiting(number)
    if not form.validate_on_submit():
        return page.again("office/words.html", form, case=case, brought=brought(case, by))
    try:
        with unit_of_work():
            case = still(seen_by(by, number), _version(form))
            intake.write_down(case, words=form.words.data or "", by=by, off_paper=form.off_paper.data,
                              in_danger=form.danger.data)
    except Refused as refusal:
        case, by = _waiting(number)
        return page.again("office/words.html", form, refusal, case=case, brought=brought(case, by), **_meanwhile(form, case, by, refusal))
    return page.done(f"/office/cases/{number}", "office.register.written")


def _meanwhile(form: WordsForm, case: Case, by: Actor, refusal: Refused) -> dict[str, Any]:
    """What others wrote since the sheet was opened (R13); from here on it is the case as it is now."""
    if not isinstance(refusal, Moved):
        return {}
    found = overtaken.since(case, whole(form.seen.data) or 0, by)
    overtaken.keep(form)
    form.opened_from(case)
    return found


def brought(case: Case, by: Actor) -> list[Attachment]:
    """What the visitor said and brought: it is written down from this."""
    return [row for row in attachments.readable(case, by) if row.kind is AttachmentKind.VISITOR]


def _waiting(number: str) -> tuple[Case, Actor]:
    by = gate.staff()
    case = seen_by(by, number) if by is not None else None
    if by is None or case is None or not can(by, "case.write_down", case):
        raise Missing
    return case, by


def _version(form: WordsForm) -> int:
    seen = whole(form.version.data)
    if seen is None:
        raise Moved
    return seen
