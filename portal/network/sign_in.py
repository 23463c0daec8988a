"""Signing in: argon2id passwords and sessions that live on the server and die there (R51, R53)."""

import hashlib
import secrets
import threading
from datetime import datetime, timedelta
from functools import cache

import argon2
from sqlalchemy import ForeignKey, String, false, select, update
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from portal.foundation import throttle
from portal.foundation.database import Base, Utc, db
from portal.foundation.refusal import Refused
from portal.network import audit, draft_key
from portal.network.person import Person

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
FRESH = timedelta(minutes=15)
FREE_FAILURES = 5
SHORTEST_PASSWORD = 10
hasher = argon2.PasswordHasher()
_one_at_a_time = threading.Semaphore(2)  # 64 MiB each


class StaffSession(Base):
    """One sign-in of one person; the token itself is only in their browser."""

    __tablename__ = "staff_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    began_at: Mapped[datetime] = mapped_column(Utc)
    seen_at: Mapped[datetime] = mapped_column(Utc)
    ended_at: Mapped[datetime | None] = mapped_column(Utc)
    agent: Mapped[str] = mapped_column(String(200), default="")
    to_set_up: Mapped[bool] = mapped_column(default=False, server_default=false())  # opens nothing but the page of the second step
    proved_at: Mapped[datetime | None] = mapped_column(Utc)  # when they last showed a password or a code in it

    person: Mapped[Person] = relationship()


def hash_password(password: str) -> str:
    """The argon2id hash of a password; too short a one is refused."""
    if len(password) < SHORTEST_PASSWORD:
        raise Refused("password_short", least=SHORTEST_PASSWORD)
    with _one_at_a_time:
        return hasher.hash(password)


def subjects(login: str, source: str) -> dict[str, int]:
    """What a failed sign-in counts against: the account from that source, and the source alone (no lock-out by strangers)."""
    login = login[:40].lower()
    return {f"sign-in:{login}:{source}"[:120]: FREE_FAILURES, f"sign-in:{source}"[:120]: FREE_FAILURES * 6}


def find(login: str) -> Person | None:
    """The active person of that login."""
    return db.session.scalar(select(Person).where(Person.login == login.strip().lower(), Person.active.is_(True)))


def matches(person: Person | None, password: str) -> bool:
    """Whether the password is right. An unknown person costs the same time as a known one. Call it outside the write gate."""
    stored = person.password_hash if person is not None and person.password_hash else _hash_of_nobody()
    with _one_at_a_time:
        try:
            return hasher.verify(stored, password) and person is not None
        except argon2.exceptions.Argon2Error:
            return False


@cache
def _hash_of_nobody() -> str:
    return hasher.hash(secrets.token_hex())


def begin(person: Person, at: datetime, agent: str = "", to_set_up: bool = False) -> str:
    """Open a session, or one that only leads to the second step; returns the token (128 bits) for the cookie."""
    token = secrets.token_urlsafe(24)
    row = StaffSession(token_hash=_hash(token), person_id=person.id, began_at=at, seen_at=at, agent=agent[:200], to_set_up=to_set_up, proved_at=at)
    db.session.add(row)
    audit.note("sign_in", "person", person.id, person_id=person.id, at=at, session=row)
    return token


def session_of(token: str, at: datetime) -> StaffSession | None:
    """The living session of a token: not ended, not idle for 30 minutes, not older than 12 hours, person active.
    One read: the person and what they hold come with it, because every page of the office begins here."""
    row = db.session.scalars(select(StaffSession).where(StaffSession.token_hash == _hash(token)).options(
        joinedload(StaffSession.person, innerjoin=True).joinedload(Person.grants))).unique().one_or_none()
    if row is None or not row.person.active or row.ended_at is not None or at - row.seen_at > IDLE or at - row.began_at > LONGEST:
        return None
    return row


def touch(row: StaffSession, at: datetime) -> None:
    """Note that the session was used."""
    row.seen_at = at


def is_fresh(row: StaffSession, at: datetime) -> bool:
    """Whether they showed lately who they are: asked before what is bent on one person, or cannot be taken back (R54)."""
    return row.proved_at is not None and at - row.proved_at <= FRESH


def prove(row: StaffSession, at: datetime) -> None:
    """They showed again who they are. No entry of the log: beside an act that its reader may not see it would tell of that."""
    row.proved_at = at


def end(row: StaffSession, at: datetime, act: str = "sign_out") -> None:
    """Sign out here; `session_ended`: another browser was."""
    row.ended_at = at
    audit.note(act, "session", row.id, person_id=row.person_id, at=at)


def end_all(person_id: int, at: datetime) -> None:
    """Sign out everywhere: also on a new password and when an account is closed. No phone reads its drafts any more."""
    draft_key.forget_all(person_id)
    db.session.execute(update(StaffSession).where(StaffSession.person_id == person_id, StaffSession.ended_at.is_(None))
                       .values(ended_at=at))


def living(person_id: int, at: datetime) -> list[StaffSession]:
    """The sessions of somebody that still open the door, the last used first."""
    return list(db.session.scalars(select(StaffSession).where(
        StaffSession.person_id == person_id, StaffSession.ended_at.is_(None), StaffSession.seen_at >= at - IDLE,
        StaffSession.began_at >= at - LONGEST).order_by(StaffSession.seen_at.desc())))


def failed(login: str, source: str, at: datetime) -> None:
    """Count a failed sign-in; the log says whose account it was meant for, where there is one, and never what was typed."""
    throttle.fail(subjects(login, source), at)
    meant = find(login)
    shut = max(throttle.wait(subject, at) for subject in subjects(login, source))
    audit.note("sign_in_shut" if shut else "sign_in_failed", "person", meant.id if meant is not None else "", person_id=None, at=at,
               seconds=shut or None)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
