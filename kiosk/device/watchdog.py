"""The watchdog: asks before it loads, starts Chromium, starts it anew when it falls, closes it for the keeper (K41, K61, K67)."""

import enum
import logging
import threading
import time
from pathlib import Path

from . import browser, config, pages
from .browser import Browser
from .config import Config, Places
from .pairing import Pairing
from .server import Ask, said

ORDERS_EVERY = 5.0   # seconds between two questions whether the keeper wants to leave
PING_EVERY = 2.0     # seconds between two knocks at a portal that does not answer
SHORT_LIFE = 5.0     # a browser that lived shorter fell over at once: the next waits a little
LOOK_EVERY = 0.25    # seconds between two looks at the browser; two in a row tell that its page is gone
LONGEST_WAIT = 2.5   # what fell at once so often is there within ten seconds all the same (K61),
PATIENCE = 3.0       # also where the portal takes a question and is silent: so long, and one of our own pages is shown
SILENT = 65.0        # seconds without a word of the page, which says every twenty that it lives (alive.js): it waits for ever
_log = logging.getLogger(__name__)


class Next(enum.Enum):
    """Why a browser's life ended."""

    CHANGED = "another page"
    FELL = "it fell over"
    HANGS = "its page says nothing any more"
    LEFT = "the keeper left"
    STOPPED = "we were told to stop"


class Launcher:
    """The screen of one terminal. `run()` returns True when the keeper left, False when it was told to stop."""

    def __init__(self, told: Config, places: Places, ask: Ask, stopped: threading.Event) -> None:
        self._told, self._places, self._ask, self._stopped = told, places, ask, stopped
        self._pairing = Pairing(ask, places)
        self._falls, self._asked = 0, 0.0
        self._heard: float | None = None  # since when the portal has answered without a gap, in this life of the browser

    def run(self) -> bool:
        """Until the keeper leaves or somebody stops us."""
        browser.sweep(self._places.run)
        while not self._stopped.is_set():
            why = self._live(self._address())
            if why is Next.LEFT:
                return True
            if why is Next.FELL:
                self._stopped.wait(min(LONGEST_WAIT, 0.5 * 2 ** self._falls) if self._falls else 0)
        return False

    def _address(self) -> str:
        """What to show now. The portal's own page only after it has just answered with a ticket; else one of ours."""
        if not config.token(self._places):
            return self._shown()
        try:
            status, answer = self._ask("POST", "/kiosk/device/tickets", {})
        except OSError:
            return self._shown()
        if status == 401:
            self._forget()
        ticket = said(answer).get("ticket")
        return f"{self._told.server}/kiosk/enter?ticket={ticket}" if status == 201 and isinstance(ticket, str) else self._shown()

    def _shown(self) -> str:
        code = self._pairing.code if not config.token(self._places) else ""
        return pages.put(self._places.run, pages.pairing(code, self._told.server) if code else pages.waiting())

    def _live(self, url: str) -> Next:
        ours, began, over = url.startswith("file:"), time.monotonic(), False
        running, self._heard = Browser(self._told, self._places.run, url), None
        _log.info("started %d: %s", running.pid, "waiting" if ours else "the portal")
        try:
            while not running.ended_within(LOOK_EVERY):
                if self._stopped.is_set():
                    return Next.STOPPED
                over = running.lost_its_page() or running.is_stuck() or (not ours and running.waits_for_ever())
                if over:
                    break
                found = self._look(ours)
                if found is not None:
                    return found
        finally:
            running.end(politely=not over)
        self._falls = min(self._falls + 1, 8) if time.monotonic() - began < SHORT_LIFE else 0
        _log.warning("%d fell over after %.0f s", running.pid, time.monotonic() - began)
        return Next.FELL

    def _look(self, ours: bool) -> Next | None:
        """What the portal says, asked as often as it makes sense; while it is away, the open page stays (K41)."""
        if not config.token(self._places):
            return self._pair() if ours else Next.CHANGED
        if time.monotonic() - self._asked < (PING_EVERY if ours else ORDERS_EVERY):
            return None
        self._asked = time.monotonic()
        try:
            status, answer = self._ask("GET", "/kiosk/device/orders", {})
        except OSError:
            status, answer = 0, b""
        if status == 401:
            self._forget()
            return Next.CHANGED
        if status == 200 and ours:
            return Next.CHANGED
        if status == 200 and said(answer).get("leave") is True:
            return Next.LEFT
        return Next.HANGS if self._hangs(said(answer).get("screen") if status == 200 else None) else None

    def _hangs(self, silent: object) -> bool:
        """Whether the page has been silent for longer than it ever is, `silent` seconds by the portal's word, while the portal
        answered us all the time: a page that only could not reach it keeps its words (K40)."""
        if not isinstance(silent, int | float):
            self._heard = None
            return False
        self._heard = self._asked if self._heard is None else self._heard
        return min(silent, self._asked - self._heard) > SILENT

    def _pair(self) -> Next | None:
        before = self._pairing.code
        try:
            if self._pairing.turn():
                return Next.CHANGED
        except OSError as away:
            _log.info("no pairing yet: %s", type(away).__name__)
        if self._pairing.code != before:
            self._shown()
        return None

    def _forget(self) -> None:
        """The portal does not know the token any more: the terminal was revoked."""
        _log.warning("this terminal was revoked")
        config.keep_token(self._places, "")


def fit(places: Places) -> None:
    """Raise ValueError where a profile would reach a disk: it holds what a visitor typed."""
    folder = next(each for each in (places.run, *places.run.parents) if each.exists())
    if places.root == Path("/") and not browser.is_in_memory(folder):
        raise ValueError(f"{places.run} does not lie in memory (tmpfs)")
