"""A visitor at a terminal of S01, and a press that sets no type but remembers what it was given."""

from collections.abc import Iterator
from concurrent.futures import Future
from datetime import datetime

import pytest
from flask import Flask

from portal.paper.shelf import key_of
from tests.judge import Judge
from tests.kiosk.hand import Hand


class StillPress:
    """Takes every paper; `ready` is what it hands out, None for "no PDF within ten seconds"."""

    def __init__(self) -> None:
        self.given: list[str] = []
        self.ready: bytes | None = b"%PDF-1.7 of the tests"
        self.lacks: str | None = None

    def available(self) -> str | None:
        """What the press lacks."""
        return self.lacks

    def stored(self, key: str) -> bytes | None:
        """The paper from the shelf, where every paper is the same."""
        return self.ready

    def submit(self, html: str, kind: str, later: bool = False) -> Future[str | None]:
        """Remember the paper."""
        self.given.append(html)
        done: Future[str | None] = Future()
        done.set_result(None if self.ready is None else key_of(html, kind))
        return done

    def store_sweep(self, before: datetime) -> None:
        """There is nothing to take away."""

    def pdf(self, html: str, kind: str, wait: float = 10) -> bytes | None:
        """The paper, or None."""
        key = self.submit(html, kind).result()
        return None if key is None else self.stored(key)


@pytest.fixture
def press(empty_app: Flask) -> Iterator[StillPress]:
    """The press of the application, replaced for one test."""
    real, still = empty_app.extensions["press"], StillPress()
    empty_app.extensions["press"] = still
    yield still
    empty_app.extensions["press"] = real


@pytest.fixture
def hand(browse: Judge, press: StillPress) -> Hand:
    """A visitor who stands before the terminal of S01 and has touched nothing yet."""
    visitor = Hand(browse)
    visitor.get("/kiosk/at/S01", 303)
    visitor.get("/kiosk/")
    return visitor
