"""R51: a key that whoever stole into an account added opens nothing once its password is set anew, it is invited anew, closed or opened again."""

import os
from collections.abc import Callable

import pytest
from sqlalchemy import select

from portal.foundation.database import db
from portal.foundation.refusal import Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network import passkey, staff
from portal.network.audit import AuditEntry
from tests.cast import NOW, Cast
from tests.network.test_passkey import answered, made


def _close(cast: Cast) -> None:
    staff.close(cast.person("rep"), by=cast.actor("admin"))
    cast.person("rep").active = True


WAYS: dict[str, tuple[Callable[[Cast], object], str | None]] = {
    "invited": (lambda cast: staff.invite(cast.person("rep"), by=cast.actor("admin")), "admin"),
    "set on the command line": (lambda cast: staff.set_password(cast.person("rep"), "x", NOW), None),
    "changed by its owner": (lambda cast: staff.set_password(cast.person("rep"), "x", NOW, cast.person("rep").id), "rep"),
    "closed": (_close, "admin"),
    "opened again": (lambda cast: staff.reopen(cast.person("rep"), by=cast.actor("admin")), "admin"),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_key_ends_with_the_password_and_the_log_says_by_whom(cast: Cast, way: str) -> None:
    device, (act, login) = made(cast, "rep"), WAYS[way]
    made(cast, "director")
    with unit_of_work():
        act(cast)
    challenge = os.urandom(32)
    with pytest.raises(Refused, match="passkey_wrong"):
        answered(device.answer(challenge), challenge)
    (by,) = db.session.scalars(select(AuditEntry.person_id).where(AuditEntry.act == "passkey_removed", AuditEntry.name == str(cast.person("rep").id)))
    assert by == (cast.person(login).id if login else None)
    assert passkey.of(cast.person("rep").id) == [] and len(passkey.of(cast.person("director").id)) == 1, "nobody else's"
