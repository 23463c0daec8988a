"""The picture of a result for whoever passes its link on: drawn of what stands on the board, beside the page and never within it (Open Graph)."""

from functools import cache
from threading import BoundedSemaphore

from flask import Response, current_app, make_response

from portal import ROOT
from portal.cases import board
from portal.cases.publication import Publication
from portal.paper.sharing_facts import SharedFacts
from portal.web import gate
from portal.web.gate import OPEN, opens
from portal.web.public.blueprint import door, plain
from portal.web.public.described import text

WAIT, MOST = 3.0, 2  # seconds; how many wait at a time: each holds one of the server's few threads. Whoever asks again has it
_places = BoundedSemaphore(MOST)


@door.get("/results/<number>/card.png")
@opens(OPEN)
@text("The picture of a result for links to it, 1200 × 630 (Open Graph).", "image/png")
def shared_card(number: str) -> Response:
    """The picture in the language asked for; while it is not ready, the house's own. Other sites may show it."""
    response = make_response(_drawn(facts_of(board.one(plain(number)))) or _of_the_house())
    response.headers["Content-Type"] = "image/png"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _drawn(facts: SharedFacts) -> bytes | None:
    """What is kept at once; a new one is begun, and waited for where few wait (R58)."""
    waits = _places.acquire(blocking=False)
    try:
        return current_app.extensions["easel"].picture(facts, WAIT if waits else 0)
    finally:
        if waits:
            _places.release()


def facts_of(row: Publication) -> SharedFacts:
    """What the card of a published row says: its words as they may be read, and never more than the board shows."""
    say, network, reply = gate.say(), gate.network(), board.answer_of(row)
    took = [] if row.days is None else [say("common.frame.card_day_one") if row.days == 1 else say("common.frame.card_days", n=row.days)]
    rated = say(f"common.result.{row.rating['result']}") if row.rating else say("common.card.not_rated")
    stamp = "" if not reply else say("common.frame.stamp_covered") if row.is_covered(f"reply-{reply['seq']}") else say("common.frame.stamp")
    return SharedFacts(say.locale, network.name, row.station_name, row.number, say(f"common.category.{row.category}"), row.words, board.plain(row),
                       " · ".join([*took, rated]), stamp, say("paper.frame.demo") if row.demo else "")


@cache
def _of_the_house() -> bytes:
    return (ROOT / "static" / "img" / "share.png").read_bytes()
