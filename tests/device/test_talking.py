"""How the device talks: straight to the portal, patient with its absence, once paired for ever paired (K41, K50, K53, K66)."""

import json
import struct
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from kiosk.device import browser, config, glass, heartbeat, pages
from kiosk.device.config import Places
from kiosk.device.pairing import Pairing
from kiosk.device.server import said, way_to
from kiosk.device.watchdog import fit
from portal import __version__ as portal_version
from tests.setup.ports import free_port

Reply = tuple[int, dict[str, object]]


class Portal:
    """Answers what it is told to, in order; remembers what it heard."""

    def __init__(self, *replies: Reply | OSError) -> None:
        self.replies, self.heard = list(replies), list[tuple[str, str, dict[str, object]]]()

    def ask(self, method: str, path: str, body: dict[str, object]) -> tuple[int, bytes]:
        self.heard.append((method, path, body))
        reply = self.replies.pop(0)
        if isinstance(reply, OSError):
            raise reply
        return reply[0], json.dumps(reply[1]).encode()


@pytest.fixture
def redirecting() -> Iterator[tuple[str, list[str]]]:
    """A server that sends everybody elsewhere, and the tokens it saw."""
    seen: list[str] = []

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # noqa: N802
            seen.append(self.headers.get("Authorization", ""))
            self.send_response(307)
            self.send_header("Location", f"http://127.0.0.1:{self.server.server_address[1]}/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", seen
    server.shutdown()
    thread.join()
    server.server_close()


def test_k50_the_token_follows_no_redirect(redirecting: tuple[str, list[str]]) -> None:
    url, seen = redirecting
    status, _ = way_to(url, lambda: "secret")("POST", "/kiosk/device/beats", {})
    assert status == 307 and seen == ["Bearer secret"]


def test_k41_nobody_there_is_an_oserror() -> None:
    with pytest.raises(OSError):
        way_to(f"http://127.0.0.1:{free_port()}")("GET", "/kiosk/device/orders", {})


@pytest.mark.parametrize("answer", [b"", b"<html>", b"[1]", b"null", b"\xff"])
def test_an_answer_that_is_no_object_says_nothing(answer: bytes) -> None:
    assert said(answer) == {}


class Clock:
    """Time that moves when told."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def pairing(tmp_path: Path, *replies: Reply | OSError) -> tuple[Pairing, Portal, Callable[[float], bool]]:
    portal, clock = Portal(*replies), Clock()
    wish = Pairing(portal.ask, Places(tmp_path), clock)

    def after(seconds: float) -> bool:
        clock.now += seconds
        return wish.turn()

    return wish, portal, after


def test_k50_a_code_is_asked_for_shown_and_the_token_kept(tmp_path: Path) -> None:
    wish, portal, after = pairing(tmp_path, (201, {"code": "123456", "secret": "s", "seconds": 600}), (202, {"waits": True}),
                                  (201, {"token": "t"}))
    assert [after(3), wish.code, after(1), after(2), after(3)] == [False, "123456", False, False, True]
    assert config.token(Places(tmp_path)) == "t"
    assert [path for _, path, _ in portal.heard] == ["/kiosk/device/pairings", "/kiosk/device/tokens", "/kiosk/device/tokens"]


def test_k50_a_code_that_is_over_is_replaced(tmp_path: Path) -> None:
    codes: list[Reply] = [(201, {"code": code, "secret": "s", "seconds": 600}) for code in ("111222", "333444", "555666")]
    wish, _, after = pairing(tmp_path, codes[0], (404, {}), *codes[1:])
    after(3)
    after(3)
    assert wish.code == ""
    after(3)
    assert wish.code == "333444"
    after(598)
    assert wish.code == "555666"


def test_k52_told_to_wait_it_does_not_hammer(tmp_path: Path) -> None:
    wish, portal, after = pairing(tmp_path, (429, {}), (201, {"code": "123456", "secret": "s", "seconds": 600}))
    with pytest.raises(OSError):
        after(3)
    after(20)
    assert len(portal.heard) == 1 and wish.code == ""
    after(10)
    assert wish.code == "123456"


def test_k53_k66_a_heartbeat_says_how_we_are_and_hears_how_far_our_clock_is_off() -> None:
    portal = Portal((200, {"now": 0}), (401, {}))
    skew = heartbeat.beat(portal.ask, "ready", 17.0)
    assert skew is not None and skew > 1_000_000_000
    (_, path, told), = portal.heard
    assert path == "/kiosk/device/beats"
    assert (told["paper"], told["last_print"], told["version"]) == ("ready", 17.0, heartbeat.VERSION)
    assert heartbeat.beat(portal.ask) is None


def test_the_device_is_of_the_portals_version() -> None:
    assert portal_version == heartbeat.VERSION


def test_k53_a_portal_that_is_away_is_tried_again() -> None:
    stopped, portal = threading.Event(), Portal(ConnectionError(), (401, {}), (200, {"now": 0}))
    beats: list[float] = []

    class Quick(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            beats.append(timeout or 0)
            if len(beats) == 3:
                self.set()
            return self.is_set()

    stopped = Quick()
    heartbeat.run(portal.ask, stopped)
    assert len(portal.heard) == 3 and beats == [60.0] * 3


def edid(millimetres: int, centimetres: int = 0) -> bytes:
    block = bytearray(128)
    block[:8] = b"\x00\xff\xff\xff\xff\xff\xff\x00"
    block[21], block[66], block[68] = centimetres, millimetres & 0xFF, millimetres >> 4 & 0xF0
    return bytes(block)


def display(drm: Path, name: str, mode: str, data: bytes, status: str = "connected") -> None:
    (drm / name).mkdir(parents=True)
    (drm / name / "modes").write_text(f"{mode}\n640x480\n")
    (drm / name / "status").write_text(status + "\n")
    (drm / name / "edid").write_bytes(data)


@pytest.mark.parametrize(("mode", "data", "measure"), [
    ("1920x1080", edid(476), 4.034), ("1920x1080", edid(0, 48), 4.0), ("1920x1080", edid(0), None), ("1920x1080", b"", None),
    ("1920x1080", bytes(128), None), ("1280x800", edid(160), 8.0), ("1920x1080", edid(1600), None)])
def test_k01_the_glass_is_measured_by_what_the_display_says(tmp_path: Path, mode: str, data: bytes, measure: float | None) -> None:
    display(tmp_path, "card0-HDMI-A-1", "800x600", edid(100), "disconnected")
    display(tmp_path, "card0-eDP-1", mode, data)
    assert glass.px_per_mm(tmp_path) == measure


def test_the_size_of_a_screen_without_x_is_the_kernels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    assert glass.size(tmp_path) is None
    display(tmp_path, "card0-eDP-1", "1080x1920", b"")
    assert glass.size(tmp_path) == (1080, 1920)


def test_an_x_server_that_is_not_there_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":4711")
    assert glass.size() is None


def test_a_cookie_is_found_for_its_display(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def entry(number: str, data: bytes) -> bytes:
        parts = (b"host", number.encode(), b"MIT-MAGIC-COOKIE-1", data)
        return struct.pack(">H", 256) + b"".join(struct.pack(">H", len(part)) + part for part in parts)

    (tmp_path / "auth").write_bytes(entry("1", b"no") + entry("7", b"yes"))
    monkeypatch.setenv("XAUTHORITY", str(tmp_path / "auth"))
    assert glass._cookie(7) == (b"MIT-MAGIC-COOKIE-1", b"yes") and glass._cookie(3) == (b"", b"")


def test_k24_a_profile_may_lie_in_memory_only() -> None:
    mounts = "/dev/sda1 / ext4 rw 0 0\ntmpfs /run tmpfs rw 0 0\n/dev/sda2 /run/disk ext4 rw 0 0\n"
    assert browser.is_in_memory(Path("/run/huiyin-kiosk"), mounts)
    assert not browser.is_in_memory(Path("/run/disk/x"), mounts) and not browser.is_in_memory(Path("/var/x"), mounts)


def test_k24_a_trial_below_a_folder_is_let_be(tmp_path: Path) -> None:
    assert fit(Places(tmp_path)) is None


def test_our_own_pages_speak_three_languages_and_run_nothing(tmp_path: Path) -> None:
    for page in (pages.waiting(), pages.pairing("123456", "https://portal.example/<b>")):
        assert all(f'lang="{lang}"' in page for lang in ("zh-Hans", "zh-Hant", "en")) and "<script" not in page and "<b>" not in page
    assert "123 456" in pages.pairing("123456", "x")
    url = pages.put(tmp_path / "run", pages.waiting())
    assert url == (tmp_path / "run/page.html").as_uri() and [file.name for file in (tmp_path / "run").iterdir()] == ["page.html"]


def test_k62_the_flags_of_the_study_are_all_there() -> None:
    wanted = ("--kiosk --incognito --no-first-run --noerrdialogs --disable-pinch --overscroll-history-navigation=0 "
              "--disable-background-networking --disable-component-update --disable-sync --disable-translate")
    words = browser.command(config.Config("http://127.0.0.1"), Path("/run/x"), "http://127.0.0.1/kiosk/")
    assert set(wanted.split()) <= set(words) and words[-2:] == ["--user-data-dir=/run/x", "http://127.0.0.1/kiosk/"]
