"""The calendar as rows: which days are worked, from which source, which years are confirmed, and what changed when (practice.md §3.4)."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import ForeignKey, String, func, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.foundation import append_only, marks
from portal.foundation.database import Base, Utc, db
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


class Closure(Base):
    """A day on which this network alone is closed (typhoon, local holiday); it goes before what the arrangement says."""

    __tablename__ = "closure"

    day: Mapped[date] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40))
    source: Mapped[str] = mapped_column(String(60))


class CalendarVersion(Base):
    """One change of the calendar: who, when, from which source; a due day keeps the version it was counted with."""

    __tablename__ = "calendar_version"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Utc)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    what: Mapped[str] = mapped_column(String(20))
    source: Mapped[str] = mapped_column(String(60))


class CalendarChange(Base):
    """What one version changed about one day: what it was, so that an older version can be read again. None: nothing was said."""

    __tablename__ = "calendar_change"

    version_id: Mapped[int] = mapped_column(ForeignKey("calendar_version.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    works_before: Mapped[bool | None]
    name_before: Mapped[str] = mapped_column(String(40))
    local_before: Mapped[bool]


append_only.guard(CalendarVersion.__table__)  # type: ignore[arg-type]
append_only.guard(CalendarChange.__table__)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Told:
    """What the calendar says about a day, in whose name; `local` for a closure of this network alone."""

    works: bool
    name: str
    local: bool = False


marks.renewed_by("network", CalendarDay.__table__, CalendarYear.__table__,  # type: ignore[arg-type]
                 Closure.__table__, CalendarVersion.__table__)  # type: ignore[arg-type]
_DAYS, _YEARS = select(CalendarDay.day, CalendarDay.works), select(CalendarYear.year)
_CLOSED, _VERSION = select(Closure.day), select(func.max(CalendarVersion.id))


def workdays() -> Workdays:
    """The calendar in force, for counting: some 35 rows a year, kept while they stand."""
    return marks.kept("network", "workdays", _read)


def _read() -> Workdays:
    days = dict(db.session.execute(_DAYS).all()) | dict.fromkeys(db.session.scalars(_CLOSED), False)  # type: ignore[arg-type]
    return Workdays(days, frozenset(db.session.scalars(_YEARS)), db.session.scalar(_VERSION) or 0)


def version() -> str:
    """A name for the calendar's present content: its last confirmed year."""
    return str(max(workdays().known_years, default=0))


def changed_at() -> datetime | None:
    """When it was changed last; None if it is as it was shipped."""
    return db.session.scalar(select(func.max(CalendarVersion.at)))


def told() -> dict[date, Told]:
    """What the calendar says now about every day it names."""
    found = {row.day: Told(row.works, row.name) for row in db.session.scalars(select(CalendarDay))}
    return found | {row.day: Told(False, row.name, local=True) for row in db.session.scalars(select(Closure))}


def as_of(wanted: int | None) -> dict[date, Told]:
    """What an older version said: the later changes are taken back, the newest first. None: the present one."""
    found = told()
    if wanted is None:
        return found
    for row in db.session.scalars(select(CalendarChange).where(CalendarChange.version_id > wanted)
                                  .order_by(CalendarChange.version_id.desc())):
        if row.works_before is None:
            found.pop(row.day, None)
        else:
            found[row.day] = Told(row.works_before, row.name_before, row.local_before)
    return found


def ship() -> None:
    """Enter the years that come with the product (State Council arrangements 2024–2026)."""
    years = set()
    for line in SHIPPED.read_text("utf-8").splitlines()[1:]:
        day, works, name = line.split(",")
        db.session.add(CalendarDay(day=date.fromisoformat(day), works=works == "1", name=name, source="shipped"))
        years.add(int(day[:4]))
    db.session.add_all(CalendarYear(year=year, source="shipped") for year in sorted(years))
