"""What the calendar suggested and when the representative was told of it: once for each reason and day it rests on, of one referral,
taken back when the reason is gone. It tells and never issues (X-02); what stands now the ladder itself says, and the page of the day asks it (practice.md §13)."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint, select, update
from sqlalchemy.orm import Mapped, mapped_column

from portal.cases import ladder, ladder_days, ladder_record
from portal.cases.case import Case
from portal.cases.ladder import Suggestion, Why
from portal.foundation import clock
from portal.foundation.database import Base, Utc, choice, db
from portal.network.actor import Actor


class Advice(Base):
    """One reason for a step, of one referral: the day it rests on, since when the representative knows, since when it is gone."""

    __tablename__ = "advice"
    __table_args__ = (UniqueConstraint("referral_id", "why", "day", name="uq_advice_referral_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    referral_id: Mapped[int] = mapped_column(ForeignKey("referral.id"))
    why: Mapped[Why] = mapped_column(choice(Why))
    day: Mapped[date]
    told_at: Mapped[datetime] = mapped_column(Utc)
    gone_at: Mapped[datetime | None] = mapped_column(Utc)


def look(case: Case, *, by: Actor) -> list[Suggestion]:
    """Keep what the ladder suggests now and take back what it no longer does; returns what nobody was told of yet."""
    day = clock.day_of(by.at)
    records = ladder_record.led_on([case])
    found = ladder.suggested([case], by)[case.id]
    _look_again(case, ladder_days.next_look(records[0], day) if records else None)
    to = records[0].to.id if records and records[0].to else None
    known, suggested = of_case(case), {(one.why, one.day) for one in found}
    for row in known:
        stands = row.referral_id == to and (row.why, row.day) in suggested
        row.gone_at = None if stands else row.gone_at or by.at
    said = {(row.why, row.day) for row in known if row.referral_id == to}
    new = [one for one in ladder.leading(found) if (one.why, one.day) not in said]
    db.session.add_all(Advice(case_id=case.id, referral_id=to, why=one.why, day=one.day, told_at=by.at) for one in new)
    return new


def of_case(case: Case) -> list[Advice]:
    """Everything that was ever suggested of a case, oldest first."""
    return list(db.session.scalars(select(Advice).where(Advice.case_id == case.id).order_by(Advice.id)))


def _look_again(case: Case, on: date | None) -> None:
    table = Case.__table__
    db.session.execute(update(table).where(table.c.id == case.id).values(ladder_looks_on=on))  # type: ignore[arg-type]
    db.session.expire(case, ["ladder_looks_on"])
