"""The monthly rehearsal tells whether the newest backup comes back, and `portal doctor` how old both are (R67, R68)."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from flask import Flask

from portal import doctor
from portal.backup import dumping, making, noted, rehearsal
from portal.foundation import clock, copies
from portal.foundation.database import db
from portal.foundation.examination import Unfit
from tests.backup.conftest import KEY
from tests.cast import NOW, Cast


def told() -> list[tuple[str, str]]:
    db.session.rollback()
    return [(finding.subject, finding.level) for finding in doctor._copies()]


def behind_its_back(app: Flask, *statements: str) -> None:
    """By somebody who has the database itself."""
    db.session.remove()
    if app.config["SETTINGS"].is_sqlite:
        with closing(sqlite3.connect(app.config["SETTINGS"].instance / "portal.db", isolation_level=None)) as file:
            for statement in ("DROP TRIGGER event_no_delete", "DROP TRIGGER ledger_entry_no_update", *statements):
                file.execute(statement)
        return
    address = db.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as link:
        for statement in ("ALTER TABLE event DISABLE TRIGGER USER", "ALTER TABLE ledger_entry DISABLE TRIGGER USER", *statements):
            link.execute(statement)


def test_one_that_goes_well_says_what_is_there_and_now_and_leaves_nothing(house: Flask, made: making.Made) -> None:
    before = databases(house)
    Cast().accepted()
    found = rehearsal.rehearse(None, KEY, {})
    assert (found.file, found.wrong) == (made.file, []) and found.rows["matters"] == (2, 3)
    assert list(house.config["SETTINGS"].instance.glob(".*")) == [] and databases(house) == before
    assert told() == [("backup", "ok"), ("rehearsal", "ok")]


def databases(app: Flask) -> list[str]:
    """Of the server, so that none is left behind."""
    if app.config["SETTINGS"].is_sqlite:
        return []
    with dumping._linked(db.engine.url) as link:
        return [name for (name,) in link.execute("SELECT datname FROM pg_database WHERE datname LIKE 'huiyin_rehearsal%'")]


def test_a_backup_that_does_not_come_back_is_a_failure_and_the_last_good_one_stands(house: Flask, made: making.Made) -> None:
    assert rehearsal.rehearse(None, KEY, {}).wrong == []
    file = bytearray(made.file.read_bytes())
    file[-40] ^= 1
    made.file.write_bytes(file)
    clock.freeze(NOW + timedelta(days=2))
    (sentence,) = rehearsal.rehearse(None, KEY, {}).wrong
    assert "changed at its piece" in sentence
    assert told() == [("backup", "warn"), ("rehearsal", "ok"), ("rehearsal", "fail")]
    made.file.unlink()
    assert "No such file" in rehearsal.rehearse(None, KEY, {}).wrong[0]
    making.make(made.file, KEY)
    assert rehearsal.rehearse(None, KEY, {}).wrong == [] and told() == [("backup", "ok"), ("rehearsal", "ok")]
    assert list(house.config["SETTINGS"].instance.glob(".*")) == []


def test_what_was_lost_here_since_is_found_by_it(house: Flask, made: making.Made) -> None:
    """What only grows is never less here than in a backup."""
    behind_its_back(house, "DELETE FROM event WHERE id = (SELECT max(id) FROM event)")
    (sentence,) = rehearsal.rehearse(None, KEY, {}).wrong
    assert sentence.startswith("event: ") and "only" in sentence


def test_a_ledger_that_was_rewritten_here_since_is_found_by_it(house: Flask, made: making.Made) -> None:
    behind_its_back(house, "UPDATE ledger_entry SET data = replace(data, 'S01', 'S02')")
    assert rehearsal.rehearse(None, KEY, {}).wrong == ["the ledger of the portal does not go on from the one in the backup"]


def test_before_the_first_backup_there_is_nothing_to_rehearse(on_sqlite: Flask) -> None:
    with pytest.raises(Unfit, match="No backup was made yet"):
        rehearsal.rehearse(None, KEY, {})
    assert told() == [("backup", "warn"), ("rehearsal", "warn")]


@pytest.mark.parametrize(("later", "backup", "rehearsed"), [
    (timedelta(hours=26), "ok", "ok"), (timedelta(hours=26, seconds=1), "warn", "ok"), (timedelta(days=35, seconds=1), "warn", "warn")])
def test_after_26_hours_and_35_days_it_is_said_r68(on_sqlite: Flask, later: timedelta, backup: str, rehearsed: str, tmp_path: Path) -> None:
    noted.backup_made(tmp_path / "one.backup", 1, clock.now())
    noted.rehearsed(True, [], clock.now())
    clock.freeze(NOW + later)
    assert told() == [("backup", backup), ("rehearsal", rehearsed)]


def test_another_backup_may_be_named(on_sqlite: Flask, file: Path, tmp_path: Path) -> None:
    making.make(tmp_path / "two.backup", KEY)
    assert rehearsal.rehearse(file, KEY, {}).file == file
    assert copies.last_file() == tmp_path / "two.backup"
