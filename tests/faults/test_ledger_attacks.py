"""Whoever holds the database file, its triggers and even the key changes what was published: the verifier that runs outside, as
somebody's own program, finds it and names the entry (SD-42, R21–R23, practice.md §9 rows 10, 15)."""

import base64
import importlib.util
import json
import random
import shutil
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.serving import make_server

from portal.cases import ledger, publication
from portal.cases.case import Case
from portal.cases.ledger import Entry
from portal.foundation import checkpoint, clock, merkle
from portal.foundation.database import db, is_sqlite
from portal.foundation.unit_of_work import unit_of_work
from tests.cast import Cast
from tests.faults.outside import VERIFIER, House

REPLIES = ("五盏路灯已全部恢复照明。\n每周巡查一次。", "垃圾桶已移到 3 号楼后。<b>&amp;", "停车线已重画𠮷。")


@pytest.fixture
def house(app: Flask, tmp_path: Path) -> Iterator[House]:
    """Three results on the board, served; what a newspaper saved of it lies in `kept`."""
    cast, cases = Cast(), list[Case]()
    for text in REPLIES:
        case = cast.replied(text)
        cast.pass_on(case)
        cast.tell(case)
        cast.rate(case)
        cases.append(case)
    with unit_of_work():
        ledger.sign(clock.now())
    for case in cases:
        with unit_of_work():
            cast.put_up(case)
    numbers = [case.number for case in cases]
    server = make_server("127.0.0.1", 0, app, threaded=True)
    serving = threading.Thread(target=server.serve_forever, daemon=True)
    serving.start()
    made = House(app, f"http://127.0.0.1:{server.server_port}", tmp_path, numbers)
    code, said = made.verify("--keep", str(tmp_path / "kept"))
    assert code == 0 and said.startswith("All is as it was entered: 6 entries"), said
    yield made
    server.shutdown()
    server.server_close()
    serving.join()


def test_nothing_happened_and_a_copy_is_checked_without_the_portal(house: House) -> None:
    """An older copy and an older head are both found again; two copies need no server."""
    kept = house.folder / "kept"
    cast = Cast()
    case = cast.closed()
    with unit_of_work():
        cast.put_up(case)
    code, said = house.verify("--old", str(kept), "--keep", str(house.folder / "later"))
    assert code == 0 and "8 entries" in said
    assert house.verify("--old", str(kept / "ledger" / "checkpoint"))[0] == 0
    house.address = str(house.folder / "later")
    assert house.verify("--old", str(kept))[0] == 0


@pytest.mark.parametrize(("path", "times"), [("/results.jsonl", 1), ("/results.jsonl", 3), ("/results/{}/leaf", 1)])
def test_a_result_put_up_while_it_is_checked_accuses_nobody(house: House, monkeypatch: pytest.MonkeyPatch, path: str, times: int) -> None:
    """Published between the checkpoint and the board, once and again in the second round: both are found under a newer checkpoint."""
    waiting, asked = [Cast().closed().number for _ in range(times)], path.format(house.numbers[0])
    inner = house.app.wsgi_app

    def meanwhile(environ: dict[str, str], start: object) -> object:
        if environ["PATH_INFO"] == asked and waiting:
            with house.app.app_context(), unit_of_work():
                case = db.session.scalars(select(Case).where(Case.number == waiting.pop())).one()
                Cast().put_up(case)
        return inner(environ, start)

    monkeypatch.setattr(house.app, "wsgi_app", meanwhile)
    code, said = house.verify("--keep", str(house.folder / "later"), "--old", str(house.folder / "kept"))
    assert code == 0 and waiting == [], said
    house.address = str(house.folder / "later")
    assert house.verify()[0] == 0, "what was kept is whole in itself"


def test_one_byte_of_a_reply(house: House) -> None:
    """A comma for a full stop, in the row the page is drawn from."""
    house.attack(f"UPDATE publication SET replies = replace(replies, '已全部', '已大部') WHERE number = '{house.numbers[0]}'")
    house.found(0, "what is published is not what was entered")


