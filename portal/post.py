"""What leaves the house: messages are made from fresh notices and carried, a few at a time; no failure undoes anything (R09)."""

import logging

from flask import Flask, current_app

from portal.exchange import postman
from portal.foundation import clock
from portal.foundation.settings import Settings
from portal.foundation.unit_of_work import unit_of_work
from portal.notices import outbox
from portal.notices.outbox import Letter

MOST_SPREAD, MOST_CARRIED = 500, 40  # in one sweep; what is left is there a minute later
_log = logging.getLogger(__name__)


def carry_all(app: Flask) -> int:
    """Carry what waits; returns how many messages arrived. In an app context. The network is never waited for inside a transaction."""
    settings: Settings = app.config["SETTINGS"]
    ways = postman.ways(settings)
    with unit_of_work():
        outbox.spread(ways, settings.default_locale, MOST_SPREAD, clock.now())
        outbox.forget_old(clock.now())
    return sum(_carry(message_id, settings) for message_id in outbox.waiting(clock.now(), MOST_CARRIED)) if ways else 0


def _carry(message_id: int, settings: Settings) -> bool:
    at = clock.now()
    with unit_of_work():
        letter = outbox.take(message_id, at)
    if letter is None:
        return False
    error = _handed(letter, settings, str(int(at.timestamp())))
    if error:
        _log.warning("message %d on the way %s: %s", message_id, letter.way, error)
    with unit_of_work():
        outbox.settle(message_id, error, clock.now())
    return error is None


def _handed(letter: Letter, settings: Settings, timestamp: str) -> str | None:
    try:
        return postman.carry(letter, settings, timestamp, current_app.config.get("POST_WAIT", postman.WAIT))
    except Exception as fault:  # whatever goes wrong outside concerns this message alone
        return type(fault).__name__
