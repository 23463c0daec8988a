"""A backup holds what cannot be made again and nothing that must not leave, and comes back as it was (R66, R67)."""

import json
import sqlite3
import tarfile
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask

from portal.backup import contents, facts, making, sealed
from portal.cases import attachment, invariants, ledger
from portal.cases.case import Case
from portal.foundation import files
from portal.foundation.checkpoint import KEY_FILE
from portal.foundation.database import db
from portal.foundation.examination import Unfit
from portal.foundation.unit_of_work import unit_of_work
from portal.network.network import Network
from tests.backup.conftest import KEY, back
from tests.cast import Cast


def inside(made: making.Made) -> dict[str, bytes]:
    """Every entry of a backup and its bytes, as whoever has the key reads them."""
    with made.file.open("rb") as raw, tarfile.open(fileobj=sealed.Reader(raw, KEY), mode="r|") as tar:  # type: ignore[call-overload]
        return {entry.name: tar.extractfile(entry).read() for entry in tar}  # type: ignore[union-attr]


def test_it_holds_what_cannot_be_made_again_and_no_key_that_signs(house: Flask, made: making.Made) -> None:
    instance, held = house.config["SETTINGS"].instance, inside(made)
    assert (instance / KEY_FILE).exists() and (instance / "secret_key").exists()
    (picture,) = [path for path in (instance / "files").rglob("*") if path.is_file()]
    database = "database.sqlite" if house.config["SETTINGS"].is_sqlite else "database.dump"
    assert set(held) == {"about.json", database, "manifest.json", "instance/secret_key", "instance/voices/en/kiosk.welcome.ogg",
                         "instance/fonts/rare.ttf", f"instance/files/{picture.relative_to(instance / 'files')}"}
    secret = (instance / KEY_FILE).read_bytes().strip()
    assert not any(secret in each or KEY.encode() in each for each in held.values())
    told = json.loads(held["manifest.json"])
    assert told["files"]["instance/fonts/rare.ttf"][0] == (instance / "fonts/rare.ttf").stat().st_size
    assert told["ledger_key"] == ledger.public_key() and told["facts"]["ledger"] == ledger.size() > 0
    assert made.file.stat().st_mode & 0o077 == 0


def test_every_name_in_an_instance_is_decided_and_a_strange_one_is_named(on_sqlite: Flask, tmp_path: Path) -> None:
    instance = on_sqlite.config["SETTINGS"].instance
    assert contents.unknown(instance) == []
    (instance / "notes.txt").write_text("of somebody")
    (instance / "portal-before-0001-20260302T090000000000.db").touch()
    (instance / f"{KEY_FILE}.a1b2c3d4").touch()
    made = making.make(tmp_path / "one.backup", KEY)
    assert made.unknown == ["notes.txt"] and not any("notes" in name or KEY_FILE in name for name in inside(made))


def test_links_lead_nowhere(on_sqlite: Flask, tmp_path: Path) -> None:
    instance = on_sqlite.config["SETTINGS"].instance
    (instance / "voices/en/link.ogg").symlink_to(instance / KEY_FILE)
    assert not any("link" in name for name in inside(making.make(tmp_path / "one.backup", KEY)))


def test_it_comes_back_as_it_was_r67(house: Flask, made: making.Made, empty: str | None, tmp_path: Path) -> None:
    """Later writing is not in it; codes on receipts open their matters, because the key that hashes them came along."""
    Cast().accepted()
    found = back(made.file, tmp_path / "deep" / "back", empty)
    assert found.broken == [] and found.facts == made.facts and found.facts.counts["case"] == 2
    assert [("vault_key" in todo, ledger.public_key() in todo) for todo in found.todo] == [(True, False), (False, True)], "two keys are in no backup"
    assert not (tmp_path / "deep/back" / KEY_FILE).exists() and not (tmp_path / "deep/back/vault_key").exists()
    instance, there = house.config["SETTINGS"].instance, tmp_path / "deep" / "back"
    assert (there / "secret_key").read_bytes() == (instance / "secret_key").read_bytes()
    assert {path.relative_to(there / "files") for path in (there / "files").rglob("*")} == {
        path.relative_to(instance / "files") for path in (instance / "files").rglob("*")}
    assert not {"papers", "enclosed", "cache", "database.sqlite", "database.dump"} & {path.name for path in there.iterdir()}
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["back"]
    assert all(path.stat().st_mode & 0o077 == 0 for path in there.rglob("*") if path.is_file())


