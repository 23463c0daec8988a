"""One's own passkeys: made after a fresh proof, named, removed; each is entered in the audit log (R51, R54)."""

from flask import Response

from portal.foundation import clock
from portal.foundation.refusal import Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network import passkey
from portal.network import second_step as steps
from portal.web import page
from portal.web.gate import STAFF, opens
from portal.web.office import account, passkey_form, second_step
from portal.web.office.blueprint import door
from portal.web.office.passkey_form import AddForm, For

HERE = "/office/account/passkeys"


@door.get("/account/passkeys")
@opens(STAFF, fresh=True)
def passkeys() -> Response:
    """What there is, and the way to one more."""
    return page.show("office/passkeys.html", form=AddForm(), **_shown())


@door.post("/account/passkeys")
@opens(STAFF, form=True, fresh=True)
def add_passkey() -> Response:
    """Keep the key that this browser's device just made."""
    form, person = AddForm(), account.me()
    if not form.validate_on_submit():
        return page.again("office/passkeys.html", form, **_shown())
    try:
        asked = passkey_form.challenge(For.MAKE)
        stepped = passkey_form.stepped()
        if steps.stands(person.id) and stepped is None:
            second_step.proved(person, form.second.data or "")
        with unit_of_work():
            if stepped is not None:
                passkey.once(stepped, clock.now())
            passkey.add(person, form.credential.data or "", name=form.name.data or "", challenge=asked, place=passkey_form.place(), at=clock.now())
    except Refused as refusal:
        form.credential.data = form.second.data = ""
        return page.again("office/passkeys.html", form, refusal, **_shown())
    passkey_form.forget_step()
    return page.done(HERE, "office.passkey.added")


@door.post("/account/passkeys/<int:passkey_id>/name")
@opens(STAFF, form=True)
def rename_passkey(passkey_id: int) -> Response:
    """Another name."""
    form = AddForm()
    if not form.validate_on_submit():
        wrong = {"id": passkey_id, "typed": form.name.data, "errors": form.name.errors}
        return page.show("office/passkeys.html", 422, form=AddForm(formdata=None), wrong=wrong, **_shown())
    with unit_of_work():
        passkey.rename(passkey_id, account.me(), name=form.name.data or "", at=clock.now())
    return page.done(HERE, "office.passkey.renamed")


@door.post("/account/passkeys/<int:passkey_id>/remove")
@opens(STAFF, fresh=True)
def remove_passkey(passkey_id: int) -> Response:
    """It opens nothing any more."""
    with unit_of_work():
        passkey.remove(passkey_id, account.me(), at=clock.now())
    return page.done(HERE, "office.passkey.removed")


def _shown() -> dict[str, object]:
    return passkey_form.page_of(account.me())
