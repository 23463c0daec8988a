"""Pages that are the same for everybody but for what is written into their blanks: drawn once, kept while all they show stands."""

import re
import secrets
from collections.abc import Callable, Hashable, Iterable

from flask import Response, current_app, g, make_response, request, session
from flask_wtf.csrf import generate_csrf
from markupsafe import escape

from portal.foundation import clock, marks
from portal.web import gate, packed

MOST = 128  # pages kept at a time
_SALT = secrets.token_hex(16)
_BLANKS = re.compile(rb"blank-%s-([a-z_]+)-" % _SALT.encode())


def blank(name: str) -> str:
    """What stands in a page where `name` will be written. Nobody outside can guess it, so nothing that was typed holds one."""
    return f"blank-{_SALT}-{name}-"


def page(draw: Callable[[], Response], *, rests_on: tuple[str, ...], key: Hashable = None, keep: bool = True, **written: str) -> Response:
    """The page that `draw` makes with blanks, these words and the visitor's own token written into them. It is kept by address,
    language, day and `key`, which names all else that it depends on, as long as the marks it rests on stand.
    `keep` is no where it says something to this visitor alone."""
    if not keep or "_flashes" in session or current_app.debug:
        return _written(_drawn(draw), [], written)
    known = marks.present()
    held, shelf = tuple(map(known.get, rests_on)), "pages " + " ".join(rests_on)
    whole = (request.method, request.full_path, gate.say().locale, clock.today(), key)
    try:
        return _written(*marks.under(held, shelf, whole, lambda: _for_all(draw, written), MOST), written)
    except Own as alone:
        return _written(alone.pieces, [], written)


class Own(Exception):
    """A page in which a blank is missing may hold what belongs to one visitor: it is handed out once and not kept."""

    def __init__(self, pieces: list[bytes]) -> None:
        super().__init__()
        self.pieces = pieces


def _for_all(draw: Callable[[], Response], written: Iterable[str]) -> tuple[list[bytes], list[bytes]]:
    """The pieces, and those between the blanks packed."""
    pieces = _drawn(draw)
    if not {name.encode() for name in written} <= set(pieces[1::2]):
        raise Own(pieces)
    return pieces, [packed.piece(text) for text in pieces[::2]]


def _drawn(draw: Callable[[], Response]) -> list[bytes]:
    """What was drawn, cut at its blanks: text, name, text, name, … text."""
    own = g.pop("csrf_token", None)
    g.csrf_token = blank("csrf_token")
    try:
        return _BLANKS.split(draw().get_data())
    finally:
        g.pop("csrf_token")
        if own is not None:
            g.csrf_token = own


def _written(pieces: list[bytes], small: list[bytes], written: dict[str, str]) -> Response:
    filled = list(pieces)
    for place, name in enumerate(pieces[1::2]):
        what = generate_csrf() if name == b"csrf_token" else written[name.decode()]
        filled[2 * place + 1] = str(escape(what)).encode()
    response = make_response(whole := b"".join(filled))
    if small:
        response.vary.add("Accept-Encoding")
    if small and packed.is_wanted():
        parts = [small[place // 2] if place % 2 == 0 else packed.piece(one, 0) for place, one in enumerate(filled)]
        packed.put(response, packed.whole(parts, whole))
    return response
