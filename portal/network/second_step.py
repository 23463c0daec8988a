"""The second step of signing in: a code by the clock from one's phone, each once, and ten recovery codes, each once (R54).

The secret is sealed with the portal's own key, so that a copy of the database makes no codes; recovery codes are hashed."""

import base64
import hashlib
import hmac
import os
import re
import secrets
from datetime import date, datetime, timedelta

from flask import current_app
from sqlalchemy import ForeignKey, String, delete, func, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.foundation import throttle, totp
from portal.foundation.database import Base, Utc, db
from portal.foundation.refusal import Refused
from portal.network import audit, network, sign_in
from portal.network.actor import Actor
from portal.network.person import Person
from portal.network.role import Role

REQUIRED = frozenset({Role.ADMINISTRATOR, Role.OFFICE, Role.DIRECTOR, Role.STEERING})  # director and above
GRACE = timedelta(days=14)
CODES, FREE_OF_ALL = 10, 30
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none of them is taken for another


class SecondStep(Base):
    """Somebody's secret; it counts once a code of it was shown (`confirmed_at`). `last_step` is the last one that opened."""

    __tablename__ = "second_step"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, autoincrement=False)
    sealed: Mapped[str] = mapped_column(String(120))
    begun_at: Mapped[datetime] = mapped_column(Utc)
    confirmed_at: Mapped[datetime | None] = mapped_column(Utc)
    last_step: Mapped[int] = mapped_column(default=0)


class RecoveryCode(Base):
    """One of ten for the day on which the phone is lost."""

    __tablename__ = "recovery_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    used_at: Mapped[datetime | None] = mapped_column(Utc)


def of(person_id: int) -> SecondStep | None:
    """What somebody set up, or began to."""
    return db.session.get(SecondStep, person_id)


def stands(person_id: int) -> bool:
    """Whether a password alone does not open the door for them."""
    row = of(person_id)
    return row is not None and row.confirmed_at is not None


def asked_of(by: Actor) -> date | None:
    """The day from which somebody must have it; None where nobody asks it of them."""
    found = network.shown()
    return found.second_step_from if found is not None and by.has(*REQUIRED) else None


def due(by: Actor) -> date | None:
    """The same for whoever has none yet."""
    since = asked_of(by)
    return since if since is not None and by.person_id is not None and not stands(by.person_id) else None


def begin(person: Person, at: datetime) -> None:
    """A new secret, which opens nothing until a code of it was shown. Refuses where one stands."""
    if stands(person.id):
        raise Refused("second_step_stands")
    row = of(person.id) or SecondStep(person_id=person.id)
    row.sealed, row.begun_at, row.last_step = _seal(totp.fresh(), person.id), at, 0
    db.session.add(row)


def secret(row: SecondStep) -> bytes | None:
    """The secret itself; None where the portal's key is another one than when it was made."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    raw = base64.b64decode(row.sealed)
    try:
        return ChaCha20Poly1305(_key()).decrypt(raw[:12], raw[12:], str(row.person_id).encode())
    except InvalidTag:
        return None


def confirm(person: Person, typed: str, at: datetime) -> list[str]:
    """The first code was typed: from now on it is asked for. Returns ten recovery codes, which nobody can show again."""
    row = db.session.get(SecondStep, person.id, with_for_update=True, populate_existing=True)
    if row is None or row.confirmed_at is not None or not _opens(row, typed, at):
        raise Refused("second_step_wrong")
    row.confirmed_at = at
    audit.note("second_step_set", "person", person.id, person_id=person.id, at=at)
    return renew(person, at)


def renew(person: Person, at: datetime) -> list[str]:
    """Ten new recovery codes; the old ones open nothing any more."""
    audit.note("recovery_new", "person", person.id, person_id=person.id, at=at)
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person.id))
    codes = ["-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4)) for _ in range(CODES)]
    db.session.add_all(RecoveryCode(person_id=person.id, code_hash=_hash(code)) for code in codes)
    return codes


def drop(person_id: int, by_id: int | None, at: datetime) -> None:
    """A password is enough again: the phone is lost with its codes, or nobody asks it of them. `by_id`: None on the command line."""
    audit.note("second_step_taken", "person", person_id, person_id=by_id, at=at)
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
    db.session.execute(delete(SecondStep).where(SecondStep.person_id == person_id))


def left(person_id: int) -> int:
    """How many recovery codes were not used yet."""
    return db.session.scalar(select(func.count()).where(RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None))) or 0


def passes(person: Person, typed: str, at: datetime) -> bool:
    """Whether the code opens the door; then never again. Within the unit of work that lets them in: of two at once one is let in."""
    row = db.session.get(SecondStep, person.id, with_for_update=True, populate_existing=True)
    if row is None or row.confirmed_at is None:
        return False
    if by_phone(typed):
        return _opens(row, typed, at)
    kept = db.session.scalar(select(RecoveryCode).where(RecoveryCode.person_id == person.id, RecoveryCode.code_hash == _hash(typed),
                                                        RecoveryCode.used_at.is_(None)).with_for_update())
    if kept is not None:
        kept.used_at = at
        audit.note("recovery_used", "person", person.id, person_id=person.id, at=at)
    return kept is not None


def subjects(person: Person, source: str, typed: str) -> dict[str, int]:
    """What a wrong code counts against: the account from that source and the source, as a wrong password does; and for the six digits of
    a phone, which could be guessed from many sources at once, the account as a whole. Recovery codes cannot be guessed, and are not
    counted together: so nobody who has a password shuts its owner out."""
    found = {f"second-step:{person.login}:{source}"[:120]: sign_in.FREE_FAILURES, f"sign-in:{source}"[:120]: sign_in.FREE_FAILURES * 6}
    return found | ({f"second-step:{person.login}": FREE_OF_ALL} if by_phone(typed) else {})


def failed(person: Person, source: str, typed: str, at: datetime) -> None:
    """Count a wrong code."""
    throttle.fail(subjects(person, source, typed), at)
    shut = max(throttle.wait(subject, at) for subject in subjects(person, source, typed))
    audit.note("sign_in_shut" if shut else "sign_in_failed", "person", person.id, person_id=None, at=at, seconds=shut or None, code=True)


def by_phone(typed: str) -> bool:
    """Whether that is six digits, as a phone shows them."""
    return re.fullmatch(r"\d{6}", _plain(typed), re.ASCII) is not None


def _opens(row: SecondStep, typed: str, at: datetime) -> bool:
    known = secret(row)
    step = totp.matching(known, _plain(typed), at, row.last_step) if known is not None else None
    if step is not None:
        row.last_step = step
    return step is not None


def _plain(typed: str) -> str:
    """What was typed, without blanks and hyphens, in small letters."""
    return re.sub(r"[\s-]", "", typed).lower()


def _hash(code: str) -> str:
    """79 bits: nobody finds them by trying."""
    return hashlib.sha256(f"recovery code\n{_plain(code)}".encode()).hexdigest()


def _seal(known: bytes, person_id: int) -> str:
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    nonce = os.urandom(12)
    return base64.b64encode(nonce + ChaCha20Poly1305(_key()).encrypt(nonce, known, str(person_id).encode())).decode()


def _key() -> bytes:
    return hmac.digest(current_app.config["SECRET_KEY"].encode(), b"second step", "sha256")
