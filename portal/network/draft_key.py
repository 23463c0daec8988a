"""The house's half of the key under which a phone keeps drafts: without it what lies on the phone cannot be read (FT-01, R53).

It is given to somebody who signed in on that device, and is gone when they sign out there: what the phone still holds is then noise."""

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import ForeignKey, String, delete
from sqlalchemy.orm import Mapped, mapped_column

from portal.foundation import codes
from portal.foundation.database import Base, Utc, db

DAYS = 7  # a draft that was not sent by then is given up, on the phone and here


class DraftKey(Base):
    """One person on one device. `salt` alone opens nothing: the half is made from it under the server's secret."""

    __tablename__ = "draft_key"

    device_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    salt: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Utc, index=True)


def half(person_id: int, device: str, at: datetime) -> str:
    """The half of the key for this person on this device, as 64 hexadecimal digits; the same until they sign out there."""
    hashed = _of(person_id, device)
    row = db.session.get(DraftKey, hashed, with_for_update=True)
    if row is None:
        row = DraftKey(device_hash=hashed, person_id=person_id, salt=secrets.token_hex(32), at=at)
        db.session.add(row)
    row.at = at
    db.session.flush()
    secret = current_app.config["SECRET_KEY"].encode()
    return hmac.new(secret, f"draft:{row.salt}".encode(), hashlib.sha256).hexdigest()


def forget(person_id: int, device: str) -> None:
    """They signed out on that device."""
    db.session.execute(delete(DraftKey).where(DraftKey.device_hash == _of(person_id, device)))


def forget_all(person_id: int) -> None:
    """A new password, or an account that was closed: no device of theirs reads its drafts any more."""
    db.session.execute(delete(DraftKey).where(DraftKey.person_id == person_id))


def forget_old(at: datetime) -> None:
    """What no device asked for in DAYS days."""
    db.session.execute(delete(DraftKey).where(DraftKey.at < at - timedelta(days=DAYS)))


def _of(person_id: int, device: str) -> str:
    return codes.keyed_hash("draft-device", f"{person_id}:{device}")
