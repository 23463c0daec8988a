"""Following a link to one's own account: a password that nobody else ever knew (R51)."""

from flask import Response
from wtforms import PasswordField
from wtforms.validators import ValidationError

from portal.foundation import clock
from portal.foundation.refusal import Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network import admission, sign_in
from portal.web import gate, page
from portal.web.form import Form, Needed
from portal.web.gate import OPEN, opens
from portal.web.office.blueprint import door


class InvitedForm(Form):
    """The same password twice."""

    new_password = PasswordField("office.sign_in.password_new", [Needed()], render_kw={"autocomplete": "new-password", "autofocus": True})
    once_more = PasswordField("office.sign_in.password_again", [Needed()], render_kw={"autocomplete": "new-password"})

    def validate_once_more(self, field: PasswordField) -> None:
        """Both are the same."""
        if field.data != self.new_password.data:
            raise ValidationError(gate.say()("refusal.passwords_differ"))


@door.get("/invited/<token>")
@opens(OPEN)
def invited_page(token: str) -> Response:
    """Whose account it is, and the form; looking at it spends nothing."""
    return page.show("office/admitted.html", form=InvitedForm(), who=admission.find(token, clock.now()).person)


@door.post("/invited/<token>")
@opens(OPEN, form=True)
def invited(token: str) -> Response:
    """Set the password; then they sign in with it, and with the second step where they have one."""
    form, who = InvitedForm(), admission.find(token, clock.now()).person
    if not form.validate_on_submit():
        return page.again("office/admitted.html", form, who=who)
    try:
        hashed = sign_in.hash_password(form.new_password.data or "")
    except Refused as refusal:
        return page.again("office/admitted.html", form, refusal, "new_password", who=who)
    with unit_of_work():
        admission.use(token, hashed, clock.now())
    return page.done("/office/sign-in", "office.invited.done")
