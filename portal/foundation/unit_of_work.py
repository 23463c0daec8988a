"""The one place that commits: a write gate round BEGIN IMMEDIATE … COMMIT; everything else may only read (R01–R09)."""

import contextlib
import fcntl
import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from flask import current_app
from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from portal.foundation.database import db
from portal.foundation.pool import READ, WRITES
from portal.foundation.refusal import Moved

# called before every commit, inside its transaction: what rooms further up add to whatever was done
finishers: list[Callable[[], None]] = []
closers: list[Callable[[], None]] = []  # the same after all of them, whichever order rooms are imported in: the row they lock is locked last


class GateBusy(Exception):
    """The write gate did not open in time: nothing was recorded (HTTP 503)."""


class WriteGate:
    """One writer at a time over all threads and processes, so that commits never meet checkpoints (reliability.md §2.1).

    `path` is the lock file beside an SQLite database; None on PostgreSQL, where writers run side by side.
    """

    def __init__(self, path: Path | None, timeout: float = 20) -> None:
        self.path, self.timeout = path, timeout
        self._lock = threading.Lock()
        self._here = threading.local()

    @property
    def is_mine(self) -> bool:
        """Whether this thread holds the gate."""
        return getattr(self._here, "writing", False)

    @contextlib.contextmanager
    def __call__(self) -> Iterator[None]:
        if self.is_mine:
            raise RuntimeError("a unit of work inside a unit of work")
        with contextlib.ExitStack() as stack:
            if self.path is not None:
                stack.enter_context(self._locked(self.path))
            self._here.writing = True
            try:
                yield
            finally:
                self._here.writing = False

    @contextlib.contextmanager
    def _locked(self, path: Path) -> Iterator[None]:
        deadline = time.monotonic() + self.timeout
        if not self._lock.acquire(timeout=self.timeout):
            raise GateBusy
        try:
            handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                self._wait_for_others(handle, deadline)
                yield
            finally:
                os.close(handle)
        finally:
            self._lock.release()


    @staticmethod
    def _wait_for_others(handle: int, deadline: float) -> None:
        """Lock the file against other processes; one that hangs makes us say "busy", not hang with it."""
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return
            except BlockingIOError as held:
                if time.monotonic() > deadline:
                    raise GateBusy from held
            time.sleep(0.002)


def install(engine: Engine, gate: WriteGate) -> None:
    """Let writing transactions begin only behind the gate; all others are read-only in the database itself (R06)."""
    sqlite = engine.dialect.name == "sqlite"

    @event.listens_for(engine, "begin")
    def _(connection: Connection) -> None:
        writing = gate.is_mine
        if sqlite:  # straight to the driver: every request begins with these
            begin = connection.connection.dbapi_connection.execute  # type: ignore[union-attr]
            if connection.info.get(WRITES) is not writing:  # a dear word: it is said when it changes something (pool.py)
                begin(f"PRAGMA query_only={int(not writing)}")
                connection.info[WRITES] = writing
            begin("BEGIN IMMEDIATE" if writing else "BEGIN")
        else:
            connection.info[READ] = None if writing else {}
            if not writing:
                connection.exec_driver_sql("SET TRANSACTION READ ONLY")


@contextlib.contextmanager
def unit_of_work() -> Iterator[None]:
    """Everything inside is one transaction: all of it stands after the block, or nothing of it.

    Loaded rows are expired first, so that decisions rest on what is true behind the gate.
    Raises Moved when another writer changed the same row in between or was first with what may exist only once,
    GateBusy when the gate stays shut.
    """
    gate: WriteGate = current_app.extensions["write_gate"]
    if not gate.is_mine:
        db.session.rollback()
    with gate():
        try:
            yield
            for finish in (*finishers, *closers):
                finish()
            db.session.commit()
        except StaleDataError as stale:
            db.session.rollback()
            raise Moved from stale
        except IntegrityError as broken:
            db.session.rollback()
            if _is_twin(broken):
                raise Moved from broken
            raise
        except BaseException:
            db.session.rollback()
            raise


def _is_twin(broken: IntegrityError) -> bool:
    """Whether a unique constraint spoke (SQLite says it in words, PostgreSQL by the code of unique_violation)."""
    return "UNIQUE constraint" in str(broken.orig) or getattr(broken.orig, "sqlstate", "") == "23505"
