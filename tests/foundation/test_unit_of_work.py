"""The one place that commits: reads cannot write, writers queue at the gate, and a stale row is not written over (R01–R09, R13)."""

import fcntl
import os
import sqlite3
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from portal.cases.case import Case
from portal.foundation import unit_of_work as module
from portal.foundation.database import PRAGMAS, db, is_sqlite
from portal.foundation.refusal import Moved
from portal.foundation.unit_of_work import GateBusy, WriteGate, unit_of_work
from portal.network.station import Station
from tests.cast import Cast
from tests.statements import asked
from tests.together import at_once


def name() -> str:
    db.session.rollback()
    return db.session.execute(text("SELECT name FROM station WHERE code = 'S01'")).scalar_one()


def rename(to: str) -> None:
    db.session.execute(text("UPDATE station SET name = :name WHERE code = 'S01'"), {"name": to})


def test_a_write_outside_fails_in_the_database_itself(app: Flask) -> None:
    """R06: not by agreement but by query_only, on PostgreSQL by a read-only transaction."""
    before = name()
    with pytest.raises(DBAPIError, match="readonly database|read-only transaction"):
        rename("x")
    assert name() == before


def test_a_change_to_a_loaded_row_outside_is_lost_in_words(app: Flask, cast: Cast) -> None:
    cast.station().name = "x"
    with pytest.raises(DBAPIError, match="readonly database|read-only transaction"):
        db.session.flush()


def test_reads_after_a_write_are_read_only_again(app: Flask) -> None:
    with unit_of_work():
        rename("y")
    assert name() == "y"
    with pytest.raises(DBAPIError):
        rename("z")


def test_all_or_nothing(app: Flask) -> None:
    before = name()
    with pytest.raises(ZeroDivisionError), unit_of_work():
        rename("half")
        raise ZeroDivisionError
    assert name() == before


def test_a_unit_inside_a_unit_raises_and_the_outer_one_is_undone(app: Flask) -> None:
    before = name()
    with pytest.raises(RuntimeError, match="inside a unit"), unit_of_work():
        rename("outer")
        with unit_of_work():
            rename("inner")
    assert name() == before
    with unit_of_work():
        rename("the gate is free again")
    assert name() == "the gate is free again"


def test_what_was_loaded_before_is_read_anew_behind_the_gate(app: Flask, cast: Cast) -> None:
    station = cast.station()
    before = station.name

    def other() -> None:
        with unit_of_work():
            rename("changed meanwhile")

    at_once(app, [other])
    assert station.name == before
    with unit_of_work():
        assert station.name == "changed meanwhile"


def test_a_row_that_moved_meanwhile_is_refused_r13(app: Flask, cast: Cast) -> None:
    """A version that does not fit any more is Moved, and nothing of the loser stands."""
    case = cast.register().case
    with pytest.raises(Moved), unit_of_work():
        stale = db.session.get_one(Case, case.id)
        db.session.execute(text('UPDATE "case" SET version = version + 1'))
        stale.place = "lost"
        rename("lost too")
    assert db.session.get_one(Case, case.id).place == "" and name() != "lost too"


def test_a_twin_is_moved_and_another_broken_rule_is_not(app: Flask) -> None:
    """The second of two who make what may exist once is told so; a wrong reference is a fault of ours and stays one."""
    with pytest.raises(Moved), unit_of_work():
        db.session.execute(text("INSERT INTO unit (name, kind, phone, active) SELECT name, kind, phone, active FROM unit"))
    with pytest.raises(IntegrityError), unit_of_work():
        db.session.execute(text("INSERT INTO role_grant (person_id, role, since) VALUES (404, 'office', '2026-01-01')"))


