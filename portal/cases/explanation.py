"""The written explanation a red slip asks for: cause, responsibility, measures, by the head of the unit and nobody else (HB-66, X-14)."""

from datetime import date, datetime

from sqlalchemy import BindParameter, ForeignKey, Select, String, Text, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.cases import deadline, lifecycle, referral, slip, unit_paper
from portal.cases.attachment import Attachment
from portal.cases.case import WITH_UNIT, Case, State
from portal.cases.deadline import Deadline
from portal.cases.slip import Level, Slip, Standing
from portal.cases.unit_paper import UnitPaper
from portal.foundation import append_only, clock
from portal.foundation.database import Base, Utc, db
from portal.foundation.refusal import Moved, Refused
from portal.foundation.text import clean, needed
from portal.network.actor import Actor
from portal.network.role import Role


class Explanation(Base):
    """One explanation of one red slip, never changed. `scan_id`: the head's signed sheet, entered by the liaison."""

    __tablename__ = "explanation"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    slip_id: Mapped[int] = mapped_column(ForeignKey("slip.id"), unique=True)
    cause: Mapped[str] = mapped_column(Text)
    responsibility: Mapped[str] = mapped_column(Text)
    measures: Mapped[str] = mapped_column(Text)
    finish_on: Mapped[date | None]
    signed_by: Mapped[str] = mapped_column(String(40))
    scan_id: Mapped[int | None] = mapped_column(ForeignKey("attachment.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    happened_at: Mapped[datetime] = mapped_column(Utc)
    entered_at: Mapped[datetime] = mapped_column(Utc)

    slip: Mapped[Slip] = relationship(lazy="joined", innerjoin=True)
    scan: Mapped[Attachment | None] = relationship()


append_only.guard(Explanation.__table__)  # type: ignore[arg-type]


def explain(case: Case, row: Slip, *, cause: str, responsibility: str, measures: str, by: Actor, finish_on: date | None = None,
            paper: UnitPaper | None = None) -> Explanation:
    """The head types it; where no head has an account, the liaison enters the signed sheet: its scan says the rest."""
    if row.case_id != case.id or row not in owed(case):
        raise Moved("explanation_not_owed")
    if referral.current(case).id != row.referral_id:
        raise Moved("explanation_not_owed")
    told = [clean(text, 2000, 40) if paper else needed(text, 2000, 40, "explanation_whole") for text in (cause, responsibility, measures)]
    if finish_on is not None and finish_on < clock.day_of(by.at):
        raise Refused("promise_past")
    facts = _facts(case, row, by, paper)
    happened = paper.happened_at if paper else by.at
    lifecycle.also(case, "behalf.explanation" if paper else "explanation.write", by=by, happened_at=happened,
                   facts={"slip": row.number} | facts, for_visitor=True)
    given = Explanation(case_id=case.id, slip=row, cause=told[0], responsibility=told[1], measures=told[2], finish_on=finish_on,
                        signed_by=facts["name"], scan_id=facts.get("scan"), person_id=by.person_id or 0, happened_at=happened,
                        entered_at=by.at)
    db.session.add(given)
    if row.explain_due is not None:
        deadline.stop(row.explain_due, by=by)
    return given


def _facts(case: Case, row: Slip, by: Actor, paper: UnitPaper | None) -> dict[str, object]:
    if paper is None:
        return {"name": by.name}
    return unit_paper.take(case, paper, "behalf.explanation", Role.UNIT_HEAD, unit_id=row.referral.unit_id,
                           since=row.countersigned_at or by.at, by=by)


def of_slip(row: Slip) -> Explanation | None:
    """The explanation of a red slip, if it came."""
    return db.session.scalar(select(Explanation).where(Explanation.slip_id == row.id))


def of_case(case: Case) -> list[Explanation]:
    """Every explanation of a case, oldest first."""
    return list(db.session.scalars(select(Explanation).where(Explanation.case_id == case.id).order_by(Explanation.id)))


def owed(case: Case) -> list[Slip]:
    """The red slips that still wait for their explanation; a reply does not take its place, and neither does closing. Of a matter that was
    withdrawn nobody owes one any more."""
    if case.state in (State.VOID, State.WITHDRAWN):
        return []
    given = {row.slip_id for row in of_case(case)}
    return [row for row in slip.of_case(case)
            if row.level is Level.A and row.standing is Standing.OUT and row.id not in given]


def beyond(day: date | BindParameter[date]) -> Select[tuple[int]]:
    """The cases whose unit replied and owes the explanation of a red slip beyond its day (HB-66)."""
    return select(Deadline.case_id).join(Case, Case.id == Deadline.case_id).where(
        Deadline.clock == "explanation", Deadline.ended_at.is_(None), Deadline.due_on < day, Case.state.not_in(WITH_UNIT))


def is_late(row: Slip, day: date) -> bool:
    """Whether the explanation of a red slip is overdue on a day; that is itself visible (HB-66)."""
    return row.explain_due is not None and row.standing is Standing.OUT and row.explain_due.due_on < day and of_slip(row) is None
