"""Pairing: ask the portal for six digits, show them, poll until a liaison has typed them, keep the token (K50)."""

import time
from collections.abc import Callable

from . import config, glass
from .config import Places
from .server import Ask, said

EVERY = 3.0  # seconds between two questions


class Pairing:
    """One terminal that wants to be paired. `turn()` is called again and again; it never waits itself."""

    def __init__(self, ask: Ask, places: Places, clock: Callable[[], float] = time.monotonic) -> None:
        self._ask, self._places, self._clock = ask, places, clock
        self.code, self._secret, self._until, self._next = "", "", 0.0, 0.0

    def turn(self) -> bool:
        """Whether the token is here now. A code that is over is replaced; raises OSError while nobody answers."""
        if self._clock() < self._next:
            return False
        self._next = self._clock() + EVERY
        if not self._secret or self._clock() >= self._until:
            self._begin()
            return False
        status, answer = self._ask("POST", "/kiosk/device/tokens", {"secret": self._secret})
        token = said(answer).get("token")
        if status == 201 and isinstance(token, str) and token:
            config.keep_token(self._places, token)
            return True
        if status == 404:
            self._secret = self.code = ""
        return False

    def _begin(self) -> None:
        measured = glass.px_per_mm()
        status, answer = self._ask("POST", "/kiosk/device/pairings", {"px_per_mm": measured} if measured else {})
        told = said(answer)
        if status != 201 or not isinstance(told.get("code"), str):
            self.code = self._secret = ""
            self._next = self._clock() + 10 * EVERY
            raise ConnectionError(f"the portal gives no code ({status})")
        self.code, self._secret = told["code"], str(told["secret"])
        self._until = self._clock() + float(told["seconds"]) - EVERY
