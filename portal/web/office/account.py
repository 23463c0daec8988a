"""One's own account: where one is signed in, leaving there, and a new password (R51)."""

from flask import Response, g
from wtforms import PasswordField
from wtforms.validators import ValidationError

from portal.foundation import clock, throttle
from portal.foundation.database import db
from portal.foundation.refusal import Missing, Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network import audit, sign_in, staff
from portal.network.person import Person
from portal.web import gate, page
from portal.web.form import Form, Needed
from portal.web.gate import STAFF, opens
from portal.web.office import sign_in as threshold
from portal.web.office.blueprint import door

_BROWSERS = (("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
_SYSTEMS = (("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Mac OS", "macOS"),
            ("Linux", "Linux"))


class PasswordForm(Form):
    """The old password once, the new one twice."""

    password = PasswordField("office.sign_in.password_now", [Needed()], render_kw={"autocomplete": "current-password"})
    new_password = PasswordField("office.sign_in.password_new", [Needed()], render_kw={"autocomplete": "new-password"})
    once_more = PasswordField("office.sign_in.password_again", [Needed()], render_kw={"autocomplete": "new-password"})

    def validate_once_more(self, field: PasswordField) -> None:
        """Both new ones are the same."""
        if field.data != self.new_password.data:
            raise ValidationError(gate.say()("refusal.passwords_differ"))


@door.get("/account")
@opens(STAFF)
def account() -> Response:
    """One's sessions and the way to a new password."""
    return page.show("office/account.html", **_shown(), form=PasswordForm())


@door.post("/account/password")
@opens(STAFF, form=True)
def change_password() -> Response:
    """A new password ends every session; this browser gets a new one."""
    form = PasswordForm()
    try:
        if not form.validate_on_submit():
            return page.again("office/account.html", form, **_shown())
        hashed = _checked(form)
    except Refused as refusal:
        beside = {"refusal.password_wrong": "password", "refusal.password_short": "new_password"}.get(refusal.key)
        return page.again("office/account.html", form, refusal, beside, **_shown())
    with unit_of_work():
        person = me()
        staff.set_password(person, hashed, clock.now(), person.id)
        token = threshold.begin(person)
    threshold.forget()
    response = page.done("/office/account", "office.sign_in.changed")
    threshold.keep(response, token)
    return response


@door.post("/account/sessions/<int:session_id>/end")
@opens(STAFF)
def end_session(session_id: int) -> Response:
    """Sign out one browser."""
    with unit_of_work():
        row = db.session.get(sign_in.StaffSession, session_id)
        if row is None or row.person_id != me().id:
            raise Missing
        sign_in.end(row, clock.now(), "session_ended")
    return page.done("/office/account", "office.sign_in.ended")


@door.post("/account/sessions/end")
@opens(STAFF)
def end_everywhere() -> Response:
    """Sign out everywhere, here too."""
    with unit_of_work():
        sign_in.end_all(me().id, clock.now())
        audit.note("sessions_ended", "person", me().id, person_id=me().id, at=clock.now())
    threshold.forget()
    return page.done("/office/sign-in", "office.sign_in.left_everywhere")


def _checked(form: PasswordForm) -> str:
    """The hash of the new password after the old one was right; wrong ones count and wait as at the door."""
    right_password(me(), form.password.data or "")
    return sign_in.hash_password(form.new_password.data or "")


def right_password(person: Person, password: str) -> None:
    """Return for one's own password; a wrong one counts and waits as at the door."""
    at = clock.now()
    throttle.check(sign_in.subjects(person.login, gate.source()), at)
    if not sign_in.matches(person, password):
        with unit_of_work():
            sign_in.failed(person.login, gate.source(), at)
        raise Refused("password_wrong")


def me() -> Person:
    """The account of who is signed in."""
    actor = gate.staff()
    person = db.session.get(Person, actor.person_id) if actor is not None else None
    if person is None:
        raise Missing
    return person


def _shown() -> dict[str, object]:
    person, actor = me(), gate.staff()
    rows = sign_in.living(person.id, clock.now())
    return {"sessions": [(row, browser(row.agent)) for row in rows], "here_id": g.staff_session.id, "person": person,
            "grants": staff.in_force(person, actor) if actor is not None else []}


def browser(agent: str) -> str:
    """`Firefox · Windows` from a User-Agent line; empty when it says nothing we know."""
    names = [next((name for mark, name in table if mark in agent), "") for table in (_BROWSERS, _SYSTEMS)]
    return " · ".join(name for name in names if name)
