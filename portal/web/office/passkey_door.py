"""The door by a passkey, which stands for password and code together; and the proof before what cannot be taken back, by a passkey or by a
code of the phone as well as by the password (R51, R53, R54)."""

from flask import Response, g, session

from portal.foundation import clock, throttle
from portal.foundation.refusal import Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network import audit, passkey, sign_in
from portal.network import second_step as steps
from portal.web import gate, page
from portal.web.gate import OPEN, STAFF, opens
from portal.web.office import account, halfway, kept, passkey_form, proof, second_step
from portal.web.office import sign_in as threshold
from portal.web.office.blueprint import door
from portal.web.office.kept import Kept
from portal.web.office.passkey_form import AnswerForm, For


@door.post("/sign-in/passkey")
@opens(OPEN, form=True)
def passkey_sign_in() -> Response:
    """Let in whoever's key answered; nothing was typed, and nobody is told whose it might have been."""
    form, along, source = AnswerForm(), kept.carried(), gate.source()
    try:
        if not form.validate_on_submit():
            raise Refused("form_stale")
        throttle.check(_subjects(source), clock.now())
        asked = passkey_form.challenge(For.ENTER)
        with unit_of_work():
            person = passkey.answer(form.credential.data or "", challenge=asked, place=passkey_form.place(), at=clock.now())
            audit.note("passkey_used", "person", person.id, person_id=person.id, at=clock.now())
            token, locale = threshold.begin(person), person.locale
    except Refused as refusal:
        _count(refusal, source)
        return page.again("office/sign_in.html", threshold.SignInForm(formdata=None), refusal, kept=along)
    back = session.get("back", "")
    threshold.forget(locale)
    response = page.show("office/kept.html", kept=along) if along else page.done(back if kept.is_ours(back) else "/office/")
    threshold.keep(response, token)
    return response


@door.post("/proof/passkey")
@opens(STAFF, form=True)
def prove_by_passkey() -> Response:
    """Back to where they were: a key of theirs answered."""
    form, along, source = AnswerForm(), kept.carried(), gate.source()
    try:
        if not form.validate_on_submit():
            raise Refused("form_stale")
        throttle.check(_subjects(source), clock.now())
        asked = passkey_form.challenge(For.PROVE)
        with unit_of_work():
            passkey.answer(form.credential.data or "", challenge=asked, place=passkey_form.place(), at=clock.now(), of_person=account.me().id)
    except Refused as refusal:
        _count(refusal, source)
        return page.again("office/proof.html", proof.ProofForm(formdata=None), refusal, kept=along)
    return _proved(along)


@door.post("/account/passkeys/step")
@opens(STAFF, form=True, fresh=True)
def step_by_passkey() -> Response:
    """A key one has stands for the code that one more is added for."""
    form, source = AnswerForm(), gate.source()
    try:
        if not form.validate_on_submit():
            raise Refused("form_stale")
        throttle.check(_subjects(source), clock.now())
        asked = passkey_form.challenge(For.STEP)
        with unit_of_work():
            passkey.answer(form.credential.data or "", challenge=asked, place=passkey_form.place(), at=clock.now(), of_person=account.me().id)
    except Refused as refusal:
        _count(refusal, source)
        return page.again("office/passkeys.html", passkey_form.AddForm(formdata=None), refusal, **passkey_form.page_of(account.me()))
    passkey_form.step()
    return page.done("/office/account/passkeys", "office.passkey.stepped")


@door.post("/proof/code")
@opens(STAFF, form=True)
def prove_by_code() -> Response:
    """The same for a code of the phone, or one of recovery, which then opens nothing more."""
    form, along = halfway.CodeForm(), kept.carried()
    try:
        if not form.validate_on_submit():
            raise Refused("second_step_wrong")
        second_step.proved(account.me(), form.second.data or "")
    except Refused as refusal:
        return page.again("office/proof.html", proof.ProofForm(formdata=None), refusal, kept=along)
    return _proved(along)


@door.app_template_global("code_proves")
def code_proves() -> bool:
    """Whether a code of the phone shows who this is."""
    by = gate.staff()
    return by is not None and by.person_id is not None and steps.stands(by.person_id)


def _proved(along: Kept | None) -> Response:
    with unit_of_work():
        row = account.db.session.get(sign_in.StaffSession, g.staff_session.id)
        if row is not None:
            sign_in.prove(row, clock.now())
    back = session.pop("back", "")
    return page.show("office/kept.html", kept=along) if along else page.done(back if kept.is_ours(back) else "/office/")


def _subjects(source: str) -> dict[str, int]:
    """Wrong answers count against where they come from, as wrong passwords do."""
    return {f"sign-in:{source}"[:120]: sign_in.FREE_FAILURES * 6}


def _count(refusal: Refused, source: str) -> None:
    if refusal.key == "refusal.passkey_wrong":
        with unit_of_work():
            throttle.fail(_subjects(source), clock.now())
            audit.note("sign_in_failed", "person", "", person_id=None, at=clock.now(), code=True)
