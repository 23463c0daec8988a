"""Signing in and out: the same answer for everybody unknown, growing waits, a new session each time (R51, R53)."""

from flask import Response, current_app, request, session
from wtforms import PasswordField, StringField

from portal.foundation import clock, throttle
from portal.foundation.refusal import Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network import actor, second_step, sign_in
from portal.network.person import Person
from portal.web import gate, page
from portal.web.form import Form, Needed
from portal.web.gate import OPEN, opens
from portal.web.office import devices, halfway, kept
from portal.web.office.blueprint import door


class SignInForm(Form):
    """Login and password."""

    login = StringField("office.sign_in.login", [Needed()],
                        render_kw={"autocomplete": "username", "autofocus": True, "maxlength": 40})
    password = PasswordField("office.sign_in.password", [Needed()], render_kw={"autocomplete": "current-password"})


@door.get("/sign-in")
@opens(OPEN)
def sign_in_page() -> Response:
    """The form, or the desk for somebody who is inside already."""
    if gate.staff() is not None:
        return page.done("/office/")
    return page.show("office/sign_in.html", form=SignInForm())


@door.post("/sign-in/kept")
@opens(OPEN, form=True, files=True)
def sign_in_again() -> Response:
    """A form was sent after its session had ended, with its files: what was typed waits here until somebody has signed in."""
    return page.show("office/sign_in.html", 401, form=SignInForm(formdata=None), kept=kept.arrived())


@door.post("/sign-in")
@opens(OPEN, form=True)
def sign_in_now() -> Response:
    """Check the password outside the write gate (it takes time on purpose), then begin the session."""
    form, along = SignInForm(), kept.carried()
    if not form.validate_on_submit():
        return page.again("office/sign_in.html", form, kept=along)
    login, source = form.login.data or "", gate.source()
    try:
        throttle.check(sign_in.subjects(login, source), clock.now())
        _right(login, form.password.data or "", source)
        found = sign_in.find(login)
        if found is not None and second_step.stands(found.id):
            return halfway.ask(found, along)
        token, locale = _enter(login, source, along is not None)
    except Refused as refusal:
        return page.again("office/sign_in.html", form, refusal, kept=along)
    back = session.get("back", "")
    forget(locale)
    response = page.show("office/kept.html", kept=along) if along else page.done(back if kept.is_ours(back) else "/office/")
    keep(response, token)
    return response


def _right(login: str, password: str, source: str) -> None:
    """Return for the right password; else count the failure and refuse, alike for unknown people and wrong words."""
    if sign_in.matches(sign_in.find(login), password):
        return
    with unit_of_work():
        sign_in.failed(login, source, clock.now())
    raise Refused("sign_in_wrong")


def _enter(login: str, source: str, carries: bool) -> tuple[str, str | None]:
    """Begin the session; where a second step is asked for and not there, one that leads to its page alone. What was typed before goes
    first: it would be lost on that way."""
    with unit_of_work():
        person = sign_in.find(login)
        if person is None:
            raise Refused("sign_in_wrong")
        throttle.succeed(next(iter(sign_in.subjects(login, source))))
        asked = second_step.due(actor.of_person(person, clock.now()))
        return begin(person, to_set_up=not carries and asked is not None and asked <= clock.today()), person.locale


def begin(person: Person, to_set_up: bool = False) -> str:
    """A session for somebody who just proved who they are; the one before it in this browser ends. Returns the token for
    keep(). Inside a unit of work."""
    old = sign_in.session_of(request.cookies.get(gate.cookie_name(), ""), clock.now())
    if old is not None:
        sign_in.end(old, clock.now())
    return sign_in.begin(person, clock.now(), request.headers.get("User-Agent", ""), to_set_up)


def bind(to_set_up: bool) -> None:
    """This session opens the page of the second step alone, or again everything its person may. Inside a unit of work."""
    row = sign_in.session_of(request.cookies.get(gate.cookie_name(), ""), clock.now())
    if row is not None:
        row.to_set_up = to_set_up


def keep(response: Response, token: str) -> None:
    """Put the token into the cookie of this browser: not for scripts, not for other sites, gone with the browser (R52)."""
    devices.lock(response)
    response.set_cookie(gate.cookie_name(), token, httponly=True, samesite="Lax", path="/",
                        secure=current_app.config["SESSION_COOKIE_SECURE"])


def forget(locale: str | None = None) -> None:
    """Empty this browser's own session (a new forgery token comes with the next page); the chosen language stays."""
    chosen = session.get("lang") or locale
    session.clear()
    if chosen:
        session["lang"] = chosen


@door.post("/sign-out")
@opens(OPEN)
def sign_out() -> Response:
    """Leave here: the session dies on the server, the cookie in the browser."""
    token = request.cookies.get(gate.cookie_name(), "")
    with unit_of_work():
        row = sign_in.session_of(token, clock.now())
        if row is not None:
            sign_in.end(row, clock.now())
            devices.forget(row.person_id)
    forget()
    response = page.done("/office/sign-in", "office.sign_in.left")
    devices.wipe(response)
    response.delete_cookie(gate.cookie_name(), path="/", httponly=True, samesite="Lax",
                           secure=current_app.config["SESSION_COOKIE_SECURE"])
    return response