def test_twenty_pooled_connections_all_have_every_pragma(app: Flask) -> None:
    """R03; PostgreSQL needs the isolation that lets a form key's second reader see the first one's answer."""
    if not is_sqlite():
        assert db.session.execute(text("SHOW transaction_isolation")).scalar_one() == "read committed"
        return
    for _ in range(2):
        db.engine.dispose()
        pooled = [db.engine.pool.connect() for _ in range(10)]
        for connection in pooled:
            assert {pragma: connection.cursor().execute(f"PRAGMA {pragma}").fetchone()[0] for pragma in PRAGMAS} == PRAGMAS
        for connection in pooled:
            connection.close()


def test_a_pragma_that_does_not_take_stops_the_connection(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    if not is_sqlite():
        return
    monkeypatch.setitem(PRAGMAS, "page_size", 12345)
    db.session.remove()
    db.engine.dispose()
    with pytest.raises(RuntimeError, match="would not set page_size"):
        db.engine.connect()


def test_a_gate_held_by_another_thread_says_busy(tmp_path: Path) -> None:
    gate = WriteGate(tmp_path / "lock", timeout=0.01)
    gate._lock.acquire()
    with pytest.raises(GateBusy), gate():
        raise AssertionError("the gate let somebody in")
    gate._lock.release()
    with gate():
        assert gate.is_mine
    assert not gate.is_mine


def test_a_gate_held_by_another_process_says_busy_and_does_not_hang(tmp_path: Path) -> None:
    gate = WriteGate(tmp_path / "lock", timeout=0.01)
    handle = os.open(tmp_path / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(handle, fcntl.LOCK_EX)
    with pytest.raises(GateBusy), gate():
        raise AssertionError("the gate let somebody in")
    os.close(handle)
    with gate():
        assert gate.is_mine


def test_eight_writers_and_their_reads_never_meet_a_lock(app: Flask) -> None:
    """R04: read, decide, write, eight at once: nobody is refused, every step counts."""
    with unit_of_work():
        rename("0")

    def count() -> None:
        for _ in range(10):
            with unit_of_work():
                station = db.session.scalars(select(Station).where(Station.code == "S01").with_for_update()).one()
                station.name = str(int(station.name) + 1)

    assert at_once(app, [count] * 8) == [None] * 8
    assert name() == "80"


def test_success_is_known_only_after_commit(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """R09: when COMMIT itself fails, the caller hears it and nothing stands."""
    before = name()

    def full() -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module.db.session, "commit", full)
    with pytest.raises(OSError, match="No space"), unit_of_work():
        rename("never")
    monkeypatch.undo()
    assert name() == before


@pytest.mark.parametrize("empty_app", ["sqlite"], indirect=True)  # PostgreSQL is told in each transaction
def test_what_reads_and_what_writes_is_told_so_once_and_each_keeps_what_it_translated(app: Flask) -> None:
    """R06 costs a page nothing: on SQLite every change of query_only throws away all statements of the connection."""
    name()
    with unit_of_work():
        rename("first")
    assert name() == "first"
    db.session.rollback()
    with asked(db.engine) as seen:
        for turn in range(3):
            before = name()
            with unit_of_work():
                rename(f"turn {turn}")
            assert (before, name()) == (f"turn {turn - 1}" if turn else "first", f"turn {turn}")
            with pytest.raises(DBAPIError, match="readonly database"):
                rename("x")
        db.session.rollback()
    assert [one for one in seen if "query_only" in one] == [] and sum("BEGIN IMMEDIATE" in one for one in seen) == 3


@pytest.mark.parametrize("empty_app", ["sqlite"], indirect=True)  # the others have one pool for reading and writing
def test_the_connection_that_wrote_is_closed_with_the_others(app: Flask) -> None:
    """A restored copy is opened anew by whoever writes first, too."""
    with unit_of_work():
        rename("y")
        wrote = db.session.connection().connection.dbapi_connection
    db.session.rollback()
    with unit_of_work():
        assert db.session.connection().connection.dbapi_connection is wrote
    db.session.remove()
    db.engine.dispose()
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        wrote.execute("SELECT 1")  # type: ignore[union-attr]
    assert name() == "y"
