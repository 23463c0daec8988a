"""The ledger of what was published: entries that are only added, a Merkle tree over them, and its signed heads (R20–R26, SD-42).

An entry is one line of JSON. Of a result it holds the SHA-256 of the published row with a salt before it, never the row itself: what law
makes us delete goes with its salt, and the entry that stays says nothing more. Hashes of whole subtrees are kept, so that an entry
costs a few rows however long the ledger is. What was noted is entered at the end of its unit of work, in the same transaction, with a
new head; so the row that numbers the entries is held for a moment only, and last of all. Each head also takes in the acceptances that wait."""

import enum
import hashlib
import json
import logging
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import current_app
from sqlalchemy import ForeignKey, String, Text, func, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.cases import commitment
from portal.cases.ledger_tree import Whole, hashes
from portal.foundation import append_only, checkpoint, merkle, series, unit_of_work
from portal.foundation.checkpoint import BadKey, Head, Signer
from portal.foundation.database import Base, Utc, choice, db
from portal.foundation.refusal import Refused
from portal.network import audit

_log = logging.getLogger(__name__)
SERIES = "ledger"
_NOTED = "noted_for_the_ledger"


class Kind(enum.StrEnum):
    """What an entry tells: a result was put up, with masks over it, or withdrawn; or how the unit of an open matter was pressed, as its
    public progress tells it (its slips, portal.cases.progress), or that progress was taken down before there was a result, or heads are signed with another key from here on; or some matter was accepted (portal.cases.commitment), of which
    no number is told; or what staff did was entered until then (portal.cases.audit_head); or a concern was put up, a motion sent, its answer
    entered, or one of them taken down (portal.commons); or a monthly report was signed (portal.statistics.frozen): a room further up publishes it, and is asked for its words by name. Of masks only a salted fingerprint is told, and the salt stays inside: else what they cover could be guessed."""

    RESULT = "result"
    MASKED = "masked"
    WITHDRAWN = "withdrawn"
    TRACE = "trace"
    TAKEN_DOWN = "taken_down"
    NEW_KEY = "new_key"
    ACCEPTED = "accepted"
    AUDIT = "audit"
    CONCERN = "concern"
    MOTION = "motion"
    MOTION_ANSWER = "motion_answer"
    REPORT = "report"
    HIDDEN = "hidden"


NAMED = frozenset({Kind.CONCERN, Kind.MOTION, Kind.MOTION_ANSWER, Kind.REPORT, Kind.HIDDEN})  # found by the name that other rooms give them


class Entry(Base):
    """One entry; `place` counts from 0 without a gap. `data` is what the tree is over; `salt` goes with what was published."""

    __tablename__ = "ledger_entry"

    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[Kind] = mapped_column(choice(Kind))
    at: Mapped[datetime] = mapped_column(Utc)
    publication_id: Mapped[int | None] = mapped_column(ForeignKey("publication.id"), unique=True)
    progress_id: Mapped[int | None] = mapped_column(ForeignKey("progress.id"), index=True)
    name: Mapped[str | None] = mapped_column(String(24), index=True)
    salt: Mapped[str | None] = mapped_column(String(32))
    data: Mapped[str] = mapped_column(Text)


class Checkpoint(Base):
    """A head that was signed, as the note that was given out."""

    __tablename__ = "ledger_checkpoint"

    id: Mapped[int] = mapped_column(primary_key=True)
    size: Mapped[int]
    at: Mapped[datetime] = mapped_column(Utc)
    note: Mapped[str] = mapped_column(Text)


append_only.guard(Entry.__table__, may_change=("salt",))  # type: ignore[arg-type]
append_only.guard(Checkpoint.__table__)  # type: ignore[arg-type]


@dataclass(frozen=True)
class _Noted:
    witness: object
    kind: Kind
    number: str
    at: datetime
    record: str = ""
    publication_id: int | None = None
    progress_id: int | None = None
    fingerprint: str = ""


NO_NUMBER = "-"  # verifiers that people kept from before there were such entries read it as a number


def note(kind: Kind, number: str, *, at: datetime, witness: object, record: str = "", **row: int) -> None:
    """Have something entered when this unit of work ends. `witness` is a row that it adds: what is taken back before is not entered.
    `record` is the canonical text of what was published, `publication_id` or `progress_id` the row that holds it."""
    db.session.info.setdefault(_NOTED, []).append(_Noted(witness, kind, number, at, record, **row))


def enter_noted() -> None:
    """At the end of a unit of work: what was noted becomes entries, in its order, and the ledger's new head is signed. Where the key is
    not there, what was told or taken down is entered all the same, and signed with the next head; nothing is published (`check_key`)."""
    noted = [one for one in db.session.info.pop(_NOTED, []) if one.witness in db.session]
    if noted:
        db.session.flush()
        size, root = _enter_all(noted, noted[-1].at)
        try:
            _sign(Head(_signer().name, size, root), noted[-1].at)
        except BadKey as unusable:
            _log.error("entry %s of the ledger was not signed: %s", size - 1, unusable)


unit_of_work.finishers.append(enter_noted)


