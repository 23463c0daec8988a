"""Being handled: open matters whose progress is public, the longest waiting first, and one page for each (SD-40, practice.md §12.1)."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from flask import Response, request

from portal.cases import board, trace
from portal.cases.progress import Progress
from portal.cases.trace import Trace
from portal.foundation import clock, marks
from portal.network import calendar, station
from portal.web import gate, page, ready
from portal.web.gate import OPEN, opens
from portal.web.public import cards
from portal.web.public.blueprint import asked_number, door, shaped

STATIONS = 24  # offered by name; a larger network is chosen from on its own page


@dataclass(frozen=True)
class Limit:
    """One limit as it is shown: the first day for it and the present one, when it came (`ended`), and by how many working days late."""

    clock: str
    first: date
    due: date
    ended: date | None
    late: bool
    days: int


@dataclass(frozen=True)
class Moving:
    """One matter under way as of a day. `late`: the limit that runs and was missed first; `missed`: what came, came late; `left`: working
    days to the next day, negative when it is over."""

    row: Progress
    waited: int
    limits: list[Limit]
    next: Limit | None
    late: Limit | None
    missed: bool
    pressed: Trace
    icon: str
    left: int | None

    @property
    def most(self) -> int | None:
        """How many days it may take at most, from the first word on."""
        return next(((one.due - self.row.registered_on).days for one in self.limits if one.clock == "ceiling"), None)

    @property
    def says_late(self) -> bool:
        """Whether it is late in a way that its next day does not say by itself."""
        return self.late is not None and (self.left is None or self.left >= 0)


def seen(row: Progress, day: date) -> Moving:
    """A row as it reads on a day: what is late by then is late, whether or not anything moved since it was written."""
    days = calendar.workdays()
    limits = [_limit(one, day) for one in row.limits]
    ahead = _limit(row.next, day) if row.next else None
    left = None if ahead is None else -days.between(ahead.due, day) if ahead.due < day else days.between(day, ahead.due)
    late = min((one for one in limits if one.late and one.ended is None), key=lambda one: one.first, default=None)
    return Moving(row, (day - row.registered_on).days, limits, ahead, late, any(one.ended for one in limits),
                  trace.read(row.supervision), cards.ICONS.get(row.category[:1], "other"), left)


def _limit(told: dict[str, str], day: date) -> Limit:
    first, ended = date.fromisoformat(told["first"]), date.fromisoformat(told["ended"]) if "ended" in told else None
    until = ended or day
    return Limit(told["clock"], first, date.fromisoformat(told["due"]), ended, until > first,
                 calendar.workdays().between(first, until) if until > first else 0)


def under_way(standing: dict[str, str]) -> tuple[board.UnderWay, list[Moving]]:
    """For the first page of the board: counted anew when something moved, or on another day."""
    day = clock.today()
    found = marks.under((standing.get("progress"),), "progress", day, lambda: board.under_way(day))
    return found, [seen(row, day) for row in found.longest]


@door.get("/handling")
@opens(OPEN)
def handling() -> Response:
    """All of them, of one station or those late, as words in the address."""
    return ready.page(_drawn, rests_on=("network", "progress"))


def _drawn() -> Response:
    day, here, late = clock.today(), shaped("station", r"[A-Z0-9]{1,8}"), request.args.get("late") == "1"
    after = asked_number("after")
    rows, more = board.waiting(here, day if late else None, after)
    return page.show("public/handling.html", moving_rows=[seen(row, day) for row in rows], filters=_filters(here, late), after=after,
                     narrowed=bool(here or late), first=_url(here, late), more=_url(here, late, after=more) if more else "")


def _url(here: str, late: bool, **more: Any) -> str:
    query = urlencode({name: value for name, value in {"station": here, "late": "1" if late else "", **more}.items() if value})
    return f"/handling?{query}" if query else "/handling"


def _filters(here: str, late: bool) -> dict[str, list[tuple[str, str, bool]]]:
    say, stations = gate.say(), station.all_open()
    few = len(stations) <= STATIONS
    places = [(row.name, _url(row.code, late), row.code == here) for row in stations if few or row.code == here]
    return {"station": [(say("public.board.all"), _url("", late), not here), *places,
                        *([] if few else [(say("public.board.find_station"), "/stations", False)])],
            "late": [(say("public.board.all"), _url(here, False), not late), (say("public.handling.only_late"), _url(here, True), late)]}


def progress(number: str) -> Response:
    """The page of one matter under way, at the address where its result will stand."""
    row, day = board.progress_of(number), clock.today()
    steps = [{"title": gate.say()("public.handling.step." + step), "when": date.fromisoformat(on), "stage": STAGES.get(step)}
             for step, on in row.reached]
    held = {name: date.fromisoformat(on) for name, on in row.held.items()}
    return page.show("public/progress.html", one=seen(row, day), row=row, steps=steps, held=held)


STAGES = {"registered": 1, "referred": 2, "replied": 3, "told": 4}  # where the ring moved on
