"""What Chromium is ordered holds for real: in a mount of our own the policy lies where Debian's Chromium reads it (K51, K62)."""

import ctypes.util
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from kiosk.device import browser, keys, policy, units
from kiosk.device.config import Config, Places
from tests.device.screen import FLAGS, Screen, until

MOUNTING = ("unshare", "--map-root-user", "--mount")
PAGE = """<!doctype html><title>{0}</title><body style="margin:0;height:100vh;background:#FAF7F0"><input type=file style="width:200px">
<a href=/kiosk/d download style="position:absolute;left:280px;top:0;padding:20px">d</a>
<script>onkeypress = (event) => {{ document.title = "{0} " + event.key; }};</script>"""


class Heard:
    """A little server that remembers what it was asked for."""

    def __init__(self) -> None:
        heard: list[str] = []

        class Answer(BaseHTTPRequestHandler):
            """Every path is a page whose title is the path."""

            def do_GET(self) -> None:  # noqa: N802
                heard.append(self.path)
                body = PAGE.format(self.path).encode()
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.heard = heard
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        self.url = f"http://127.0.0.1:{self.server.server_port}"


@pytest.fixture
def heard() -> Iterator[Heard]:
    there = Heard()
    thread = threading.Thread(target=there.server.serve_forever)
    thread.start()
    yield there
    there.server.shutdown()
    thread.join()
    there.server.server_close()


Open = Callable[[str, bool], "subprocess.Popen[bytes]"]


