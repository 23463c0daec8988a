"""A copy of what is kept about a visitor, given at the desk to the person themselves; recorded in the story (R40)."""

from flask import Response, make_response, render_template
from wtforms import BooleanField

from portal.cases import own_data, timeline
from portal.cases.case import Case, seen_by
from portal.foundation import clock
from portal.foundation.refusal import Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network import access
from portal.web import gate, page
from portal.web.form import Form
from portal.web.gate import STAFF, opens
from portal.web.office.blueprint import door


class CopyForm(Form):
    """That it is they who ask."""

    checked = BooleanField("office.receipt.checked")


@door.route("/cases/<number>/copy", methods=["GET", "POST"])
@opens(STAFF, form=True, fresh=True)
def own_copy(number: str) -> Response:
    """Ask whether they were checked, record it, give the file."""
    by, form = gate.staff(), CopyForm()
    case = seen_by(by, number)
    access.permit(by, "identity.copy", case)
    if not form.validate_on_submit():
        return page.show("office/case/copy.html", 422 if form.is_submitted() else 200, form=form, case=case)
    try:
        with unit_of_work():
            case = seen_by(by, number)
            own_data.copy(case, checked=form.checked.data, by=by)
    except Refused as refusal:
        return page.again("office/case/copy.html", form, refusal, case=seen_by(by, number))
    return _file(seen_by(by, number))


def _file(case: Case) -> Response:
    told = [(event, event.move or event.act) for event in timeline.story(case, for_visitor=True)]
    answer = make_response(render_template("office/case/copy_file.html", case=case, who=own_data.of(case), looks=own_data.looks(case, gate.staff()), told=told, at=clock.now()))
    answer.headers["Content-Disposition"] = f'attachment; filename="{case.number}.html"'
    return answer
