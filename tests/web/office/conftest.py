"""The stage of the case file."""

from concurrent.futures import Future
from pathlib import Path

import pytest
from flask import Flask

from portal.paper.press import Press
from tests.web.office.stage import Stage


@pytest.fixture
def stage(empty_app: Flask) -> Stage:
    """Cases and browsers without a context left open."""
    return Stage(empty_app)


@pytest.fixture
def resting_press(empty_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """No paper is set: tests that only register need not wait for a second process."""
    nothing: Future[str | None] = Future()
    nothing.set_result(None)
    monkeypatch.setattr(empty_app.extensions["press"], "submit", lambda html, kind, later=False: nothing)


@pytest.fixture
def inline_press(empty_app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Papers are set in this process, however busy the machine is."""
    monkeypatch.setitem(empty_app.extensions, "press", Press(tmp_path, inline=True))
