"""Two portals on one line, each witness to the other: what was cosigned is shown, and what was rewritten since is refused, told and named
(R22, R23, X-18)."""

import json
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from portal import ROOT, witnessing
from portal.cases import ledger, witnessed
from portal.cases.case import Case
from portal.foundation import clock, cosignature
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from tests.cast import Cast
from tests.faults.outside import House
from tests.faults.server import PROGRAM, Running
from tests.faults.test_ledger_attacks import forge, house
from tests.judge import client_of

__all__ = ["house"]


class Neighbour(Running):
    """The portal of the next district, a process of its own, which names the first one's key."""

    witnesses = ""

    @property
    def environment(self) -> dict[str, str]:
        named = {"PORTAL_WITNESSES": self.witnesses} if self.witnesses else {}
        return super().environment | named

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@pytest.fixture
def neighbour(house: House, template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Neighbour]:
    """Each of the two names the other as its witness."""
    own = cosignature.signer(Path(house.app.config["INSTANCE"]), "first.example/witness")
    monkeypatch.setattr(Neighbour, "witnesses", own.public)
    made = Neighbour(tmp_path / "next", template, papers=False)
    house.app.config["WITNESSES"] = (made.command("ledger", "witness-key").stdout.strip(),)
    assert made.command("sweep").returncode == 0  # the clock signs its first head
    yield made
    made.kill()
    house.app.config["WITNESSES"] = ()
    (Path(house.app.config["INSTANCE"]) / cosignature.KEY_FILE).unlink()


def grow() -> None:
    cast = Cast()
    case: Case = cast.closed()
    with unit_of_work():
        cast.put_up(case)


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)  # the neighbour is a process on a file
def test_two_portals_stand_witness_to_each_other(house: House, neighbour: Neighbour) -> None:
    first = neighbour.command("ledger", "witness", house.address)
    assert first.returncode == 0 and "6 entries, 6 more than before, cosigned as 127.0.0.1:" in first.stdout, first.stdout + first.stderr
    assert "not shown" not in first.stdout
    name = house.app.config["WITNESSES"][0].split("+")[0]
    db.session.rollback()  # what another process wrote is seen from a new look on
    page = client_of(house.app).get("/verify?lang=en").get_data(as_text=True)
    assert name in page and "vouches for the first 6 entries" in page
    given = client_of(house.app).get("/ledger/checkpoint").get_data(as_text=True)
    assert cosignature.found(given, house.app.config["WITNESSES"][0]) is not None
    assert house.verify("--old", str(house.folder / "kept"))[0] == 0, "the program reads a cosigned head as any other"
    grow()
    db.session.rollback()
    again = neighbour.command("ledger", "witness", house.address)
    assert again.returncode == 0 and "8 entries, 2 more than before" in again.stdout, again.stdout
    assert [size for _, size, _ in witnessed.newest(house.app.config["WITNESSES"])] == [8]
    db.session.rollback()
    own = cosignature.signer(Path(house.app.config["INSTANCE"]), "first.example/witness")
    kept = house.folder / "of the neighbour"
    seen = witnessing.look(neighbour.url, kept)
    assert witnessing.hand_in(neighbour.url, witnessing.cosign(seen, kept, own, clock.now()))
    with urllib.request.urlopen(f"{neighbour.url}/verify?lang=en") as answer:
        assert "first.example/witness" in answer.read().decode()


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
def test_a_witness_signs_no_history_that_was_rewritten(house: House, neighbour: Neighbour) -> None:
    """With the key in hand the tree is made anew: alone it is whole, the neighbour refuses it and shows no further line."""
    assert neighbour.command("ledger", "witness", house.address).returncode == 0
    data = db.session.scalars(select(ledger.Entry.data).where(ledger.Entry.place == 4)).one()
    house.attack(*forge(4, data.replace('"at":"2026-03-02', '"at":"2026-03-01')))
    with unit_of_work():
        ledger.sign(clock.now())
    done = neighbour.command("ledger", "witness", house.address)
    assert done.returncode == 1 and "History was rewritten: one of the entries 0 to 5 is not what it was" in done.stdout
    assert "Nothing was cosigned" in done.stdout
    house.attack("DELETE FROM ledger_cosignature", "DELETE FROM ledger_checkpoint", "DELETE FROM ledger_entry WHERE place > 3",
                 "DELETE FROM ledger_hash WHERE place > 3 OR level = 1 AND place > 1 OR level = 2 AND place > 0", "UPDATE series SET last = 4 WHERE name = 'ledger'",
                 "DELETE FROM commitment")
    with unit_of_work():
        ledger.sign(clock.now())
    done = neighbour.command("ledger", "witness", house.address)
    assert done.returncode == 1 and "entries 4 to 5 are gone" in done.stdout, done.stdout


