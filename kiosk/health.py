"""What a paired device tells and asks: that it lives, a ticket for its browser, whether its keeper leaves (K50, K53, K66)."""

from datetime import UTC, datetime

from flask import Response, jsonify

from portal.foundation import clock
from portal.foundation.unit_of_work import unit_of_work
from portal.kiosk.blueprint import door
from portal.kiosk.pairing import number, said
from portal.network import entry
from portal.network import terminal as terminals
from portal.network.terminal import Paper
from portal.web import gate
from portal.web.gate import DEVICE, opens


@door.post("/device/beats")
@opens(DEVICE)
def beat() -> Response:
    """`{version, paper, clock, last_print?}`, times in seconds since 1970 → `{now}`, the server's time."""
    at, sent = clock.now(), said()
    its_clock, printed = number(sent.get("clock")), number(sent.get("last_print"))
    skew = round(its_clock - at.timestamp()) if its_clock is not None else 0
    last = datetime.fromtimestamp(printed, UTC) if printed and 0 < printed <= at.timestamp() else None
    with unit_of_work():
        terminals.beat(gate.device(), version=str(sent.get("version", "")), paper=_paper(sent.get("paper")), clock_skew=skew,
                       last_print_at=last, at=at)
    return jsonify(now=at.timestamp())


def _paper(value: object) -> Paper:
    return Paper(value) if isinstance(value, str) and value in frozenset(Paper) else Paper.UNKNOWN


@door.post("/device/tickets")
@opens(DEVICE)
def ticket() -> tuple[Response, int]:
    """→ 201 `{ticket}`: the browser opens `/kiosk/enter?ticket=…` within a minute, once. The token gets near no page."""
    with unit_of_work():
        made = entry.ticket(gate.device(), clock.now())
    return jsonify(ticket=made), 201


@door.get("/device/orders")
@opens(DEVICE)
def orders() -> Response:
    """→ `{leave, screen}`: whether the keeper typed the PIN and wants the browser closed; for how many seconds its page has said
    nothing, null where none ever spoke. 401 once the terminal is revoked."""
    own, at = gate.device(), clock.now()
    return jsonify(leave=entry.is_leaving(own, at), screen=(at - own.screen_at).total_seconds() if own.screen_at else None)
