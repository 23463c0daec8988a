"""The newest results as an Atom feed: of everywhere, of one station, of one class; published rows and nothing else."""

from flask import Response, make_response, render_template

from portal.cases import board
from portal.cases.category import SHIPPED
from portal.network import station
from portal.web import gate
from portal.web.gate import OPEN, opens
from portal.web.public.blueprint import address, door
from portal.web.public.board import asked, url
from portal.web.public.columns import LICENCE
from portal.web.public.described import WORDS, text
from portal.web.public.unchanged import data

NOT_XML = dict.fromkeys((0xFFFE, 0xFFFF), "\ufffd")  # characters XML has no way to hold; the .txt of the reply has them
ASKS = {name: WORDS for name in ("station", "area", "category", "month", "outcome", "rated", "concerns", "words")}


@door.get("/results.atom")
@opens(OPEN)
@text("The newest published results as a feed; of one station, class or month, or with these words in them.", "application/atom+xml", ASKS, may=(304,))
def atom() -> Response:
    """The newest results as a feed, narrowed by the same words in the address as the board."""
    return data(_drawn, rests_on=("board", "network"))


def _drawn() -> Response:
    wanted, say = asked(), gate.say()
    here = station.by_code(wanted.station) if wanted.station else None
    of = [here.name if here else wanted.station, say("common.category." + wanted.category) if wanted.category in SHIPPED else "", wanted.month, wanted.words]
    response = make_response(render_template(
        "public/feed.xml", rows=board.newest(wanted).rows, told=board.answer_of, address=address, licence=LICENCE, of=list(filter(None, of)),
        query=url(wanted).removeprefix("/")))
    response.set_data(response.get_data(as_text=True).translate(NOT_XML))
    response.headers["Content-Type"] = "application/atom+xml; charset=utf-8"
    return response
