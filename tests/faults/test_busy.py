"""A database that is held, locked or gone for a moment: 503 in words, nothing recorded, well again by itself (R09, R11)."""

import fcntl
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from portal.cases.case import Case
from portal.foundation import codes
from portal.foundation.database import PRAGMAS, db, file, is_sqlite
from portal.foundation.words import speaker
from tests import fresh
from tests.cast import Cast
from tests.judge import Judge

NOT_RECORDED = speaker("zh_Hans")("common.error.busy.title")


def ask(browse: Judge, status: int, key: str) -> None:
    seen = browse.post_form("/ask", {"key": key, "words": "路灯坏了", "heads": "1"}, status=status)
    assert (NOT_RECORDED in seen.text) is (status == 503)


def recorded() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Case)) or 0


def test_a_gate_held_by_another_process(app: Flask, browse: Judge, monkeypatch: pytest.MonkeyPatch) -> None:
    gate, key = app.extensions["write_gate"], codes.new_key()
    if gate.path is None:
        assert not is_sqlite()  # PostgreSQL needs no gate
        return
    monkeypatch.setattr(gate, "timeout", 0.01)
    handle = os.open(gate.path, os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(handle, fcntl.LOCK_EX)
    ask(browse, 503, key)
    os.close(handle)
    assert recorded() == 0
    ask(browse, 200, key)
    assert recorded() == 1


def test_a_file_locked_by_another_program(app: Flask, browse: Judge, monkeypatch: pytest.MonkeyPatch) -> None:
    if not is_sqlite():
        _locked_table(app, browse)
        return
    monkeypatch.setitem(PRAGMAS, "busy_timeout", 20)
    db.session.remove()
    db.engine.dispose()
    key = codes.new_key()
    with closing(sqlite3.connect(Path(app.config["INSTANCE"]) / "portal.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        ask(browse, 503, key)
        browse.get_page("/")
        other.execute("ROLLBACK")
    assert recorded() == 0
    ask(browse, 200, key)


def test_a_file_that_was_moved_away_is_not_followed_by_an_empty_one_r11(app: Flask, browse: Judge) -> None:
    """An empty one would take the write-ahead log for its own, and what was acknowledged last would be gone when the file comes back."""
    if not is_sqlite():
        assert file() is None
        return
    ask(browse, 200, codes.new_key())
    path = file()
    assert path is not None
    away = path.with_name("away.db")
    with closing(sqlite3.connect(path)) as other:  # somebody else has it open: the log is not folded into the file
        other.execute("SELECT count(*) FROM sqlite_master").fetchone()
        db.session.remove()
        db.engine.dispose()
        path.rename(away)
        key = codes.new_key()
        for _ in range(3):
            ask(browse, 503, key)
        assert not path.exists()
        away.rename(path)
        assert recorded() == 1
    ask(browse, 200, key)
    assert recorded() == 2


def _locked_table(app: Flask, browse: Judge) -> None:
    """On PostgreSQL another session holds the table; the server's own lock_timeout gives up."""
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as administrator:
        name = administrator.scalar(text("SELECT current_database()"))
        administrator.execute(text(f"ALTER DATABASE {name} SET lock_timeout = '50ms'"))
    db.session.remove()
    db.engine.dispose()
    driver = db.engine.raw_connection()
    try:
        driver.cursor().execute('LOCK TABLE "case" IN EXCLUSIVE MODE')
        ask(browse, 503, codes.new_key())
        driver.rollback()
        assert recorded() == 0
        ask(browse, 200, codes.new_key())
    finally:
        driver.cursor().execute(f"ALTER DATABASE {name} RESET lock_timeout")
        driver.commit()
        driver.close()
        db.session.remove()
        db.engine.dispose()


def test_connections_that_were_cut_are_replaced(app: Flask, browse: Judge, cast: Cast) -> None:
    """PostgreSQL restarted: at most one answer says so, then all is well without a restart of ours."""
    if is_sqlite():
        db.engine.dispose()
        browse.get_page("/")
        return
    browse.get_page("/")
    db.session.remove()
    victim = db.engine.raw_connection()
    killer = db.engine.raw_connection()
    victim.close()
    killer.cursor().execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                            "WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name <> %s", (fresh.NAME,))
    killer.close()
    statuses = [browse.get("/").status_code for _ in range(4)]
    assert set(statuses) <= {200, 503} and statuses[-1] == 200, statuses
    ask(browse, 200, codes.new_key())
    db.session.remove()
    db.engine.dispose()  # whoever comes next finds no dead ones in the pool
