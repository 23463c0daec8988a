"""Signed monthly reports as others check them: what the ledger holds of each, that it does, and all of them as lines of JSON (SD-42, HB-13)."""

from collections.abc import Iterator

from flask import Response

from portal.cases import ledger, log_tiles
from portal.statistics import frozen
from portal.web.gate import OPEN, opens
from portal.web.public.blueprint import door
from portal.web.public.described import text
from portal.web.public.dump import one_line, streamed
from portal.web.public.reports import numbered
from portal.web.public.unchanged import data


@door.get("/reports.jsonl")
@opens(OPEN)
@text("Every signed monthly report as a line of JSON, as the ledger holds it.", "application/jsonl", may=(304, 429))
def report_lines() -> Response:
    """All that were ever signed, the newest first."""
    return data(lambda: streamed(_lines, "jsonl"), rests_on=("board",), also=ledger.size())


def _lines() -> Iterator[str]:
    for portion in frozen.portions():
        yield "".join(one_line(told) for _, told in portion)


@door.get("/reports/<int:report_id>/leaf")
@opens(OPEN)
@text("What the entry of a monthly report holds the SHA-256 of.")
def report_leaf(report_id: int) -> Response:
    """The salt on the first line, then the report as it was signed."""
    row = numbered(report_id)
    return _plain(ledger.opening(log_tiles.entry_named(row.name).salt or "", row.record))


@door.get("/reports/<int:report_id>/proof")
@opens(OPEN)
@text("That the entry of a monthly report stands under the newest head (C2SP tlog-proof).")
def report_proof(report_id: int) -> Response:
    """That it stands under the newest signed head."""
    return _plain(log_tiles.proof(log_tiles.entry_named(numbered(report_id).name)))


def _plain(told: str | bytes) -> Response:
    return Response(told, content_type="text/plain; charset=utf-8")
