"""When the last backup was made and the last rehearsal went well, and where, as `portal.backup.noted` left it in the database; told by
`portal doctor` and on the page of the day (R68)."""

from datetime import datetime, timedelta
from pathlib import Path

from portal.foundation import chore

BACKUP, REHEARSAL, FAILED = "backup", "rehearsal", "rehearsal_failed"
OLD_BACKUP, OLD_REHEARSAL = timedelta(hours=26), timedelta(days=35)


def last_file() -> Path | None:
    """Where the last backup was laid; None before the first."""
    row = chore.of(BACKUP)
    return Path(row.found["file"]) if row is not None and row.found else None


def failed_since() -> bool:
    """Whether the newest rehearsal is one that failed."""
    failed, good = chore.of(FAILED), chore.of(REHEARSAL)
    return failed is not None and failed.ended_at is not None and (
        good is None or good.ended_at is None or failed.ended_at > good.ended_at)


def lacking(at: datetime) -> str:
    """What is wrong with the copies, for those who answer for the machine: `failed` (the last rehearsal), `never`, `old`; empty when the
    last backup is younger than a night and a bit."""
    age = chore.age(BACKUP, at)
    return "failed" if failed_since() else "never" if age is None else "old" if age > OLD_BACKUP else ""