def _enter_all(noted: Sequence[_Noted], at: datetime) -> tuple[int, bytes]:
    """Entries more, the acceptances that waited before them: the size of the ledger and its root after them."""
    first = series.advance(SERIES, 0)  # from here to the commit nobody else enters anything
    waiting = commitment.waiting()
    all_of_them = [*(_Noted(None, Kind.ACCEPTED, NO_NUMBER, at, fingerprint=one) for one in waiting), *noted]
    last = db.session.scalar(select(Entry.at).where(Entry.place == first - 1))
    stack, entries, wholes = hashes(merkle.frontier(first)), list[dict[str, Any]](), list[dict[str, Any]]()
    for place, one in enumerate(all_of_them, first):
        entry = _entry(one, place, max(one.at, last) if last else one.at)  # a clock that was set back does not reorder anything (R26)
        stack, kept = merkle.grow(stack, place, merkle.leaf_hash(entry["data"].encode()))
        wholes += [{"level": level, "place": at_place, "hash": value} for (level, at_place), value in kept]
        entries.append(entry)
        last = entry["at"]
    if entries:
        db.session.execute(insert(Entry), entries)
        db.session.execute(insert(Whole), wholes)
        commitment.enter(waiting, first)
        series.advance(SERIES, len(entries))
    return first + len(entries), merkle.folded(stack)


def _entry(one: _Noted, place: int, at: datetime) -> dict[str, Any]:
    """The row of one entry."""
    salt = secrets.token_hex(16) if one.record else None
    data = line(place, one.kind, one.number, at, fingerprint(salt, one.record) if salt else one.fingerprint)
    return {"place": place, "kind": one.kind, "at": at, "publication_id": one.publication_id, "progress_id": one.progress_id,
            "name": one.number if one.kind in NAMED else None, "salt": salt, "data": data}


def line(place: int, kind: Kind, number: str, at: datetime, record: str) -> str:
    """The bytes of an entry: JSON with its keys in order. `record` is the fingerprint of what was published, empty if nothing was."""
    told: dict[str, Any] = {"at": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), "index": place, "kind": kind.value, "number": number}
    return json.dumps(told | ({"record": record} if record else {}), sort_keys=True, separators=(",", ":"))


def opening(salt: str, record: str) -> bytes:
    """What `record` of an entry is the SHA-256 of: the salt on a line, what was published on another."""
    return f"{salt}\n{record}\n".encode()


def fingerprint(salt: str, record: str) -> str:
    """SHA-256 of that, in hexadecimal."""
    return hashlib.sha256(opening(salt, record)).hexdigest()


def size() -> int:
    """How many entries there are."""
    row = db.session.get(series.Series, SERIES)
    return row.last if row else 0


def latest() -> Checkpoint | None:
    """The head that was signed last."""
    return db.session.scalar(select(Checkpoint).where(Checkpoint.id == select(func.max(Checkpoint.id)).scalar_subquery()))


def sign(at: datetime) -> None:
    """Sign the head as it is, with the acceptances that wait, whether or not there is more; nothing is entered meanwhile."""
    origin = _signer().name
    size, root = _enter_all([], at)
    _sign(Head(origin, size, root), at)


def _sign(head: Head, at: datetime) -> None:
    db.session.add(Checkpoint(size=head.size, at=at, note=_signer().sign(head.text())))


def check_key() -> None:
    """Raise Refused where nothing can be signed, so that nothing is published that no head vouches for."""
    try:
        _signer()
    except BadKey as unusable:
        _log.error("nothing was published: %s", unusable)
        raise Refused("ledger_key") from unusable


def unsigned() -> str:
    """Why nothing can be published, in one sentence; empty when it can."""
    try:
        if latest() is not None:
            _signer()
    except BadKey as unusable:
        return f"Nothing can be published: {unusable}"
    return ""


def renew_key(at: datetime) -> tuple[str, Path | None]:
    """Another key from now on, in the same ledger: an entry names it, and the head over that entry is the first it signs. In a unit of
    work. Returns the public key and where the one before was laid aside; whoever checks by that one is told of another key."""
    newest = latest()
    made, aside = checkpoint.renew(_folder(), checkpoint.origin_of(newest.note) if newest else _origin())
    audit.note("ledger_key", person_id=None, at=at)
    size, root = _enter_all([_Noted(None, Kind.NEW_KEY, "KEY-" + made.public.split("+")[1].upper(), at)], at)
    _sign(Head(_signer().name, size, root), at)
    return made.public, aside


def _signer() -> Signer:
    """Whose log it is: a key in the instance folder, called after the address the portal had when it was made, which is before the
    first head was signed and never later but by `renew_key`."""
    return checkpoint.signer(_folder(), _origin(), lambda: latest() is None)


def _folder() -> Path:
    return Path(current_app.config["INSTANCE"])


def _origin() -> str:
    return urlsplit(current_app.config["PUBLIC_URL"]).netloc + "/ledger"


def public_key() -> str:
    """The key that checkpoints are signed with, as others check by it."""
    return _signer().public
