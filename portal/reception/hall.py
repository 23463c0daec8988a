"""What a station's hall screen shows: who is called and where to, who is next, who receives today; of visitors nothing but numbers
(HB-01, CT-13)."""

from dataclasses import dataclass
from datetime import datetime

from portal.network.station import Station
from portal.reception import open_day, turn
from portal.reception.open_day import OpenDay
from portal.reception.turn import Stage, Turn

CALLED, NEXT, MISSED = 6, 8, 6


@dataclass(frozen=True)
class Screen:
    """One moment of the hall. `called` begins with the number called last; `waiting` counts all who wait, `next` are the first of
    them; `today` is the open day with its faces, `coming` the next one where nobody receives now."""

    called: list[Turn]
    next: list[Turn]
    waiting: int
    missed: list[Turn]
    today: OpenDay | None
    coming: OpenDay | None


def screen(place: Station, at: datetime) -> Screen:
    """The hall of a station now."""
    shift, today = turn.on(place.id, at), open_day.now(place, at)
    if shift is None:
        coming = next((day for day in open_day.board(place, at).next if day.shift.off_by is None), None) if today is None else None
        return Screen([], [], 0, [], today, coming)
    first = turn.first(shift, at, NEXT)
    waiting = len(first) if len(first) < NEXT else turn.waiting_at(shift)
    called = turn.at_stage(shift, (Stage.CALLED, Stage.SERVING), CALLED)
    return Screen(called, first, waiting, turn.at_stage(shift, (Stage.MISSED,), MISSED), today, None)
