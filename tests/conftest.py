"""What every test stands on: a migrated database of each kind, a seated cast, a frozen clock, strict words, no network."""

import gc
import hashlib
import os
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import argon2
import hypothesis
import pytest
from flask import Flask
from playwright.sync_api import Browser, Playwright, sync_playwright
from sqlalchemy import create_engine, text

from portal.app import create_app
from portal.foundation import clock, settings, words
from portal.foundation.database import db
from portal.network import sign_in
from portal.upgrade import upgrade
from tests import fresh, in_memory
from tests.browsers import launched
from tests.cast import NOW, PASSWORD, Cast, seat
from tests.journeys.serving import sow
from tests.judge import Judge, client_of
from tests.made_once import let_go, made_once
from tests.turns import Turns, turn

POSTGRES = os.environ.get("PORTAL_TEST_POSTGRES", "")
DATABASES = ["sqlite", *(["postgresql"] if POSTGRES else [])]
VAULT_KEY = hashlib.sha256(b"of the tests' vault").hexdigest()
words.strict = True
sign_in.hasher = argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)  # the tests' passwords need not be strong
hypothesis.settings.register_profile("huiyin", deadline=None, print_blob=True,  # a busy machine is slow, not wrong
                                     suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("huiyin")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long files first."""
    items.sort(key=lambda item: turn(item.nodeid))


def pytest_collection_finish() -> None:
    """What was read until here stays: whoever cleans up memory need not look at it again, nor every few hundred objects."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Turns | None:
    """Our order where files are shared out."""
    if config.getvalue("dist") != "loadfile":
        return None
    config.option.loadscopereorder = False
    return Turns(config, log)


@pytest.fixture(autouse=True)
def frozen_clock() -> Iterator[None]:
    """Monday 2 March 2026, 09:00, for every test that does not set another."""
    clock.freeze(NOW)
    yield
    clock.freeze(None)


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing leaves this machine."""
    connect = socket.socket.connect

    def only_here(self: socket.socket, address: object) -> None:
        if isinstance(address, tuple) and address[0] not in ("127.0.0.1", "::1", "localhost"):
            raise AssertionError(f"a test called {address}")
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", only_here)


def build(instance: Path, **environment: str) -> Flask:
    """An application of its own in a folder, with PORTAL_* variables by keyword."""
    app = create_app(settings.load({"PORTAL_INSTANCE": str(instance),
                                    "PORTAL_SECRET_KEY": hashlib.sha256(b"of the tests").hexdigest(), "PORTAL_VAULT_KEY": VAULT_KEY, **environment}))
    app.config["TESTING"] = True
    return app


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite database with the cast seated, copied for each test."""
    return made_once(tmp_path_factory, "template", _seated) / "portal.db"


def _seated(folder: Path) -> None:
    clock.freeze(NOW)
    app = build(folder)
    upgrade(app)
    with app.app_context():
        seat(sign_in.hash_password(PASSWORD))
        let_go()


@pytest.fixture(scope="session")
def sown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of the demonstration on the morning of the tests, copied for whoever serves it."""
    return made_once(tmp_path_factory, "sown", sow) / "portal.db"


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """The one who drives every browser of this process."""
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """One Chromium for this process; a test opens contexts of its own in it."""
    with launched(playwright) as running:
        yield running


@pytest.fixture(scope="session")
def sqlite_app(template: Path) -> Iterator[Flask]:
    """One application on SQLite; its file is replaced for each test."""
    with in_memory.folder() as folder:
        app = build(folder)
        yield app
        app.extensions["press"].close()
        with app.app_context():
            db.engine.dispose()


@pytest.fixture(scope="session")
def postgres_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """One application on a scratch database of its own, on the server that was named, dropped afterwards."""
    name = f"huiyin_test_{os.getpid()}"
    server = create_engine(POSTGRES.replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name}"))
        connection.execute(text(f"CREATE DATABASE {name}"))
        connection.execute(text(f"ALTER DATABASE {name} SET synchronous_commit TO off"))  # no test cuts its power
    app = build(tmp_path_factory.mktemp("postgres"), PORTAL_DATABASE_URL=POSTGRES.rsplit("/", 1)[0] + f"/{name}")
    try:
        upgrade(app)
        with app.app_context():
            seat(sign_in.hash_password(PASSWORD))
            db.session.remove()
            fresh.remember()
        yield app
    finally:
        app.extensions["press"].close()
        with app.app_context():
            fresh.let_go()
            db.engine.dispose()
        with server.connect() as connection:
            connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        server.dispose()


@pytest.fixture(params=DATABASES)
def empty_app(request: pytest.FixtureRequest) -> Iterator[Flask]:
    """The application on each database, the cast seated, nothing else; named for tests that want it without a context."""
    app: Flask = request.getfixturevalue(f"{'sqlite' if request.param == 'sqlite' else 'postgres'}_app")
    template = request.getfixturevalue("template") if request.param == "sqlite" else None
    live = Path(app.config["INSTANCE"]) / "portal.db"

    def start_over(scene: str = fresh.SEATED) -> None:
        db.session.remove()
        if template is not None:
            db.engine.dispose()
            _copy(template if scene == fresh.SEATED else live.with_name(scene), live)
        else:  # connections stay, as they do in a portal that runs
            fresh.recall(scene)

    def keep(scene: str) -> None:
        if template is not None:
            let_go()
            shutil.copyfile(live, live.with_name(scene))
        else:
            db.session.remove()
            fresh.remember(scene)

    app.extensions["keep"] = keep
    app.extensions["start_over"] = start_over  # for tests that live many lives
    with app.app_context():
        start_over()
    yield app
    shutil.rmtree(Path(app.config["INSTANCE"]) / "enclosed", ignore_errors=True)
    (Path(app.config["INSTANCE"]) / "press-alarms").unlink(missing_ok=True)  # a character that one test's paper lacked
    with app.app_context():
        db.session.remove()
        if template is not None:
            db.engine.dispose()


def _copy(template: Path, target: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        target.with_name(target.name + suffix).unlink(missing_ok=True)
    shutil.copyfile(template, target)


def start_over(template: Path, app: Flask) -> None:
    """The life of a database made once for a whole file begins or is over: it is the seated one again. In an app context, on SQLite."""
    db.session.remove()
    db.engine.dispose()
    _copy(template, Path(app.config["INSTANCE"]) / "portal.db")


@pytest.fixture
def app(empty_app: Flask) -> Iterator[Flask]:
    """The application with its context pushed: verbs and queries work right away."""
    with empty_app.app_context():
        yield empty_app


@pytest.fixture
def cast(app: Flask) -> Cast:
    """The seated people."""
    return Cast()


@pytest.fixture
def browse(empty_app: Flask) -> Judge:
    """A browser that judges every page."""
    return client_of(empty_app)
