"""Every concern and motion that stands on the board, by its name in the ledger and with its canonical text (SD-42, X-18)."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select

from portal.cases import ledger_invariants
from portal.cases.ledger import Entry, Kind
from portal.commons import concern_entry, motion
from portal.commons.concern import ON_BOARD, Concern
from portal.commons.motion import Motion
from portal.foundation.database import db

NAME, AT_ONCE = "concerns_entered", 200


def everything() -> Iterator[tuple[str, str]]:
    """Names and canonical texts, the newest concern first, its motions behind it."""
    for portion in _portions():
        yield from portion


def portions() -> Iterator[list[tuple[str, str]]]:
    """The same, so many concerns at a time; between two portions no snapshot of the database is held."""
    for portion in _portions():
        yield portion
        db.session.rollback()  # a slow reader must not hold a snapshot of the database


def _portions() -> Iterator[list[tuple[str, str]]]:
    query = select(Concern).where(Concern.standing.in_(ON_BOARD)).order_by(Concern.id.desc()).limit(AT_ONCE)
    older: int | None = None
    while rows := list(db.session.scalars(query.where(Concern.id < older) if older else query)):
        motions: dict[int, list[Motion]] = {row.id: [] for row in rows}
        for given in db.session.scalars(select(Motion).where(Motion.concern_id.in_(motions), Motion.sent_at.is_not(None)).order_by(Motion.id)):
            motions[given.concern_id].append(given)
        older = rows[-1].id
        yield [told for row in rows for told in [(concern_entry.name_of(row), concern_entry.canonical(row)),
                                                 *((motion.name_of(given), motion.canonical(given)) for given in motions[row.id])]]


ledger_invariants.published_elsewhere.append(everything)


def enter_missing(at: datetime) -> int:
    """Have entered what stood on the board before the ledger took in such things; how many. In a unit of work."""
    last = {name: kind for name, kind in db.session.execute(select(Entry.name, Entry.kind).where(Entry.name.is_not(None)).order_by(Entry.place))}
    missing = {name for name, _ in everything() if last.get(name, Kind.HIDDEN) is Kind.HIDDEN}
    for row in db.session.scalars(select(Concern).where(Concern.standing.in_(ON_BOARD)).order_by(Concern.id)):
        if concern_entry.name_of(row) in missing:
            concern_entry.enter(row, at)
        for given in db.session.scalars(select(Motion).where(Motion.concern_id == row.id, Motion.sent_at.is_not(None)).order_by(Motion.id)):
            if motion.name_of(given) in missing:
                motion.enter(given, row, at)
    return len(missing)
