"""Who came: shown once, in the answer to a reason, and recorded (R27, practice.md §6.2)."""

from flask import Response
from wtforms import StringField

from portal.cases import visitor
from portal.cases.case import Case, seen_by
from portal.foundation.refusal import Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network import access
from portal.network.actor import Actor
from portal.web import gate, page
from portal.web.form import Form, Needed, Written
from portal.web.gate import STAFF, opens
from portal.web.office.blueprint import door


class RevealForm(Form):
    """Why somebody looks."""

    reason = StringField("office.case.reveal_reason", [Needed(), Written(200)])


@door.route("/cases/<number>/identity", methods=["GET", "POST"])
@opens(STAFF, form=True, fresh=True)
def identity(number: str) -> Response:
    """Ask for the reason, record it, show the identity in this one answer: all of it to the station, to the unit how to reach the
    visitor, where they allow it."""
    by, form = gate.staff(), RevealForm()
    case = seen_by(by, number)
    known = {"form": form, "case": case, "inside": _inside(case, by)}
    if not form.validate_on_submit():
        return page.show("office/case/identity.html", 422 if form.is_submitted() else 200, who=None, **known)
    try:
        with unit_of_work():
            look = visitor.reveal if known["inside"] else visitor.reach
            who = look(seen_by(by, number), reason=form.reason.data, by=by)
    except Refused as refusal:
        return page.again("office/case/identity.html", form, refusal, who=None, **{name: value for name, value in known.items() if name != "form"})
    return page.show("office/case/identity.html", who=who, may_correct=access.can(by, "identity.correct", case), **known)


def _inside(case: Case, by: Actor) -> bool:
    """Whether all of it is theirs to see; raises NotAllowed for those who may not even reach the visitor."""
    if access.can(by, "contact.reveal", case) and visitor.may_reach(case) and not access.can(by, "identity.reveal", case):
        return False
    access.permit(by, "identity.reveal", case)
    return True
