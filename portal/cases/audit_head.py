"""Once a day the head of the audit log goes into the ledger, as a salted fingerprint that says nothing to anybody outside (R42, R22).

Signed heads of the ledger lie with others: whoever rewrites the audit log, its chain too, cannot make them fit again."""

from datetime import datetime

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.cases import ledger
from portal.foundation import append_only
from portal.foundation.database import Base, Utc, db
from portal.network import audit


class AuditHead(Base):
    """A head of the audit log as it was noted; the first of them is the first entry of its kind in the ledger, and so on."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Utc)
    seq: Mapped[int] = mapped_column(unique=True)
    hash: Mapped[str] = mapped_column(String(64))


append_only.guard(AuditHead.__table__)  # type: ignore[arg-type]


def enter(at: datetime) -> bool:
    """Have the ledger vouch for the audit log as it stands, where it grew since the last time; whether it did. In a unit of work."""
    head = audit.head()
    known = db.session.scalar(select(AuditHead.seq).order_by(AuditHead.id.desc()).limit(1))
    if head is None or head[0] == known:
        return False
    row = AuditHead(at=at, seq=head[0], hash=head[1])
    db.session.add(row)
    ledger.note(ledger.Kind.AUDIT, ledger.NO_NUMBER, at=at, witness=row, record=told(row))
    return True


def told(row: AuditHead) -> str:
    """What the fingerprint in the ledger is of."""
    return f"{row.seq} {row.hash}"
