"""Keeping the calendar: the State Council's arrangement is pasted line by line, looked at, entered, and the year confirmed."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.refusal import Refused
from portal.network import access
from portal.network.actor import Actor
from portal.network.calendar import CalendarDay, CalendarYear

MOST_LINES = 200
_WORKS = {"1": True, "0": False, "yes": True, "no": False, "班": True, "休": False}


@dataclass(frozen=True)
class Line:
    """One pasted day; `differs` tells whether the calendar says something else, or nothing, about it now."""

    day: date
    works: bool
    name: str
    differs: bool = True


@dataclass(frozen=True)
class Year:
    """One year of the calendar."""

    year: int
    days: int
    source: str | None

    @property
    def confirmed(self) -> bool:
        """Whether its arrangement is entered; otherwise it counts plain weeks and every date in it is provisional."""
        return self.source is not None


def read(pasted: str) -> list[Line]:
    """`2027-01-01,0,元旦` a line (1 works, 0 rests); a heading and empty lines are skipped. Refuses by line number."""
    lines = [(n, line.strip()) for n, line in enumerate(pasted.splitlines(), 1)]
    rows = [(n, line) for n, line in lines if line and not line.lower().startswith("day,")]
    if len(rows) > MOST_LINES:
        raise Refused("calendar_long", most=MOST_LINES)
    found = [_line(n, line) for n, line in rows]
    if not found:
        raise Refused("calendar_empty")
    if len({line.day for line in found}) < len(found):
        raise Refused("calendar_twice")
    now = {row.day: (row.works, row.name) for row in db.session.scalars(
        select(CalendarDay).where(CalendarDay.day.in_([line.day for line in found])))}
    return [Line(line.day, line.works, line.name, now.get(line.day) != (line.works, line.name))
            for line in sorted(found, key=lambda line: line.day)]


def _line(n: int, line: str) -> Line:
    parts = [part.strip() for part in line.replace("，", ",").split(",")]
    try:
        day, works = date.fromisoformat(parts[0]), _WORKS[parts[1].lower()]
    except (ValueError, KeyError, IndexError) as wrong:
        raise Refused("calendar_line", line=n) from wrong
    if not 2000 <= day.year <= 2100:
        raise Refused("calendar_line", line=n)
    return Line(day, works, (parts[2] if len(parts) > 2 else "")[:40])


def enter(lines: list[Line], *, by: Actor) -> int:
    """Enter or correct these days; how many changed. Firm dates already given to visitors stay as they are."""
    access.permit(by, "calendar.manage")
    for line in lines:
        db.session.merge(CalendarDay(day=line.day, works=line.works, name=line.name, source="entered"))
    return sum(line.differs for line in lines)


def confirm(year: int, *, source: str, by: Actor) -> None:
    """The official arrangement of a year is complete: from now on its dates are no longer provisional."""
    access.permit(by, "calendar.manage")
    if not any(known.year == year and known.days for known in years(by)):
        raise Refused("calendar_no_days")
    db.session.merge(CalendarYear(year=year, source=source.strip()[:60] or "entered"))


def years(by: Actor) -> list[Year]:
    """Every year that is known or has days, and the present and the next one, in order."""
    access.permit(by, "calendar.manage")
    confirmed = {row.year: row.source for row in db.session.scalars(select(CalendarYear))}
    days: dict[int, int] = {}
    for day in db.session.scalars(select(CalendarDay.day)):
        days[day.year] = days.get(day.year, 0) + 1
    now = clock.day_of(by.at).year
    return [Year(year, days.get(year, 0), confirmed.get(year)) for year in sorted({*confirmed, *days, now, now + 1})]


def days(year: int) -> list[CalendarDay]:
    """The exceptions of a year in order."""
    return list(db.session.scalars(select(CalendarDay).where(
        CalendarDay.day >= date(year, 1, 1), CalendarDay.day <= date(year, 12, 31)).order_by(CalendarDay.day)))


def next_year_missing(today: date) -> bool:
    """From November on: whether next year's arrangement still has to be entered (practice.md §3.4)."""
    return today.month >= 11 and db.session.scalar(select(func.count()).where(CalendarYear.year == today.year + 1)) == 0
