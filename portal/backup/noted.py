"""What became of a backup or a rehearsal is noted, for `portal.foundation.copies` and in the audit log (R68)."""

from datetime import datetime
from pathlib import Path

from portal.foundation import chore, copies
from portal.foundation.unit_of_work import unit_of_work
from portal.network import audit


def backup_made(file: Path, size: int, at: datetime) -> None:
    """Note a backup that lies under its name. In an app context."""
    with unit_of_work():
        audit.note("backup", person_id=None, at=at)
        chore.end(copies.BACKUP, at=at, found={"file": str(file), "bytes": size})


def restored(made_at: str, at: datetime) -> None:
    """Note in what was brought back that it was, and from when: what came after that moment is not in it. In an app context of its own."""
    with unit_of_work():
        audit.note("restored", person_id=None, at=at, since=made_at)


def rehearsed(good: bool, told: list[str], at: datetime) -> None:
    """Note how a rehearsal went; one that failed takes nothing from the last good one. In an app context."""
    with unit_of_work():
        audit.note("rehearsal", person_id=None, at=at, good=good)
        chore.end(copies.REHEARSAL if good else copies.FAILED, at=at, found={"told": told[:20]})
