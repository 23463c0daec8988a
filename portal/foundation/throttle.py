"""Failure counters in the database: growing waits that hold across processes and restarts (R53, R56–R58)."""

from datetime import datetime, timedelta

from sqlalchemy import String, bindparam, delete, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.foundation.database import Base, Utc, db
from portal.foundation.refusal import TooMany

FORGET_AFTER = timedelta(hours=12)
LONGEST = timedelta(hours=1)
_MEET = text("INSERT INTO failures (subject, count, last_at) VALUES (:subject, 0, :at) "
             "ON CONFLICT (subject) DO NOTHING").bindparams(bindparam("at", type_=Utc()))
_SPEND = text("INSERT INTO failures (subject, count, last_at) VALUES (:subject, 1, :at) ON CONFLICT (subject) "
              "DO UPDATE SET count = failures.count + 1 RETURNING count").bindparams(bindparam("at", type_=Utc()))


class Failures(Base):
    """How often something failed for one subject, e.g. `code:case:17`, and until when it has to wait."""

    __tablename__ = "failures"

    subject: Mapped[str] = mapped_column(String(120), primary_key=True)
    count: Mapped[int]
    last_at: Mapped[datetime] = mapped_column(Utc)
    wait_until: Mapped[datetime | None] = mapped_column(Utc)


def check(subjects: dict[str, int], at: datetime) -> None:
    """Raise TooMany while any subject has to wait. `subjects` maps a name to the failures it has free."""
    for subject in subjects:
        seconds = wait(subject, at)
        if seconds:
            raise TooMany(seconds)


def wait(subject: str, at: datetime) -> int:
    """How many seconds a subject has to wait; 0: not at all."""
    row = db.session.get(Failures, subject)
    waits = row is not None and row.wait_until is not None and row.wait_until > at
    return int((row.wait_until - at).total_seconds()) + 1 if waits else 0  # type: ignore[union-attr, operator]


def fail(subjects: dict[str, int], at: datetime) -> None:
    """Count one failure for each subject; past its free ones the wait doubles from 15 seconds up to an hour."""
    for subject, free in sorted(subjects.items()):  # one order, so that two failures at once never wait for each other
        row = _row(subject, at)
        if at - row.last_at > FORGET_AFTER:
            row.count = 0
        row.count += 1
        row.last_at = at
        over = row.count - free
        row.wait_until = at + min(timedelta(seconds=15 * 2 ** min(over, 20)), LONGEST) if over >= 0 else None


def _row(subject: str, at: datetime) -> Failures:
    """The locked row of a subject; two first failures at once meet in one row instead of refusing each other."""
    db.session.execute(_MEET, {"subject": subject, "at": at})
    return db.session.get_one(Failures, subject, with_for_update=True, populate_existing=True)


def spend(subject: str, most: int, at: datetime, key: str = "too_many_matters") -> None:
    """Take one of the `most` things a subject may do within a clock hour; raises TooMany with the wait when they are spent (R58).
    What is refused is not counted: the caller's transaction takes it back."""
    spent = db.session.execute(_SPEND, {"subject": f"{subject}:{at:%Y%m%d%H}"[:120], "at": at}).scalar_one()
    if spent > most:
        raise TooMany(3600 - at.minute * 60 - at.second, key)


def forget(at: datetime) -> None:
    """Drop what counts for nothing any more: each clock hour and each address leaves a row behind, and nobody is kept for longer."""
    db.session.execute(delete(Failures).where(Failures.last_at < at - FORGET_AFTER - LONGEST))


def succeed(subject: str) -> None:
    """Forget the failures of one subject."""
    row = db.session.get(Failures, subject)
    if row is not None:
        db.session.delete(row)
