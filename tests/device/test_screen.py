"""The terminal for real, without a window manager: paired, killed, cut off, left, revoked (K24, K41, K50, K61, K67)."""

import contextlib
import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.device.browser import STUCK_LOOKS, Browser, pages
from kiosk.device.config import Config
from portal import ROOT
from portal.foundation import clock
from portal.network import entry
from portal.network.terminal import Terminal
from tests.device.conftest import Office
from tests.device.screen import FLAGS, Launched, Screen, until

RESTING = "欢迎"
CODE = re.compile(r'class="code">(\d{3}) (\d{3})<')
PAPER = (250, 247, 240)  # --paper
Start = Callable[[], Launched]


def shows(before: Screen, word: str) -> Callable[[], bool]:
    return lambda: any(word in title for title in before.titles())


def paired(office: Office, before: Screen, launch: Start) -> tuple[Launched, int]:
    """From the first start to the resting screen."""
    own = launch()
    until(lambda: CODE.search(own.page()))
    found = CODE.search(own.page())
    assert found is not None
    number = office.confirm(found[1] + found[2])
    until(shows(before, RESTING))
    return own, number


@pytest.mark.browser
def test_k50_the_code_on_the_screen_makes_it_a_terminal(office: Office, before: Screen, launch: Start) -> None:
    own, number = paired(office, before, launch)
    assert own.places.token.stat().st_mode & 0o777 == 0o600
    token = own.places.token.read_text()
    (profile,) = own.profiles()
    words = b"".join(file.read_bytes() for file in profile.rglob("*") if file.is_file() and not file.is_symlink())
    assert token.encode() not in words and office.one(number).ticket_hash is None, "no token near the page, and the ticket is spent"


@pytest.mark.browser
def test_k61_the_window_fills_the_screen_without_a_window_manager(office: Office, before: Screen, launch: Start) -> None:
    paired(office, before, launch)
    assert before.places() == ["0 0 1081 1921"]
    edges = [(0, 0), (1079, 0), (0, 1919), (1079, 1919), (0, 960), (1079, 960)]
    with contextlib.suppress(AssertionError):  # what is there instead says more than that it took too long
        until(lambda: {before.pixel(*point) for point in edges} == {PAPER})
    assert {point: before.pixel(*point) for point in edges} == dict.fromkeys(edges, PAPER), (before.titles(), before.places())


@pytest.mark.browser
def test_k61_killed_it_is_back_at_the_resting_screen_and_its_profile_is_gone(office: Office, before: Screen, launch: Start) -> None:
    own, _ = paired(office, before, launch)
    first, (profile,) = own.browser(), own.profiles()
    os.kill(first, signal.SIGKILL)
    until(lambda: own.browser() not in (0, first) and shows(before, RESTING)())
    assert not profile.exists() and len(own.profiles()) == 1
    assert before.places() == ["0 0 1081 1921"], "one window: no bubble asks to restore pages"


@pytest.mark.browser
def test_k61_a_page_whose_own_process_was_killed_is_back_at_the_resting_screen(office: Office, before: Screen, launch: Start) -> None:
    own, number = paired(office, before, launch)
    until(lambda: office.one(number).screen_at is not None)
    first, (profile,) = own.browser(), own.profiles()
    drawing = pages(first)
    assert len(drawing) == 1, "one page, one process that draws it"
    os.kill(drawing[0], signal.SIGKILL)
    until(lambda: own.browser() not in (0, first) and shows(before, RESTING)())
    assert not profile.exists() and len(own.profiles()) == len(pages(own.browser())) == 1


@pytest.mark.browser
@pytest.mark.parametrize("does", ["for (;;) JSON.parse('[1, 2, 3]');", ""], ids=["turns in a circle", "rests"])
def test_k61_a_page_that_turns_in_a_circle_is_told_from_one_that_rests(
        before: Screen, root: Path, monkeypatch: pytest.MonkeyPatch, does: str) -> None:
    monkeypatch.setenv("DISPLAY", before.display)
    (root / "page.html").write_text(f"<!doctype html><title>drawn</title><script>setTimeout(() => {{ document.title = 'ready'; {does} }}, 500)</script>")
    running, stuck = Browser(Config("http://127.0.0.1", flags=FLAGS), root / "run", (root / "page.html").as_uri()), list[bool]()

    def look() -> bool:
        assert not running.lost_its_page()
        stuck.append(running.is_stuck())
        return stuck[-1] if does else len(stuck) > 4 * STUCK_LOOKS

    try:
        until(shows(before, "drawn"))
        until(look)
    finally:
        running.end(politely=False)
    assert any(stuck) is bool(does)


