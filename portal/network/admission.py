"""Links that lead somebody of the staff to a password of their own: once, for three days, known by their hash only (R51)."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, String, delete, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.foundation.database import Base, Utc, db
from portal.foundation.refusal import Missing
from portal.network import audit
from portal.network.person import Person

LASTS = timedelta(days=3)


class Admission(Base):
    """A link of one person; the token itself is only where the administrator gave it."""

    __tablename__ = "admission"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime] = mapped_column(Utc)
    ends_at: Mapped[datetime] = mapped_column(Utc)
    used_at: Mapped[datetime | None] = mapped_column(Utc)

    person: Mapped[Person] = relationship()


def make(person_id: int, at: datetime) -> str:
    """The token (192 bits) of a new link; an older one of the same person opens nothing any more."""
    forget(person_id)
    token = secrets.token_urlsafe(24)
    db.session.add(Admission(person_id=person_id, token_hash=_hash(token), made_at=at, ends_at=at + LASTS))
    return token


def forget(person_id: int) -> None:
    """The links of somebody that were not used open nothing any more."""
    db.session.execute(delete(Admission).where(Admission.person_id == person_id, Admission.used_at.is_(None)))


def find(token: str, at: datetime, lock: bool = False) -> Admission:
    """The link of a token while it opens; raises Missing, alike for one that was used, is over or never was."""
    query = select(Admission).where(Admission.token_hash == _hash(token), Admission.used_at.is_(None), Admission.ends_at > at)
    found = db.session.scalar(query.with_for_update() if lock else query)
    if found is None or not found.person.active:
        raise Missing
    return found


def use(token: str, password_hash: str, at: datetime) -> Person:
    """Set the password they chose; the link is spent. The second step, where there is one, is asked for at the door all the same."""
    link = find(token, at, lock=True)
    link.used_at, link.person.password_hash = at, password_hash
    audit.note("invited_in", "person", link.person_id, person_id=link.person_id, at=at)
    return link.person


def open_until(person_id: int, at: datetime) -> datetime | None:
    """Until when a link of theirs waits to be used; None where none does."""
    return db.session.scalar(select(Admission.ends_at).where(
        Admission.person_id == person_id, Admission.used_at.is_(None), Admission.ends_at > at))


def _hash(token: str) -> str:
    return hashlib.sha256(f"admission\n{token}".encode()).hexdigest()
