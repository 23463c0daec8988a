"""Passkeys of staff (WebAuthn): made after a fresh proof, used in place of password and code, each answer once (R51, R54).

What is kept is public: the key's name and half of a pair whose other half never leaves the device. The checks themselves are py_webauthn's;
here stands what it cannot know: whose key it is, that a challenge is answered once, and that a counter never goes back."""

import hashlib
import hmac
import json
from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import BigInteger, ForeignKey, LargeBinary, String, delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from portal.foundation.database import Base, Utc, db
from portal.foundation.refusal import Missing, Refused
from portal.foundation.text import needed
from portal.network import audit
from portal.network.person import Person

LASTS = timedelta(minutes=5)  # a challenge is answered by then
MOST, NAME_MOST, SENT_MOST, ID_MOST = 10, 40, 8000, 1400


class Passkey(Base):
    """One key of one person. `counter` is the highest that was seen of a device that counts; one that does not stays at 0."""

    __tablename__ = "passkey"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    credential: Mapped[str] = mapped_column(String(ID_MOST), unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    counter: Mapped[int] = mapped_column(BigInteger, default=0)
    name: Mapped[str] = mapped_column(String(NAME_MOST))
    made_at: Mapped[datetime] = mapped_column(Utc)
    used_at: Mapped[datetime | None] = mapped_column(Utc)


class PasskeyAnswered(Base):
    """A challenge that was answered, until it is too old to be answered at all: none is taken twice."""

    __tablename__ = "passkey_answered"

    challenge_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    at: Mapped[datetime] = mapped_column(Utc, index=True)


def handle(person_id: int) -> bytes:
    """What a device keeps to know the account by: it says nothing to anybody else."""
    return hmac.digest(current_app.config["SECRET_KEY"].encode(), f"passkey\n{person_id}".encode(), "sha256")


def of(person_id: int) -> list[Passkey]:
    """Somebody's keys, the oldest first."""
    return list(db.session.scalars(select(Passkey).where(Passkey.person_id == person_id).order_by(Passkey.id)))


def add(person: Person, sent: str, *, name: str, challenge: bytes, place: tuple[str, str], at: datetime) -> Passkey:
    """A new key, made for this very challenge at this place (host, origin), by a device that checked who holds it."""
    from webauthn import verify_registration_response

    name = needed(name, NAME_MOST, key="passkey_name")
    if (db.session.scalar(select(func.count()).where(Passkey.person_id == person.id)) or 0) >= MOST:
        raise Refused("passkey_many", n=MOST)
    _once(challenge, at)
    found = _checked(lambda told: verify_registration_response(
        credential=told, expected_challenge=challenge, expected_rp_id=place[0], expected_origin=place[1], require_user_verification=True), sent)
    credential = found.credential_id.hex()
    if len(credential) > ID_MOST or db.session.scalar(select(Passkey.id).where(Passkey.credential == credential)) is not None:
        raise Refused("passkey_wrong")
    row = Passkey(person_id=person.id, credential=credential, public_key=found.credential_public_key, counter=found.sign_count, name=name, made_at=at)
    db.session.add(row)
    audit.note("passkey_added", "person", person.id, person_id=person.id, at=at)
    return row


def answer(sent: str, *, challenge: bytes, place: tuple[str, str], at: datetime, of_person: int | None = None) -> Person:
    """Whose key answered this challenge; with `of_person` it must be one of theirs. Refused alike whatever is wrong: unknown, another's,
    another place, answered before, without a check of who holds it, a counter that did not go on. In a unit of work."""
    from webauthn import verify_authentication_response

    _once(challenge, at)
    row = db.session.scalar(select(Passkey).where(Passkey.credential == _named(sent)).with_for_update())
    person = db.session.get(Person, row.person_id) if row is not None else None
    if row is None or person is None or not person.active or of_person not in (None, row.person_id):
        raise Refused("passkey_wrong")
    found = _checked(lambda told: verify_authentication_response(
        credential=told, expected_challenge=challenge, expected_rp_id=place[0], expected_origin=place[1], credential_public_key=row.public_key,
        credential_current_sign_count=row.counter, require_user_verification=True), sent)
    row.counter, row.used_at = found.new_sign_count, at
    return person


def once(word: bytes, at: datetime) -> None:
    """A word that was given for something else than a key's answer is taken once too: refused where it was before."""
    _once(word, at)


def rename(passkey_id: int, person: Person, *, name: str, at: datetime) -> None:
    """Another name for one's own key."""
    _own(passkey_id, person).name = needed(name, NAME_MOST, key="passkey_name")
    audit.note("passkey_renamed", "person", person.id, person_id=person.id, at=at)


def remove(passkey_id: int, person: Person, *, at: datetime) -> None:
    """It opens nothing any more."""
    db.session.delete(_own(passkey_id, person))
    audit.note("passkey_removed", "person", person.id, person_id=person.id, at=at)


def forget_all(person_id: int, at: datetime, by_id: int | None) -> None:
    """All keys of somebody go: the account begins anew, is closed, or its device is lost. `by_id`: None on the command line."""
    if db.session.execute(delete(Passkey).where(Passkey.person_id == person_id)).rowcount:  # type: ignore[attr-defined]
        audit.note("passkey_removed", "person", person_id, person_id=by_id, at=at)


def _own(passkey_id: int, person: Person) -> Passkey:
    row = db.session.get(Passkey, passkey_id)
    if row is None or row.person_id != person.id:
        raise Missing
    return row


def _once(challenge: bytes, at: datetime) -> None:
    """Refused where this challenge was answered before; two at once cannot both be first."""
    db.session.execute(delete(PasskeyAnswered).where(PasskeyAnswered.at < at - 2 * LASTS))
    digest = hashlib.sha256(challenge).hexdigest()
    if not challenge or db.session.get(PasskeyAnswered, digest) is not None:
        raise Refused("passkey_wrong")
    try:
        with db.session.begin_nested():
            db.session.add(PasskeyAnswered(challenge_hash=digest, at=at))
    except IntegrityError:
        raise Refused("passkey_wrong") from None


def _named(sent: str) -> str:
    """The name of the key that answers, as it says itself."""
    from webauthn import base64url_to_bytes

    told = _told(sent).get("id")
    try:
        return base64url_to_bytes(told).hex()[:ID_MOST] if isinstance(told, str) else ""
    except ValueError:
        return ""


def _told(sent: str) -> dict[str, Any]:
    try:
        told = json.loads(sent) if len(sent) <= SENT_MOST else None
    except ValueError:
        told = None
    return told if isinstance(told, dict) else {}


def _checked(check: Any, sent: str) -> Any:
    """What the library finds; whatever it does not like, or cannot read, is one refusal."""
    from webauthn.helpers.exceptions import WebAuthnException

    try:
        return check(_told(sent))
    except (WebAuthnException, ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError):
        raise Refused("passkey_wrong") from None
