"""R51, R54: a passkey opens for whom it was made, at this place, once for each challenge; everything else is one refusal."""

import json
import os
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from portal.foundation.database import db
from portal.foundation.refusal import Missing, Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network import audit, passkey
from portal.network.passkey import Passkey, PasskeyAnswered
from tests.cast import NOW, Cast
from tests.network.authenticator import HELD, Device

PLACE = ("portal.example", "https://portal.example")


def made(cast: Cast, login: str = "director", device: Device | None = None) -> Device:
    """Somebody with a key of this device."""
    device, challenge = device or Device(), os.urandom(32)
    with unit_of_work():
        passkey.add(cast.person(login), device.make(challenge), name="办公室电脑", challenge=challenge, place=PLACE, at=NOW)
    return device


def answered(sent: str, challenge: bytes, **more: object) -> str:
    """Whose key it was, by login."""
    with unit_of_work():
        return passkey.answer(sent, challenge=challenge, place=PLACE, at=NOW, **more).login  # type: ignore[arg-type]


def test_it_opens_for_whom_it_was_made_and_the_counter_goes_on(cast: Cast) -> None:
    device = made(cast)
    for times in (1, 2):
        challenge = os.urandom(32)
        assert answered(device.answer(challenge), challenge) == "director"
        assert passkey.of(cast.person("director").id)[0].counter == times
    acts = list(db.session.scalars(select(audit.AuditEntry.act)))
    assert acts.count("passkey_added") == 1


def test_a_challenge_is_answered_once(cast: Cast) -> None:
    """The very bytes that opened a moment before, and another answer to the same challenge."""
    device, challenge = made(cast), os.urandom(32)
    sent = device.answer(challenge)
    answered(sent, challenge)
    for again in (sent, device.answer(challenge)):
        with pytest.raises(Refused, match="passkey_wrong"):
            answered(again, challenge)
    assert db.session.scalar(select(func.count()).select_from(PasskeyAnswered)) == 2
    with unit_of_work():
        passkey.add(cast.person("rep"), Device().make(b"c" * 32), name="x", challenge=b"c" * 32, place=PLACE, at=NOW + timedelta(minutes=11))
    assert db.session.scalar(select(func.count()).select_from(PasskeyAnswered)) == 1, "what nobody can answer any more is not kept"


def _elsewhere(device: Device) -> None:
    device.origin = "https://portal.example.evil.example"


def _other_host(device: Device) -> None:
    device.host = "evil.example"


def _unchecked(device: Device) -> None:
    device.flags = HELD


def _untouched(device: Device) -> None:
    device.flags = 0


def _counted_back(device: Device) -> None:
    device.counter = 2


def _other_key(device: Device) -> None:
    device.key = Device().key


def _unknown(device: Device) -> None:
    device.name = os.urandom(32)


@pytest.mark.parametrize("spoil", [_elsewhere, _other_host, _unchecked, _untouched, _counted_back, _other_key, _unknown])
def test_whatever_is_wrong_is_refused_alike_and_changes_nothing(cast: Cast, spoil: Callable[[Device], None]) -> None:
    device = made(cast, device=Device(counter=7))
    spoil(device)
    challenge = os.urandom(32)
    with pytest.raises(Refused, match="passkey_wrong"):
        answered(device.answer(challenge), challenge)
    assert passkey.of(cast.person("director").id)[0].counter == 7 and passkey.of(cast.person("director").id)[0].used_at is None


def test_another_challenge_than_was_asked_opens_nothing(cast: Cast) -> None:
    device = made(cast)
    with pytest.raises(Refused, match="passkey_wrong"):
        answered(device.answer(os.urandom(32)), os.urandom(32))
    with pytest.raises(Refused, match="passkey_wrong"):
        answered(device.answer(b""), b"")


@pytest.mark.parametrize("sent", ["", "x", "[]", "{}", "null", '{"id":"\u0000"}', '{"id":7}', '{"id":"AAAA","rawId":"AAAA","type":"public-key","response":{}}', "{" * 9000, "9" * 8000])
def test_what_no_browser_sends_is_refused_in_words(cast: Cast, sent: str) -> None:
    made(cast)
    with pytest.raises(Refused, match="passkey_wrong"):
        answered(sent, b"c" * 32)
    with pytest.raises(Refused, match="passkey_wrong"), unit_of_work():
        passkey.add(cast.person("rep"), sent, name="x", challenge=b"d" * 32, place=PLACE, at=NOW)


def test_as_a_proof_only_ones_own_counts_and_never_a_closed_accounts(cast: Cast) -> None:
    device, challenge = made(cast, "rep"), os.urandom(32)
    with pytest.raises(Refused, match="passkey_wrong"):
        answered(device.answer(challenge), challenge, of_person=cast.person("director").id)
    with unit_of_work():
        cast.person("rep").active = False
    challenge = os.urandom(32)
    with pytest.raises(Refused, match="passkey_wrong"):
        answered(device.answer(challenge), challenge)


def test_no_key_is_made_elsewhere_unchecked_twice_or_without_a_name(cast: Cast) -> None:
    device = made(cast)
    for spoilt in (Device(origin="http://portal.example"), Device(host="evil.example"), Device(flags=HELD), Device(name=device.name)):
        challenge = os.urandom(32)
        with pytest.raises(Refused, match="passkey_wrong"), unit_of_work():
            passkey.add(cast.person("rep"), spoilt.make(challenge), name="x", challenge=challenge, place=PLACE, at=NOW)
    with pytest.raises(Refused, match="passkey_name"), unit_of_work():
        passkey.add(cast.person("rep"), Device().make(b"c" * 32), name=" ", challenge=b"c" * 32, place=PLACE, at=NOW)
    for _ in range(passkey.MOST - 1):
        made(cast)
    with pytest.raises(Refused, match="passkey_many"):
        made(cast)


def test_one_names_and_removes_ones_own_alone(cast: Cast) -> None:
    device = made(cast)
    (row,) = passkey.of(cast.person("director").id)
    for act in (lambda: passkey.rename(row.id, cast.person("rep"), name="x", at=NOW), lambda: passkey.remove(row.id, cast.person("rep"), at=NOW)):
        with pytest.raises(Missing), unit_of_work():
            act()
    with unit_of_work():
        passkey.rename(row.id, cast.person("director"), name="手机", at=NOW)
    assert passkey.of(cast.person("director").id)[0].name == "手机"
    with unit_of_work():
        passkey.remove(row.id, cast.person("director"), at=NOW)
    challenge = os.urandom(32)
    with pytest.raises(Refused, match="passkey_wrong"):
        answered(device.answer(challenge), challenge)
    assert db.session.scalar(select(func.count()).select_from(Passkey)) == 0


def test_what_a_device_keeps_of_the_account_says_nothing(cast: Cast) -> None:
    """The handle is the same each time, another for each person, and holds neither login nor number."""
    one, other = (passkey.handle(cast.person(login).id) for login in ("director", "rep"))
    assert one == passkey.handle(cast.person("director").id) != other and b"director" not in one and len(json.dumps(one.hex())) == 66
