"""What must always be true of the board and what the ledger holds of it, as whoever has the salts sees it (practice.md §12.4, SD-42, R22)."""

import json
from collections.abc import Callable, Iterator

from sqlalchemy import func, select

from portal.cases import ledger, mask, progress, publication
from portal.cases.case import Case, PublicState
from portal.cases.ledger import Entry, Kind
from portal.cases.progress import Progress
from portal.cases.publication import Publication
from portal.foundation.database import db

# What rooms further up publish and have entered by name: each gives the names of all that stands on the board now, with its canonical text.
published_elsewhere: list[Callable[[], Iterator[tuple[str, str]]]] = []


def results_as_entered() -> Iterator[str]:
    """Each result that stands is what was entered with it, its slips, its visitor's word and its marks among the rest."""
    query = select(Publication, Entry).outerjoin(Entry, Entry.publication_id == Publication.id).where(Publication.is_current.is_(True))
    for row, entry in db.session.execute(query.execution_options(yield_per=200)):
        yield from _differs(row.number, entry, publication.canonical(row), "result")


def masks_as_entered() -> Iterator[str]:
    """Of a result that is done with, the masks are those that were entered: who covered what, and why."""
    last = {json.loads(entry.data)["number"]: entry for entry in db.session.scalars(select(Entry).where(Entry.kind == Kind.MASKED).order_by(Entry.place))}
    query = select(Case).join(Publication, Publication.case_id == Case.id).where(
        Publication.is_current.is_(True), Publication.masks != [], Case.public_state == PublicState.PUBLISHED)
    for case in db.session.scalars(query):
        yield from _differs(case.number, last.get(case.number), mask.record(case), "masks")


def traces_as_entered() -> Iterator[str]:
    """How the unit of an open matter was pressed stands there as it was entered, since such entries are made."""
    since = db.session.scalar(select(func.min(Entry.progress_id))) or 0
    for row in db.session.scalars(select(Progress).where(Progress.is_current.is_(True), Progress.id >= since).order_by(Progress.id)):
        entry = progress.last_entry(row) if since else None
        if entry is not None or (progress.told(row) and since and not _stood_before(row.number, since)):
            yield from _differs(row.number, entry, progress.canonical(row), "slips")


def others_as_entered() -> Iterator[str]:
    """What other rooms published is what was entered under its name, and nothing that was entered is gone in silence."""
    entries = {entry.name: entry for entry in db.session.scalars(select(Entry).where(Entry.name.is_not(None)).order_by(Entry.place))}
    standing = {name: told for every in published_elsewhere for name, told in every()} if entries else {}
    for name, told in standing.items():
        entry = entries.get(name)
        yield from _differs(name, entry if entry and entry.kind is not Kind.HIDDEN else None, told, "words")
    for name, entry in entries.items():
        if entry.kind is not Kind.HIDDEN and name not in standing:
            yield f"{name}: it was entered (entry {entry.place}) and is gone from the board"


def _stood_before(number: str, since: int) -> bool:
    return bool(db.session.scalar(select(func.count()).select_from(Progress).where(Progress.number == number, Progress.id < since)))


def _differs(number: str, entry: Entry | None, told: str, what: str) -> Iterator[str]:
    if entry is None:
        yield f"{number}: no entry of the ledger holds the {what} on the board"
    elif entry.salt and json.loads(entry.data).get("record") != ledger.fingerprint(entry.salt, told):
        yield f"{number}: the {what} on the board is not what was entered (entry {entry.place})"


CHECKS: tuple[Callable[[], Iterator[str]], ...] = (results_as_entered, masks_as_entered, traces_as_entered, others_as_entered)
