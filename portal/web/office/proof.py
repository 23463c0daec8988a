"""The password once more, before what is bent on one person or cannot be taken back: a desk somebody left opens no identity (R54)."""

from flask import Response, g, session
from wtforms import PasswordField

from portal.foundation import clock
from portal.foundation.refusal import Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network import sign_in
from portal.web import page
from portal.web.form import Form, Needed
from portal.web.gate import STAFF, opens
from portal.web.office import account, kept
from portal.web.office.blueprint import door


class ProofForm(Form):
    """One's own password."""

    password = PasswordField("office.sign_in.password", [Needed()], render_kw={"autocomplete": "current-password", "autofocus": True})


@door.get("/proof")
@opens(STAFF)
def proof_page() -> Response:
    """The form."""
    return page.show("office/proof.html", form=ProofForm(), kept=None)


@door.post("/proof/kept")
@opens(STAFF, form=True)
def proof_first() -> Response:
    """A form was sent that asks for the password first: what was typed waits here until it was given."""
    return page.show("office/proof.html", form=ProofForm(formdata=None), kept=kept.arrived())


@door.post("/proof")
@opens(STAFF, form=True)
def prove() -> Response:
    """Back to where they were; a wrong password counts and waits as at the door."""
    form, along = ProofForm(), kept.carried()
    try:
        if not form.validate_on_submit():
            return page.again("office/proof.html", form, kept=along)
        account.right_password(account.me(), form.password.data or "")
    except Refused as refusal:
        return page.again("office/proof.html", form, refusal, "password", kept=along)
    with unit_of_work():
        row = account.db.session.get(sign_in.StaffSession, g.staff_session.id)
        if row is not None:
            sign_in.prove(row, clock.now())
    back = session.pop("back", "")
    return page.show("office/kept.html", kept=along) if along else page.done(back if kept.is_ours(back) else "/office/")
