"""A portal that runs for real beside the terminal, and somebody in its office."""

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.network import entry, pairing, terminal
from portal.network.terminal import Terminal
from tests.cast import Cast
from tests.conftest import build
from tests.device.screen import Launched, Screen, screen
from tests.faults.server import SECRET, Running

Answer = TypeVar("Answer")


class Office:
    """The office of a running portal: another process on the same database, behind the same gate."""

    def __init__(self, running: Running) -> None:
        self.running = running
        self._app = build(running.folder, PORTAL_SECRET_KEY=SECRET)

    @property
    def url(self) -> str:
        """Where the portal is."""
        return f"http://127.0.0.1:{self.running.port}"

    def do(self, deed: Callable[[Cast], Answer]) -> Answer:
        """Do something as the cast, in one transaction."""
        with self._app.app_context(), unit_of_work():
            return deed(Cast())

    def confirm(self, code: str) -> int:
        """Type the code; the terminal's number."""
        def deed(cast: Cast) -> int:
            by = cast.actor("liaison")
            made = pairing.confirm(code, cast.station(), place="一楼大厅", keeper="护甲", keeper_phone="12000000009", by=by)
            entry.set_pin(made, "493817", by=by)
            return made.id
        return self.do(deed)

    def one(self, terminal_id: int) -> Terminal:
        """A terminal as it is now, read and let go."""
        with self._app.app_context():
            found = db.session.get_one(Terminal, terminal_id)
            db.session.expunge(found)
            return found

    def revoke(self, terminal_id: int) -> None:
        """Out of service."""
        self.do(lambda cast: terminal.revoke(db.session.get_one(Terminal, terminal_id), by=cast.actor("liaison")))

    def end(self) -> None:
        """Let go of the database."""
        self._app.extensions["press"].close()
        with self._app.app_context():
            db.engine.dispose()


@pytest.fixture
def office(template: Path, tmp_path: Path) -> Iterator[Office]:
    """A portal on the seated network; the clock runs, as it does in its own process."""
    clock.freeze(None)
    running = Running(tmp_path / "instance", template, papers=False)
    there = Office(running)
    yield there
    there.end()
    if running.process.poll() is None:
        running.kill()


@pytest.fixture
def before(tmp_path: Path) -> Iterator[Screen]:
    """A portrait screen."""
    with screen(tmp_path / "screen") as shown:
        yield shown


@pytest.fixture
def root() -> Iterator[Path]:
    """A folder instead of /, with a short name: the path of a socket of Chromium has 107 letters at most."""
    with tempfile.TemporaryDirectory(prefix="hy-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@pytest.fixture
def launch(office: Office, before: Screen, root: Path) -> Iterator[Callable[[], Launched]]:
    """Start the launcher; it is stopped at the end if nobody did."""
    started: list[Launched] = []

    def start() -> Launched:
        started.append(Launched(root, office.url, before))
        return started[-1]

    yield start
    for one in started:
        if one.process.poll() is None:
            one.end()