def test_a_witness_that_is_not_named_or_lies_is_not_shown(house: House, tmp_path: Path) -> None:
    """Nobody else's line is kept, no line over another head, none that was bent; and a note that is none of ours is nowhere."""
    stranger = cosignature.signer(tmp_path, "paper.example/witness")
    seen = witnessing.look(house.address, tmp_path / "seen")
    note = witnessing.cosign(seen, tmp_path / "seen", stranger, clock.now())
    assert witnessing.hand_in(house.address, note) is False and witnessed.newest([stranger.public]) == []
    db.session.rollback()
    house.app.config["WITNESSES"] = (stranger.public,)
    try:
        for bent in (note[:-12] + "AAAAAAAA" + note[-4:], note.replace("paper.example", "other.example")):
            assert witnessing.hand_in(house.address, bent) is False
        for strange in ("", "x", note.replace("\n6\n", "\n5\n"), note.replace("\n6\n", "\nsix\n")):
            with pytest.raises(witnessing.Unreached, match="404"):
                witnessing.hand_in(house.address, strange)
        assert witnessed.newest([stranger.public]) == []
        db.session.rollback()
        assert witnessing.hand_in(house.address, note) and witnessing.hand_in(house.address, note), "handed in twice, kept once"
        assert [(name, size) for name, size, _ in witnessed.newest([stranger.public])] == [("paper.example/witness", 6)]
        assert witnessed.newest([]) == [], "who is named no longer is shown no longer"
        db.session.rollback()
        for odd in (b"[]", b"{}", b'{"note": 7}', b"\xff"):
            with pytest.raises(urllib.error.HTTPError, match="404"):
                urllib.request.urlopen(urllib.request.Request(f"{house.address}/ledger/cosignatures", odd, {"Content-Type": "application/json"}))
    finally:
        house.app.config["WITNESSES"] = ()


def monitor(house: House, folder: Path) -> tuple[int, str]:
    """`portal ledger monitor` as somebody outside runs it."""
    done = subprocess.run([sys.executable, "-c", PROGRAM, "ledger", "monitor", house.address, "--keep", str(folder)], cwd=ROOT, text=True,
                          env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT)}, capture_output=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_r23_a_monitor_compares_each_day_with_the_one_before(house: House, tmp_path: Path) -> None:
    """It keeps a copy a day; a rewrite ends it with 1 and the entry's name, stays as evidence, and the good copies are not touched."""
    folder = tmp_path / "watch"
    assert monitor(house, folder)[0] == 0
    (day,) = [one for one in folder.iterdir()]
    day.rename(folder / "2026-03-01")
    grow()
    code, said = monitor(house, folder)
    assert code == 0 and "8 entries" in said and len(list(folder.glob("20*"))) == 2, said
    data = db.session.scalars(select(ledger.Entry.data).where(ledger.Entry.place == 4)).one()
    house.attack(*forge(4, data.replace('"at":"2026-03-02', '"at":"2026-03-01')))
    with unit_of_work():
        ledger.sign(clock.now())
    code, said = monitor(house, folder)
    assert code == 1 and f"entry 4 (result {house.numbers[1]}) was rewritten: it was {data}" in said, said
    assert len(list(folder.glob("20*"))) == 2 and len(list(folder.glob("fault-*"))) == 1
    shutil.rmtree(folder / "2026-03-01")


def test_another_key_is_another_ledger(house: House, tmp_path: Path, app: Flask) -> None:
    """The first look keeps the key; a later one that does not fit is said, and nothing is kept over it."""
    own, kept = cosignature.signer(tmp_path, "paper.example/witness"), tmp_path / "seen"
    witnessing.cosign(witnessing.look(house.address, kept), kept, own, clock.now())
    before = (kept / witnessing.HEAD).read_text()
    with pytest.raises(witnessing.Rewritten, match="The key that was kept is"):
        witnessing.look(house.address, kept, "other+00000000+AAAA")
    (kept / witnessing.HEAD).write_text(before.replace("\n6\n", "\n7\n"))
    with pytest.raises(witnessing.Rewritten, match="What was kept"):
        witnessing.look(house.address, kept)
    with pytest.raises(witnessing.Unreached):
        witnessing.look("http://127.0.0.1:9", tmp_path / "other")
    assert json.loads(db.session.scalars(select(ledger.Entry.data).where(ledger.Entry.place == 0)).one())["kind"] == "accepted"