def test_a_kept_copy_with_a_changed_byte(house: House) -> None:
    """Folders are checked as portals are; a page that says something else than its leaf is found too."""
    house.address = str(house.folder / "kept")
    page = house.folder / "kept" / "results" / house.numbers[2] / "page.html"
    page.write_text(page.read_text("utf-8").replace("停车线已重画", "停车线将重画"), "utf-8")
    house.found(2, "the page or the open data say something else")


def test_two_results_are_swapped(house: House) -> None:
    """Each stands under the other's number."""
    first, second, _ = house.numbers
    house.attack(f"UPDATE publication SET number = 'X' WHERE number = '{first}'",
                 f"UPDATE publication SET number = '{first}' WHERE number = '{second}'", f"UPDATE publication SET number = '{second}' WHERE number = 'X'")
    house.found(0, "what is published is not what was entered")
    house.found(1, "what is published is not what was entered")


def test_one_is_deleted(house: House) -> None:
    house.attack(f"DELETE FROM publication WHERE number = '{house.numbers[1]}'")
    house.found(1, "gone from the board")


def test_one_is_back_dated(house: House) -> None:
    house.attack(f"UPDATE publication SET published_on = '2026-02-02', month = '2026-02' WHERE number = '{house.numbers[2]}'")
    house.found(2, "what is published is not what was entered")


def test_one_is_put_up_past_the_ledger(house: House) -> None:
    """A result nobody entered, with a number that was never published."""
    columns = ", ".join(column.name for column in publication.Publication.__table__.columns if column.name not in ("id", "number"))
    house.attack(f"INSERT INTO publication (id, number, {columns}) SELECT 99, 'S01-26-0099', {columns} FROM publication WHERE id = 1")
    code, said = house.verify()
    assert code == 1 and "S01-26-0099 stands on the board but was never entered" in said


def test_an_entry_is_changed_with_its_result(house: House) -> None:
    """The row and what the ledger holds of it, but not the tree."""
    house.attack("UPDATE ledger_entry SET data = replace(data, '\"at\":\"2026-03-02', '\"at\":\"2026-03-01') WHERE place = 4")
    house.found(1, "its hash is another than the one in the tree")


def forge(place: int, new: str) -> list[str]:
    """The statements that give an entry other bytes, and the tree every hash that goes with them."""
    rows = [row.data for row in db.session.scalars(select(Entry).order_by(Entry.place))]
    rows[place] = new
    stack, kept = list[bytes](), dict[tuple[int, int], bytes]()
    for at, data in enumerate(rows):
        stack, fresh = merkle.grow(stack, at, merkle.leaf_hash(data.encode()))
        kept |= dict(fresh)
    blob = "x'{}'" if is_sqlite() else "'\\x{}'"
    db.session.rollback()
    return [f"UPDATE ledger_entry SET data = '{new}' WHERE place = {place}",
            *(f"UPDATE ledger_hash SET hash = {blob.format(value.hex())} WHERE level = {level} AND place = {at}" for (level, at), value in kept.items())]


def test_the_whole_tree_is_made_anew_and_signed_with_the_key(house: House) -> None:
    """He who holds all of the house rewrites it into something whole: it is whole, but not what others have kept."""
    entry = db.session.get_one(Entry, 4)
    told = json.loads(entry.data)
    row = db.session.get_one(publication.Publication, entry.publication_id)
    record = publication.canonical(row).replace("已移到", "将移到")
    told["record"] = ledger.fingerprint(entry.salt or "", record)
    statements = forge(4, json.dumps(told, sort_keys=True, separators=(",", ":")))
    house.attack(f"UPDATE publication SET replies = replace(replies, '已移到', '将移到') WHERE number = '{house.numbers[1]}'", *statements)
    with unit_of_work():
        ledger.sign(clock.now())
    assert house.verify()[0] == 0  # alone it looks whole: this is why heads are kept by others
    house.found(1, "was rewritten", "--old", str(house.folder / "kept"))
    code, said = house.verify("--old", str(house.folder / "kept" / "ledger" / "checkpoint"))
    assert code == 1 and "history was rewritten: one of the entries 0 to 5" in said


