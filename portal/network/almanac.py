"""Keeping the calendar: an arrangement is read, looked at, entered, its year confirmed; closures of this network beside it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import func, select

from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.refusal import Refused
from portal.foundation.text import needed
from portal.foundation.workdays import Workdays
from portal.network import access, audit, calendar
from portal.network.actor import Actor
from portal.network.arrangement import Line, Skipped, is_ics, read_ics, read_lines
from portal.network.calendar import CalendarChange, CalendarDay, CalendarVersion, CalendarYear, Closure

CLOSED_MOST = 31


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


def read(pasted: str, today: date) -> tuple[list[Line], list[Skipped]]:
    """The days of lines or of an iCalendar file, each marked whether it would change the calendar; and what was left out."""
    lines, skipped = read_ics(pasted, today) if is_ics(pasted) else (read_lines(pasted), [])
    now = {row.day: (row.works, row.name) for row in db.session.scalars(
        select(CalendarDay).where(CalendarDay.day.in_([line.day for line in lines])))}
    return [replace(line, differs=now.get(line.day) != (line.works, line.name)) for line in lines], skipped


def with_lines(lines: Iterable[Line]) -> Workdays:
    """The calendar as it would be with these days; a closure of the network still goes before them."""
    now, closed = calendar.workdays(), set(db.session.scalars(select(Closure.day)))
    return replace(now, exceptions={**now.exceptions, **{line.day: line.works for line in lines if line.day not in closed}})


def with_closure(days: Iterable[date]) -> Workdays:
    """The calendar as it would be with these days closed."""
    now = calendar.workdays()
    return replace(now, exceptions={**now.exceptions, **dict.fromkeys(days, False)})


def enter(lines: list[Line], *, by: Actor, source: str = "entered") -> int:
    """Enter or correct these days; how many changed. Firm dates already given to visitors stay as they are."""
    access.permit(by, "calendar.manage")
    changed = [line for line in lines if line.differs]
    if changed:
        _remember([line.day for line in changed], "days", source, by)
    for line in changed:
        db.session.merge(CalendarDay(day=line.day, works=line.works, name=line.name, source=source[:60]))
    return len(changed)


def confirm(year: int, *, source: str, by: Actor) -> None:
    """The official arrangement of a year is complete: from now on its dates are no longer provisional."""
    access.permit(by, "calendar.manage")
    if not any(known.year == year and known.days for known in years(by)):
        raise Refused("calendar_no_days")
    source = source.strip()[:60] or "entered"
    _remember([], "year", f"{year} {source}"[:60], by)
    db.session.merge(CalendarYear(year=year, source=source))


def span(first: date, last: date) -> list[date]:
    """The days of a closure; refused backwards, or longer than a month."""
    if last < first or (last - first).days >= CLOSED_MOST:
        raise Refused("closure_span", most=CLOSED_MOST)
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def close(days: list[date], *, name: str, source: str, by: Actor) -> int:
    """This network is closed on these days: how many that is news for. Days long gone are not closed afterwards."""
    access.permit(by, "calendar.manage")
    if days[0] < clock.day_of(by.at) - timedelta(days=CLOSED_MOST):
        raise Refused("closure_past", most=CLOSED_MOST)
    name, source = needed(name, 40, key="closure_name"), needed(source, 60, key="closure_source")
    known = set(db.session.scalars(select(Closure.day).where(Closure.day.in_(days))))
    new = [day for day in days if day not in known]
    if not new:
        raise Refused("closure_known")
    _remember(new, "closure", source, by)
    db.session.add_all(Closure(day=day, name=name, source=source) for day in new)
    return len(new)


def open_again(day: date, *, by: Actor) -> None:
    """A closure that does not happen after all; only before its day is over."""
    access.permit(by, "calendar.manage")
    row = db.session.get(Closure, day)
    if row is None or day < clock.day_of(by.at):
        raise Refused("closure_over")
    _remember([day], "opened", row.source, by)
    db.session.delete(row)
    db.session.flush()


def _remember(days: Iterable[date], what: str, source: str, by: Actor) -> None:
    said = calendar.told()
    audit.note("setting", "setting", {"days": "calendar_days", "year": "calendar_year", "opened": "opened_again"}.get(what, what),
               person_id=by.person_id, at=by.at)
    version = CalendarVersion(at=by.at, by_id=by.person_id, what=what, source=source[:60])
    db.session.add(version)
    db.session.flush()
    for day in days:
        was = said.get(day)
        db.session.add(CalendarChange(version_id=version.id, day=day, works_before=was.works if was else None,
                                      name_before=was.name if was else "", local_before=was.local if was else False))


def closures() -> list[Closure]:
    """Every closure, the newest first."""
    return list(db.session.scalars(select(Closure).order_by(Closure.day.desc())))


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
