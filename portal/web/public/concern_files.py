"""Concerns and motions as others check them: what the ledger holds of each, that it does, and all of them as lines of JSON (SD-42, CT-25)."""

from collections.abc import Iterator

from flask import Response, redirect
from werkzeug.wrappers import Response as Answer

from portal.cases import ledger, log_tiles
from portal.commons import concern_entry, concern_published, motion, shown
from portal.foundation.refusal import Missing
from portal.web.gate import OPEN, opens
from portal.web.public.blueprint import NEWEST, door
from portal.web.public.described import text
from portal.web.public.dump import one_line, streamed
from portal.web.public.unchanged import data


@door.get("/concerns.jsonl")
@opens(OPEN)
@text("Every common concern and motion on the board as a line of JSON, as the ledger holds it.", "application/jsonl", may=(304, 429))
def concern_lines() -> Response:
    """All that stand there now, each as it was entered; whatever changes of them is entered anew, and so the ledger's length is their mark."""
    return data(lambda: streamed(_lines, "jsonl"), rests_on=("board",), also=ledger.size())


def _lines() -> Iterator[str]:
    for portion in concern_published.portions():
        yield "".join(one_line(told) for _, told in portion)


@door.get("/concerns/<int:concern_id>/leaf")
@opens(OPEN)
@text("What the entry of a common concern holds the SHA-256 of.")
def concern_leaf(concern_id: int) -> Response:
    """The salt on the first line, then all that the board says of it in the liaison's words."""
    row = shown.one(_can_be(concern_id)).row
    return _leaf(concern_entry.name_of(row), concern_entry.canonical(row))


@door.get("/concerns/<int:concern_id>/proof")
@opens(OPEN)
@text("That the entry of a common concern stands under the newest head (C2SP tlog-proof).")
def concern_proof(concern_id: int) -> Response:
    """That it stands under the newest signed head."""
    return _plain(log_tiles.proof(log_tiles.entry_named(concern_entry.name_of(shown.one(_can_be(concern_id)).row))))


@door.get("/motions/<int:motion_id>")
@opens(OPEN)
def motion_page(motion_id: int) -> Answer:
    """A motion stands on the page of its concern."""
    given, row = motion.public_one(_can_be(motion_id))
    return redirect(f"/concerns/{row.id}#{motion.name_of(given)}")


@door.get("/motions/<int:motion_id>/leaf")
@opens(OPEN)
@text("What the last entry of a motion holds the SHA-256 of.")
def motion_leaf(motion_id: int) -> Response:
    """The salt on the first line, then the motion with who signed it, and its answer once it came."""
    given, _ = motion.public_one(_can_be(motion_id))
    return _leaf(motion.name_of(given), motion.canonical(given))


@door.get("/motions/<int:motion_id>/proof")
@opens(OPEN)
@text("That the last entry of a motion stands under the newest head (C2SP tlog-proof).")
def motion_proof(motion_id: int) -> Response:
    """That it stands under the newest signed head."""
    given, _ = motion.public_one(_can_be(motion_id))
    return _plain(log_tiles.proof(log_tiles.entry_named(motion.name_of(given))))


def _can_be(row_id: int) -> int:
    """An id that a row can have; raises Missing for a longer one, which no database knows."""
    if row_id > NEWEST:
        raise Missing
    return row_id


def _leaf(name: str, told: str) -> Response:
    return _plain(ledger.opening(log_tiles.entry_named(name).salt or "", told))


def _plain(told: str | bytes) -> Response:
    return Response(told, content_type="text/plain; charset=utf-8")
