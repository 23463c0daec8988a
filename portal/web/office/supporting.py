"""A supporting unit's page: the matter, what was asked of the lead, and notes to the lead; not the file (practice.md §3.1)."""

from flask import Response
from wtforms import TextAreaField

from portal.cases import support
from portal.foundation.refusal import Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.web import gate, page
from portal.web.form import Form, Needed, Written
from portal.web.gate import opens
from portal.web.office.blueprint import door


class NoteForm(Form):
    """What the supporting unit did or knows."""

    text = TextAreaField("office.support.note", [Needed(), Written(2000, 40)])


@door.route("/support/<int:support_id>", methods=["GET", "POST"])
@opens("support.note", form=True)
def supporting(support_id: int) -> Response:
    """Read what the lead was asked, tell the lead something."""
    by, form = gate.staff(), NoteForm()
    assert by is not None
    row = support.one(support_id, by)
    shown = {"row": row, "notes": [note for note in support.notes_of(row.case) if note.support_id == row.id]}
    if not form.validate_on_submit():
        return page.show("office/support.html", 422 if form.is_submitted() else 200, form=form, **shown)
    try:
        with unit_of_work():
            support.note(support.one(support_id, by), text=form.text.data, by=by)
    except Refused as refusal:
        return page.again("office/support.html", form, refusal, **shown)
    return page.done(f"/office/support/{support_id}", "office.support.done")
