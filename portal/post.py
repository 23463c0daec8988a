"""What leaves the house: messages are made from fresh notices, reminders from appointments, and carried, a few at a time; no failure undoes anything (R09)."""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from flask import Flask, current_app

from portal.exchange import postman
from portal.foundation import clock
from portal.foundation.settings import Settings
from portal.foundation.unit_of_work import unit_of_work
from portal.notices import outbox
from portal.notices.outbox import Letter
from portal.notices.wish import Way
from portal.reception import reminding
from portal.reception.reminding import Line

MOST_SPREAD, MOST_CARRIED = 500, 40  # in one sweep; what is left is there a minute later
Kind = TypeVar("Kind", Letter, Line)
_log = logging.getLogger(__name__)


def carry_all(app: Flask) -> int:
    """Carry what waits; returns how many messages arrived. In an app context. The network is never waited for inside a transaction.
    Where no mail server is set up nobody is written to of an appointment, and the desk rings (HB-26)."""
    settings: Settings = app.config["SETTINGS"]
    ways = postman.ways(settings)
    with unit_of_work():
        outbox.spread(ways, settings.default_locale, MOST_SPREAD, clock.now())
        outbox.forget_old(clock.now())
        if Way.MAIL in ways:
            reminding.spread(MOST_SPREAD, clock.now())
    arrived = [_carry(one, outbox.take, lambda letter, at: _handed(letter, settings, str(int(at.timestamp()))), outbox.settle)
               for one in (outbox.waiting(clock.now(), MOST_CARRIED) if ways else [])]
    arrived += [_carry(one, reminding.take, lambda line, _: _reminded(line, settings), reminding.settle)
                for one in (reminding.waiting(clock.now(), MOST_CARRIED) if Way.MAIL in ways else [])]
    return sum(arrived)


def _carry(one: int, take: Callable[[int, datetime], Kind | None], hand: Callable[[Kind, datetime], str | None],
           settle: Callable[[int, str | None, datetime], None]) -> bool:
    at = clock.now()
    with unit_of_work():
        letter = take(one, at)
    if letter is None:
        return False
    error = hand(letter, at)
    if error:
        _log.warning("%s %d: %s", type(letter).__name__.lower(), one, error)
    with unit_of_work():
        settle(one, error, clock.now())
    return error is None


def _handed(letter: Letter, settings: Settings, timestamp: str) -> str | None:
    try:
        return postman.carry(letter, settings, timestamp, _wait())
    except Exception as fault:  # whatever goes wrong outside concerns this message alone
        return type(fault).__name__


def _reminded(line: Line, settings: Settings) -> str | None:
    try:
        return postman.remind(line, settings, _wait())
    except Exception as fault:  # as above
        return type(fault).__name__


def _wait() -> float:
    return current_app.config.get("POST_WAIT", postman.WAIT)  # type: ignore[no-any-return]