@pytest.mark.browser
def test_k61_a_page_whose_process_was_stopped_is_back_at_the_resting_screen(office: Office, before: Screen, launch: Start) -> None:
    own, number = paired(office, before, launch)
    until(lambda: office.one(number).screen_at is not None)
    first = own.browser()
    os.kill(pages(first)[0], signal.SIGSTOP)
    until(lambda: own.browser() not in (0, first) and shows(before, RESTING)(), seconds=60)
    assert len(own.profiles()) == 1


@pytest.mark.browser
def test_k61_in_the_sandbox_a_page_whose_process_was_killed_is_seen(before: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    """Root goes on as nobody, for the sandbox, which hides Chromium's processes from one another: the launcher finds them all the same."""
    monkeypatch.setenv("DISPLAY", before.display)
    with tempfile.TemporaryDirectory(prefix="hy-", ignore_cleanup_errors=True) as folder:
        words = [sys.executable, "-c", SANDBOXED, folder]
        if os.geteuid() == 0:
            words = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", *words]
            os.chown(folder, 65534, 65534)
        said = subprocess.run(words, cwd=ROOT, text=True, capture_output=True, timeout=120, check=False)
    assert said.stdout.split() == ["sandboxed", "drawing", "lost"], said.stderr


SANDBOXED = """
import contextlib, os, signal, sys, time
from pathlib import Path
from kiosk.device.browser import Browser, pages
from kiosk.device.config import Config
page = Path(sys.argv[1], "page.html")
page.write_text("<!doctype html><title>drawn</title>")
running = Browser(Config("http://127.0.0.1", flags=["--disable-gpu", "--disable-quic"]), Path(sys.argv[1], "run"), page.as_uri())
until = time.monotonic() + 60
def waited(true):
    while not true() and time.monotonic() < until: running.ended_within(0.25)
    return true()
try:
    words = Path(f"/proc/{running.pid}/cmdline").read_bytes()
    print("open" if b"--no-sandbox" in words else "sandboxed")
    if waited(lambda: not running.lost_its_page() and len(pages(running.pid)) == 1): print("drawing")
    def lost():  # while it starts, a page may still move to another process: that one is killed too
        for one in pages(running.pid):
            with contextlib.suppress(ProcessLookupError): os.kill(one, signal.SIGKILL)
        return running.lost_its_page()
    if waited(lost): print("lost")
finally:
    running.end(politely=False)
"""


@pytest.mark.browser
def test_k24_after_the_end_nothing_lies_about(office: Office, before: Screen, launch: Start) -> None:
    own, _ = paired(office, before, launch)
    browser = own.browser()
    assert own.end() == 143
    assert own.profiles() == [] and not os.path.exists(f"/proc/{browser}")


@pytest.mark.browser
def test_k24_what_a_cut_of_the_power_left_is_swept_at_the_next_start(office: Office, before: Screen, launch: Start) -> None:
    own, _ = paired(office, before, launch)
    own.process.kill()
    own.process.wait()
    os.killpg(own.browser(), signal.SIGKILL)
    (left,) = own.profiles()
    launch()
    until(lambda: not left.exists() and len(own.profiles()) == 1 and shows(before, RESTING)())


@pytest.mark.browser
def test_k41_it_never_goes_to_a_dead_portal_and_comes_when_it_answers(office: Office, before: Screen, launch: Start) -> None:
    own, _ = paired(office, before, launch)
    open_page = own.browser()
    office.running.kill()
    until(lambda: own.browser() == open_page and shows(before, RESTING)())
    os.kill(open_page, signal.SIGKILL)
    until(lambda: own.browser() not in (0, open_page) and before.titles() == ["回音 - Chromium"])
    assert "正在连接" in own.page()
    office.running.start()
    until(shows(before, RESTING))


@pytest.mark.browser
def test_k67_when_the_keeper_leaves_the_browser_closes_and_stays_closed(office: Office, before: Screen, launch: Start) -> None:
    own, number = paired(office, before, launch)
    office.do(lambda cast: entry.leave(entry.db.session.get_one(Terminal, number), clock.now()))
    assert own.process.wait(timeout=60) == 0
    assert own.browser() == 0 and own.profiles() == []


@pytest.mark.browser
def test_k50_a_revoked_terminal_forgets_its_token_and_asks_to_be_paired(office: Office, before: Screen, launch: Start) -> None:
    own, number = paired(office, before, launch)
    office.revoke(number)
    until(lambda: not own.places.token.exists())
    until(lambda: CODE.search(own.page()) and shows(before, "回音")())
