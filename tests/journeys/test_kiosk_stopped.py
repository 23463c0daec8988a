"""The portal's process is stopped under a visitor: it takes the connection and never answers (K39, K40)."""

import os
import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.faults.server import Running
from tests.journeys.finger import begin, review
from tests.journeys.watch import TERMINAL, watching

pytestmark = pytest.mark.browser


def test_k39_k40_a_portal_that_is_stopped_is_told_in_words_and_gives_one_number_when_it_goes_on(
        browser: Browser, template: Path, tmp_path: Path) -> None:
    running = Running(tmp_path / "served", template, papers=False)
    try:
        with watching(browser, f"http://127.0.0.1:{running.port}") as watch:
            page = watch.page(TERMINAL, has_touch=True)
            page.goto("/kiosk/at/S01?mm=4.03")
            begin(page)
            review(page, "菜场路的路灯坏了五盏")
            with closing(sqlite3.connect(running.folder / "portal.db")) as kept:
                before = kept.execute('SELECT count(*) FROM "case"').fetchone()[0]
            os.kill(running.process.pid, signal.SIGSTOP)
            page.locator(".stage-acts .btn-primary").click()
            expect(page.locator(".network-wait")).to_be_visible()
            expect(page.locator(".network-away")).to_be_visible()
            expect(page.locator(".review")).to_contain_text("菜场路的路灯坏了五盏")
            os.kill(running.process.pid, signal.SIGCONT)
            expect(page.locator(".handed .digits-run")).to_have_count(2)
        with closing(sqlite3.connect(running.folder / "portal.db")) as kept:
            assert kept.execute('SELECT count(*) FROM "case"').fetchone()[0] - before == 1
    finally:
        running.kill()
