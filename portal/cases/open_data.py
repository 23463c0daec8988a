"""What stands on the board as open data: results in portions with their entries in the ledger, and by the day they were first told.
It reads the two public projections and the ledger, and nothing else (SD-43)."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TypeVar

from sqlalchemy import func, select

from portal.cases import board
from portal.cases.board import Filter
from portal.cases.ledger import Entry
from portal.cases.progress import Progress
from portal.cases.publication import Publication
from portal.foundation import merkle
from portal.foundation.database import db

Row = TypeVar("Row", Publication, Progress)


@dataclass(frozen=True)
class Told:
    """A published row and its entry: the place, and the leaf hash in hexadecimal (None and empty where it was never entered)."""

    row: Publication
    index: int | None
    leaf: str


def portions(wanted: Filter, most: int) -> Iterator[list[Told]]:
    """All results that fit, newest first, `most` at a time; between two portions no snapshot of the database is held."""
    older: int | None = wanted.before
    while True:
        page = board.newest(replace(wanted, before=older), most)
        yield with_entries(page.rows)
        db.session.rollback()  # a slow reader must not hold a snapshot of the database
        older = page.older
        if older is None:
            return


def with_entries(rows: Collection[Publication]) -> list[Told]:
    """The rows beside their entries, asked for at once."""
    query = select(Entry.publication_id, Entry.place, Entry.data).where(Entry.publication_id.in_([row.id for row in rows]))
    found = {row_id: (place, merkle.leaf_hash(data.encode()).hex()) for row_id, place, data in db.session.execute(query)}
    return [Told(row, *found.get(row.id, (None, ""))) for row in rows]


@dataclass(frozen=True)
class Span:
    """First told from one local day to another, both included; of these classes by their first letter (none: of all)."""

    first: date
    last: date
    classes: frozenset[str] = frozenset()


def results(span: Span, most: int) -> list[Publication]:
    """The results of matters first told in a span, the latest first."""
    return _within(Publication, span, most)


def moving(span: Span, most: int) -> list[Progress]:
    """The same of open matters whose progress is public."""
    return _within(Progress, span, most)


def _within(table: type[Row], span: Span, most: int) -> list[Row]:
    query = select(table).where(table.is_current.is_(True), table.registered_on.between(span.first, span.last))
    if span.classes:
        query = query.where(func.substr(table.category, 1, 1).in_(sorted(span.classes)))
    return list(db.session.scalars(query.order_by(table.registered_on.desc(), table.id.desc()).limit(most)))


def results_of(numbers: Collection[str]) -> list[Publication]:
    """The results that stand under these numbers."""
    return list(db.session.scalars(select(Publication).where(Publication.number.in_(numbers), Publication.is_current.is_(True))))


def moving_of(numbers: Collection[str]) -> list[Progress]:
    """The open matters under these numbers whose progress is public."""
    return list(db.session.scalars(select(Progress).where(Progress.number.in_(numbers), Progress.is_current.is_(True))))


def blocks(size: int) -> list[tuple[int, datetime]]:
    """Blocks of `size` ids, by number from 1, that hold results; of each when the newest row in it was entered."""
    newest = db.session.scalar(select(func.max(Publication.id))) or 0
    found = [(number, _entered_last(number, size)) for number in range(1, -(-newest // size) + 1)]
    return [(number, at) for number, at in found if at is not None]


def _entered_last(number: int, size: int) -> datetime | None:
    last = select(func.max(Publication.id)).where(Publication.id <= number * size, Publication.id > (number - 1) * size,
                                                  Publication.is_current.is_(True)).scalar_subquery()
    found = db.session.execute(select(Publication.published_at, Entry.at).outerjoin(Entry, Entry.publication_id == Publication.id)
                               .where(Publication.id == last)).first()
    return None if found is None else found[1] or found[0]


def addresses(number: int, size: int, most: int) -> Iterator[list[tuple[str, datetime]]]:
    """Numbers of the results in a block, each with when it was entered as it stands, `most` at a time."""
    after, last = (number - 1) * size, number * size
    while True:
        query = (select(Publication.id, Publication.number, func.coalesce(Entry.at, Publication.published_at))
                 .outerjoin(Entry, Entry.publication_id == Publication.id)
                 .where(Publication.id > after, Publication.id <= last, Publication.is_current.is_(True)).order_by(Publication.id).limit(most))
        rows = db.session.execute(query).all()
        yield [(name, at) for _, name, at in rows]
        db.session.rollback()
        if len(rows) < most:
            return
        after = rows[-1][0]
