"""All published results to take along: a table (CSV) and lines of JSON, plain or packed, each with its entry in the ledger."""

import json
import re
import zlib
from collections.abc import Callable, Iterable, Iterator

from flask import Response, request, stream_with_context

from portal.cases import open_data
from portal.cases.open_data import Told
from portal.exchange import spreadsheet
from portal.web.gate import OPEN, opens
from portal.web.public.blueprint import door
from portal.web.public.board import asked
from portal.web.public.columns import COLUMNS, LICENCE, cells, whole
from portal.web.public.described import text
from portal.web.public.feed import ASKS
from portal.web.public.readers import Reading
from portal.web.public.unchanged import data

AT_ONCE = 500
BREAKS = re.compile("[\x85\u2028\u2029]")  # some readers end a line at these, and JSON lets them stand in a text
KINDS = {"csv": "text/csv; charset=utf-8; header=present", "jsonl": "application/jsonl; charset=utf-8"}
Writer = Callable[[Iterator[list[Told]]], Iterator[str]]


@door.get("/results.jsonl")
@opens(OPEN)
@text("Every published result as a line of JSON, newest first, with its entry in the ledger.", "application/jsonl", ASKS, may=(304, 429))
def lines() -> Response:
    """Every result, newest first, one JSON object a line; read and sent in portions."""
    return _sent("jsonl", _lines)


@door.get("/results.csv")
@opens(OPEN)
@text("Every published result as a row of a table (CSV, UTF-8), newest first, with its entry in the ledger.", "text/csv", ASKS, may=(304, 429))
def table() -> Response:
    """The same as a table for spreadsheets; the columns are those of the code book at /data."""
    return _sent("csv", _rows)


@door.get("/results.jsonl.gz")
@opens(OPEN)
@text("The lines of JSON, packed.", "application/gzip", ASKS, may=(304, 429))
def lines_packed() -> Response:
    """The lines as a packed file."""
    return _sent("jsonl", _lines, packed=True)


@door.get("/results.csv.gz")
@opens(OPEN)
@text("The table, packed.", "application/gzip", ASKS, may=(304, 429))
def table_packed() -> Response:
    """The table as a packed file."""
    return _sent("csv", _rows, packed=True)


def _sent(kind: str, told: Writer, packed: bool = False) -> Response:
    wanted = asked()
    return data(lambda: streamed(lambda: told(open_data.portions(wanted, AT_ONCE)), kind, packed), rests_on=("board", "network"))


def streamed(told: Callable[[], Iterator[str]], kind: str, packed: bool = False) -> Response:
    """What `told` gives, in portions; raises TooMany where as many read already as may."""
    response = Response()
    if request.method != "HEAD":
        place = Reading()
        parts = place.through(part.encode() for part in told())
        response = Response(stream_with_context(_packed(parts) if packed else parts))
        response.call_on_close(place.leave)
    response.headers["Content-Type"] = "application/gzip" if packed else KINDS[kind]
    response.headers["Link"] = f'<{LICENCE[1]}>; rel="license", </data>; rel="describedby"'
    if kind == "csv" or packed:
        response.headers["Content-Disposition"] = f'attachment; filename="results.{kind}{".gz" if packed else ""}"'
    return response


def _packed(parts: Iterable[bytes]) -> Iterator[bytes]:
    press = zlib.compressobj(6, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    for part in parts:
        if small := press.compress(part):
            yield small
    yield press.flush()


def _rows(portions: Iterator[list[Told]]) -> Iterator[str]:
    yield spreadsheet.MARK + spreadsheet.lines([[column.name for column in COLUMNS]])
    for portion in portions:
        yield spreadsheet.lines(map(cells, portion))


def _lines(portions: Iterator[list[Told]]) -> Iterator[str]:
    for portion in portions:
        yield "".join(map(_line, portion))


def _line(told: Told) -> str:
    return one_line(json.dumps(whole(told), ensure_ascii=False))


def one_line(told: str) -> str:
    """One line for every reader: what could end it is written as JSON's own escape, which reads as the sign it was."""
    return BREAKS.sub(lambda sign: f"\\u{ord(sign[0]):04x}", told) + "\n"
