"""A screen in memory (Xvfb), the terminal's launcher on it as a process of its own, and eyes and hands for both."""

import contextlib
import os
import shutil
import signal
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image

from kiosk.device import config
from kiosk.device.config import Config, Places
from portal import ROOT

FLAGS = ["--disable-gpu", "--disable-quic", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
PORTRAIT = (1080, 1920)


def until(true: Callable[[], object], seconds: float = 60) -> float:
    """Wait for a condition, with a deadline; how many seconds it took."""
    began, pause = time.monotonic(), threading.Event()
    while not true():
        assert time.monotonic() - began < seconds, f"not so after {seconds} s"
        pause.wait(0.05)
    return time.monotonic() - began


class Screen:
    """An X server that shows nobody anything; its pixels lie in a file."""

    def __init__(self, folder: Path, size: tuple[int, int]) -> None:
        self.size, self._pixels = size, folder / "Xvfb_screen0"
        known, told = os.pipe()
        self.process = subprocess.Popen(
            ["Xvfb", "-displayfd", str(told), "-screen", "0", f"{size[0]}x{size[1]}x24", "-fbdir", str(folder), "-noreset",
             "-nolisten", "tcp"],
            pass_fds=[told], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(told)
        with os.fdopen(known) as line:
            self.display = f":{line.readline().strip()}"

    @property
    def environment(self) -> dict[str, str]:
        """The variables of somebody who sits before it."""
        own = {name: value for name, value in os.environ.items() if name not in ("WAYLAND_DISPLAY", "XAUTHORITY")}
        return own | {"DISPLAY": self.display}

    def hand(self, *words: str) -> str:
        """One movement by xdotool; what it says, "" when there is nothing to move."""
        return subprocess.run(["xdotool", *words], env=self.environment, text=True, capture_output=True, check=False).stdout.strip()

    def titles(self) -> list[str]:
        """The titles of the windows of Chromium that are seen."""
        seen = self.hand("search", "--onlyvisible", "--class", "chromium").split()
        return [name for name in (self.hand("getwindowname", window) for window in seen) if name]

    def places(self) -> list[str]:
        """Where those windows lie, as `x y width height`."""
        found = []
        for window in self.hand("search", "--onlyvisible", "--class", "chromium").split():
            told = dict(line.split("=") for line in self.hand("getwindowgeometry", "--shell", window).splitlines() if "=" in line)
            found.append(" ".join(told.get(name, "?") for name in ("X", "Y", "WIDTH", "HEIGHT")))
        return found

    def pixel(self, x: int, y: int) -> tuple[int, int, int]:
        """Red, green and blue of one point (X window dump, version 7)."""
        with self._pixels.open("rb") as dump:
            head = struct.unpack(">25I", dump.read(100))
            dump.seek(head[0] + head[19] * 12 + y * head[12] + x * 4)
            blue, green, red = dump.read(3)
        return red, green, blue

    def use(self, keymap: str, folder: Path) -> None:
        """Give every keyboard of the screen this keymap, also the one that xdotool presses."""
        done = [subprocess.run(["xkbcomp", "-w0", "-i", str(number), f"-I{folder}", "-", self.display], input=keymap, text=True,
                               capture_output=True, check=False).returncode for number in range(3, 9)]
        assert done.count(0) >= 2, "the keyboard itself and that of xdotool"

    def shot(self, path: Path) -> None:
        """A picture of it."""
        dump = self._pixels.read_bytes()
        head = struct.unpack(">25I", dump[:100])
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.frombuffer("RGB", (head[4], head[5]), dump[head[0] + head[19] * 12:], "raw", "BGRX", head[12], 1).save(path)

    def end(self) -> None:
        """Switch it off."""
        self.process.terminate()
        self.process.wait()


@contextlib.contextmanager
def screen(folder: Path, size: tuple[int, int] = PORTRAIT) -> Iterator[Screen]:
    """A screen, until the block ends."""
    missing = [name for name in ("Xvfb", "xdotool", "chromium") if shutil.which(name) is None]
    if missing:
        pytest.skip(f"no {' and no '.join(missing)} on the PATH")
    folder.mkdir(parents=True)
    shown = Screen(folder, size)
    try:
        yield shown
    finally:
        shown.end()


class Launched:
    """`kiosk.device launch` below a folder, before a screen; `around` is put before the command."""

    def __init__(self, root: Path, server: str, before: Screen, around: tuple[str, ...] = ()) -> None:
        self.places = Places(root)
        self.places.settings.parent.mkdir(parents=True, exist_ok=True)
        self.places.settings.write_text(config.dump(Config(server, flags=FLAGS)))
        with (root / "log").open("ab") as log:
            words = [*around, sys.executable, "-m", "kiosk.device", "--root", str(root), "launch"]
            self.process = subprocess.Popen(words, cwd=ROOT, env=before.environment, stdout=log, stderr=log)

    def browser(self) -> int:
        """The process of the browser itself, 0 while there is none."""
        mark = f"--user-data-dir={self.places.run}/profile-".encode()
        for entry in Path("/proc").iterdir():
            with contextlib.suppress(OSError):
                words = (entry / "cmdline").read_bytes().split(b"\0") if entry.name.isdigit() else []
                if any(word.startswith(mark) for word in words) and not any(word.startswith(b"--type=") for word in words):
                    return int(entry.name)
        return 0

    def profiles(self) -> list[Path]:
        """Profiles that lie about."""
        return sorted(self.places.run.glob("profile-*"))

    def page(self) -> str:
        """The page of our own that is shown, or was."""
        return (self.places.run / "page.html").read_text("utf-8") if (self.places.run / "page.html").exists() else ""

    def end(self) -> int:
        """Stop it as systemd does; its exit status."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=30)
