"""What must always be true of acceptances and what the ledger holds of them (practice.md §12.4, R26)."""

import json
from collections.abc import Callable, Iterator

from sqlalchemy import func, select

from portal.cases import commitment
from portal.cases.case import Case
from portal.cases.commitment import Commitment
from portal.cases.ledger import Entry, Kind
from portal.foundation.database import db


def accepted_when_it_was_said() -> Iterator[str]:
    """Each matter, since there are commitments, has one; it is to the number and minute that the case has, and its entry holds it."""
    since = select(func.min(Commitment.case_id)).scalar_subquery()
    for number in db.session.scalars(select(Case.number).where(Case.id >= since, Case.id.not_in(select(Commitment.case_id)))):
        yield f"{number}: accepted, but nothing shows when"
    query = select(Commitment, Case, Entry.data).join(Case, Case.id == Commitment.case_id).outerjoin(Entry, Entry.place == Commitment.place)
    for row, case, data in db.session.execute(query.execution_options(yield_per=500)):
        if row.salt and commitment.fingerprint(row.salt, commitment.said(case)) != row.fingerprint:
            yield f"{case.number}: its number, or the minute it was accepted, is not what was committed to{_where(row)}"
        if row.place is not None and (data is None or json.loads(data).get("record") != row.fingerprint):
            yield f"{case.number}: the ledger does not hold its acceptance{_where(row)}"


def _where(row: Commitment) -> str:
    return "" if row.place is None else f" (entry {row.place})"


def each_entry_is_somebodys() -> Iterator[str]:
    """No acceptance stands in the ledger that no case was committed to."""
    query = select(Entry.place).where(Entry.kind == Kind.ACCEPTED, Entry.place.not_in(select(Commitment.place).where(Commitment.place.is_not(None))))
    for place in db.session.scalars(query):
        yield f"entry {place}: an acceptance of no case"


CHECKS: tuple[Callable[[], Iterator[str]], ...] = (accepted_when_it_was_said, each_entry_is_somebodys)
