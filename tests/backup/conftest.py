"""A portal that has lived a little, on each database, in a folder of its own; keys are derived cheaply."""

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import delete

from portal.app import create_app
from portal.backup import dumping, making, restoring, sealed
from portal.backup.restoring import Restored
from portal.cases import attachment
from portal.cases.attachment import AttachmentKind
from portal.foundation import clock, settings
from portal.foundation.chore import Chore
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.network import sign_in
from portal.upgrade import upgrade
from tests.cast import NOW, PASSWORD, Cast, seat
from tests.conftest import DATABASES
from tests.made_once import let_go, made_once
from tests.recording import picture
from tests.scratch import database_of_our_own

KEY = "seven words that nobody would put in a row"


@pytest.fixture(autouse=True)
def cheap_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody guesses at these."""
    monkeypatch.setattr(sealed, "COST", 4)


def lives(cast: Cast) -> None:
    """A result on the board, a matter under way with a picture, things people laid into the instance."""
    closed = cast.closed()
    with unit_of_work():
        cast.put_up(closed)
    case = cast.accepted()
    with unit_of_work():
        attachment.attach(case, picture(), kind=AttachmentKind.VISITOR, by=cast.actor("liaison"))
    instance = attachment.folder().parent
    for name in ("voices/en/kiosk.welcome.ogg", "fonts/rare.ttf", "papers/receipt.pdf", "enclosed/draft/one", "voices/half.part"):
        (instance / name).parent.mkdir(parents=True, exist_ok=True)
        (instance / name).write_bytes(name.encode() * 1000)


@pytest.fixture(scope="session")
def lived(tmp_path_factory: pytest.TempPathFactory, template: Path) -> Path:
    """A folder with `instance`, in which a portal has lived on SQLite, and `one.backup` of it."""
    def live(folder: Path) -> None:
        (folder / "instance").mkdir()
        shutil.copyfile(template, folder / "instance" / "portal.db")
        clock.freeze(NOW)
        with pytest.MonkeyPatch.context() as patch, standing(folder / "instance"):
            patch.setattr(sealed, "COST", 4)
            lives(Cast())
            making.make(folder / "one.backup", KEY)
            chore_forgotten()
            let_go()
        for made in ("cache", "backup.lock", "write.lock"):
            shutil.rmtree(folder / "instance" / made, ignore_errors=True)
            (folder / "instance" / made).unlink(missing_ok=True)

    return made_once(tmp_path_factory, "lived", live)


def chore_forgotten() -> None:
    """No backup was noted yet."""
    with unit_of_work():
        db.session.execute(delete(Chore))


@contextlib.contextmanager
def standing(folder: Path, **variables: str) -> Iterator[Flask]:
    """The portal on a folder, in its context."""
    app = create_app(settings.load({"PORTAL_INSTANCE": str(folder)} | variables))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()
    app.extensions["press"].close()


@pytest.fixture(params=DATABASES)
def house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """The portal, in its context, with its secret key in the instance."""
    if request.param == "sqlite":
        yield from _of_sqlite(request.getfixturevalue("lived"), tmp_path / "instance")
        return
    kept: Path = request.getfixturevalue("lived_on_a_server")
    shutil.copytree(kept / "instance", tmp_path / "instance")
    like = (kept / "name").read_text()
    with database_of_our_own("backup", like) as address, standing(tmp_path / "instance", PORTAL_DATABASE_URL=address) as app:
        yield app


@pytest.fixture(scope="session")
def lived_on_a_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with `instance`, and the `name` of the database that belongs to it, which is copied for each test."""
    folder = tmp_path_factory.mktemp("server")
    clock.freeze(NOW)
    with database_of_our_own("lived") as address:
        with standing(folder / "instance", PORTAL_DATABASE_URL=address) as app:
            upgrade(app)
            seat(sign_in.hash_password(PASSWORD))
            lives(Cast())
        (folder / "name").write_text(address.rpartition("/")[2])
        yield folder


@pytest.fixture
def on_sqlite(lived: Path, tmp_path: Path) -> Iterator[Flask]:
    """The same on SQLite, for what the database has no part in."""
    yield from _of_sqlite(lived, tmp_path / "instance")


def _of_sqlite(lived: Path, folder: Path) -> Iterator[Flask]:
    shutil.copytree(lived / "instance", folder)
    with standing(folder) as app:
        yield app


@pytest.fixture
def file(lived: Path, tmp_path: Path) -> Path:
    """A backup to do something to."""
    return Path(shutil.copyfile(lived / "one.backup", tmp_path / "one.backup"))


@pytest.fixture
def empty(house: Flask) -> Iterator[str | None]:
    """The address of the empty database to bring a dump into; None where the file comes by itself."""
    if house.config["SETTINGS"].is_sqlite:
        yield None
        return
    with database_of_our_own("restored") as address:
        yield address


@pytest.fixture
def made(house: Flask, tmp_path: Path) -> making.Made:
    """A backup of it, made now."""
    return making.make(tmp_path / "one.backup", KEY)


def back(file: Path, to: Path, empty: str | None = None) -> Restored:
    """Bring it back."""
    return restoring.restore(file, to, KEY, {}, dumping.address(empty) if empty else None)
