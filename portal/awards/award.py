"""A case that was chosen. What the public reads of it hangs on its result: without one that stands, only the stone is left (ZK-02)."""

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.cases.case import Case
from portal.foundation import append_only, marks
from portal.foundation.database import Base, Json, Utc, choice, db


class Ending(enum.StrEnum):
    """Why an award ended for good."""

    VISITOR = "visitor"
    OFFICE = "office"


class Award(Base):
    """One of the chosen cases of a period. `place` is its rank (cases with equal points share one), `points` thousandths of a point of ten
    as scored by `reviewers` people, `criteria` the same of each criterion; `evidence` is what they scored by, as it stood that day."""

    __tablename__ = "award"
    __table_args__ = (Index("ix_award_period", "period_id", "place", "nomination_id"),)

    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id"), primary_key=True, autoincrement=False)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), unique=True)
    period_id: Mapped[int] = mapped_column(ForeignKey("award_period.id"))
    place: Mapped[int]
    points: Mapped[int]
    reviewers: Mapped[int]
    criteria: Mapped[dict[str, int]] = mapped_column(Json)
    evidence: Mapped[dict[str, Any]] = mapped_column(Json)
    at: Mapped[datetime] = mapped_column(Utc)
    ended_at: Mapped[datetime | None] = mapped_column(Utc)
    ending: Mapped[Ending | None] = mapped_column(choice(Ending))


append_only.guard(Award.__table__, may_change=("ended_at", "ending"))  # type: ignore[arg-type]
marks.renewed_by("board", Award.__table__)  # type: ignore[arg-type]


def of_case(case: Case) -> Award | None:
    """The award of a case, ended or not."""
    return db.session.scalar(select(Award).where(Award.case_id == case.id))
