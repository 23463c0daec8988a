"""How the visitor was received, said without any result: from the first day on, once a matter, whatever becomes of it (T3, practice.md §2.6)."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, bindparam, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.cases import lifecycle, rating
from portal.cases.case import Case, Channel, State
from portal.foundation import append_only
from portal.foundation.database import Base, Utc, choice, db
from portal.foundation.refusal import Moved
from portal.network.actor import Actor


class ReceptionRating(Base):
    """One word on the reception, from 5 (best) to 1. It is no rating of an answer and is never counted as one (practice.md §4.3)."""

    __tablename__ = "reception_rating"
    __table_args__ = (CheckConstraint("reception BETWEEN 1 AND 5", name="reception"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), unique=True)
    reception: Mapped[int]
    channel: Mapped[Channel] = mapped_column(choice(Channel))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # who entered it at the desk
    at: Mapped[datetime] = mapped_column(Utc)


append_only.guard(ReceptionRating.__table__)  # type: ignore[arg-type]


def rate(case: Case, *, reception: int, channel: Channel, by: Actor) -> ReceptionRating:
    """Take the word on the reception alone; the matter stays where it is. Said once, like every rating, it stands (R15)."""
    if not is_open(case):
        raise Moved("reception_said")
    rating.check_reception(reception)
    lifecycle.also(case, "reception.rate", by=by, facts={"reception": reception}, for_visitor=True)
    row = ReceptionRating(case_id=case.id, reception=reception, channel=channel, person_id=by.person_id, at=by.at)
    db.session.add(row)
    return row


def is_open(case: Case) -> bool:
    """Whether nothing was said yet of how the visitor was received: neither alone nor beside an answer."""
    if case.state in (State.DRAFT, State.VOID) or of_case(case) is not None:
        return False
    return all(row.reception is None for row in rating.of_case(case))


def is_asked(case: Case) -> bool:
    """Whether the question belongs to what can be rated now: beside each answer, unless it was said alone, else while it is open."""
    return of_case(case) is None if rating.waits_for(case) else is_open(case)


_OF_CASE = select(ReceptionRating).where(ReceptionRating.case_id == bindparam("case"))


def of_case(case: Case) -> ReceptionRating | None:
    """The word on the reception that was said alone; where there is one, the rating of an answer asks no second."""
    return db.session.scalar(_OF_CASE, {"case": case.id})
