"""The ledger for everybody: its signed head and its tiles as C2SP tlog-tiles lays them out, what each result was entered as, and how to check."""

import logging
import re

from flask import Response, current_app, g, jsonify, make_response, request

from portal.cases import board, ledger, log_tiles, progress, publication, witnessed
from portal.foundation import clock, throttle
from portal.foundation.checkpoint import BadKey, BadNote
from portal.foundation.refusal import Missing
from portal.foundation.unit_of_work import unit_of_work
from portal.web import gate, page
from portal.web.gate import OPEN, opens
from portal.web.public.blueprint import NEWEST, address, door, plain
from portal.web.public.described import text

FOR_EVER = "public, max-age=31536000, immutable"  # a tile holds the same bytes for ever; a longer one has another address
_PLACE = re.compile(r"((?:x\d{3}/){0,2}\d{3})(?:\.p/([1-9]\d{0,2}))?")
_log = logging.getLogger(__name__)
# What the check in the browser may say of a result (static/verify/page.js).
SAYS = ("good", "anew", "no_ed25519", "no_crypto", "nothing", "unreadable", "unreached", "unknown", "no_key", "other_key", "unsigned", "proof",
        "shorter", "rewritten", "gone", "record", "page", "paper", "own_leaf", "accepted", "not_yet")
HANDED_IN = 120  # cosignatures that one address may hand in within an hour
_LEVELS = 8  # 256 to the eighth is more than anybody enters


@door.get("/ledger/checkpoint")
@opens(OPEN)
@text("The head of the ledger that was signed last, with its cosignatures (C2SP tlog-checkpoint).")
def checkpoint() -> Response:
    """The head that was signed last, and under it whoever cosigned it."""
    newest = ledger.latest()
    if newest is None:
        raise Missing
    return _plain(witnessed.note_of(newest))


@door.get("/ledger/key")
@opens(OPEN)
@text("The key that heads are signed with.")
def key() -> Response:
    """The key to check heads by, as Go's notes write it; who took it down earlier need not believe it now."""
    if not (word := _key()):
        raise Missing
    return _plain(word + "\n")


@door.get("/ledger/tile/<int:level>/<path:place>")
@opens(OPEN)
@text("Hashes of the ledger (C2SP tlog-tiles).", "application/octet-stream")
def tile(level: int, place: str) -> Response:
    """Up to 256 hashes of one level, 32 bytes each."""
    number, width = _asked(place)
    if level >= _LEVELS:
        raise Missing
    return _for_ever(log_tiles.tile(level, number, width))


@door.get("/ledger/tile/entries/<path:place>")
@opens(OPEN)
@text("Entries of the ledger (C2SP tlog-tiles).", "application/octet-stream")
def entries(place: str) -> Response:
    """Up to 256 entries, each after its length in two bytes."""
    return _for_ever(log_tiles.bundle(*_asked(place)))


@door.get("/results/<number>/leaf")
@opens(OPEN)
@text("What the entry of a result holds the SHA-256 of.")
def leaf(number: str) -> Response:
    """What the entry of a result holds the SHA-256 of: the salt on the first line, then all that is published of it, as it stands there now.
    Of an open matter, how its unit was pressed."""
    entry, told = _entered(plain(number))
    return _plain(ledger.opening(entry.salt or "", told))


@door.get("/results/<number>/proof")
@opens(OPEN)
@text("That the entry of a result stands under the newest head (C2SP tlog-proof).")
def proof(number: str) -> Response:
    """That the entry of a result stands under the newest signed head, as a C2SP tlog-proof; kept beside the leaf it proves without us."""
    return _plain(log_tiles.proof(_entered(plain(number))[0]))


def _entered(number: str) -> tuple[ledger.Entry, str]:
    """The entry of what stands at an address, and what it is of: a result, or until there is one the trace of an open matter."""
    try:
        result = board.one(number)
    except Missing:
        row = board.progress_of(number)
        entry = progress.last_entry(row)
        if entry is None:
            raise
        return entry, progress.canonical(row)
    return log_tiles.entry_of(result), publication.canonical(result)


@door.get("/ledger/proof/<int:index>")
@opens(OPEN)
@text("The same of any entry.")
def proof_at(index: int) -> Response:
    """The same of any entry, also one whose result was published anew or withdrawn since."""
    if index >= NEWEST:
        raise Missing
    return _plain(log_tiles.proof(log_tiles.entry_at(index)))


@door.get("/ledger/accepted/<word>")
@opens(OPEN)
@text("The same of the acceptance with this fingerprint.")
def accepted(word: str) -> Response:
    """The same of an acceptance, by the fingerprint that whoever holds the receipt works out; what it is of is not asked and not told."""
    return _plain(log_tiles.proof(log_tiles.entry_with(word)))


@door.get("/ledger/consistency/<int:before>/<int:size>")
@opens(OPEN)
@text("That a later head goes on from an earlier one.")
def consistency(before: int, size: int) -> Response:
    """That the ledger of `size` entries begins with the ledger of `before`: whoever kept the older head checks it by these hashes."""
    return _plain(log_tiles.consistency(before, size))


@door.post("/ledger/cosignatures")
@opens(OPEN, json=True)
def cosignatures() -> tuple[Response, int]:
    """`{note}` of a witness that the portal names, under a head of ours → 201 `{kept}`; 403 where it is named nowhere or its line is not
    true, 404 where no such head was ever signed here."""
    said = request.get_json(silent=True)
    note = said.get("note") if isinstance(said, dict) else None
    with unit_of_work():
        throttle.spend(f"cosigned:{gate.source()}", HANDED_IN, clock.now())
    try:
        with unit_of_work():
            kept = witnessed.keep(note if isinstance(note, str) else "", current_app.config["WITNESSES"])
    except BadNote:
        raise Missing from None
    return jsonify(kept=kept), 201 if kept else 403


@door.get("/verify")
@opens(OPEN)
def verify() -> Response:
    """What the ledger is, how anybody checks it, and what that does not prove."""
    newest = ledger.latest()
    return page.show("public/verify.html", newest=newest, key=_key(), home=address(""), says=SAYS, witnesses=witnessed.newest(current_app.config["WITNESSES"]),
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
