"""The real server on a free port in a thread of its own, over the demonstration seen from the morning of the tests."""

import gzip
import hashlib
import shutil
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import waitress
from flask import Flask, Response, request
from sqlalchemy import select
from waitress import wasyncore

from portal import demo
from portal.app import create_app
from portal.cases.case import Case
from portal.foundation import clock, settings
from portal.foundation.checkpoint import KEY_FILE
from portal.foundation.database import db
from portal.foundation.settings import Settings
from portal.foundation.unit_of_work import unit_of_work
from portal.network.person import Person
from portal.network.setup import mint_link
from portal.paper.press import Press
from portal.serve import options
from portal.upgrade import upgrade
from tests.cast import NOW
from tests.journeys.watch import PAGE_OF
from tests.made_once import let_go
from tests.setup.ports import free_port

AXE_FILE = Path(__file__).parents[1] / "vendor" / "axe-4.14.1.min.js"
AXE_PATH = "/axe-of-the-tests.js"


@dataclass
class Served:
    """A running portal: its address, and everybody's login and password as the start prints them."""

    app: Flask
    url: str
    sign_ins: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def password(self) -> str:
        """The one password of all invented accounts."""
        return self.sign_ins[0][2]

    def agent_of(self, number: str) -> str:
        """The login of the representative who stands for a case."""
        with self.app.app_context():
            case = db.session.scalars(select(Case).where(Case.number == number)).one()
            found = db.session.get(Person, case.agent_id)
            assert found is not None
            return str(found.login)


def sow(folder: Path) -> None:
    """Put the demonstration's database into a folder, as it is on the morning of the tests."""
    clock.freeze(NOW)
    app = create_app(_at(folder))
    upgrade(app)
    demo.load(app)
    with app.app_context():
        let_go()


@contextmanager
def serving(folder: Path, database: Path, press: Press | None = None) -> Iterator[Served]:
    """A copy of a database, served until the block ends; its papers are set by its own press, or by one that others use too."""
    port = free_port()
    chosen = _at(folder, port)
    app = create_app(chosen)
    shutil.copyfile(database, folder / "portal.db")
    if (key := database.with_name(KEY_FILE)).exists():  # a database goes nowhere without the key of its ledger
        shutil.copy2(key, folder / KEY_FILE)
    if (portraits := database.with_name("portraits")).exists():
        shutil.copytree(portraits, folder / "portraits", dirs_exist_ok=True)
    own = app.extensions["press"]
    app.extensions["press"] = press or own
    with _listening(app, chosen):
        yield Served(app, f"http://127.0.0.1:{port}")
    own.close()
    with app.app_context():
        db.engine.dispose()


@contextmanager
def demonstration(folder: Path, sown: Path, press: Press | None = None) -> Iterator[Served]:
    """The demonstration network on a copy of the database that was sown, on the morning of the tests."""
    clock.freeze(NOW)
    with serving(folder, sown, press) as served:
        served.sign_ins = demo.load(served.app)
        yield served


def _at(folder: Path, port: int = 8000) -> Settings:
    return settings.load({"PORTAL_INSTANCE": str(folder), "PORTAL_LISTEN": f"127.0.0.1:{port}",
                          "PORTAL_SECRET_KEY": hashlib.sha256(b"of the journeys").hexdigest(),
                          "PORTAL_VAULT_KEY": hashlib.sha256(b"of the journeys' vault").hexdigest()})


@contextmanager
def unfounded(folder: Path) -> Iterator[tuple[str, str]]:
    """A real house that nobody has founded yet: its address, and the path of the link that founds it."""
    port = free_port()
    chosen = _at(folder, port)
    app = create_app(chosen)
    upgrade(app)
    with app.app_context(), unit_of_work():
        token = mint_link(clock.now())
    with _listening(app, chosen):
        yield f"http://127.0.0.1:{port}", f"/office/setup/{token}"
    app.extensions["press"].close()
    with app.app_context():
        db.engine.dispose()


def _name_page(response: Response) -> Response:
    """Say on a whole page which route made it, so that whoever looks at it knows."""
    if response.mimetype == "text/html" and response.status_code == 200 and _plain(response).lstrip().startswith(b"<!doctype html>"):
        response.headers[PAGE_OF] = f"{request.method} {request.endpoint}"
    return response


def _plain(response: Response) -> bytes:
    """The body, unpacked where it travels packed."""
    body = response.get_data()
    return gzip.decompress(body) if response.headers.get("Content-Encoding") == "gzip" else body


def _with_axe(serve: Callable[..., Iterable[bytes]]) -> Callable[..., Iterable[bytes]]:
    """The portal, and beside it the axe with which the tests look at its pages, to be kept by whoever asked once."""
    def served(environ: dict[str, Any], start: Callable[..., object]) -> Iterable[bytes]:
        if environ["PATH_INFO"] != AXE_PATH:
            return serve(environ, start)
        start("200 OK", [("Content-Type", "text/javascript; charset=utf-8"), ("Cache-Control", "max-age=86400, immutable")])
        return [AXE_FILE.read_bytes()]

    return served


@contextmanager
def _listening(app: Flask, chosen: Settings) -> Iterator[None]:
    app.after_request(_name_page)
    app.wsgi_app = _with_axe(app.wsgi_app)  # type: ignore[method-assign]
    sockets: dict[int, Any] = {}
    server = waitress.create_server(app, map=sockets, **options(chosen))
    stopped = threading.Event()

    def turn() -> None:
        while not stopped.is_set():
            wasyncore.loop(timeout=0.2, map=sockets, use_poll=True, count=1)

    thread = threading.Thread(target=turn, name="served")
    thread.start()
    try:
        yield
    finally:
        stopped.set()
        thread.join()
        server.task_dispatcher.shutdown()
        for each in list(sockets.values()):
            each.close()
