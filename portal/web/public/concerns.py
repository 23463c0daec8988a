"""Common concerns on the board: what several neighbours raised, how far it is, and "me too" without a name (SD-50, X-05, X-18)."""

from flask import Response, request, session

from portal.commons import joining, motion, offered, share, shown
from portal.foundation import clock, codes
from portal.foundation.refusal import Moved
from portal.foundation.unit_of_work import unit_of_work
from portal.network import actor
from portal.web import gate, page
from portal.web.gate import OPEN, opens
from portal.web.public import cards, handling
from portal.web.public.blueprint import asked_number, door

WORD = "neighbour"  # in the session: a random word that names this browser and nobody


@door.get("/concerns")
@opens(OPEN)
def concerns() -> Response:
    """All that stand on the board, the newest first."""
    before = asked_number("before")
    rows, older = shown.page(before)
    return page.show("public/concerns.html", rows=rows, older=older, before=before, shares=share.latest(), compared=share.COMPARED)


@door.get("/concerns/<int:concern_id>")
@opens(OPEN)
def concern(concern_id: int) -> Response:
    """One of them, with those of its matters that stand on the board."""
    one = shown.one(concern_id)
    results, moving = shown.results(one.row), shown.moving(one.row)
    return page.show("public/concern.html", one=one, row=one.row, cards=cards.drawn(results, gate.say()), stations=shown.stations(one.row, results, moving),
                     moving_rows=[handling.seen(each, clock.today()) for each in moving], motions=motion.of(one.row, sent=True))


@door.post("/concerns/<int:concern_id>/join")
@opens(OPEN)
def join(concern_id: int) -> Response:
    """Me too: counted once for this browser. The form it was sent from may hold words: they are not read."""
    new = _join(concern_id)
    if request.headers.get("HX-Request"):
        return page.show("public/similar.html", offer=offered.Offer([shown.one(concern_id)], []), asked=True, joined=concern_id)
    return page.done(f"/concerns/{concern_id}", "public.concern.joined" if new else "public.concern.joined_before", "done" if new else "info")


def _join(concern_id: int) -> bool:
    word = session.setdefault(WORD, codes.new_key())
    try:
        with unit_of_work():
            return joining.join(concern_id, word, came_from=joining.From.ONLINE, source=gate.source(), by=actor.public(clock.now()))
    except Moved:
        return False  # it is done with: its page says so