def test_an_older_backup_is_restored(house: House) -> None:
    """As if the last two had never been: every row of them, of the ledger and of its heads is gone."""
    house.attack("DELETE FROM ledger_entry WHERE place > 3", "DELETE FROM ledger_hash WHERE place > 3 OR level = 1 AND place > 1",
                 "DELETE FROM ledger_checkpoint WHERE size > 4", "UPDATE series SET last = 4 WHERE name = 'ledger'",
                 f"DELETE FROM publication WHERE number IN ('{house.numbers[1]}', '{house.numbers[2]}')")
    assert house.verify()[0] == 0
    house.found(1, "is gone", "--old", str(house.folder / "kept"))
    house.found(2, "is gone", "--old", str(house.folder / "kept"))
    code, said = house.verify("--old", str(house.folder / "kept" / "ledger" / "checkpoint"))
    assert code == 1 and "entries 4 to 5 are gone" in said


def test_another_key_signs(house: House) -> None:
    """A ledger made anew with a key of its own is another portal's."""
    key = Path(house.app.config["INSTANCE"]) / "ledger_key"
    aside = key.with_name("aside")
    shutil.move(key, aside)
    try:
        checkpoint.signer(key.parent, "127.0.0.1/ledger")  # the portal itself makes no second one
        with unit_of_work():
            ledger.sign(clock.now())
        code, said = house.verify("--old", str(house.folder / "kept"))
        assert code == 1 and "not signed by" in said
    finally:
        shutil.move(aside, key)


@pytest.mark.parametrize("bend", [lambda note: note[:-12] + "AAAAAAAA" + note[-4:], lambda note: note.replace("\n6\n", "\n2\n")])
def test_a_bent_head_is_none(house: House, bend: object) -> None:
    """The signature is checked by the verifier's own arithmetic."""
    path = house.folder / "kept" / "ledger" / "checkpoint"
    path.write_text(bend(path.read_text("utf-8")), "utf-8")  # type: ignore[operator]
    house.address = str(house.folder / "kept")
    code, said = house.verify()
    assert code == 1 and "not signed by" in said, said


def test_r23_any_byte_of_the_log_and_of_what_was_entered(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """200 places at random, one bit each: none ends well. The program is read in here, as 200 processes would take minutes."""
    spec = importlib.util.spec_from_file_location("huiyin_verify", VERIFIER)
    assert spec is not None and spec.loader is not None
    program = importlib.util.module_from_spec(spec)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    spec.loader.exec_module(program)
    kept, chance = house.folder / "kept", random.Random(9162)
    monkeypatch.setattr(sys, "argv", ["huiyin_verify.py", str(kept)])
    files = [*(kept / "ledger" / "tile").rglob("*.p/6"), *kept.rglob("leaf"), kept / "ledger" / "checkpoint"]
    assert len(files) == 6
    for _ in range(200):
        path = chance.choice(files)
        before = path.read_bytes()
        at = chance.randrange(before.find(b"\n\n") if path.name == "checkpoint" else len(before))
        path.write_bytes(before[:at] + bytes([before[at] ^ 1 << chance.randrange(8)]) + before[at + 1:])
        with pytest.raises((SystemExit, ValueError, LookupError)) as end:
            program.main()
        assert getattr(end.value, "code", 2) != 0, f"byte {at} of {path}"
        path.write_bytes(before)
    with pytest.raises(SystemExit) as end:
        program.main()
    assert end.value.code == 0


def test_what_cannot_be_checked_is_not_said_to_be_well(house: House) -> None:
    house.address = str(house.folder / "nothing")
    code, said = house.verify("--key", "a+b+" + base64.b64encode(b"\1" + b"0" * 32).decode())
    assert code != 0 and "All is" not in said


def test_the_verifier_fits_on_three_screens_and_needs_nothing(house: House) -> None:
    """150 lines of the standard library: whoever wants to can read all of it before running it."""
    lines = VERIFIER.read_text("utf-8").splitlines()
    assert len(lines) <= 150 and max(map(len, lines)) <= 132
    imported = next(line for line in lines if line.startswith("import ")).partition("#")[0].removeprefix("import ").split(", ")
    assert {name.strip().partition(".")[0] for name in imported} <= sys.stdlib_module_names
