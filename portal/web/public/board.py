"""The results board: newest first, narrowed by words that stand in the address, with the counted reasons of what is not there."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import Response, request

from portal.awards import shown
from portal.cases import board, board_search, four_numbers, in_time
from portal.cases.board import Filter
from portal.cases.case import Outcome
from portal.cases.in_time import FEWEST
from portal.cases.rating import Result
from portal.foundation import marks
from portal.network import station
from portal.web import area_pages, gate, page, ready
from portal.web.gate import OPEN, opens
from portal.web.public import cards
from portal.web.public.blueprint import asked_number, door, shaped
from portal.web.public.found import marked
from portal.web.public.handling import STATIONS, under_way

MONTHS = 12
SHAPES = {"station": r"[A-Z0-9]{1,8}", "area": r"[^\x00-\x1f\x7f]{1,60}", "category": r"[A-Z]", "month": r"\d{4}-\d\d", "outcome": "|".join(Outcome),
          "rated": "|".join((*Result, board_search.UNRATED)), "concerns": f"{board_search.COMMON}|{board_search.PERSONAL}", "words": r"[^\x00-\x1f\x7f]{1,60}"}


@dataclass(frozen=True)
class Overview:
    """What the board says about all of its results: how many, of which classes, in which of the last months."""

    published: int
    classes: list[str]
    months: list[str]


@door.get("/")
@opens(OPEN)
def results() -> Response:
    """The board; a request of htmx gets the changing part alone."""
    template = "public/results.html" if request.headers.get("HX-Request") else "public/board.html"
    return ready.page(lambda: _drawn(template), key=template, rests_on=("network", "board", "progress"))


def _drawn(template: str) -> Response:
    standing = marks.present()
    wanted, known = asked(), overview(standing)
    found = board.newest(wanted)
    handled, longest = under_way(standing)
    return page.show(template, wanted=wanted, cards=[marked(card, wanted.words) for card in cards.drawn(found.rows, gate.say())], filters=filters(wanted, known),
                     older=url(wanted, before=found.older) if found.older else "", newest=url(wanted),
                     published=known.published, first=in_time.latest(), four=four_numbers.latest(), handled=handled, longest=longest,
                     missing=board.not_published(), fewest=FEWEST, excellent=shown.latest())


def asked() -> Filter:
    """What the address asks for; a value that cannot be one is left out and so never meets the database."""
    return Filter(**{name: shaped(name, shape) for name, shape in SHAPES.items()}, before=asked_number("before"))


def url(wanted: Filter, **changed: Any) -> str:
    """The address of the board with these filters, the paging left out unless it is among the changes."""
    state = {name: getattr(wanted, name) for name in SHAPES} | changed
    query = urlencode({name: value for name, value in state.items() if value})
    return f"/?{query}" if query else "/"


def filters(wanted: Filter, known: Overview) -> dict[str, list[tuple[str, str, bool]]]:
    """Filters as words: (word, address, chosen), the first takes it off again. Classes without a result are not offered."""
    say, stations = gate.say(), station.all_open()
    few = len(stations) <= STATIONS
    values = {
        "station": [(row.code, row.name) for row in stations if few or row.code == wanted.station],
        "area": [(one.key, one.name) for one in area_pages.choices(wanted.area)],
        "category": [(code, say("common.category." + code)) for code in known.classes],
        "month": [(month, say("public.board.month_of", year=month[:4], month=int(month[5:]))) for month in known.months],
        "outcome": [(one, say("common.outcome." + one)) for one in Outcome],
        "rated": [*((one, say("common.result." + one)) for one in Result), (board_search.UNRATED, say("common.card.not_rated"))],
        "concerns": [(board_search.COMMON, say("public.board.common")), (board_search.PERSONAL, say("public.board.personal"))],
    }
    offered = {name: [(say("public.board.all"), url(wanted, **{name: ""}), not getattr(wanted, name)),
                      *((word, url(wanted, **{name: value}), getattr(wanted, name) == value) for value, word in options)]
               for name, options in values.items()}
    if not few:
        offered["station"].append((say("public.board.find_station"), "/stations", False))
    return offered


def overview(standing: dict[str, str]) -> Overview:
    """Figures that need a look at all results: taken anew when one is added."""
    return marks.under((standing.get("board"),), "board", "overview",
                       lambda: Overview(board.published_count(), board.classes(), board.months()[:MONTHS]))
