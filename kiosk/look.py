"""The page of a result before it goes up, on the screen of the terminal: all of it as it will stand, and one touch for what its visitor thinks
(practice.md §6.4). What else is to be covered is written on a screen of its own."""

from flask import Response
from wtforms import TextAreaField

from portal.cases import mask, preparing, preview, publication, trace
from portal.cases.case import Case
from portal.cases.preparing import Word
from portal.foundation import clock
from portal.foundation.refusal import Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.kiosk import acts, matter, parting, visit
from portal.kiosk.blueprint import door
from portal.network import actor
from portal.network.visit_end import Step
from portal.web import page
from portal.web.form import Needed, Written
from portal.web.gate import OPEN, opens

TOUCHED = (Word.WELL, Word.OBJECT)
COVER_MOST, COVER_LINES = 500, 10


class CoverForm(acts.WordsForm):
    """Which words, where: the station covers them and shows the page anew."""

    words = TextAreaField("kiosk.words.label", [Needed("refusal.preview_what"), Written(COVER_MOST, COVER_LINES)])


@door.route("/matter/look", methods=["GET", "POST"])
@opens(OPEN, form=True)
def look() -> Response:
    """Look at it; a touch says that it may go up, or that it may not."""
    form, case = acts.ActForm(), visit.matter()
    if case is None:
        return page.done("/kiosk/track")
    if form.go.data not in TOUCHED:
        return _show(form, case) if matter.look_until(case) else page.done("/kiosk/matter")
    if not form.validate():
        return _show(form, case, 422)
    word = Word(form.go.data)
    try:
        with unit_of_work():
            acts.once(form.key.data, {"act": "look", "case": case.id, "words": word.value}, case, lambda case, said, by: preparing.answer(case, Word(said), by=by))
    except Refused as refusal:
        return page.done("/kiosk/matter", refusal.key, "refused", **refusal.params)
    parting.reached(Step.ACT, done=True)
    return page.show("kiosk/thanks.html", thanks=f"look_{word}", due=None)


@door.route("/matter/cover", methods=["GET", "POST"])
@opens(OPEN, form=True)
def cover() -> Response:
    """Say what else is to be covered; nothing goes up before it was and was shown anew."""
    case = visit.matter()
    if case is not None and matter.look_until(case) is None and not acts.ActForm().is_submitted():
        return page.done("/kiosk/matter")
    return acts.act(CoverForm(), "cover", lambda case, words, by: preparing.answer(case, Word.COVER, said=words, by=by))


def _show(form: acts.ActForm, case: Case, status: int = 200) -> Response:
    row = publication.projection(case, actor.visitor(case.id, clock.now()))
    shown = preview.of_case(case)
    return page.show("kiosk/look.html", status, form=form, act="look", row=row, covered=mask.counted(row.masks), pressed=trace.read(row.supervision),
                     until=shown.until if shown is not None else None, draft_url="/kiosk/matter/look", back_url="/kiosk/matter")
