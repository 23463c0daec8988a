"""A backup while everybody writes, and one that is killed, finds no room, or is told to stop (R66, R67; issue 7)."""

import os
import resource
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import psycopg
import pytest

from portal import ROOT
from tests.conftest import DATABASES
from tests.faults import small_disk
from tests.faults.accounts import account
from tests.faults.server import PROGRAM, Crowd, Running
from tests.scratch import database_of_our_own
from tests.seated import seated

KEY = "seven words that nobody would put in a row"
Kept = dict[str, list[str]]


class Backed(Running):
    """A server whose commands know the key of the backups."""

    also: dict[str, str] = {}

    @property
    def environment(self) -> dict[str, str]:
        """With the key, and where the test says so, another database."""
        return super().environment | {"PORTAL_BACKUP_KEY": KEY} | self.also

    def kept(self, folder: Path | None = None, address: str = "") -> Kept:
        """Form key → numbers of the cases whose words hold it, in that database."""
        query, found = 'SELECT number, words FROM "case" ORDER BY id', dict[str, list[str]]()
        if address:
            with psycopg.connect(address.replace("+psycopg", "")) as link:
                rows = link.execute(query).fetchall()
        else:
            with closing(sqlite3.connect((folder or self.folder) / "portal.db")) as file:
                rows = file.execute(query).fetchall()
        for number, words in rows:
            found.setdefault(words.split()[-1], []).append(number)
        return found


@pytest.fixture(params=DATABASES)
def running(request: pytest.FixtureRequest, template: Path, tmp_path: Path) -> Iterator[Backed]:
    """A seated network that serves."""
    with ExitStack() as stack:
        Backed.also = {}
        if request.param == "postgresql":
            address = stack.enter_context(database_of_our_own("load"))
            Backed.also = {"PORTAL_DATABASE_URL": address.replace("+psycopg", "")}
            seated(tmp_path / "seat", PORTAL_DATABASE_URL=address)
        server = Backed(tmp_path / "instance", None if Backed.also else template, papers=False)
        stack.callback(server.kill)
        yield server


@pytest.fixture
def on_sqlite(template: Path, tmp_path: Path) -> Iterator[Backed]:
    """The same on a file."""
    Backed.also = {}
    server = Backed(tmp_path / "instance", template, papers=False)
    yield server
    server.kill()


def test_restore_drill_under_load_r66(running: Backed, tmp_path: Path) -> None:
    """Eight visitors send without a pause while two backups are made. Everything acknowledged before one began is in it, with its
    number; nothing is in it that nobody sent, or twice; every rule holds there. Nobody was refused meanwhile."""
    crowd = Crowd([running.port], 8)
    drills = []
    for place in range(2):
        crowd.wait_for(10)
        before = dict(crowd.acknowledged)
        done = running.command("backup", str(tmp_path / f"{place}.backup"))
        assert done.returncode == 0, done.stdout + done.stderr
        drills.append((tmp_path / f"{place}.backup", before))
    crowd.wait_for(5)
    crowd.go_home()
    for file, before in drills:
        with ExitStack() as stack:
            kept = _brought_back(running, file, stack)
        assert [key for key, (number, _) in before.items() if kept.get(key) != [number]] == []
        assert set(kept) <= crowd.sent and all(len(numbers) == 1 for numbers in kept.values())
    assert len(drills[0][1]) < len(drills[-1][1])
    if not Backed.also:
        account(running, crowd)


def _brought_back(running: Backed, file: Path, stack: ExitStack) -> Kept:
    """By the command, whose last words are those of `portal verify`."""
    folder, was = file.with_suffix(".back"), Backed.also
    if was:
        Backed.also = {"PORTAL_DATABASE_URL": stack.enter_context(database_of_our_own("back")).replace("+psycopg", "")}
    try:
        done = running.command("restore", str(file), "--to", str(folder))
        assert done.returncode == 0 and "Every rule holds." in done.stdout, done.stdout + done.stderr
        return running.kept(folder, Backed.also.get("PORTAL_DATABASE_URL", ""))
    finally:
        Backed.also = was


