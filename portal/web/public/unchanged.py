"""Data for machines: anybody's page may read them, and who has them already is told so in a few bytes (ETag, 304)."""

import hashlib
from collections.abc import Callable

from flask import Response, g, make_response, request

from portal import __version__
from portal.foundation import clock, marks
from portal.web import gate


def data(make: Callable[[], Response], *, rests_on: tuple[str, ...], also: object = None) -> Response:
    """What `make` gives, as open data: readable by pages of other sites, kept by whoever asks again with its mark. It may depend on
    address, language, day, what these marks stand for and what `also` is; 304 for who has it."""
    known = marks.present()
    held = [known.get(name) for name in rests_on]
    mark = hashlib.sha256(repr((__version__, request.full_path, gate.say().locale, clock.today(), held, also)).encode()).hexdigest()[:20]
    fresh = None in held or not request.if_none_match.contains_weak(mark)
    response = make() if fresh else make_response("", 304)
    if None not in held and response.status_code in (200, 304):
        response.set_etag(mark, weak=True)
        g.keep = "no-cache"  # may be kept, is asked for again each time
    return shared(response)


def shared(response: Response) -> Response:
    """Pages of any site may read this answer; no cookie goes with their question."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.vary.add("Accept-Language")
    return response
