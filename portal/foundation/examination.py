"""Whether the database file is whole: looked through while the house opens. It may be read meanwhile, never written (R17)."""

import threading

from flask import Flask
from sqlalchemy.exc import DBAPIError

from portal.foundation.database import db, file
from portal.foundation.unit_of_work import GateBusy, WriteGate


class Unfit(Exception):
    """The database cannot be served as it is; the text is one sentence with what to do."""


class Examination(threading.Thread):
    """Looks the file through behind the write gate: nothing is acknowledged before it is known to be whole.

    At 100,000 results that takes 2.4 seconds, in which the board, a receipt's page and the kiosk's first screens answer already.
    """

    def __init__(self, app: Flask) -> None:
        super().__init__(name="examination", daemon=True)
        self._app, self._behind, self.unfit = app, threading.Event(), ""

    def start(self) -> None:
        """Begin; when this returns the gate is shut, or why it could not be is known."""
        super().start()
        self._behind.wait()

    def run(self) -> None:
        """Fill `unfit`, a sentence, when the file cannot be served."""
        gate: WriteGate = self._app.extensions["write_gate"]
        try:
            with self._app.app_context(), gate():
                self._behind.set()
                self.unfit = damage()
        except GateBusy:
            self.unfit = "The database is held by another program: end that one first."
        finally:
            self._behind.set()

    def insist(self, seconds: float | None = None) -> None:
        """Wait for the end, or so long; raises Unfit when the file is known not to be whole."""
        self.join(seconds)
        if self.unfit:
            raise Unfit(self.unfit)


def damage() -> str:
    """What SQLite finds wrong with its file, as a sentence; empty when it is whole, not made yet, or no file of ours. In an app context."""
    where = file()
    try:
        found = _damage() if where is not None and where.exists() else None
    except DBAPIError as refused:
        return f"The database cannot be opened: {refused.orig}."
    return f"The database is damaged ({found}): restore the last good copy." if found else ""


def _damage() -> str | None:
    with db.engine.connect() as connection:
        verdict = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
        if verdict != "ok":
            return str(verdict)
        orphan = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        return f"a row of {orphan[0]} points to a missing one of {orphan[2]}" if orphan else None
