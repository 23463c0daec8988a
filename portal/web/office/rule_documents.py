"""The three rule documents in the office: read, rewritten, with every version since when and by whom (HB-30)."""

from flask import Response, request
from sqlalchemy import select
from wtforms import HiddenField, StringField, TextAreaField

from portal.foundation.database import db
from portal.foundation.refusal import Refused
from portal.foundation.text import whole
from portal.foundation.unit_of_work import unit_of_work
from portal.network import rule_document
from portal.network.person import Person
from portal.network.rule_document import LINES, MOST, TITLE, Document
from portal.web import gate, page
from portal.web.form import Form, Needed, Written
from portal.web.gate import opens
from portal.web.office.blueprint import door


class RuleForm(Form):
    """A whole document, and the version it was written over."""

    title = StringField("office.rules.name", [Needed(), Written(TITLE)], render_kw={"autocomplete": "off"})
    text = TextAreaField("office.rules.text", [Needed(), Written(MOST, LINES)], render_kw={"rows": 20})
    read = HiddenField()


@door.get("/rules")
@opens("policy.manage")
def rule_documents() -> Response:
    """All three."""
    return page.show("office/rules.html", documents=rule_document.in_force(gate.say()))


@door.route("/rules/<document>", methods=["GET", "POST"])
@opens("policy.manage", form=True)
def rule_document_text(document: str) -> Response:
    """One as it stands, and the form to rewrite it."""
    meant, form = rule_document.meant(document), RuleForm()
    if request.method == "GET":
        stands = rule_document.read(meant, gate.say())
        form.title.data, form.text.data, form.read.data = stands.title, stands.text, str(stands.version)
        return page.show("office/rule_document.html", form=form, **_around(meant))
    if not form.validate_on_submit():
        return page.again("office/rule_document.html", form, **_around(meant))
    try:
        with unit_of_work():
            row = rule_document.write(meant, form.title.data or "", form.text.data or "", read=whole(form.read.data) or 0, by=gate.signed_in())
            number = row.version
    except Refused as refusal:
        if refusal.key == "refusal.rule_document_overtaken":
            form.read.data = str(rule_document.read(meant, gate.say()).version)  # whoever has read the newer one may write over it
        return page.again("office/rule_document.html", form, refusal, "text", **_around(meant))
    return page.done(f"/office/rules/{document}", "office.rules.kept", n=number)


def _around(document: Document) -> dict[str, object]:
    """What stands beside the form: the versions, and who wrote them."""
    rows = rule_document.versions(document)
    ids = {row.person_id for row in rows}
    names = dict(db.session.execute(select(Person.id, Person.name).where(Person.id.in_(ids))).all()) if ids else {}  # type: ignore[arg-type]
    return {"document": document, "versions": rows, "names": names}
