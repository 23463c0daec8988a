"""A clock that jumps under the running server (R26): nothing is lost, no promise gets longer, nothing is reminded of twice, and who waits
for a code after wrong tries does not wait for ever."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from portal.bootstrap import probe
from tests.faults.accounts import stored
from tests.faults.server import Running, Visitor

LIBRARY = probe.faketime()
DAY = 86_400  # seconds
PROMISED = "SELECT case_id, clock, original_due_on, due_on FROM deadline WHERE case_id = 1 ORDER BY clock"


class Jumping(Running):
    """A server whose clock is the machine's, moved by so many seconds; timers that do not follow the clock go on as they are."""

    def __init__(self, folder: Path, template: Path, sweeps: str) -> None:
        self.sweeps = sweeps
        self.moved = folder.with_name("moved")
        self.move(0)
        super().__init__(folder, template, papers=False)

    def move(self, seconds: int) -> None:
        """From now on it is so much later (or earlier) than the machine says."""
        new = self.moved.with_suffix(".new")
        new.write_text(f"{seconds:+d}s")
        new.replace(self.moved)

    @property
    def environment(self) -> dict[str, str]:
        """With the library that answers for the clock."""
        return super().environment | {
            "LD_PRELOAD": str(LIBRARY), "FAKETIME_TIMESTAMP_FILE": str(self.moved), "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1", "PORTAL_SWEEP_EVERY": self.sweeps}

    def rows(self, query: str) -> list[tuple[object, ...]]:
        """Read past the server."""
        with closing(sqlite3.connect(self.folder / "portal.db")) as file:
            return file.execute(query).fetchall()

    def all_rows(self) -> dict[str, object]:
        """Table → how many rows it has."""
        tables = self.rows("SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'")
        return {str(name): self.rows(f'SELECT count(*) FROM "{name}"')[0][0] for (name,) in tables}


@pytest.fixture(params=["1"])
def server(request: pytest.FixtureRequest, template: Path, tmp_path: Path) -> Iterator[Jumping]:
    """Its parameter: every how many seconds it does the work of the clock; 0, when the test says so."""
    if LIBRARY is None:
        pytest.skip("no libfaketime, which Debian's package faketime brings")
    server = Jumping(tmp_path / "instance", template, request.param)
    yield server
    server.kill()


def test_r26_days_forward_and_back_lose_nothing_and_lengthen_nothing(server: Jumping) -> None:
    given: dict[str, tuple[str, str]] = {}
    promised: list[tuple[object, ...]] = []
    for place, jump in enumerate((0, 2 * DAY, -3 * DAY, 400 * DAY, -20 * DAY, 0)):
        server.move(jump)
        key = str(place) * 32
        given[key] = Visitor(server.port).come().ask(key).given
        promised = promised or server.rows(PROMISED)
    assert promised and server.rows(PROMISED) == promised, "what the first visitor was promised stands as it was"
    assert stored(server) == {key: [number] for key, (number, _) in given.items()}
    for key, first in given.items():
        assert Visitor(server.port).come().ask(key).given == first
    verified = server.command("verify")
    assert verified.stdout.strip() == "Every rule holds.", verified.stdout


@pytest.mark.parametrize("server", ["0"], indirect=True)
def test_r14_a_clock_that_goes_forward_and_back_reminds_once(server: Jumping) -> None:
    """The work of the clock is done on the way forward; the same days come again, and nothing is done again."""
    Visitor(server.port).come().ask("1" * 32)
    before = server.all_rows()
    done = []
    for jump in (30 * DAY, 0, 15 * DAY, 30 * DAY):
        server.move(jump)
        assert server.command("sweep").returncode == 0
        done.append(server.all_rows())
    assert before != done[0], "there was something to do"
    assert done[1:] == done[:1] * 3, [sorted(set(after.items()) ^ set(done[0].items())) for after in done[1:]]
