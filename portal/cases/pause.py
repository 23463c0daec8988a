"""Pauses as rows: which clock stood still, why, since when, until when at most, and who said so (practice.md §3.3)."""

import enum
from collections.abc import Iterable
from datetime import date

from sqlalchemy import ForeignKey, Text, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.foundation import append_only
from portal.foundation.database import Base, choice, db
from portal.foundation.workdays import Stood
from portal.network.actor import Actor


class PauseReason(enum.StrEnum):
    """Why a clock stands still: two are steps of the loop, three are somebody's decision with a limit of the policy."""

    CLARIFY = "clarify"
    RETURN = "return"
    VISITOR = "visitor"
    APPRAISAL = "appraisal"
    COURT = "court"


MOST_AT_ONCE = 1000  # a database takes only so many values in one question
DECIDED = (PauseReason.VISITOR, PauseReason.APPRAISAL, PauseReason.COURT)


class Pause(Base):
    """One stand of one clock; `limit_on` is its last day at most. Only its end is ever added."""

    __tablename__ = "pause"

    id: Mapped[int] = mapped_column(primary_key=True)
    deadline_id: Mapped[int] = mapped_column(ForeignKey("deadline.id"), index=True)
    reason: Mapped[PauseReason] = mapped_column(choice(PauseReason))
    note: Mapped[str] = mapped_column(Text, default="")
    since_on: Mapped[date]
    limit_on: Mapped[date]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    ended_on: Mapped[date | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


append_only.guard(Pause.__table__, may_change=("ended_on", "ended_by_id"))  # type: ignore[arg-type]


def begin(deadline_id: int, reason: PauseReason, *, note: str, since_on: date, limit_on: date, by: Actor) -> Pause:
    """A clock stands still from today on."""
    row = Pause(deadline_id=deadline_id, reason=reason, note=note, since_on=since_on, limit_on=limit_on, by_id=by.person_id)
    db.session.add(row)
    return row


def end(deadline_id: int, on: date, *, by: Actor) -> None:
    """It runs on from that day."""
    for row in db.session.scalars(select(Pause).where(Pause.deadline_id == deadline_id, Pause.ended_on.is_(None))):
        row.ended_on, row.ended_by_id = on, by.person_id


def of_clocks(ids: Iterable[int]) -> dict[int, list[Pause]]:
    """Every pause of some clocks, in order."""
    found: dict[int, list[Pause]] = {}
    wanted = list(ids)
    for at in range(0, len(wanted), MOST_AT_ONCE):
        query = select(Pause).where(Pause.deadline_id.in_(wanted[at:at + MOST_AT_ONCE])).order_by(Pause.id)
        for row in db.session.scalars(query):
            found.setdefault(row.deadline_id, []).append(row)
    return found


def stood(rows: Iterable[Pause]) -> list[Stood]:
    """The spans that are over, as due days are counted with; one that still stands moves its clock when it ends."""
    return [(row.since_on, row.ended_on) for row in rows if row.ended_on is not None]
