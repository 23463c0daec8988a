"""A page on which a visitor would wait for ever: a real server takes a request and never answers it (K61)."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from kiosk.device import config
from kiosk.device.browser import WAITS_LOOKS
from kiosk.device.config import Places
from kiosk.device.watchdog import LOOK_EVERY, ORDERS_EVERY
from tests.device.screen import Launched, Screen, until

LIVES = "<!doctype html><title>lives</title><script>setInterval(() => {}, 3000)</script>"
HANGS = """<!doctype html><title>hangs</title><script>setTimeout(() => {
  const asked = new XMLHttpRequest();
  asked.open("GET", "/kiosk/never", false);
  asked.send();
}, 1000)</script>"""


class Mute:
    """Answers the device at once and says of its page that it never spoke. The browser's `silent` first visits are taken and never
    answered, or get `first`; every later one gets a page that lives."""

    def __init__(self, silent: int = 0, first: str = "") -> None:
        self.entered, self.asked, self.over, mute = 0, 0, threading.Event(), self

        class Door(BaseHTTPRequestHandler):
            def do_POST(self) -> None:  # noqa: N802
                self.rfile.read(int(self.headers.get("Content-Length", 0)))
                self.say(201, json.dumps({"ticket": "t"}))

            def do_GET(self) -> None:  # noqa: N802
                if self.path.startswith("/kiosk/device/"):
                    mute.asked += 1
                    self.say(200, json.dumps({"leave": False, "screen": None}))
                elif self.path.startswith("/kiosk/enter"):
                    mute.entered += 1
                    if mute.entered <= silent:
                        mute.over.wait()
                    self.say(200, first if first and mute.entered == 1 else LIVES)
                else:
                    mute.over.wait()

            def say(self, status: int, words: str) -> None:
                self.send_response(status)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(words.encode())))
                self.end_headers()
                self.wfile.write(words.encode())

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
        self.server.handle_error = lambda *_: None  # type: ignore[method-assign, assignment]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def end(self) -> None:
        """Let everybody go who still waits."""
        self.over.set()
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture(params=[{"silent": 1}, {"first": HANGS}, {}], ids=["the page never comes", "the page waits for an answer", "the page lives"])
def mute(request: pytest.FixtureRequest) -> Iterator[Mute]:
    """A server of one of these kinds."""
    made = Mute(**request.param)
    yield made
    made.end()


@pytest.mark.browser
def test_k61_what_a_server_never_answers_is_given_up_and_the_page_comes_again(
        mute: Mute, before: Screen, root: Path, request: pytest.FixtureRequest) -> None:
    """Without the portal's word: what it says of the page is the same in all three, and only where it lives the browser is let be."""
    config.keep_token(Places(root), "t")
    own = Launched(root, f"http://127.0.0.1:{mute.server.server_port}", before)
    try:
        until(lambda: mute.entered == 1)
        first, lives = own.browser(), "lives" in request.node.callspec.id
        if lives:
            until(lambda: any("lives" in title for title in before.titles()))
            until(lambda: mute.asked * ORDERS_EVERY > 1.5 * WAITS_LOOKS * LOOK_EVERY)  # longer than any silence that is borne
            assert own.browser() == first and mute.entered == 1
        else:
            until(lambda: mute.entered == 2 and any("lives" in title for title in before.titles()))
            assert own.browser() not in (0, first) and len(own.profiles()) == 1
    finally:
        own.end()
