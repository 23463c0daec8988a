"""Who came: shown once, in the answer to a reason, and recorded (R27, practice.md §6.2)."""

from flask import Response
from wtforms import StringField

from portal.cases import visitor
from portal.cases.case import seen_by
from portal.foundation.refusal import Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network import access
from portal.web import gate, page
from portal.web.form import Form, Needed, Written
from portal.web.gate import STAFF, opens
from portal.web.office.blueprint import door


class RevealForm(Form):
    """Why somebody looks."""

    reason = StringField("office.case.reveal_reason", [Needed(), Written(200)])


@door.route("/cases/<number>/identity", methods=["GET", "POST"])
@opens(STAFF, form=True)
def identity(number: str) -> Response:
    """Ask for the reason, record it, show the identity in this one answer."""
    by, form = gate.staff(), RevealForm()
    case = seen_by(by, number)
    access.permit(by, "identity.reveal", case)
    if not form.validate_on_submit():
        return page.show("office/case/identity.html", 422 if form.is_submitted() else 200, form=form, case=case, who=None)
    try:
        with unit_of_work():
            who = visitor.reveal(seen_by(by, number), reason=form.reason.data, by=by)
    except Refused as refusal:
        return page.again("office/case/identity.html", form, refusal, case=case, who=None)
    return page.show("office/case/identity.html", form=form, case=case, who=who, may_correct=access.can(by, "identity.correct", case))
