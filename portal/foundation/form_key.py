"""One form, one result: a server-minted key and the stored answer, in the same transaction as what it did (R07, R08)."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime

from flask import current_app
from sqlalchemy import String, bindparam, insert, select, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.foundation import codes
from portal.foundation.database import Base, Utc, db, is_sqlite
from portal.foundation.refusal import Refused


class FormKey(Base):
    """A key that was used: its hash, the fingerprint of what was sent, and the id of what came of it."""

    __tablename__ = "form_key"

    key_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    result_id: Mapped[int]
    at: Mapped[datetime] = mapped_column(Utc, index=True)


_TABLE = FormKey.__table__
_USED = select(_TABLE.c.fingerprint, _TABLE.c.result_id).where(_TABLE.c.key_hash == bindparam("key_hash"))


def fingerprint(body: Mapping[str, object]) -> str:
    """SHA-256 over what was sent, names sorted."""
    return hashlib.sha256(json.dumps(body, sort_keys=True, ensure_ascii=False, default=str).encode("utf-8", "replace")).hexdigest()


def earlier(key: str, body: Mapping[str, object]) -> int | None:
    """The id of what this key already made, or None. The same key with another body is refused (R08)."""
    hashed = codes.keyed_hash("form", key)
    _alone_with(hashed)
    used = db.session.execute(_USED, {"key_hash": hashed}).first()
    if used is None:
        return None
    if used.fingerprint != fingerprint(body):
        raise Refused("form_key_reused")
    return int(used.result_id)


def made_by(key: str) -> int | None:
    """The id of what a key made, whatever was sent with it, or None. Whoever brings a key had its form open: nothing else tells it."""
    used = db.session.execute(_USED, {"key_hash": codes.keyed_hash("form", key)}).first()
    return int(used.result_id) if used is not None else None


def _alone_with(hashed: str) -> None:
    """Where writers run side by side, let those with the same key pass one after the other, so that all get one answer."""
    if current_app.extensions["write_gate"].is_mine and not is_sqlite():
        db.session.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": int(hashed[:15], 16)})


def remember(key: str, body: Mapping[str, object], result_id: int, at: datetime) -> None:
    """Store the answer of a key; its primary key makes a second one impossible."""
    db.session.execute(insert(_TABLE), {"key_hash": codes.keyed_hash("form", key), "fingerprint": fingerprint(body),
                                        "result_id": result_id, "at": at})
