"""The rows of the verbs of passkeys (R10, R51)."""

from portal.cases.case import Case
from portal.foundation import clock
from portal.foundation.database import db
from portal.network import passkey
from portal.network.person import Person
from tests.cast import Cast
from tests.network.authenticator import Device

PLACE = ("portal.example", "https://portal.example")


def _director(cast: Cast) -> Person:
    return db.session.get_one(Person, cast.actor("director").person_id)


def _made(cast: Cast, device: Device) -> int:
    row = passkey.add(_director(cast), device.make(b"c" * 32), name="电脑", challenge=b"c" * 32, place=PLACE, at=clock.now())
    db.session.flush()
    return row.id


def _used(cast: Cast, case: Case) -> None:
    device = Device()
    _made(cast, device)
    passkey.answer(device.answer(b"d" * 32), challenge=b"d" * 32, place=PLACE, at=clock.now())


ROWS = [
    (passkey.add, "register", lambda cast, case: _made(cast, Device())),
    (passkey.answer, "register", _used),
    (passkey.rename, "register", lambda cast, case: passkey.rename(_made(cast, Device()), _director(cast), name="手机", at=clock.now())),
    (passkey.remove, "register", lambda cast, case: passkey.remove(_made(cast, Device()), _director(cast), at=clock.now())),
]
