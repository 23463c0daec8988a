"""The database as it was at one moment, in one file, while everybody goes on writing; and what it held at that moment."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import create_engine, text

from portal.backup import dumping, facts
from portal.backup.facts import Facts
from portal.foundation.database import db, is_sqlite
from portal.foundation.examination import Unfit

NAMES = {"sqlite": "database.sqlite", "postgresql": "database.dump"}


def take(folder: Path) -> tuple[Path, Facts]:
    """The file, made in this folder, and its facts, which are those of the file itself. Raises Unfit. In an app context."""
    target = folder / NAMES[db.engine.dialect.name]
    return (target, _of_sqlite(target) if is_sqlite() else _of_postgresql(target))


def _of_sqlite(target: Path) -> Facts:
    """In one step: in several, each write of others would start the copy again (reliability.md §2.9). What SQLite itself finds
    wrong with it is no backup: the good one before it must not give way to it."""
    os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    with closing(sqlite3.connect(target)) as copy:
        with closing(db.engine.raw_connection()) as source:
            source.driver_connection.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
        (verdict,) = copy.execute("PRAGMA quick_check(1)").fetchone()
    if verdict != "ok":
        raise Unfit(f"The database is damaged ({verdict}): no backup was made, keep the last good one.")
    return read(target)


def read(file: Path) -> Facts:
    """The facts of an SQLite file that nobody else uses."""
    engine = create_engine(f"sqlite:///{file}")
    try:
        with engine.connect() as connection:
            return facts.of(connection)
    finally:
        engine.dispose()


def _of_postgresql(target: Path) -> Facts:
    """The snapshot is exported by the connection that counts, so that dump and figures are of one moment."""
    with db.engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        exported = str(connection.scalar(text("SELECT pg_export_snapshot()")))
        dumping.dump(db.engine.url, exported, target)
        return facts.of(connection)
