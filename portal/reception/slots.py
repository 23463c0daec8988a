"""The times of an open day that may be booked: its hours shared out evenly among as many as may book there (HB-26, HB-34)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from portal.network.representative import Representative
from portal.reception import sitting
from portal.reception.shift import Shift
from portal.reception.sitting import Sitting

STEP = timedelta(minutes=5)


@dataclass(frozen=True)
class Slot:
    """One time of one open day."""

    shift_id: int
    at: datetime

    @property
    def word(self) -> str:
        """As a form sends it: the shift and the moment in seconds."""
        return f"{self.shift_id}.{int(self.at.timestamp())}"


@dataclass(frozen=True)
class Day:
    """An open day with the times that are still free, and who sits there and agreed to be shown."""

    shift: Shift
    free: list[Slot]
    people: list[Representative]


def times(shift: Shift, booked: int) -> list[datetime]:
    """Every time that may be booked where so many may, at whole five minutes; none where nothing is booked."""
    steps = (shift.ends_at - shift.begins_at) // STEP
    most = min(booked, steps)
    return [shift.begins_at + STEP * (steps * place // most) for place in range(most)]


def day(shift: Shift, seats: list[Sitting], taken: Collection[tuple[int | None, datetime | None]], at: datetime, booked: int) -> Day:
    """One open day as it is offered at that moment."""
    free = [Slot(shift.id, time) for time in times(shift, booked) if time > at and (shift.id, time) not in taken]
    return Day(shift, free, shown(seats))


def shown(seats: list[Sitting]) -> list[Representative]:
    """Who sits there and may be asked for by name."""
    return [seat.person.representative for seat in seats if seat.person.representative is not None and seat.person.representative.public]


def people(shift_id: int) -> list[int]:
    """The person ids of those who may be asked for at an open day."""
    return [row.person_id for row in shown(sitting.of_shifts([shift_id])[shift_id])]


def meant(word: str) -> Slot | None:
    """The slot a form sent; None for anything else."""
    shift_id, _, seconds = word.partition(".")
    if not all(part.isascii() and part.isdecimal() and len(part) < 11 for part in (shift_id, seconds)) or int(shift_id) >= 2**31:
        return None
    return Slot(int(shift_id), datetime.fromtimestamp(int(seconds), UTC))
