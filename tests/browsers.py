"""How a Chromium is started for the tests: Debian's own, that talks to nobody."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Playwright

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]


@contextmanager
def launched(playwright: Playwright, *more: str) -> Iterator[Browser]:
    """A Chromium until the block ends; without any on the PATH the test is skipped. Debian's headless shell, where it is there, opens a
    page in a third of the time: the whole Chromium draws a window round each, even when nobody sees it."""
    found = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    if found is None:
        pytest.skip("no chromium on the PATH")
    running = playwright.chromium.launch(executable_path=found, args=[*FLAGS, *more])
    try:
        yield running
    finally:
        running.close()
