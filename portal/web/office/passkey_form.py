"""What a browser is asked so that a passkey answers: the challenge lies in this browser's own session, five minutes, and is taken out by the answer."""

import enum
import ipaddress
import secrets
from base64 import b64decode, b64encode
from urllib.parse import urlsplit

from flask import current_app, g, session
from wtforms import HiddenField, StringField

from portal.foundation import clock
from portal.foundation.refusal import Refused
from portal.network import passkey
from portal.network import second_step as steps
from portal.network.person import Person
from portal.web import gate
from portal.web.form import Form, Needed, Written
from portal.web.office.blueprint import door

_STEPPED = "passkey_stepped"
_USUAL = {"http": 80, "https": 443}


class For(enum.StrEnum):
    """What a challenge is for: one of each is open in a browser at a time, and none is taken for another."""

    ENTER = "passkey_enter"
    PROVE = "passkey_prove"
    MAKE = "passkey_make"
    STEP = "passkey_step"


class AnswerForm(Form):
    """What the device said."""

    credential = HiddenField()


class AddForm(AnswerForm):
    """A name by which one knows it again; and, where the second step stands, a code of it: a key takes its place for ever (R54)."""

    name = StringField("office.passkey.name", [Needed(), Written(passkey.NAME_MOST)], render_kw={"autocomplete": "off"})
    second = StringField("office.second.code", [Written(40)], render_kw={"autocomplete": "one-time-code"})


def place() -> tuple[str, str]:
    """Host and origin of the portal as a browser names them: in small letters, without the usual port; no host where it has only an address, for which no device makes a key."""
    found = urlsplit(current_app.config["PUBLIC_URL"])
    host = found.hostname or ""
    port = f":{found.port}" if found.port not in (None, _USUAL.get(found.scheme)) else ""
    return "" if _is_address(host) else host, f"{found.scheme}://{host}{port}"


def asked_to_make(person: Person) -> str:
    """The question by which a device makes a key for somebody; "" where none can be made here."""
    if not place()[0]:
        return ""
    from webauthn import generate_registration_options, options_to_json
    from webauthn.helpers.structs import AuthenticatorSelectionCriteria, PublicKeyCredentialDescriptor, ResidentKeyRequirement, UserVerificationRequirement

    known = [PublicKeyCredentialDescriptor(id=bytes.fromhex(row.credential)) for row in passkey.of(person.id)]
    wanted = AuthenticatorSelectionCriteria(resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED)
    return options_to_json(generate_registration_options(
        rp_id=place()[0], rp_name=gate.network().name, user_id=passkey.handle(person.id), user_name=person.login, user_display_name=person.name,
        challenge=_fresh(For.MAKE), authenticator_selection=wanted, exclude_credentials=known))


@door.app_template_global("passkey_question")
def asked_to_answer(person_id: int | None = None, what: str = "") -> str:
    """The question that a key answers, one of somebody's where they are known; "" where none can. `what`: what for, else to enter or to prove."""
    mine = passkey.of(person_id) if person_id is not None else []
    if not place()[0] or (person_id is not None and not mine):
        return ""
    from webauthn import generate_authentication_options, options_to_json
    from webauthn.helpers.structs import PublicKeyCredentialDescriptor, UserVerificationRequirement

    return options_to_json(generate_authentication_options(
        rp_id=place()[0], challenge=_fresh(For(what) if what else For.ENTER if person_id is None else For.PROVE), user_verification=UserVerificationRequirement.REQUIRED,
        allow_credentials=[PublicKeyCredentialDescriptor(id=bytes.fromhex(row.credential)) for row in mine] or None))


def challenge(what: For) -> bytes:
    """The challenge that was put to this browser, taken out of it; Refused once five minutes are over, or where none was."""
    said, since = session.pop(what.value, None) or ("", 0.0)
    if not said or clock.now().timestamp() - since > passkey.LASTS.total_seconds() or not place()[0]:
        raise Refused("passkey_over")
    return b64decode(said)


def page_of(person: Person) -> dict[str, object]:
    """What the page of one's own keys shows: the keys, the question for one more, and whether a code is asked for or a key in its place."""
    keys, coded = passkey.of(person.id), steps.stands(person.id)
    asked = coded and stepped() is None
    return {"keys": keys, "question": asked_to_make(person), "coded": asked, "step": asked_to_answer(person.id, For.STEP) if asked and keys else "", "most": passkey.MOST}


def stepped() -> bytes | None:
    """The word that a key of theirs answered in this very session of staff, within five minutes, in place of a code; None where none did."""
    said, since, whose = session.get(_STEPPED) or ("", 0.0, 0)
    good = bool(said) and whose == g.staff_session.id and clock.now().timestamp() - since <= passkey.LASTS.total_seconds()
    return b64decode(said) if good else None


def step() -> None:
    """One did just now."""
    session[_STEPPED] = [b64encode(secrets.token_bytes(32)).decode(), clock.now().timestamp(), g.staff_session.id]


def forget_step() -> None:
    """It was taken."""
    session.pop(_STEPPED, None)


def _is_address(host: str) -> bool:
    try:
        return bool(ipaddress.ip_address(host))
    except ValueError:
        return False


def _fresh(what: For) -> bytes:
    made = secrets.token_bytes(32)
    session[what.value] = [b64encode(made).decode(), clock.now().timestamp()]
    return made
