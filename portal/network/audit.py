"""What people did with the powers they hold: one table that only grows, each entry chained to the one before (R42, SD-35).

An entry says who, what act, on what (a kind and a number, never a name of a visitor nor a word of theirs), when, and from where: which session,
which terminal, which part of the net. It is written at the end of the unit of work that did the act, in the same transaction, so that
neither stands without the other; the row that numbers the entries is held for that moment only, and last of all."""

import hashlib
import ipaddress
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, bindparam, event, insert, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.foundation import append_only, series, unit_of_work
from portal.foundation.database import Base, Json, Utc, db
from portal.network.audited import ACTS

SERIES = "audit"
_NOTED = "noted_for_the_audit"


class AuditEntry(Base):
    """One act; `seq` counts from 1 without a gap. `kind` and `name` say on what: a case and its number, a person and theirs, a setting."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_person", "person_id", "seq"), Index("ix_audit_entry_act", "act", "seq"),
                      Index("ix_audit_entry_on", "kind", "name"), Index("ix_audit_entry_at", "at"))

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(Utc)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    act: Mapped[str] = mapped_column(String(30))
    kind: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(60))
    facts: Mapped[dict[str, Any]] = mapped_column(Json)
    session_id: Mapped[int | None]
    terminal_id: Mapped[int | None]
    source: Mapped[str] = mapped_column(String(50))
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


append_only.guard(AuditEntry.__table__)  # type: ignore[arg-type]
_TABLE: Any = AuditEntry.__table__
# Built once: to put a statement together costs as much as to run it.
_BEFORE = select(_TABLE.c.hash, _TABLE.c.at).where(_TABLE.c.seq == bindparam("last"))
_ENTER = insert(_TABLE)


@dataclass(frozen=True)
class Whence:
    """From where something is done: a session of staff, a paired terminal, an address as it came. Nothing of it: the command line."""

    session_id: int | None = None
    terminal_id: int | None = None
    address: str = ""


@dataclass(frozen=True)
class _Noted:
    act: str
    kind: str
    name: str
    person_id: int | None
    at: datetime
    whence: Whence
    session: Any
    facts: dict[str, Any]


askers: list[Callable[[], Whence]] = []  # the threshold says from where the request at hand comes


def note(act: str, kind: str = "", name: object = "", *, person_id: int | None, at: datetime, session: Any = None, **facts: object) -> None:
    """Have an act entered when this unit of work ends; what is taken back before is not. `session`: a row that this unit of work adds.
    `facts` are words of the product, numbers and days: nothing that somebody wrote. Raises LookupError for an act that is not known."""
    if act not in ACTS:
        raise LookupError(act)
    whence = askers[-1]() if askers else Whence()
    told = {key: value if isinstance(value, bool | int) else str(value) for key, value in facts.items() if value is not None}
    db.session.info.setdefault(_NOTED, []).append(_Noted(act, kind, str(name)[:60], person_id, at, whence, session, told))


@event.listens_for(Session, "after_rollback")
def _taken_back(session: Session) -> None:
    session.info.pop(_NOTED, None)


def write() -> None:
    """At the end of a unit of work: what was noted becomes entries, in its order."""
    noted: list[_Noted] = db.session.info.pop(_NOTED, [])
    if not noted:
        return
    db.session.flush()
    first = series.advance(SERIES, len(noted)) - len(noted) + 1  # from here to the commit nobody else enters anything
    connection = db.session.connection()
    last = connection.execute(_BEFORE, {"last": first - 1}).one_or_none()
    previous, since = last or ("", noted[0].at)
    rows = []
    for seq, one in enumerate(noted, first):
        since = max(since, one.at)  # a clock that was set back does not reorder anything (R26)
        rows.append(_row(seq, one, since, previous))
        previous = rows[-1]["hash"]
    connection.execute(_ENTER, rows[0] if len(rows) == 1 else rows)


unit_of_work.closers.append(write)


def _row(seq: int, one: _Noted, at: datetime, previous: str) -> dict[str, Any]:
    row = {"seq": seq, "at": at, "person_id": one.person_id, "act": one.act, "kind": one.kind, "name": one.name, "facts": one.facts,
           "session_id": one.session.id if one.session is not None else one.whence.session_id,
           "terminal_id": one.whence.terminal_id, "source": reduced(one.whence.address), "previous": previous}
    return row | {"hash": digest(**row)}


def digest(*, seq: int, at: datetime, facts: dict[str, Any], previous: str, **told: object) -> str:
    """SHA-256, in hexadecimal, over all that an entry says and the hash of the one before it."""
    content = [seq, at.astimezone(UTC).isoformat(timespec="microseconds"), facts, sorted(told.items()), previous]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode("utf-8", "surrogatepass")).hexdigest()


def fits(entry: AuditEntry) -> bool:
    """Whether an entry still says what it said when it was written."""
    told = {column: getattr(entry, column) for column in ("seq", "at", "person_id", "act", "kind", "name", "facts", "session_id", "terminal_id",
                                                         "source", "previous")}
    return entry.hash == digest(**told)


def reduced(address: str) -> str:
    """The part of the net an address lies in: 192.0.2.0/24, 2001:db8:1::/48; what is none stays empty."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return ""
    known = getattr(known, "ipv4_mapped", None) or known
    return str(ipaddress.ip_network((known, 24 if known.version == 4 else 48), strict=False))


def head() -> tuple[int, str] | None:
    """The number and hash of the last entry; None before the first."""
    row = db.session.execute(select(AuditEntry.seq, AuditEntry.hash).order_by(AuditEntry.seq.desc()).limit(1)).one_or_none()
    return (row.seq, row.hash) if row is not None else None