def test_rules_that_do_not_hold_are_told_and_the_rest_comes_back(house: Flask, empty: str | None, tmp_path: Path) -> None:
    """The only backup there is may be one of a portal whose file was lost."""
    instance = house.config["SETTINGS"].instance
    row = db.session.query(attachment.Attachment).one()
    files.path(instance / "files", row.sha256).unlink()
    number = db.session.get(Case, row.case_id).number  # type: ignore[union-attr]
    db.session.rollback()
    found = back(making.make(tmp_path / "one.backup", KEY).file, tmp_path / "back", empty)
    assert found.broken == [f"{number}: its attachment {row.sha256[:12]} lies in no file"] and (tmp_path / "back").is_dir()


def test_a_rule_that_verify_knows_is_told(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(invariants, "CHECKS", (lambda: iter(["S01-26-0001: broken"]),))
    assert back(file, tmp_path / "back").broken == ["S01-26-0001: broken"]


def test_a_ledger_that_was_rewritten_before_is_told(on_sqlite: Flask, tmp_path: Path) -> None:
    """R23: entries that the head signed last does not stand over."""
    with closing(sqlite3.connect(on_sqlite.config["SETTINGS"].instance / "portal.db", isolation_level=None)) as file:
        file.execute("DROP TRIGGER ledger_entry_no_update")
        file.execute("UPDATE ledger_entry SET data = replace(data, 'S01', 'S02')")
    found = back(making.make(tmp_path / "one.backup", KEY).file, tmp_path / "back", None)
    assert any("is not the one whose head" in sentence for sentence in found.broken)


def test_a_folder_or_a_database_with_something_in_it_is_left_as_it_is(
        house: Flask, made: making.Made, empty: str | None, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full/one").write_text("mine")
    for there in (tmp_path / "full", tmp_path / "full/one"):
        with pytest.raises(Unfit, match="is not empty"):
            back(made.file, there, empty)
    assert (tmp_path / "full/one").read_text() == "mine"
    if empty is not None:
        own = house.config["SETTINGS"].database_url
        with pytest.raises(Unfit, match="database that PORTAL_DATABASE_URL names is not empty"):
            back(made.file, tmp_path / "back", own)
        with pytest.raises(Unfit, match="let PORTAL_DATABASE_URL name"):
            back(made.file, tmp_path / "back", None)


def test_a_backup_writes_over_nothing_and_not_into_the_instance(on_sqlite: Flask, file: Path) -> None:
    before = file.read_bytes()
    with pytest.raises(Unfit, match="is there already"):
        making.make(file, KEY)
    assert file.read_bytes() == before
    with pytest.raises(Unfit, match="would lie in the instance"):
        making.make(on_sqlite.config["SETTINGS"].instance / "one.backup", KEY)


def test_one_at_a_time(on_sqlite: Flask, tmp_path: Path) -> None:
    with making.alone(on_sqlite.config["SETTINGS"].instance), pytest.raises(Unfit, match="under way"):
        making.make(tmp_path / "one.backup", KEY)
    assert not (tmp_path / "one.backup").exists()


def test_the_copy_and_its_figures_are_of_one_moment_r66(
        house: Flask, tmp_path: Path, empty: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody writes between the copy and the count: neither knows of it."""
    count = facts.of

    def written_meanwhile(*given: object, **more: object) -> facts.Facts:
        if not written:
            written.append(True)
            with unit_of_work():
                db.session.get(Network, 1).motto = "of later"  # type: ignore[union-attr]
            Cast().accepted()
        return count(*given, **more)  # type: ignore[arg-type]

    written: list[bool] = []
    monkeypatch.setattr(facts, "of", written_meanwhile)
    made = making.make(tmp_path / "one.backup", KEY)
    assert made.facts.counts["case"] == 2 and db.session.query(Case).count() == 3
    db.session.rollback()
    assert back(made.file, tmp_path / "back", empty).facts.counts["case"] == 2


def test_a_damaged_database_takes_no_good_backups_place(on_sqlite: Flask, tmp_path: Path) -> None:
    settings = on_sqlite.config["SETTINGS"]
    db.session.remove()
    db.engine.dispose()
    file = settings.instance / "portal.db"
    with closing(sqlite3.connect(file)) as link:
        (root,) = link.execute("SELECT rootpage FROM sqlite_master WHERE name = 'ix_person_login' OR name = 'event' LIMIT 1").fetchone()
        link.execute("PRAGMA journal_mode=DELETE")
    content = bytearray(file.read_bytes())
    content[4096 * (root - 1):4096 * (root - 1) + 64] = b"\xff" * 64
    file.write_bytes(content)
    with pytest.raises((Unfit, sqlite3.DatabaseError), match="damaged|malformed"):
        making.make(tmp_path / "one.backup", KEY)
    assert [path.name for path in tmp_path.iterdir()] == ["instance"] and not list(settings.instance.glob(".backup-*"))