def _heavy(server: Backed, megabytes: int) -> None:
    """So much that no machine writes it at once."""
    voices = server.folder / "voices" / "en"
    voices.mkdir(parents=True)
    (voices / "long.ogg").write_bytes(os.urandom(megabytes * 2**20))


def test_killed_while_it_writes_it_leaves_no_file_of_that_name(on_sqlite: Backed, tmp_path: Path) -> None:
    """kill -9 at two depths; the next one clears away what was left, and comes back."""
    _heavy(on_sqlite, 64)
    target, part = tmp_path / "out" / "one.backup", tmp_path / "out" / "one.backup.part"
    target.parent.mkdir()
    for depth in (1, 16 * 2**20):
        writing = subprocess.Popen([sys.executable, "-c", PROGRAM, "backup", str(target)], env=on_sqlite.environment, cwd=ROOT)
        part.unlink(missing_ok=True)
        while writing.poll() is None and not (part.exists() and part.stat().st_size >= depth):
            pass
        writing.kill()
        assert writing.wait() == -9, "it ended before it was killed"
        assert not target.exists() and list(on_sqlite.folder.glob(".backup-*")) != []
        assert on_sqlite.command("restore", str(part), "--to", str(tmp_path / "none")).returncode == 1 and not (tmp_path / "none").exists()
    assert on_sqlite.command("backup", str(target)).returncode == 0
    assert [path.name for path in target.parent.iterdir()] == ["one.backup"] and list(on_sqlite.folder.glob(".backup-*")) == []
    assert on_sqlite.command("rehearse").returncode == 0


@pytest.mark.parametrize("most", [512 * 1024, 4 * 2**20], ids=["for the copy", "for the file"])
def test_without_room_it_says_so_and_leaves_nothing(on_sqlite: Backed, tmp_path: Path, most: int) -> None:
    """No file of the process may grow beyond that: first the copy of the database does not fit, then the sealed file."""
    _heavy(on_sqlite, 8)
    target = tmp_path / "out" / "one.backup"
    target.parent.mkdir()
    done = subprocess.run([sys.executable, "-c", PROGRAM, "backup", str(target)], env=on_sqlite.environment, cwd=ROOT, text=True,
                          capture_output=True, check=False, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most)))
    assert done.returncode == 1 and "No backup was made." in done.stderr and "Traceback" not in done.stderr, done.stderr
    assert list(target.parent.iterdir()) == [] and list(on_sqlite.folder.glob(".backup-*")) == []
    assert on_sqlite.command("backup", str(target)).returncode == 0


def test_on_a_full_medium_it_says_so_and_leaves_nothing(on_sqlite: Backed, tmp_path: Path) -> None:
    medium = tmp_path / "medium"
    _heavy(on_sqlite, 4)
    with small_disk.in_memory(medium, "2m"):
        done = on_sqlite.command("backup", str(medium))
        assert done.returncode == 1 and "No space left on device" in done.stderr and list(medium.iterdir()) == []


def test_without_room_nothing_half_is_brought_back(on_sqlite: Backed, tmp_path: Path) -> None:
    _heavy(on_sqlite, 8)
    assert on_sqlite.command("backup", str(tmp_path / "one.backup")).returncode == 0
    most = 4 * 2**20
    done = subprocess.run([sys.executable, "-c", PROGRAM, "restore", str(tmp_path / "one.backup"), "--to", str(tmp_path / "out" / "back")],
                          env=on_sqlite.environment, cwd=ROOT, text=True, capture_output=True, check=False,
                          preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most)))
    assert done.returncode == 1 and "Nothing was brought back." in done.stderr and "Traceback" not in done.stderr, done.stderr
    assert list((tmp_path / "out").iterdir()) == []
