"""Jobs for the worker tests; a spawned process imports them by name."""
import os
import signal
import weakref
from pathlib import Path

LITTER, KEPT = [], []


class Page:
    """A page of a document: it holds itself."""


def litter():
    """Leave something behind that only a garbage collector finds."""
    page = Page()
    page.document = page
    LITTER.append(weakref.ref(page))


def grown_by_copies():
    """KiB by which the process is larger after two copies of a font, each let go of while something smaller is kept."""
    before = resident()
    for _ in range(2):
        copy = b"f" * 20_000_000
        KEPT.append(b"k" * 100_000)
        del copy
    return resident() - before


def resident():
    """KiB of this process in memory."""
    (line,) = (line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1])


def ready(greeting: str):
    """A worker that greets, fails, dies or hangs as it is told."""
    def work(order: str):
        if order == "fail":
            raise ValueError("told to fail")
        if order == "die":
            os.kill(os.getpid(), signal.SIGKILL)
        if order == "hang":
            signal.pause()
        if order.startswith("door "):
            Path(order.removeprefix("door ")).read_bytes()
        if order == "litter":
            litter()
        if order == "left":
            return sum(one() is not None for one in LITTER)
        if order == "fonts":
            return grown_by_copies()
        if order.startswith("die once"):
            marker = order.removeprefix("die once ")
            if not os.path.exists(marker):
                os.close(os.open(marker, os.O_CREAT))
                os.kill(os.getpid(), signal.SIGKILL)
        return greeting, order, os.getpid()
    return work


def unready():
    """A worker that cannot start."""
    raise ImportError("no such library")
