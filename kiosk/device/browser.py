"""Chromium as the terminal runs it: full screen, forgetting, in a throw-away profile in memory (K24, K61, K62)."""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from . import glass
from .config import Config

FLAGS = (
    "--kiosk", "--incognito", "--no-first-run", "--no-default-browser-check", "--noerrdialogs", "--disable-pinch",
    "--overscroll-history-navigation=0", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-translate", "--disable-session-crashed-bubble", "--hide-crash-restore-bubble", "--disable-breakpad",
    "--disable-infobars", "--disable-features=SpareRendererForSitePerProcess", "--password-store=basic", "--enable-speech-dispatcher", "--autoplay-policy=no-user-gesture-required",
)
PREFIX = "profile-"
_NOT_THE_PAGE = (b"--extension-process", b"--top-chrome-webui")  # renderers of Chromium's own; the spare one is switched off
_LAST_WORDS = 3.0  # seconds to end politely
STUCK_LOOKS = 24   # looks in a row at which the thread that draws did not rest: six seconds, four looks a second,
STUCK_SPENT = 4.0  # and so many seconds of the processor that it took meanwhile: one that only waits for its turn is not stuck
WAITS_LOOKS = 80   # looks in a row between which nothing woke that thread: twenty seconds; a page of the portal's wakes every three (call.js)
_TICKS = os.sysconf("SC_CLK_TCK")


class Browser:
    """One life of Chromium. `folder` is where throw-away profiles may lie."""

    def __init__(self, config: Config, folder: Path, url: str) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.profile = Path(tempfile.mkdtemp(prefix=PREFIX, dir=folder))
        home = {"HOME": str(self.profile), "XDG_CONFIG_HOME": str(self.profile), "XDG_CACHE_HOME": str(self.profile),
                "TMPDIR": str(self.profile)}
        self._process = subprocess.Popen(
            command(config, self.profile, url), env=os.environ | home, start_new_session=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self._had_page, self._without = False, 0
        self._drawing: list[int] = []
        self._looks, self._rested_at, self._looked_at = 0, 0.0, 0
        self._asleep, self._woken = 0, (0, 0)

    @property
    def pid(self) -> int:
        """The browser's own process, which is the leader of its group."""
        return self._process.pid

    def ended_within(self, seconds: float) -> bool:
        """Wait so long; whether it is over, by itself or by a crash."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(seconds)
        return self._process.returncode is not None

    def lost_its_page(self) -> bool:
        """Whether the process that draws the page is gone, at this look and the one before: Chromium lives on and shows a torn
        sheet. A page that turns has a new process before the old one goes."""
        self._drawing = pages(self.pid)
        there = bool(self._drawing)
        self._had_page, self._without = self._had_page or there, 0 if there else self._without + 1
        return self._had_page and self._without > 1

    def is_stuck(self) -> bool:
        """Whether the thread that draws the page, as the last look found it, turns in a circle or stands still: whoever waits for
        a finger rests between two looks, this one never does. Asked once a look."""
        drawing = self._drawing[0] if len(self._drawing) == 1 else 0
        state, spent = thread(drawing) if drawing else ("S", 0.0)
        if state in "SI" or drawing != self._looked_at:
            self._looks, self._rested_at, self._looked_at = 0, spent, drawing
        else:
            self._looks += 1
        return self._looks >= STUCK_LOOKS and (state in "Tt" or spent - self._rested_at >= STUCK_SPENT)

    def waits_for_ever(self) -> bool:
        """Whether nothing has woken the thread that draws the page, as the last look found it, for twenty seconds: it waits for an
        answer that does not come, or what was to be shown never came. Asked once a look, and never of a page that runs nothing."""
        drawing = self._drawing[0] if len(self._drawing) == 1 else 0
        woken = (drawing, wakes(drawing))
        self._asleep = self._asleep + 1 if drawing and woken == self._woken else 0
        self._woken = woken
        return self._asleep >= WAITS_LOOKS

    def end(self, politely: bool = True) -> None:
        """End it with everything it started, and take its profile away. One that shows nothing any more is not waited for."""
        self._signal(signal.SIGTERM)
        if not (politely and self.ended_within(_LAST_WORDS)):
            self._signal(signal.SIGKILL)
            self._process.wait()
        self._signal(signal.SIGKILL)  # what outlived its leader
        remove(self.profile)

    def _signal(self, number: signal.Signals) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, number)


def command(config: Config, profile: Path, url: str) -> list[str]:
    """What is started. Where no compositor makes the window as large as the screen, its size is said (kiosk.md §3.3): one pixel
    more, because Chromium takes one away from a window of exactly the screen's size."""
    wayland = ["--ozone-platform=wayland"] if os.environ.get("WAYLAND_DISPLAY") else []
    screen = None if wayland else glass.size()
    window = ["--window-position=0,0", f"--window-size={screen[0] + 1},{screen[1] + 1}"] if screen else []
    return [config.browser, *FLAGS, *window, *wayland, *config.flags, f"--user-data-dir={profile}", url]


def pages(leader: int) -> list[int]:
    """The processes that draw a page for the browser which leads this session."""
    found = []
    for each in Path("/proc").iterdir():
        with contextlib.suppress(OSError, IndexError):
            session = (each / "stat").read_bytes().rpartition(b")")[2].split()[3] if each.name.isdigit() else b""
            words = (each / "cmdline").read_bytes() if session == str(leader).encode() else b""
            if b"--type=renderer" in words and not any(mark in words for mark in _NOT_THE_PAGE):
                found.append(int(each.name))
    return found


def thread(process: int) -> tuple[str, float]:
    """What the first thread of a process does, by the kernel's letter (S: it rests; R: it works; D: it waits for a disk; T: it was stopped), and how many
    seconds it has worked; as at rest where there is no such process."""
    try:
        told = Path(f"/proc/{process}/task/{process}/stat").read_text("ascii", "replace").rpartition(")")[2].split()
    except OSError:
        return "S", 0.0
    return told[0], (int(told[11]) + int(told[12])) / _TICKS


def wakes(process: int) -> int:
    """How often the first thread of a process has been put on a processor and taken off again; 0 where there is no such process."""
    try:
        told = Path(f"/proc/{process}/task/{process}/status").read_text("ascii", "replace").splitlines()
    except OSError:
        return 0
    return sum(int(line.partition(":")[2]) for line in told if "voluntary_ctxt_switches:" in line)


def sweep(folder: Path) -> None:
    """Take away the profiles that an earlier life, cut off, left behind."""
    for old in folder.glob(f"{PREFIX}*"):
        remove(old)


def remove(folder: Path) -> None:
    """Take a folder away, also while a last process still writes into it."""
    for _ in range(20):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return


def is_in_memory(folder: Path, mounts: str | None = None) -> bool:
    """Whether the folder lies on a tmpfs, so that a cut of the power takes it too."""
    lines = (mounts if mounts is not None else Path("/proc/self/mounts").read_text()).splitlines()
    kinds = {Path(line.split()[1]): line.split()[2] for line in lines}
    here = folder.absolute()
    return next((kinds[at] for at in (here, *here.parents) if at in kinds), "") in ("tmpfs", "ramfs")
