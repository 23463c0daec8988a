"""What shows that a matter was accepted when its receipt says so, and tells nobody else anything (R20, R26, SD-42).

With the matter one row is written: a mark that stands on the receipt, and the SHA-256 of mark, number and minute. The next signed head takes
the fingerprints that wait into the ledger, in the order of the fingerprints, as entries alike to the letter: no number, no station, no
time but the head's, and a report about officials is one of them. Whoever holds the receipt shows which entry is theirs; without the mark
nobody can, for a hundred bits are not tried out. The mark goes when law makes us forget the matter; the entry stays and says nothing."""

import hashlib
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ForeignKey, String, bindparam, select, text, update
from sqlalchemy.orm import Mapped, mapped_column

from portal.cases.case import Case
from portal.foundation import append_only, clock
from portal.foundation.database import Base, db, index_where

MOST = 2000  # enter under one head; the others wait for the next
_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that is read as another: no I, L, O, U
_LENGTH = 20
_WORD = re.compile(r"[0-9a-f]{64}")


class Commitment(Base):
    """The fingerprint of one matter's acceptance; `place` is its entry in the ledger, none while it waits for the next head."""

    __tablename__ = "commitment"
    __table_args__ = (index_where("ix_commitment_waiting", "fingerprint", where="place IS NULL"),)

    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), primary_key=True)
    salt: Mapped[str | None] = mapped_column(String(64))
    fingerprint: Mapped[str] = mapped_column(String(64), unique=True)
    place: Mapped[int | None]


append_only.guard(Commitment.__table__, may_change=("salt", "place"))  # type: ignore[arg-type]
_TABLE = Commitment.__table__
_QUEUE = text("INSERT INTO commitment (case_id, salt, fingerprint) VALUES (:case_id, :salt, :fingerprint)")
_ENTERED = update(_TABLE).where(_TABLE.c.fingerprint == bindparam("one")).values(place=bindparam("at_place"))  # type: ignore[attr-defined]


def queue(case: Case) -> str:
    """Commit to a case that has its number and its moment; returns the mark of its receipt."""
    mark = "".join(secrets.choice(_SIGNS) for _ in range(_LENGTH))
    db.session.execute(_QUEUE, {"case_id": case.id, "salt": mark, "fingerprint": fingerprint(mark, said(case))})
    return mark


def said(case: Case) -> str:
    """What is committed to, as the receipt prints it: number, day and minute on the wall clock of the stations."""
    return f"{case.number} {clock.local(case.registered_at):%Y-%m-%d %H:%M}"


def fingerprint(mark: str, told: str) -> str:
    """SHA-256, in hexadecimal, of the mark on a line and what the receipt says on another."""
    return hashlib.sha256(f"{mark}\n{told}\n".encode()).hexdigest()


def grouped(mark: str) -> str:
    """A mark as it is printed and read out: `K7QF 2M9D X4TB 81WN 5HRC`."""
    return " ".join(mark[at:at + 4] for at in range(0, len(mark), 4))


def mark_of(case: Case) -> str:
    """The mark that stands on its receipts; empty where there is none, or none any more."""
    return db.session.scalar(select(Commitment.salt).where(Commitment.case_id == case.id)) or ""


@dataclass(frozen=True)
class Shown:
    """What a visitor shows of their receipt, on one line, and the entry that holds it; none while it waits for the next head."""

    line: str
    place: int | None


def shown(case: Case) -> Shown | None:
    """What the visitor of a case may show; None where there is no mark, or none any more."""
    row = db.session.get(Commitment, case.id)
    return Shown(f"{said(case)} {grouped(row.salt)}", row.place) if row is not None and row.salt else None


def waiting() -> list[str]:
    """The fingerprints that no head covers yet, in their own order, which tells nothing of when and where."""
    query = select(Commitment.fingerprint).where(Commitment.place.is_(None)).order_by(Commitment.fingerprint)
    return list(db.session.scalars(query.limit(MOST)))


def enter(fingerprints: Sequence[str], first: int) -> None:
    """They are the entries from `first` on."""
    if fingerprints:
        db.session.connection().execute(_ENTERED, [{"one": one, "at_place": place} for place, one in enumerate(fingerprints, first)])


def place_of(word: str) -> int | None:
    """The entry that holds a fingerprint, where there is one."""
    found = _WORD.fullmatch(word) and db.session.scalar(select(Commitment.place).where(Commitment.fingerprint == word))
    return found if isinstance(found, int) else None
