"""The results board: newest first, narrowed by words that stand in the address, with the counted reasons of what is not there."""

import re
import time
from typing import Any
from urllib.parse import urlencode

from flask import Response, current_app, request

from portal.cases import board
from portal.cases.board import Filter
from portal.cases.category import SHIPPED
from portal.network import station
from portal.web import gate, page
from portal.web.gate import OPEN, opens
from portal.web.public import cards
from portal.web.public.blueprint import door

KEEP_COUNT = 60  # seconds
MONTHS = 12
SHAPES = {"station": r"[A-Z0-9]{1,8}", "category": r"[A-Z]", "month": r"\d{4}-\d\d", "words": r"(?s).{1,60}"}
NEWEST = 2**31 - 1
CONDUCT = "O"  # never on the board


@door.get("/")
@opens(OPEN)
def results() -> Response:
    """The board; a request of htmx gets the changing part alone."""
    wanted = asked()
    found = board.newest(wanted)
    template = "public/results.html" if request.headers.get("HX-Request") else "public/board.html"
    return page.show(template, wanted=wanted, cards=cards.drawn(found.rows, gate.say()), filters=filters(wanted),
                     older=url(wanted, before=found.older) if found.older else "", newest=url(wanted),
                     published=published(), missing=sorted(board.not_published().items(), key=lambda pair: -pair[1]))


def asked() -> Filter:
    """What the address asks for; a value that cannot be one is left out and so never meets the database."""
    given = {name: request.args.get(name, "").strip() for name in SHAPES}
    given = {name: value if re.fullmatch(SHAPES[name], value) else "" for name, value in given.items()}
    before = request.args.get("before", type=int)
    return Filter(**given, before=before if before and 0 < before < NEWEST else None)


def url(wanted: Filter, **changed: Any) -> str:
    """The address of the board with these filters, the paging left out unless it is among the changes."""
    state = {name: getattr(wanted, name) for name in SHAPES} | changed
    query = urlencode({name: value for name, value in state.items() if value})
    return f"/?{query}" if query else "/"


def filters(wanted: Filter) -> dict[str, list[tuple[str, str, bool]]]:
    """Three filters as words: (word, address, chosen), the first of each takes it off again."""
    say = gate.say()
    values = {
        "station": [(row.code, row.name) for row in station.all_open()],
        "category": [(code, say("common.category." + code)) for code in SHIPPED if code != CONDUCT],
        "month": [(month, say("public.board.month_of", year=month[:4], month=int(month[5:]))) for month in months()],
    }
    return {name: [(say("public.board.all"), url(wanted, **{name: ""}), not getattr(wanted, name)),
                   *((word, url(wanted, **{name: value}), getattr(wanted, name) == value) for value, word in options)]
            for name, options in values.items()}


def months() -> list[str]:
    """The last months up to the newest result; older ones are reached by their address or by reading on."""
    newest = board.newest_row()
    if newest is None:
        return []
    year, month = int(newest.month[:4]), int(newest.month[5:])
    last = [divmod(year * 12 + month - 1 - back, 12) for back in range(MONTHS)]
    oldest = board.oldest_month()
    return [shown for y, m in last if (shown := f"{y:04d}-{m + 1:02d}") >= oldest]


def published() -> int:
    """How many results stand on the board, counted anew when a result is added, and once a minute."""
    newest = board.newest_row()
    mark = (newest.id, newest.number, newest.published_at) if newest else None
    kept: dict[object, tuple[float, int]] = current_app.extensions.setdefault("public_count", {})
    at, count = kept.get(mark, (0.0, 0))
    if mark is None or not count or time.monotonic() - at > KEEP_COUNT:
        count = board.published_count()
        kept.clear()
        kept[mark] = (time.monotonic(), count)
    return count
