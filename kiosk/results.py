"""The results board for fingers: newest first, read from the public projection alone."""

from datetime import date

from flask import Response, request

from portal.cases import board, log_tiles, mask, trace
from portal.cases.log_tiles import Entered
from portal.foundation.text import whole
from portal.kiosk import phone, visit
from portal.kiosk.blueprint import door
from portal.paper import qr
from portal.web import gate, page
from portal.web.gate import OPEN, opens

A_PAGE = 5


@door.get("/results")
@opens(OPEN)
def results() -> Response:
    """Some results, of this station or of all."""
    here, before = visit.station(), whole(request.args.get("before"))
    everywhere = request.args.get("of") == "all" or here is None
    found = board.newest(board.Filter(station="" if everywhere else here.code, before=before), A_PAGE)
    return page.show("kiosk/results.html", rows=found.rows, older=found.older, everywhere=everywhere, first=before is None,
                     stage_of=board.stage_of)


@door.get("/results/<number>")
@opens(OPEN)
def result(number: str) -> Response:
    """One result, word for word, and what the ledger holds of it."""
    row = board.one(number)
    entered = log_tiles.entered(row)
    return page.show("kiosk/result.html", row=row, stage=board.stage_of(row), way=board.steps(row), pressed=trace.read(row.supervision), covered=mask.counted(row.masks),
                     entered=entered, code=_code(entered),
                     replies=[{**reply, **{day: date.fromisoformat(reply[day]) for day in ("on", "planned") if day in reply}} for reply in row.replies])


def _code(entered: Entered | None) -> str:
    """The check with all of it filled in, for the visitor's own phone; empty where no phone gets there (SD-42)."""
    home = phone.address()
    return qr.svg(f"{home}/verify#{entered.code}", gate.say()("public.result.qr_alt")) if home and entered is not None and entered.code else ""
