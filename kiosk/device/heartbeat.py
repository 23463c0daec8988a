"""The heartbeat: each minute the terminal says its version, its printer, its clock and when it printed last (K53, K66)."""

import logging
import threading
import time
from collections.abc import Callable

from .server import Ask, said

EVERY = 60.0
VERSION = "0.1.0"
_log = logging.getLogger(__name__)


def beat(ask: Ask, paper: str = "unknown", last_print: float | None = None) -> float | None:
    """One heartbeat. How many seconds our clock is ahead of the portal's, None when it was not taken; raises OSError while nobody
    answers."""
    told: dict[str, object] = {"version": VERSION, "paper": paper, "clock": time.time()}
    if last_print is not None:
        told["last_print"] = last_print
    status, answer = ask("POST", "/kiosk/device/beats", told)
    now = said(answer).get("now")
    return time.time() - now if status == 200 and isinstance(now, int | float) else None


def run(ask: Ask, stopped: threading.Event, paper: Callable[[], str] = lambda: "unknown",
        last_print: Callable[[], float | None] = lambda: None) -> None:
    """Beat until told to stop; what goes wrong once is tried again a minute later."""
    while not stopped.is_set():
        try:
            skew = beat(ask, paper(), last_print())
            if skew is None:
                _log.warning("the portal does not know this terminal")
            elif abs(skew) > 5:
                _log.warning("our clock is off by %.0f s", skew)
        except OSError as away:
            _log.info("the portal is away: %s", type(away).__name__)
        stopped.wait(EVERY)
