"""The power goes in the middle of the rush: of the log nothing is left behind some byte, or some sectors of it and not others. What had
been acknowledged is there once, nothing is there by half, and the house opens on it (R02)."""

import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from portal.foundation import vault_key
from tests import in_memory
from tests.faults.server import Crowd, Running, Visitor

POINTS, SECTOR = 250, 512
WHOLE = """SELECT count(*) FROM "case" c WHERE NOT EXISTS (SELECT 1 FROM event e WHERE e.case_id = c.id)
OR NOT EXISTS (SELECT 1 FROM tracking t WHERE t.case_id = c.id) OR NOT EXISTS (SELECT 1 FROM deadline d WHERE d.case_id = c.id)"""


class Watched(Crowd):
    """Notes with each receipt how long the log was when it came: what it tells of lies before that byte."""

    def __init__(self, server: Running, visitors: int) -> None:
        self.log, self.sizes = server.folder / "portal.db-wal", dict[str, int]()
        super().__init__([server.port], visitors)

    def heard(self, key: str) -> None:
        """The receipt came, and with it the length of the log."""
        self.sizes[key] = self.log.stat().st_size


class Recording:
    """Database and log as kill -9 left them, and what was acknowledged at which length of the log."""

    def __init__(self, server: Running, crowd: Watched) -> None:
        self.base, self.log = (server.folder / "portal.db").read_bytes(), crowd.log.read_bytes()
        self.key = (server.folder / vault_key.KEY_FILE).read_bytes()  # written for good before anything is sealed with it
        self.sizes, self.given, self.sent = dict(crowd.sizes), dict(crowd.acknowledged), set(crowd.sent)

    def replay(self, folder: Path, log: bytes) -> Path:
        """A folder as the disk would be found again."""
        folder.mkdir(exist_ok=True)
        for name, data in (("portal.db", self.base), ("portal.db-wal", log)):
            (folder / name).write_bytes(data)
        (folder / "portal.db-shm").unlink(missing_ok=True)
        (folder / vault_key.KEY_FILE).write_bytes(self.key)
        (folder / vault_key.KEY_FILE).chmod(0o600)
        return folder

    def account(self, folder: Path, cut: int) -> None:
        """Nothing acknowledged before the cut is lost, nothing is doubled or there by half, and the numbers have no gap."""
        with closing(sqlite3.connect(folder / "portal.db")) as file:
            file.execute("PRAGMA synchronous=OFF")  # whoever only looks need not wait for a disk
            assert file.execute("PRAGMA quick_check").fetchall() == [("ok",)] and file.execute(WHOLE).fetchone() == (0,)
            rows = [(words.split()[-1], number) for number, words in file.execute('SELECT number, words FROM "case" ORDER BY id')]
        kept = dict(rows)
        assert len(kept) == len(rows) and set(kept) <= self.sent
        assert [number for _, number in rows] == [f"{rows[0][1][:-4]}{place:04d}" for place in range(1, len(rows) + 1)]
        lost = [key for key, size in self.sizes.items() if size <= cut and key in self.given and kept.get(key) != self.given[key][0]]
        assert lost == [], f"lost when the log was cut at {cut}"


@pytest.fixture(scope="module")
def recording(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Recording:
    """Eight visitors until some forms are acknowledged, then kill -9; all of it lies in one log, which no checkpoint began anew."""
    server = Running(tmp_path_factory.mktemp("power") / "instance", template, papers=False)
    crowd = Watched(server, 8)
    try:
        crowd.wait_for(16)
        server.kill()
        made = Recording(server, crowd)
        server.start()  # so that everybody finishes the form in hand and goes home
    finally:
        crowd.go_home()
        server.kill()
    assert len(made.given) >= 16
    assert int.from_bytes(made.log[12:16], "big") == 0, "the log was begun anew in between: take fewer forms"
    return made


def cuts(recording: Recording) -> list[int]:
    """The lengths at which a receipt had come, and any other byte between them."""
    chance, known = random.Random(2), sorted(set(recording.sizes.values()))
    return known + [chance.randrange(len(recording.log)) for _ in range(POINTS - len(known))]


def test_r02_whatever_is_cut_off_behind_a_byte_no_receipt_before_it_lied(recording: Recording) -> None:
    with in_memory.folder() as folder:
        for cut in cuts(recording):
            recording.account(recording.replay(folder / "cut", recording.log[:cut]), cut)


def test_r02_whichever_sectors_came_onto_the_disk_no_receipt_before_them_lied(recording: Recording) -> None:
    """Behind what was synced each sector is there or not, as a disk writes them: in any order."""
    chance = random.Random(3)
    with in_memory.folder() as folder:
        for cut in cuts(recording):
            recording.account(recording.replay(folder / "mix", recording.log[:cut] + torn(recording.log[cut:], chance)), cut)


def torn(tail: bytes, chance: random.Random) -> bytes:
    """The same length, half of its sectors never written."""
    sectors = (tail[at:at + SECTOR] for at in range(0, len(tail), SECTOR))
    return b"".join(one if chance.random() < 0.5 else bytes(len(one)) for one in sectors)


def test_r02_a_fault_that_is_planted_is_found(recording: Recording, tmp_path: Path) -> None:
    """The account would see it: a log that lost what a receipt told of (R74)."""
    last = max(recording.sizes.values())
    with pytest.raises(AssertionError, match="lost"):
        recording.account(recording.replay(tmp_path / "less", recording.log[:min(recording.sizes.values()) // 2]), last)


def test_r02_the_house_opens_on_what_is_left_and_gives_the_same_receipts(recording: Recording, tmp_path: Path) -> None:
    cut = sorted(recording.sizes.values())[len(recording.sizes) // 2]
    folder = recording.replay(tmp_path / "instance", recording.log[:cut + 700])
    server = Running(folder, papers=False)
    try:
        assert server.command("verify").stdout.strip() == "Every rule holds."
        for key in [key for key, size in recording.sizes.items() if size <= cut and key in recording.given][:5]:
            assert Visitor(server.port).come().ask(key).given == recording.given[key]
    finally:
        server.kill()
