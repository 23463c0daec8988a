"""Whether what the heads of units explain after a red slip is published, for the office and the administrator (practice.md §13)."""

from flask import Response, request
from wtforms import RadioField

from portal.cases import explained, publicity
from portal.foundation.unit_of_work import unit_of_work
from portal.web import gate, page
from portal.web.form import Form, Needed
from portal.web.gate import opens
from portal.web.office.blueprint import door


class PublicityForm(Form):
    """One of two for the whole network."""

    explanations = RadioField("office.publicity.explanations", [Needed()], choices=[
        ("inside", "office.publicity.inside"), ("public", "office.publicity.public")])


@door.route("/publicity", methods=["GET", "POST"])
@opens("policy.manage", form=True)
def explanations() -> Response:
    """What is in force, and the form to choose the other."""
    form = PublicityForm()
    if request.method == "GET":
        form.explanations.data = "public" if explained.are_public() else "inside"
        return page.show("office/publicity.html", form=form)
    if not form.validate_on_submit():
        return page.again("office/publicity.html", form)
    with unit_of_work():
        publicity.publish_explanations(form.explanations.data == "public", by=gate.signed_in())
    return page.done("/office/publicity", "office.publicity.changed")
