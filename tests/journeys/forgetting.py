"""Chromium as a terminal runs it, incognito in a profile of its own, driven from outside so that it can be killed; and a search
for what it left behind (K24, design of the terminal: flags and throw-away profile)."""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Error, Page, Playwright

from kiosk.device.browser import FLAGS

DRIVEN = ("--headless=new", "--no-sandbox", "--disable-gpu", "--window-size=1080,1920", "--remote-debugging-port=0")


@dataclass
class Glass:
    """A running Chromium: its page, and the folder that holds everything it could write."""

    page: Page
    folder: Path
    process: subprocess.Popen[bytes]

    def switch_off(self) -> None:
        """Close it politely, as a shutdown does: what it meant to keep is written now."""
        browser = self.page.context.browser
        assert browser is not None
        with contextlib.suppress(Error):  # it hangs up while it answers
            browser.new_browser_cdp_session().send("Browser.close")
        self.process.wait(timeout=60)

    def kill(self) -> None:
        """It and everything it started, at once."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(timeout=60)


@contextmanager
def glass(playwright: Playwright, *without: str) -> Iterator[Glass]:
    """A Chromium on a throw-away profile, and its only page; started with the very flags of a terminal (`without`: but these)."""
    found = shutil.which("chromium")
    if found is None:
        pytest.skip("no chromium on the PATH")
    folder = Path(tempfile.mkdtemp(prefix="glass-"))  # short: Chromium lays a socket in it
    home = {name: str(folder) for name in ("HOME", "TMPDIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")}
    process = subprocess.Popen([found, *DRIVEN, *(flag for flag in FLAGS if flag not in without), f"--user-data-dir={folder / 'profile'}", "about:blank"],
                               env=os.environ | home, start_new_session=True,
                               stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        browser = playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{_port(folder / 'profile', process)}")
        yield Glass(browser.contexts[0].pages[0], folder, process)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(timeout=60)
        shutil.rmtree(folder, ignore_errors=True)


def _port(profile: Path, process: subprocess.Popen[bytes]) -> int:
    told, until = profile / "DevToolsActivePort", time.monotonic() + 90
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(OSError, IndexError, ValueError):
            return int(told.read_text().split()[0])
        time.sleep(0.05)
    raise AssertionError("Chromium did not start")


def left_in(folder: Path, secrets: Iterable[str]) -> list[str]:
    """Which secret lies in which file of a folder, in any spelling a browser or a database writes."""
    spelled = {secret: {secret.encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be")}
               | {quote(secret).encode(), secret.encode("unicode_escape")} for secret in secrets}
    found = []
    for file in sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()):
        with contextlib.suppress(FileNotFoundError):  # a process that ends takes its own files away
            content = file.read_bytes()
            found += [f"{secret} in {file.relative_to(folder)}" for secret, ways in spelled.items()
                      if any(way in content for way in ways)]
    return found
