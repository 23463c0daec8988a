"""The ledger for everybody: its signed head and its tiles as C2SP tlog-tiles lays them out, what each result was entered as, and how to check."""

import logging
import re

from flask import Response, g, make_response

from portal.cases import board, ledger, log_tiles, publication
from portal.foundation.checkpoint import BadKey
from portal.foundation.refusal import Missing
from portal.web import page
from portal.web.gate import OPEN, opens
from portal.web.public.blueprint import NEWEST, address, door, plain

FOR_EVER = "public, max-age=31536000, immutable"  # a tile holds the same bytes for ever; a longer one has another address
_PLACE = re.compile(r"((?:x\d{3}/){0,2}\d{3})(?:\.p/([1-9]\d{0,2}))?")
_log = logging.getLogger(__name__)
# What the check in the browser may say of a result (static/verify/page.js).
SAYS = ("good", "anew", "no_ed25519", "no_crypto", "nothing", "unreadable", "unreached", "unknown", "no_key", "other_key", "unsigned", "proof",
        "shorter", "rewritten", "gone", "record", "page", "paper", "own_leaf")
_LEVELS = 8  # 256 to the eighth is more than anybody enters


@door.get("/ledger/checkpoint")
@opens(OPEN)
def checkpoint() -> Response:
    """The head that was signed last."""
    newest = ledger.latest()
    if newest is None:
        raise Missing
    return _plain(newest.note)


@door.get("/ledger/key")
@opens(OPEN)
def key() -> Response:
    """The key to check heads by, as Go's notes write it; who took it down earlier need not believe it now."""
    if not (word := _key()):
        raise Missing
    return _plain(word + "\n")


@door.get("/ledger/tile/<int:level>/<path:place>")
@opens(OPEN)
def tile(level: int, place: str) -> Response:
    """Up to 256 hashes of one level, 32 bytes each."""
    number, width = _asked(place)
    if level >= _LEVELS:
        raise Missing
    return _for_ever(log_tiles.tile(level, number, width))


@door.get("/ledger/tile/entries/<path:place>")
@opens(OPEN)
def entries(place: str) -> Response:
    """Up to 256 entries, each after its length in two bytes."""
    return _for_ever(log_tiles.bundle(*_asked(place)))


@door.get("/results/<number>/leaf")
@opens(OPEN)
def leaf(number: str) -> Response:
    """What the entry of a result holds the SHA-256 of: the salt on the first line, then all that is published of it, as it stands there now."""
    row = board.one(plain(number))
    entry = log_tiles.entry_of(row)
    return _plain(ledger.opening(entry.salt or "", publication.canonical(row)))


@door.get("/results/<number>/proof")
@opens(OPEN)
def proof(number: str) -> Response:
    """That the entry of a result stands under the newest signed head, as a C2SP tlog-proof; kept beside the leaf it proves without us."""
    return _plain(log_tiles.proof(log_tiles.entry_of(board.one(plain(number)))))


@door.get("/ledger/proof/<int:index>")
@opens(OPEN)
def proof_at(index: int) -> Response:
    """The same of any entry, also one whose result was published anew or withdrawn since."""
    if index >= NEWEST:
        raise Missing
    return _plain(log_tiles.proof(log_tiles.entry_at(index)))


@door.get("/ledger/consistency/<int:before>/<int:size>")
@opens(OPEN)
def consistency(before: int, size: int) -> Response:
    """That the ledger of `size` entries begins with the ledger of `before`: whoever kept the older head checks it by these hashes."""
    return _plain(log_tiles.consistency(before, size))


@door.get("/verify")
@opens(OPEN)
def verify() -> Response:
    """What the ledger is, how anybody checks it, and what that does not prove."""
    newest = ledger.latest()
    return page.show("public/verify.html", newest=newest, key=_key(), home=address(""), says=SAYS,
                     root=log_tiles.root_of(newest).hex() if newest else "")


def _key() -> str:
    """The key by which heads are checked; empty before the first one is signed, and while it is not where it belongs."""
    try:
        return ledger.public_key() if ledger.latest() else ""
    except BadKey as unusable:
        _log.error("the ledger's key is not shown: %s", unusable)
        return ""


def _asked(place: str) -> tuple[int, int]:
    """The number of a tile and how many it holds, out of `x001/x234/067` or `x001/x234/067.p/5`."""
    found = _PLACE.fullmatch(place)
    width = int(found[2] or log_tiles.WIDTH) if found else 0
    number = int(re.sub(r"\D", "", found[1])) if found else 0
    if number >= NEWEST // log_tiles.WIDTH:  # no database numbers so many rows
        raise Missing
    if found is None or width > log_tiles.WIDTH or (found[2] and width == log_tiles.WIDTH) or log_tiles.path(number) != found[1]:
        raise Missing
    return number, width


def _plain(text: str | bytes) -> Response:
    response = make_response(text)
    response.headers["Content-Type"] = "text/plain; charset=utf-8"
    return response


def _for_ever(data: bytes) -> Response:
    g.keep = FOR_EVER
    response = make_response(data)
    response.headers["Content-Type"] = "application/octet-stream"
    return response
