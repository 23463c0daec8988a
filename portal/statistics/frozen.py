"""A monthly report as it was signed: the very bytes, kept for ever and entered in the ledger, and the sums of several (HB-13, SD-42, X-07)."""

import json
from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.cases import ledger, ledger_invariants
from portal.cases.ledger import Kind
from portal.commons.concern_entry import line
from portal.foundation import append_only, clock, marks
from portal.foundation.database import Base, Utc, db
from portal.foundation.refusal import Missing, Moved
from portal.network import access, audit
from portal.network.access import Place
from portal.network.actor import Actor
from portal.statistics import monthly
from portal.statistics.monthly import MonthlyReport

AT_ONCE = 200


class FrozenReport(Base):
    """One signed report; `record` is its canonical text, and every page, paper and sum is made of nothing else."""

    __tablename__ = "frozen_report"

    report_id: Mapped[int] = mapped_column(ForeignKey("monthly_report.id"), primary_key=True, autoincrement=False)
    station_code: Mapped[str] = mapped_column(String(8), index=True)
    period: Mapped[str] = mapped_column(String(7), index=True)
    record: Mapped[str] = mapped_column(Text)
    signed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    signed_at: Mapped[datetime] = mapped_column(Utc)

    @property
    def name(self) -> str:
        """The name it has in the ledger."""
        return f"REPORT-{self.report_id}"

    @property
    def told(self) -> dict[str, Any]:
        """What the record says."""
        found: dict[str, Any] = json.loads(self.record)
        return found


append_only.guard(FrozenReport.__table__)  # type: ignore[arg-type]
marks.renewed_by("board", FrozenReport.__table__)  # type: ignore[arg-type]


def sign(row: MonthlyReport, *, by: Actor) -> FrozenReport:
    """Who is first responsible signs: from now on nothing of it changes, everybody reads it, and the ledger holds it."""
    access.permit(by, "report.sign", Place(row.station_id))
    if row.signed_at is not None:
        raise Moved
    monthly.check_words(row, by=by)
    ledger.check_key()
    row.signed_at = by.at
    made = FrozenReport(report_id=row.id, station_code=row.station.code, period=row.period, record=canonical(row, by), signed_by_id=by.person_id or 0,
                        signed_at=by.at)
    db.session.add(made)
    audit.note("report_sign", "report", made.name, person_id=by.person_id, at=by.at, station=row.station_id)
    ledger.note(Kind.REPORT, made.name, at=by.at, witness=made, record=made.record)
    return made


def canonical(row: MonthlyReport, by: Actor) -> str:
    """All that everybody may read of it, as one line of JSON with its keys in order."""
    return line({"number": f"REPORT-{row.id}", "station": row.station.code, "station_name": row.station.name, "period": row.period, "first": row.first.isoformat(),
                 "last": row.last.isoformat(), "figures": row.figures, "corrections": row.corrections, **row.texts, "locale": row.locale, "signed": [by.name],
                 "signed_on": clock.day_of(by.at).isoformat()})


def one(report_id: int) -> FrozenReport:
    """By its number; raises Missing while it is not signed."""
    row = db.session.get(FrozenReport, report_id)
    if row is None:
        raise Missing
    return row


def of(code: str, period: str) -> FrozenReport:
    """The report of a station for a period; raises Missing."""
    row = db.session.scalar(select(FrozenReport).where(FrozenReport.station_code == code, FrozenReport.period == period))
    if row is None:
        raise Missing
    return row


def periods() -> list[str]:
    """Every period of which a report was signed, the newest first."""
    return list(db.session.scalars(select(FrozenReport.period).distinct().order_by(FrozenReport.period.desc())))


def in_period(period: str, codes: Collection[str] | None = None) -> list[FrozenReport]:
    """The signed reports of a period, of these stations or of all."""
    query = select(FrozenReport).where(FrozenReport.period == period).order_by(FrozenReport.station_code)
    return list(db.session.scalars(query if codes is None else query.where(FrozenReport.station_code.in_(codes))))


def everything() -> Iterator[tuple[str, str]]:
    """Names and canonical texts of all, the newest first."""
    for portion in _portions():
        yield from portion


def portions() -> Iterator[list[tuple[str, str]]]:
    """The same, so many at a time; between two portions no snapshot of the database is held."""
    for portion in _portions():
        yield portion
        db.session.rollback()


def _portions() -> Iterator[list[tuple[str, str]]]:
    query = select(FrozenReport).order_by(FrozenReport.report_id.desc()).limit(AT_ONCE)
    older: int | None = None
    while rows := list(db.session.scalars(query.where(FrozenReport.report_id < older) if older else query)):
        older = rows[-1].report_id
        yield [(row.name, row.record) for row in rows]


ledger_invariants.published_elsewhere.append(everything)
