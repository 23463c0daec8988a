"""One published result: every step with its date, every reply to the byte, and how to check that it is so (SD-40, SD-42)."""

from datetime import date
from typing import Any

from flask import Response, make_response

from portal.awards import shown
from portal.cases import board, log_tiles, mask, trace, withdrawal
from portal.cases.publication import Publication
from portal.foundation.refusal import Gone, Missing
from portal.paper import qr
from portal.web import page
from portal.web.gate import OPEN, opens
from portal.web.public import cards, handling
from portal.web.public.blueprint import address, door, plain
from portal.web.public.described import text


@door.get("/results/<number>")
@opens(OPEN)
def result(number: str) -> Response:
    """The page of one result; of a matter under way whose progress is public, how far it is."""
    number = plain(number)
    try:
        row = board.one(number)
    except Missing:
        return _gone(number)
    return page.show("public/result.html", row=row, stage=board.stage_of(row), steps=board.steps(row), replies=replies(row),
                     pressed=trace.read(row.supervision), covered=mask.counted(row.masks), awarded=shown.marks_of([row.case_id]).get(row.case_id, ""), entered=log_tiles.entered(row), home=address(f"/results/{row.number}"), icon=cards.ICONS.get(row.category_top, "other"))


def _gone(number: str) -> Response:
    """No result stands there: how far it is, or the stone of one that was withdrawn (practice.md §12.1)."""
    try:
        return handling.progress(number)
    except (Missing, Gone) as nothing:
        stone = withdrawal.stone(number)
        if stone is None:
            raise nothing from None
        response = page.show("public/withdrawn.html", 410, stone=stone)
        response.headers["X-Robots-Tag"] = "noindex"
        return response


@door.get("/results/<number>/code.png")
@opens(OPEN)
@text("What the page of a result says of its entry, as a picture to scan.", "image/png")
def code(number: str) -> Response:
    """What the page says of its entry as a picture to scan: it opens the check, with all of it filled in."""
    entered = log_tiles.entered(board.one(plain(number)))
    if entered is None or not entered.code:
        raise Missing
    response = make_response(qr.picture(address(f"/verify#{entered.code}")))
    response.headers["Content-Type"] = "image/png"
    return response


@door.get("/results/<number>/reply-<int:seq>.txt")
@opens(OPEN)
@text("One reply, byte for byte as it was published.")
def reply_bytes(number: str, seq: int) -> Response:
    """The bytes the fingerprint was taken over, and no byte more, so that `sha256sum` of the file prints the same."""
    row = board.one(plain(number))
    for reply in row.replies:
        if reply["seq"] == seq:
            response = make_response(reply["text"].encode())
            response.headers["Content-Type"] = "text/plain; charset=utf-8"
            response.headers["Content-Disposition"] = f'attachment; filename="{file_name(row, reply)}"'
            return response
    raise Missing


def file_name(row: Publication, reply: dict[str, Any]) -> str:
    """What a downloaded reply is called."""
    return f"{row.number}-reply-{reply['seq']}.txt"


def replies(row: Publication) -> list[dict[str, Any]]:
    """Every reply, oldest first, with its date, its file and its address; those sent back by the representative too (T17)."""
    return [{**reply, "on": date.fromisoformat(reply["on"]), **{day: date.fromisoformat(reply[day]) if day in reply else None for day in ("paper", "planned")},
             "file": file_name(row, reply),
             "url": f"/results/{row.number}/reply-{reply['seq']}.txt"} for reply in row.replies]
