"""How a Chromium is started for the tests: Debian's own, that talks to nobody."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Playwright

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]


def on_path() -> str:
    """Debian's headless shell, where it is there: it opens a page in a third of the time, for the whole Chromium draws a window round each,
    even when nobody sees it. Without either on the PATH the test is skipped."""
    found = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    if found is None:
        pytest.skip("no chromium on the PATH")
    return found


@contextmanager
def launched(playwright: Playwright, *more: str) -> Iterator[Browser]:
    """A Chromium until the block ends."""
    running = playwright.chromium.launch(executable_path=on_path(), args=[*FLAGS, *more])
    try:
        yield running
    finally:
        running.close()
