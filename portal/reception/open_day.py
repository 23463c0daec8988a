"""What a visitor may know of open days: when, who is planned, who is here; of people only what they agreed to show (HB-01, CT-13, SD-22)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.foundation import clock
from portal.network.representative import RepLevel
from portal.network.role import Role
from portal.network.station import Station
from portal.reception import invitation, sitting, vacancy
from portal.reception import shift as shifts
from portal.reception.invitation import Invitation
from portal.reception.shift import OffBy, Shift
from portal.reception.sitting import Presence, Sitting

SHOWN, MOST = 6, 500  # open days on one page; in one calendar


@dataclass(frozen=True)
class Face:
    """Somebody who sits there, as the public sees them; `is_member`: a recommended member, not a representative (SD-06)."""

    name: str
    kind: str
    field: str
    is_member: bool
    presence: Presence
    portrait: str = ""
    level: RepLevel | None = None


@dataclass(frozen=True)
class OpenDay:
    """One open day; `unnamed` is how many more sit there who are not shown by name, `units` those invited to it (SD-24)."""

    shift: Shift
    faces: tuple[Face, ...]
    unnamed: int
    is_on: bool
    is_today: bool
    units: tuple[str, ...] = ()


@dataclass(frozen=True)
class Board:
    """What a station's page shows: today, what comes next, and the shift of which one may say that nobody was there."""

    today: tuple[OpenDay, ...]
    next: tuple[OpenDay, ...]
    empty: Shift | None


def board(place: Station, at: datetime) -> Board:
    """Today's open days, those across midnight until they end, and the next ones of a station. What a change of the rule called off
    in good time was never told to anybody and is left out."""
    rows = [row for row in shifts.coming([place.id], at, 4 * SHOWN) if row.off_by is not OffBy.RULE or row.short_notice][:SHOWN]
    days = _all_told(rows, at)
    return Board(tuple(day for day in days if day.is_today), tuple(day for day in days if not day.is_today), vacancy.recent(place.id, at))


def now(place: Station, at: datetime) -> OpenDay | None:
    """Today's first open day that is held and not over, for the kiosk's first screen (CT-13)."""
    row = next((row for row in shifts.coming([place.id], at, 3) if row.off_by is None and row.day <= clock.day_of(at)), None)
    return told(row, at) if row is not None else None


def of_person(person_id: int, at: datetime) -> list[Shift]:
    """The next open days that are held and at which somebody receives."""
    seats = sitting.of_person(person_id, at, clock.day_of(at) + timedelta(days=92))
    return [seat.shift for seat in seats if seat.presence is not Presence.ABSENT][:SHOWN]


def told(row: Shift, at: datetime) -> OpenDay:
    """One open day with those who sit there."""
    return _all_told([row], at)[0]


def told_to_calendars(place: Station, at: datetime) -> list[OpenDay]:
    """Every open day from a month ago to the end of the horizon; those that were off from the first moment were never told."""
    first, last = (clock.day_of(at) + timedelta(days=n) for n in (-31, 400))
    rows = [row for row in shifts.between([place.id], first, last, MOST) if row.off_by is None or row.sequence]
    return _all_told(rows[::-1], at)


def _all_told(rows: list[Shift], at: datetime) -> list[OpenDay]:
    ids = [row.id for row in rows]
    sits, asked = sitting.of_shifts(ids), invitation.of_shifts(ids)
    return [_told(row, sits[row.id], asked[row.id], at) for row in rows]


def _told(row: Shift, sits: list[Sitting], asked: list[Invitation], at: datetime) -> OpenDay:
    there = [seat for seat in sits if seat.presence is not Presence.ABSENT]
    shown = [seat for seat in there if seat.person.representative is not None and seat.person.representative.public]
    return OpenDay(row, tuple(map(_face, shown)), len(there) - len(shown), row.is_on(at), row.day == clock.day_of(at) or row.is_on(at),
                   tuple(one.unit.name for one in asked))


def _face(seat: Sitting) -> Face:
    known = seat.person.representative
    assert known is not None
    return Face(seat.person.name, known.kind, known.field, seat.role is Role.MEMBER, seat.presence, known.portrait, known.level)
