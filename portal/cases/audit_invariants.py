"""What must always be true of the audit log: no entry changed, gone, added or moved, and the ledger vouches for it (R23, R42)."""

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import zip_longest

from sqlalchemy import select

from portal.cases import audit_head, ledger
from portal.cases.audit_head import AuditHead
from portal.cases.ledger import Entry, Kind
from portal.foundation import series
from portal.foundation.database import db
from portal.network import audit
from portal.network.audit import AuditEntry


def audit_chain_holds() -> Iterator[str]:
    """Each entry follows the one before it, from the first to as many as were numbered; the first that does not is named."""
    place, previous = 0, ""
    with closing(db.session.scalars(select(AuditEntry).order_by(AuditEntry.seq).execution_options(yield_per=500))) as rows:
        for row in rows:
            place += 1
            if row.seq != place:
                yield f"audit entry {place}: it is gone"
                return
            if row.previous != previous or not audit.fits(row):
                yield f"audit entry {place}: it is not what was entered, or does not follow the one before it"
                return
            previous = row.hash
    counted = db.session.get(series.Series, audit.SERIES)
    if place != (counted.last if counted is not None else 0):
        yield f"audit entry {place + 1}: {counted.last if counted is not None else 0} were entered, {place} are there"


def audit_is_in_the_ledger() -> Iterator[str]:
    """Each head that was noted is the one whose fingerprint the ledger holds, and the entry it names still has that hash."""
    entries = db.session.scalars(select(Entry).where(Entry.kind == Kind.AUDIT).order_by(Entry.place)).all()
    heads = db.session.execute(select(AuditHead, AuditEntry.hash).outerjoin(AuditEntry, AuditEntry.seq == AuditHead.seq).order_by(AuditHead.id)).all()
    for entry, found in zip_longest(entries, heads):
        if found is None:
            yield f"audit log: what entry {entry.place} of the ledger vouches for is gone"
        elif entry is None or json.loads(entry.data).get("record") != ledger.fingerprint(entry.salt or "", audit_head.told(found[0])):
            yield f"audit entry {found[0].seq}: the ledger vouches for another one"
        elif found[1] != found[0].hash:
            yield f"audit entry {found[0].seq}: it is not the one that entry {entry.place} of the ledger vouches for"


CHECKS: tuple[Callable[[], Iterator[str]], ...] = (audit_chain_holds, audit_is_in_the_ledger)
