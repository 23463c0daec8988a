"""What the clock does regularly: when each chore was begun, by whom only once, when it ended and what it found."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import String, bindparam, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.foundation.database import Base, Json, Utc, db

STUCK = timedelta(hours=1)  # a chore that was begun so long ago and never ended died with its process: another may begin it


class Chore(Base):
    """One regular chore; there is one row for each name."""

    __tablename__ = "chore"

    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    begun_at: Mapped[datetime] = mapped_column(Utc)
    ended_at: Mapped[datetime | None] = mapped_column(Utc)
    found: Mapped[Any] = mapped_column(Json, nullable=True)


_BEGIN = text(
    "INSERT INTO chore (name, begun_at) VALUES (:name, :at) ON CONFLICT (name) DO UPDATE SET begun_at = excluded.begun_at, "
    "ended_at = NULL WHERE chore.begun_at < :since OR (chore.ended_at IS NULL AND chore.begun_at < :stuck) RETURNING name").bindparams(
        *(bindparam(name, type_=Utc()) for name in ("at", "since", "stuck")))

_END = text(
    "INSERT INTO chore (name, begun_at, ended_at, found) VALUES (:name, :at, :at, :found) "
    "ON CONFLICT (name) DO UPDATE SET ended_at = excluded.ended_at, found = excluded.found").bindparams(
        bindparam("at", type_=Utc()), bindparam("found", type_=Json()))


def begin(name: str, *, since: datetime, at: datetime) -> bool:
    """Take a chore that nobody has begun since that moment; of many processes that ask at once one is told yes."""
    return db.session.scalar(_BEGIN, {"name": name, "at": at, "since": since, "stuck": at - STUCK}) is not None


def end(name: str, *, at: datetime, found: Any = None) -> None:
    """The chore is done, by whichever process; what it found is kept until the next time."""
    db.session.execute(_END, {"name": name, "at": at, "found": found})


def of(name: str) -> Chore | None:
    """A chore by its name; None before its first time."""
    return db.session.get(Chore, name, populate_existing=True)


def age(name: str, at: datetime) -> timedelta | None:
    """How long ago a chore was last done; None if never."""
    row = of(name)
    return None if row is None or row.ended_at is None else max(timedelta(), at - row.ended_at)
