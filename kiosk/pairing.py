"""Pairing as the device does it: it asks for six digits to show, then for its token until a liaison has typed them (K50)."""

from typing import Any

from flask import Response, jsonify, request

from portal.foundation import clock, throttle
from portal.foundation.unit_of_work import unit_of_work
from portal.kiosk.blueprint import door
from portal.network import pairing
from portal.web import gate
from portal.web.gate import OPEN, opens

MOST_AN_HOUR = 30  # codes one address may ask for; a terminal that waits asks for six


def said() -> dict[str, Any]:
    """What the device sent, {} for anything that is not a JSON object."""
    sent = request.get_json(silent=True)
    return sent if isinstance(sent, dict) else {}


def number(value: object) -> float | None:
    """A number that was sent as one."""
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e12 else None


@door.post("/device/pairings")
@opens(OPEN, json=True)
def ask() -> tuple[Response, int]:
    """`{px_per_mm?}` → 201 `{code, secret, seconds}`."""
    at = clock.now()
    with unit_of_work():
        throttle.spend(f"pairing:{gate.source()}", MOST_AN_HOUR, at)
        code, secret = pairing.ask(at, number(said().get("px_per_mm")))
    return jsonify(code=code, secret=secret, seconds=int(pairing.LASTS.total_seconds())), 201


@door.post("/device/tokens")
@opens(OPEN, json=True)
def collect() -> tuple[Response, int]:
    """`{secret}` → 202 while nobody confirmed, 201 `{token, terminal, station, place, px_per_mm}` once, 404 when it is over."""
    secret, at = str(said().get("secret", ""))[:100], clock.now()
    if pairing.waits(secret, at):
        return jsonify(waits=True), 202
    with unit_of_work():
        own, token = pairing.collect(secret, at)
        answer = {"token": token, "terminal": own.id, "station": own.station.code, "station_name": own.station.name,
                  "place": own.place, "px_per_mm": own.px_per_mm}
    return jsonify(answer), 201
