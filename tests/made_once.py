"""What costs seconds to make is made once a run by whichever worker needs it first; all others copy it."""

import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from portal.foundation.database import db
from tests import in_memory


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """The folder of that name, filled by `make` if nobody of this run has filled it yet. What lies in it is never written again."""
    run = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:  # the folder above is the one that all workers share
        run = run.parent
    folder = run / name
    with (run / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            half = factory.mktemp(f"half-{name}")
            with in_memory.folder() as made:
                make(made)
                shutil.copytree(made, half, dirs_exist_ok=True)
            half.rename(folder)
    return folder


def let_go() -> None:
    """Everything that was written is in the one file of an SQLite database, and nobody holds it. In an app context."""
    db.session.remove()
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    db.engine.dispose()


def begin_with(app: Flask, scene: str, play: Callable[[], object]) -> None:
    """Begin where a scene ends with which many tests begin: it is played once, and all find the database as it was left. In an app
    context."""
    played: set[str] = app.extensions.setdefault("scenes", set())
    if scene not in played:
        play()
        app.extensions["keep"](scene)
        played.add(scene)
    app.extensions["start_over"](scene)