@pytest.fixture
def opened(before: Screen, heard: Heard, root: Path) -> Iterator[Open]:
    """Start Chromium as the terminal does, with or without its orders."""
    able = subprocess.run([*MOUNTING, "mount", "-t", "tmpfs", "none", "/etc/chromium"], capture_output=True, check=False)
    if able.returncode:
        pytest.skip(f"no mount of our own can be made here: {able.stderr.decode().strip()}")
    started: list[subprocess.Popen[bytes]] = []

    def start(path: str, ordered: bool) -> "subprocess.Popen[bytes]":
        etc = root / "etc/chromium"
        shutil.copytree("/etc/chromium", etc, dirs_exist_ok=True)
        if ordered:
            (etc / "policies/managed").mkdir(parents=True)
            (etc / "policies/managed" / policy.NAME).write_text(policy.dump(heard.url, root))
        words = browser.command(Config(heard.url, flags=FLAGS), root / "profile", heard.url + path)
        own = before.environment | dict.fromkeys(("HOME", "TMPDIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"), str(root))
        program = 'mount --bind "$0" /etc/chromium && exec "$@"'
        started.append(subprocess.Popen([*MOUNTING, "sh", "-c", program, str(etc), *words], env=own, start_new_session=True,
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
        return started[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DISPLAY", before.display)
        patch.delenv("WAYLAND_DISPLAY", raising=False)
        yield start
    for one in started:
        one.terminate()
        one.wait(timeout=30)


def has(before: Screen, word: str) -> Callable[[], bool]:
    return lambda: any(word in title for title in before.titles())


@pytest.mark.browser
@pytest.mark.parametrize("path", ["/office/sign-in", "/", "/track"])
def test_k51_k62_beside_the_kiosk_nothing_of_the_portal_is_reached(opened: Open, before: Screen, heard: Heard, path: str) -> None:
    opened(path, True)
    until(lambda: before.titles() == ["127.0.0.1 - Chromium"])  # the page that says "blocked" is named after the host
    assert heard.heard == []


@pytest.mark.browser
def test_without_these_orders_it_would_be(opened: Open, before: Screen, heard: Heard) -> None:
    """The test above can fail."""
    opened("/office/sign-in", False)
    until(has(before, "/office/sign-in"))
    assert "/office/sign-in" in heard.heard


CONTROL, SHIFT, ALT, ESCAPE, F_KEYS = "37", "50", "64", "09", range(67, 77)
# t n o s p u h j w l, by the places of the keys on any board
LETTERS = ("28", "57", "32", "39", "33", "30", "43", "44", "25", "46")


def press(before: Screen, *held: str, key: str) -> None:
    """A real key, down and up, while others are held: it goes through the keymap of the screen."""
    downs = [word for each in held for word in ("keydown", each)]
    before.hand(*downs, "key", key, *[word for each in reversed(held) for word in ("keyup", each)])


def all_keys(before: Screen) -> None:
    for letter in LETTERS:
        press(before, CONTROL, key=letter)
        press(before, CONTROL, SHIFT, key=letter)
        press(before, ALT, key=letter)
    for key in F_KEYS:
        press(before, key=str(key))
        press(before, ALT, key=str(key))
    press(before, key=ESCAPE)
    press(before, SHIFT, key=ESCAPE)


def focused(before: Screen) -> None:
    before.hand("windowfocus", "--sync", before.hand("search", "--onlyvisible", "--class", "chromium").split()[0])


@pytest.mark.browser
def test_k62_no_key_no_dialog_no_download_leads_out(opened: Open, before: Screen, heard: Heard, root: Path) -> None:
    (root / "xkb/symbols").mkdir(parents=True)
    (root / "xkb/symbols" / keys.NAME).write_text(keys.symbols())
    before.use(keys.keymap(), root / "xkb")
    running = opened("/kiosk/", True)
    until(has(before, "/kiosk/"))
    focused(before)
    all_keys(before)
    before.hand("mousemove", "40", "20", "click", "1")   # the button that asks for a file
    before.hand("mousemove", "300", "20", "click", "1")  # the link that would be saved
    before.hand("mousemove", "500", "900", "click", "1", "key", "23", "type", "x")
    until(has(before, "/kiosk/ x"))
    assert len(before.places()) == 1 and running.poll() is None
    assert {path.partition("?")[0] for path in heard.heard} <= {"/kiosk/", "/kiosk/d", "/favicon.ico"}
    saved = [file for file in root.rglob("*") if "Downloads" in file.parts or file.suffix == ".crdownload"]
    assert [file for file in saved if file.is_file()] == [], "Chromium may make the folder, and puts nothing into it"


@pytest.mark.browser
def test_with_the_keys_of_a_usual_keyboard_it_would_lead_out(opened: Open, before: Screen, heard: Heard) -> None:
    """Kiosk mode alone does not do it: the test above can fail."""
    opened("/kiosk/", True)
    until(has(before, "/kiosk/"))
    focused(before)
    press(before, CONTROL, key="28")
    until(lambda: not has(before, "/kiosk/")())


def test_k62_the_compositor_knows_no_other_keys(tmp_path: Path) -> None:
    """As libxkbcommon, which cage uses, reads it by the variables of the unit."""
    library = ctypes.util.find_library("xkbcommon")
    if library is None:
        pytest.skip("libxkbcommon is not here")
    for kind, text in (("symbols", keys.symbols()), ("rules", keys.rules())):
        (tmp_path / kind).mkdir()
        (tmp_path / kind / keys.NAME).write_text(text)
    told = {"XKB_CONFIG_EXTRA_PATH": str(tmp_path), "XKB_DEFAULT_RULES": keys.NAME, "XKB_DEFAULT_LAYOUT": keys.NAME}
    said = subprocess.run([sys.executable, "-c", ASK_XKB, library], env=os.environ | told, text=True, capture_output=True, check=True)
    symbols = said.stdout.partition("xkb_symbols")[2]
    assert "Execute" in symbols and "Help" in symbols and "Shift_L" in symbols and "KP_Enter" in symbols and "ampersand" in symbols
    banned = ("Control", "Alt_", "Super", "Meta", "F1 ", "F5 ", "F11", "XF86", "Escape", "Print", "Menu", "Undo", "Redo", "Find", "Open")
    assert [name for name in banned if name in symbols] == []
    for variable, value in told.items():
        if variable != "XKB_CONFIG_EXTRA_PATH":
            assert f"{variable}={value}" in units.texts(Places())[units.SCREEN]


ASK_XKB = """
import ctypes, sys
xkb, pointer = ctypes.CDLL(sys.argv[1]), ctypes.c_void_p
xkb.xkb_context_new.restype = xkb.xkb_keymap_new_from_names.restype = xkb.xkb_keymap_get_as_string.restype = pointer
xkb.xkb_keymap_new_from_names.argtypes = [pointer, pointer, ctypes.c_int]
xkb.xkb_keymap_get_as_string.argtypes = [pointer, ctypes.c_int]
keymap = xkb.xkb_keymap_new_from_names(xkb.xkb_context_new(0), None, 0)
print(ctypes.string_at(xkb.xkb_keymap_get_as_string(keymap, 1)).decode())
"""
