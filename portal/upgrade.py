"""The database's shape: brought to this version, or refused in words when it cannot be served (R17, R18)."""

import contextlib
import os
import re
import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError

from portal import ROOT
from portal.foundation import vault_state
from portal.foundation.database import db, file, is_sqlite, make
from portal.foundation.examination import Examination, Unfit, damage

MIGRATIONS = ROOT / "migrations"
PATIENCE = 0.2  # seconds a start waits for the examination: a station's file takes a quarter of it
_PG_LOCK = 0x4875_6979  # any number of our own: only one process changes the shape of a PostgreSQL database
_REVISION = re.compile(r"""^(down_revision|revision)\b[^=]*= *(?:["']([^"']+)["']|None)""", re.MULTILINE)


def revisions() -> tuple[frozenset[str], str]:
    """All revisions this version knows, and the newest. Read from the files, because Alembic costs a second to import."""
    known, replaced = set(), set()
    for path in (MIGRATIONS / "versions").glob("*.py"):
        named = dict(_REVISION.findall(path.read_text("utf-8")))
        known.add(named["revision"])
        replaced.add(named["down_revision"])
    (head,) = known - replaced
    return frozenset(known), head


def present() -> str | None:
    """The revision the database is at, or None while it is empty; looking does not make the file. In an app context."""
    where = file()
    if where is not None and not where.exists():
        return None
    with db.engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.scalar(text("SELECT version_num FROM alembic_version"))


def is_current() -> bool:
    """Whether the database has this version's shape. In an app context."""
    return present() == revisions()[1]


def ready(app: Flask) -> None:
    """Check the database at the start and bring it up to date: always when it is empty, by itself on SQLite only.

    Raises Unfit when it is damaged, newer than this version, out of reach, or waits for `upgrade` on PostgreSQL.
    """
    with app.app_context():
        unfit = damage()
    if unfit:
        raise Unfit(unfit)
    _bring(app)
    _opens(app)


def opening(app: Flask) -> Examination | None:
    """As `ready`, for a server: a large file that has this version's shape is still looked through when this returns."""
    with app.app_context():
        whole = _says(is_current) if is_sqlite() else False
    if not whole:
        ready(app)
        return None
    _opens(app)
    examination = Examination(app)
    examination.start()
    examination.insist(PATIENCE)
    return examination


def _opens(app: Flask) -> None:
    """The key of the vault is the one names and phones were sealed with; raises Unfit."""
    with app.app_context():
        if sealed := vault_state.check():
            raise Unfit(sealed)


def _says(question: Callable[[], bool]) -> bool:
    """What the database answers; no, when it cannot."""
    try:
        return question()
    except DBAPIError:
        return False


def _bring(app: Flask) -> None:
    with app.app_context():
        try:
            before = present()
        except DBAPIError as refused:
            raise Unfit(f"The database cannot be opened: {refused.orig}.") from refused
        if before is not None and before not in revisions()[0]:
            raise Unfit(f"The database was made by a newer Huiyin (revision {before}): use that version, or restore a copy.")
        if before is not None and not is_current() and not is_sqlite():
            raise Unfit("The database waits for an upgrade: make a copy of it, then say `portal upgrade`.")
        if not is_current():
            upgrade(app)


def standing(app: Flask) -> Flask:
    """The same application when its database holds something, brought up to date; raises Unfit when it is still empty."""
    with app.app_context():
        if present() is None:
            demo = Path(app.config["INSTANCE"]) / "demo.db"
            hint = f" That of the demonstration is sqlite:///{demo}." if demo.exists() else ""
            raise Unfit(f"The database is still empty: say `portal serve` first, or name another in PORTAL_DATABASE_URL.{hint}")
    ready(app)
    return app


def upgrade(app: Flask) -> bool:
    """Bring the database to this version; False when it was there already. An SQLite file with data is copied first."""
    with app.app_context(), _alone(app):
        if is_current():
            return False
        if is_sqlite() and present() is not None:
            _copy_aside()
        make()
        import flask_migrate  # Alembic: a second of import, needed only here

        if "migrate" not in app.extensions:
            flask_migrate.Migrate(app, db, directory=str(MIGRATIONS), render_as_batch=True)
        flask_migrate.upgrade(directory=str(MIGRATIONS))
        return True


@contextlib.contextmanager
def _alone(app: Flask) -> Iterator[None]:
    """Hold the write gate, and on PostgreSQL a lock of the database, so that two upgrades never meet (R18)."""
    with contextlib.ExitStack() as stack:
        if not is_sqlite():
            connection = stack.enter_context(db.engine.connect().execution_options(isolation_level="AUTOCOMMIT"))
            connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": _PG_LOCK})
            stack.callback(connection.execute, text("SELECT pg_advisory_unlock(:key)"), {"key": _PG_LOCK})
        stack.enter_context(app.extensions["write_gate"]())
        yield


def _copy_aside() -> None:
    """Keep the database as it was beside itself: SQLite cannot take back a half-done change of shape."""
    path = Path(str(db.engine.url.database))
    copy = path.with_name(f"{path.stem}-before-{present()}-{datetime.now(UTC):%Y%m%dT%H%M%S%f}.db")
    os.close(os.open(copy, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    with contextlib.closing(sqlite3.connect(copy)) as target, contextlib.closing(db.engine.raw_connection()) as source:
        source.driver_connection.backup(target)
