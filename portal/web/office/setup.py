"""The first start of a real network: the one-time link names it, its first station and its first administrator."""

from flask import Response, g
from wtforms import PasswordField, StringField

from portal.cases import founding
from portal.foundation import clock
from portal.foundation.refusal import Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network import setup, sign_in
from portal.web import page
from portal.web.form import Form, Needed, Written
from portal.web.gate import OPEN, opens
from portal.web.office import sign_in as threshold
from portal.web.office.blueprint import door


class SetupForm(Form):
    """Everything a network needs to begin."""

    network = StringField("office.setup.network", [Needed(), Written(60)], render_kw={"autofocus": True})
    station = StringField("office.setup.station", [Needed(), Written(60)])
    person = StringField("office.setup.person", [Needed(), Written(40)], render_kw={"autocomplete": "name"})
    login = StringField("office.sign_in.login", [Needed(), Written(40)], render_kw={"autocomplete": "username"})
    password = PasswordField("office.sign_in.password", [Needed()], render_kw={"autocomplete": "new-password"})


@door.get("/setup/<token>")
@opens(OPEN)
def setup_page(token: str) -> Response:
    """The form, while the link is unused."""
    setup.find(token)
    return page.show("office/setup.html", form=SetupForm())


@door.post("/setup/<token>")
@opens(OPEN, form=True)
def setup_now(token: str) -> Response:
    """Found the network; the link is spent and the administrator is inside."""
    setup.find(token)
    form = SetupForm()
    if not form.validate_on_submit():
        return page.again("office/setup.html", form)
    try:
        hashed = sign_in.hash_password(form.password.data or "")
    except Refused as refusal:
        return page.again("office/setup.html", form, refusal, "password")
    with unit_of_work():
        who = founding.found_by_link(
            setup.find(token), network=(form.network.data or "").strip(), station=(form.station.data or "").strip(),
            person=(form.person.data or "").strip(), login=form.login.data or "", password_hash=hashed, at=clock.now())
        token = threshold.begin(who)
    threshold.forget()
    g.pop("network", None)
    response = page.done("/office/", "office.setup.done")
    threshold.keep(response, token)
    return response
