"""The calendar as rows: which days are worked, from which source, and which years are confirmed (practice.md §3.4)."""

from datetime import date
from pathlib import Path

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.foundation import marks
from portal.foundation.database import Base, db
from portal.foundation.workdays import Workdays

SHIPPED = Path(__file__).parent / "calendar_cn.csv"


class CalendarDay(Base):
    """A day that differs from its weekday: a rest on a weekday, or an adjusted weekend that is worked."""

    __tablename__ = "calendar_day"

    day: Mapped[date] = mapped_column(primary_key=True)
    works: Mapped[bool]
    name: Mapped[str] = mapped_column(String(40))
    source: Mapped[str] = mapped_column(String(60))


class CalendarYear(Base):
    """A year whose official arrangement is entered; other years count plain weeks and are provisional."""

    __tablename__ = "calendar_year"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    source: Mapped[str] = mapped_column(String(60))


marks.renewed_by("network", CalendarDay.__table__, CalendarYear.__table__)  # type: ignore[arg-type]
_DAYS, _YEARS = select(CalendarDay.day, CalendarDay.works), select(CalendarYear.year)


def workdays() -> Workdays:
    """The calendar in force, for counting: some 35 rows a year, kept while they stand."""
    return marks.kept("network", "workdays", _read)


def _read() -> Workdays:
    return Workdays(dict(db.session.execute(_DAYS).all()), frozenset(db.session.scalars(_YEARS)))  # type: ignore[arg-type]


def version() -> str:
    """A name for the calendar's present content: its last confirmed year and its number of days."""
    return str(max(workdays().known_years, default=0))


def ship() -> None:
    """Enter the years that come with the product (State Council arrangements 2024–2026)."""
    years = set()
    for line in SHIPPED.read_text("utf-8").splitlines()[1:]:
        day, works, name = line.split(",")
        db.session.add(CalendarDay(day=date.fromisoformat(day), works=works == "1", name=name, source="shipped"))
        years.add(int(day[:4]))
    db.session.add_all(CalendarYear(year=year, source="shipped") for year in sorted(years))
