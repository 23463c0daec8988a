"""The portal that is attacked: started here, on this machine alone, with one matter of each sort and passwords hashed at full strength."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import argon2

from portal.app import create_app
from portal.cases import tracking
from portal.foundation import settings
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.upgrade import upgrade
from tests.cast import PASSWORD, SEATS, Cast, seat
from tests.faults.server import SECRET, Running


@dataclass
class House:
    """Where it listens; the numbers of matters, and number and code of one that may be followed."""

    port: int
    folder: Path
    numbers: list[str]
    number: str
    code: str
    secrets: tuple[str, ...]
    logins: tuple[str, ...] = tuple(SEATS)


@contextmanager
def standing(folder: Path) -> Iterator[House]:
    """Built, served until the block ends, gone."""
    numbers, number, code = _build(folder / "run")
    server = Running(folder / "run", papers=False)
    try:
        yield House(server.port, folder / "run", numbers, number, code, (SECRET, PASSWORD, str(folder)))
    finally:
        server.kill()


def _build(folder: Path) -> tuple[list[str], str, str]:
    folder.mkdir(parents=True)
    app = create_app(settings.load({"PORTAL_INSTANCE": str(folder), "PORTAL_SECRET_KEY": SECRET}))
    upgrade(app)
    with app.app_context():
        seat(argon2.PasswordHasher().hash(PASSWORD))
        cast = Cast()
        cases = [cast.handling(), cast.register("S02").case, cast.referred(unit="街道纪检部门", kind=4, category="O1", target="街道城市管理办"), cast.delivered(), cast.register("S90").case]
        with unit_of_work():
            code = tracking.reissue(cases[0], by=cast.actor("liaison")).code
        told = [case.number for case in cases]
        db.session.remove()
        db.engine.dispose()
    app.extensions["press"].close()
    return told, told[0], code
