"""Whether this process can do its work: the database takes writes, the disk has room, the clock's last sweep is not too old."""

import shutil
from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import update
from sqlalchemy.exc import DBAPIError

from portal.foundation import chore
from portal.foundation.chore import Chore
from portal.foundation.database import db
from portal.foundation.settings import Settings
from portal.foundation.unit_of_work import GateBusy, unit_of_work

SWEEP = "sweep"
ROOM = 16 * 2**20  # bytes: what a busy hour writes


class _Enough(Exception):
    """Raised to take a trial write back."""


def state(settings: Settings, started: datetime, at: datetime) -> dict[str, Any]:
    """What a monitor asks: `ready`, and why not. Holds no secret, no address and no figure about people.

    A server that has just started is given the whole limit to sweep for the first time."""
    late = timedelta(minutes=settings.sweep_late)
    try:
        age = chore.age(SWEEP, at)
        database = "ok" if _takes_writes() else "refuses to be written"
    except (DBAPIError, OSError):
        age, database = None, "away"
    swept = at - started < late or (age is not None and age < late)
    room = shutil.disk_usage(settings.instance).free >= ROOM
    return {"ready": swept and room and database == "ok", "database": database, "disk": "ok" if room else "full",
            "sweep": "ok" if swept else "late", "sweep_age_seconds": None if age is None else int(age.total_seconds()),
            "sweep_late_seconds": int(late.total_seconds())}


def _takes_writes() -> bool:
    """Begin to write and take it back: nothing changes, but what may not be written says so."""
    try:
        with unit_of_work():
            db.session.execute(update(Chore).where(Chore.name == "").values(name=""))
            raise _Enough
    except _Enough:
        return True
    except (DBAPIError, GateBusy):
        return False


def now(at: datetime) -> dict[str, Any]:
    """The state of the application in force."""
    return state(current_app.config["SETTINGS"], current_app.config["STARTED_AT"], at)
