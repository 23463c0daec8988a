"""Which papers of a file were printed, by whom, which copy: a paper that leaves the house is on record (practice.md §6.3, §9 row 6)."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.cases.case import Case
from portal.foundation import append_only
from portal.foundation.database import Base, Utc, db
from portal.foundation.refusal import NotAllowed
from portal.network.actor import Actor


class Printed(Base):
    """One paper handed out: `what` names it as its address does ("referral-3", "slip-1", "cover"), `copy` is the mark on it."""

    __tablename__ = "printed"
    __table_args__ = (Index("ix_printed_person_at", "person_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    what: Mapped[str] = mapped_column(String(30))
    copy: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(Utc)


append_only.guard(Printed.__table__)  # type: ignore[arg-type]


def note(case: Case, what: str, copy: int, *, by: Actor) -> Printed:
    """Keep that it was printed, before it is handed out."""
    if by.person_id is None:
        raise NotAllowed("not_allowed", act="case.see")
    row = Printed(case_id=case.id, what=what, copy=copy, person_id=by.person_id, at=by.at)
    db.session.add(row)
    return row


def of_case(case: Case) -> list[Printed]:
    """Every paper of a file that was handed out, oldest first."""
    return list(db.session.scalars(select(Printed).where(Printed.case_id == case.id).order_by(Printed.id)))
