"""Reading a year's arrangement: lines of text or an iCalendar file become days; what cannot be read is named by its line."""

import csv
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from portal.foundation.refusal import Refused

if TYPE_CHECKING:
    from icalendar import Event

MOST_LINES, NAME_MOST, EARLIEST, LATEST = 400, 40, 2000, 2100
_WORKS = {"1": True, "0": False, "yes": True, "no": False, "班": True, "休": False, "上班": True, "休息": False, "放假": False}
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
# Chinese public calendars: what Apple marks, else what the title says. Work is looked for first: 调休上班 holds both characters.
_MARK = {"ALTERNATE-WORKDAY": True, "WORK-HOLIDAY": False}
_SAYS_WORK = re.compile(r"班|workday|working day", re.IGNORECASE)
_SAYS_REST = re.compile(r"休|放假|假期|day off|public holiday", re.IGNORECASE)
_NOT_A_NAME = re.compile(r"[（(\[【]?\s*(调休|補班|补班|上班|班|休|放假|假期)\s*[)）\]】]?|第\d+天(/共\d+天)?|\s+")


@dataclass(frozen=True)
class Line:
    """One day as it was read; `differs` tells whether the calendar says something else, or nothing, about it now."""

    day: date
    works: bool
    name: str
    differs: bool = True


@dataclass(frozen=True)
class Skipped:
    """An entry of a file that says nothing about work or rest, or lies in the past: where it stands and its title."""

    line: int
    title: str


def is_ics(text: str) -> bool:
    """Whether a text is an iCalendar file."""
    return text.lstrip("\ufeff \r\n").upper().startswith("BEGIN:VCALENDAR")


def decoded(data: bytes) -> str:
    """The text of an uploaded file: UTF-8, else the encoding of Chinese spreadsheets; refused where it is neither."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused("calendar_text")


def read_lines(pasted: str) -> list[Line]:
    """`2027-01-01,0,元旦` a line (1 or 班 works, 0 or 休 rests; commas, tabs or semicolons; 2027/1/1 and 2027年1月1日 too); a
    heading and empty lines are skipped. Refuses by line number."""
    lines = [(n, line.strip()) for n, line in enumerate(pasted.splitlines(), 1)]
    rows = [(n, line) for n, line in lines if line and not line.lower().startswith(("day,", "date,", "日期"))]
    if len(rows) > MOST_LINES:
        raise Refused("calendar_long", most=MOST_LINES)
    if not rows:
        raise Refused("calendar_empty")
    seen: dict[date, int] = {}
    found = []
    for n, line in rows:
        read = _line(n, line)
        if read.day in seen:
            raise Refused("calendar_twice", line=n, first=seen[read.day])
        seen[read.day] = n
        found.append(read)
    return sorted(found, key=lambda line: line.day)


def _line(n: int, line: str) -> Line:
    try:
        parts = [part.strip() for part in next(csv.reader([re.sub(r"[，;；\t]", ",", line)]))]
        found = _DAY.fullmatch(parts[0])
        day = date(*(int(part) for part in found.groups())) if found else date.fromisoformat(parts[0])
        works = _WORKS[parts[1].lower()]
    except (ValueError, KeyError, IndexError, csv.Error) as wrong:
        raise Refused("calendar_line", line=n, text=line[:60]) from wrong
    if not EARLIEST <= day.year <= LATEST:
        raise Refused("calendar_line", line=n, text=line[:60])
    return Line(day, works, (parts[2] if len(parts) > 2 else "")[:NAME_MOST])


def read_ics(text: str, since: date) -> tuple[list[Line], list[Skipped]]:
    """The days of an iCalendar file from the year of `since` on, and the entries that were left out. An entry of several days is
    each of its days; where two speak of one day, work wins: an adjusted workday is written into the holiday it belongs to."""
    from icalendar import Calendar  # six MiB that most servers need once a year

    try:
        entries = Calendar.from_ical(text.lstrip("\ufeff \r\n")).walk("VEVENT")
    except (ValueError, IndexError, KeyError) as wrong:
        raise Refused("calendar_ics") from wrong
    starts = [n for n, line in enumerate(text.splitlines(), 1) if line.strip().upper() == "BEGIN:VEVENT"]
    days: dict[date, Line] = {}
    skipped = []
    for entry, line in zip(entries, starts, strict=False):
        title, works = str(entry.get("SUMMARY", "")).strip()[:NAME_MOST * 2], _says(entry)
        span = [day for day in _span(entry, line) if day.year >= since.year] if works is not None else []
        if works is None or not span or entry.get("RRULE") is not None:
            skipped.append(Skipped(line, title))
            continue
        for day in span:
            if day not in days or works:
                days[day] = Line(day, works, _name(title))
    if not days:
        raise Refused("calendar_ics_empty")
    if len(days) > MOST_LINES:
        raise Refused("calendar_long", most=MOST_LINES)
    return [days[day] for day in sorted(days)], skipped


def _says(entry: "Event") -> bool | None:
    mark, title = str(entry.get("X-APPLE-SPECIAL-DAY", "")).upper(), str(entry.get("SUMMARY", ""))
    if mark in _MARK:
        return _MARK[mark]
    return True if _SAYS_WORK.search(title) else False if _SAYS_REST.search(title) else None


def _span(entry: "Event", line: int) -> list[date]:
    """Its days; DTEND is the day after the last one where it is a date."""
    first, last = (_date(entry.get(name)) for name in ("DTSTART", "DTEND"))
    if first is None or not EARLIEST <= first.year <= LATEST or (last is not None and (last - first).days > 60):
        raise Refused("calendar_ics_line", line=line)
    return [first + timedelta(days=n) for n in range(max(1, (last - first).days if last is not None else 1))]


def _date(held: object) -> date | None:
    value = getattr(held, "dt", None)
    return value.date() if isinstance(value, datetime) else value if isinstance(value, date) else None


def _name(title: str) -> str:
    return (_NOT_A_NAME.sub("", title) or title)[:NAME_MOST]


def as_text(lines: list[Line]) -> str:
    """The days as lines one can read and correct."""
    return "\n".join(f"{line.day},{'班' if line.works else '休'},{line.name}" for line in lines)
