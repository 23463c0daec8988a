"""The second step: its code at the door, and one's own page to set it up, to get new recovery codes, to do without it (R54)."""

from collections.abc import Callable
from typing import TypeVar

from flask import Response, session
from wtforms import PasswordField, StringField

from portal.foundation import clock, throttle, totp
from portal.foundation.refusal import Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network import second_step, sign_in
from portal.network.person import Person
from portal.paper import qr
from portal.web import gate, page
from portal.web.form import Form, Needed
from portal.web.gate import OPEN, STAFF, opens
from portal.web.office import account, halfway, kept
from portal.web.office import sign_in as threshold
from portal.web.office.blueprint import door
from portal.web.office.halfway import CodeForm

Done = TypeVar("Done")
HERE = "/office/account/second-step"


class BeginForm(Form):
    """The password once more, so that nobody sets it up in a browser that was left open."""

    password = PasswordField("office.sign_in.password_now", [Needed()], render_kw={"autocomplete": "current-password"})


class FirstCodeForm(Form):
    """The first code that the phone shows."""

    otp = StringField("office.second.first_code", [Needed()], render_kw={"autocomplete": "one-time-code", "maxlength": 12, "autofocus": True})


@door.get("/sign-in/code")
@opens(OPEN)
def second_code_page() -> Response:
    """The form for the code; from the start for whoever is not half inside."""
    return page.show("office/second_code.html", form=CodeForm(), kept=None) if halfway.who() is not None else page.done("/office/sign-in")


@door.post("/sign-in/code")
@opens(OPEN, form=True)
def second_code_now() -> Response:
    """Let them in for a code that fits, once."""
    form, along, person = CodeForm(), kept.carried(), halfway.who()
    if person is None:
        return page.again("office/sign_in.html", threshold.SignInForm(formdata=None), Refused("second_step_over"), kept=along)
    if not form.validate_on_submit():
        return page.again("office/second_code.html", form, kept=along)
    try:
        token = _admitted(person, form.second.data or "")
    except Refused as refusal:
        form.second.data = ""
        return page.again("office/second_code.html", form, refusal, "second", kept=along)
    back, locale = session.get("back", ""), person.locale
    threshold.forget(locale)
    response = page.show("office/kept.html", kept=along) if along else page.done(back if kept.is_ours(back) else "/office/")
    threshold.keep(response, token)
    return response


def _admitted(person: Person, typed: str) -> str:
    """The token of a new session; a code that opens nothing counts, and is refused alike whatever was wrong with it."""
    source = gate.source()
    proved(person, typed)
    with unit_of_work():
        for subject in (next(iter(second_step.subjects(person, source, typed))), next(iter(sign_in.subjects(person.login, source)))):
            throttle.succeed(subject)
        return threshold.begin(person)


def proved(person: Person, typed: str) -> None:
    """Return for a code that opens, which then opens nothing more; else count it and refuse."""
    source, at = gate.source(), clock.now()
    throttle.check(second_step.subjects(person, source, typed), at)
    with unit_of_work():
        right = second_step.passes(person, typed, at)
        if not right:
            second_step.failed(person, source, typed, at)
    if not right:
        raise Refused("second_step_wrong")


@door.get("/account/second-step")
@opens(STAFF, sets_up=True)
def second_step_page() -> Response:
    """How it stands: to set up, begun, or set up."""
    return page.show("office/second_step.html", form=_form()(), **_shown())


@door.post("/account/second-step")
@opens(STAFF, form=True, sets_up=True)
def begin_second_step() -> Response:
    """A secret for the phone, after the password."""
    form, person = BeginForm(), account.me()
    if not form.validate_on_submit():
        return _again(form)
    try:
        account.right_password(person, form.password.data or "")
        with unit_of_work():
            second_step.begin(person, clock.now())
    except Refused as refusal:
        return _again(form, refusal, "password")
    return page.done(HERE)


@door.post("/account/second-step/confirm")
@opens(STAFF, form=True, sets_up=True)
def confirm_second_step() -> Response:
    """The phone shows the same as we do: from now on it is asked for. Ten recovery codes are shown, here and never again."""
    form, person = FirstCodeForm(), account.me()
    if not form.validate_on_submit():
        return _again(form)
    subjects = second_step.subjects(person, gate.source(), "")
    try:
        throttle.check(subjects, clock.now())
        with unit_of_work():
            codes = second_step.confirm(person, form.otp.data or "", clock.now())
            threshold.bind(to_set_up=False)
    except Refused as refusal:
        if refusal.key == "refusal.second_step_wrong":
            with unit_of_work():
                throttle.fail(subjects, clock.now())
        return _again(form, refusal, "otp")
    return page.show("office/recovery_codes.html", codes=codes)


@door.post("/account/second-step/codes")
@opens(STAFF, form=True)
def renew_codes() -> Response:
    """Ten new recovery codes for a code that opens; the old ones open nothing any more."""
    form = CodeForm()
    try:
        if not form.validate_on_submit():
            return _again(form)
        codes = _for_a_code(form, lambda person: second_step.renew(person, clock.now()))
    except Refused as refusal:
        form.second.data = ""
        return _again(form, refusal, "second")
    return page.show("office/recovery_codes.html", codes=codes)


@door.post("/account/second-step/end")
@opens(STAFF, form=True)
def end_second_step() -> Response:
    """A password is enough again; where more is asked of them, this session leads to another phone and nowhere else."""
    form = CodeForm()
    try:
        if not form.validate_on_submit():
            return _again(form)
        _for_a_code(form, _ended)
    except Refused as refusal:
        form.second.data = ""
        return _again(form, refusal, "second")
    return page.done(HERE, "office.second.ended")


def _ended(person: Person) -> None:
    second_step.drop(person.id, person.id, clock.now())
    asked = second_step.asked_of(gate.signed_in())
    threshold.bind(to_set_up=asked is not None and asked <= clock.today())


def _for_a_code(form: CodeForm, deed: Callable[[Person], Done]) -> Done:
    """What may be done for a code that opens, which is spent with it."""
    person = account.me()
    proved(person, form.second.data or "")
    with unit_of_work():
        return deed(person)


def _form() -> type[Form]:
    """The form that fits how it stands; a secret that our own key does not open any more is begun anew."""
    row = second_step.of(account.me().id)
    if row is not None and row.confirmed_at is not None:
        return CodeForm
    return BeginForm if row is None or second_step.secret(row) is None else FirstCodeForm


def _again(form: Form, refusal: Refused | None = None, field: str | None = None) -> Response:
    """The form once more; where it stands otherwise meanwhile (another browser, a page that was left open), how it stands."""
    if not isinstance(form, _form()):
        return page.done(HERE)
    return page.again("office/second_step.html", form, refusal, field, **_shown())


def _shown() -> dict[str, object]:
    person = account.me()
    row, shown = second_step.of(person.id), {}
    secret = second_step.secret(row) if row is not None and row.confirmed_at is None else None
    if secret is not None:
        address = totp.address(secret, person.login, gate.network().name)
        shown = {"picture": qr.svg(address, gate.say()("office.second.qr")), "letters": totp.written(secret)}
    return {"stands": row is not None and row.confirmed_at is not None, "begun": secret is not None, "left": second_step.left(person.id),
            "asked": second_step.due(gate.signed_in()), "must": second_step.asked_of(gate.signed_in()) is not None, **shown}
