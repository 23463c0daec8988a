"""Hours at four fifths of what it can do: memory, open files and the write-ahead log stay as they are (R19)."""

import argparse
import os
import statistics
import threading
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from tests.bench import seed, servers, visits
from tests.bench.servers import Server
from tests.bench.visits import Browser, Wrong
from tests.bench.writing import READERS, WRITERS, press_on

SHARE, PEAK, EVERY = 0.8, 10, 15  # of the most it can do; seconds to find that out; seconds between looks
GROWTH, WAL, FILES = 1.10, 64 * 2**20, 8


@dataclass(frozen=True)
class Look:
    """The server at a moment: MiB of its two processes, open files, bytes of the log."""

    web: float
    papers: float
    files: int
    wal: int


def main(scratch: Path, asked: argparse.Namespace) -> list[str]:
    """What grew; the looks are printed, one in ten."""
    made = seed.template(scratch / "made", 1000)
    with servers.portal(made, scratch / "run", 8290, 1000, PORTAL_HOURLY_CAP="1000000") as server:
        peak = press_on(server, PEAK).rate
        print(f"peak {peak:.1f} a second, {SHARE:.0%} of it for {asked.seconds:.0f} s", flush=True)
        looks, sent, refused = _go_on(server, scratch / "run", peak * SHARE, asked.seconds)
    print(f"{sent} acknowledged, {sent / asked.seconds:.1f} a second, {refused} refused", flush=True)
    return judged(looks) + [f"{refused} were refused"] * bool(refused)


def judged(looks: list[Look]) -> list[str]:
    """The last quarter against the second one: the first warms up."""
    quarter = max(1, len(looks) // 4)
    early, late = looks[quarter:2 * quarter] or looks[:1], looks[-quarter:]
    found = []
    for name in ("web", "papers"):
        before, after = (statistics.mean(getattr(look, name) for look in part) for part in (early, late))
        print(f"{name}: {before:.1f} MiB, then {after:.1f}")
        found += [f"{name} grew from {before:.1f} to {after:.1f} MiB"] * (after > before * GROWTH)
    files = max(look.files for look in late) - max(look.files for look in early)
    wal = max(look.wal for look in looks)
    print(f"open files {files:+d}, log at most {wal / 2**20:.1f} MiB")
    return found + [f"{files} more open files"] * (files > FILES) + [f"the log had {wal / 2**20:.0f} MiB"] * (wal > WAL)


def _go_on(server: Server, folder: Path, rate: float, seconds: float) -> tuple[list[Look], int, int]:
    stop, lock, counted, why = threading.Event(), threading.Lock(), [0, 0], Counter[str]()

    def write(who: int) -> None:
        browser, turn, due = Browser(server.port), (who + 1) * 1_000_000, time.monotonic()
        while not stop.wait(max(0.0, due - time.monotonic())):
            due, turn = due + WRITERS / rate, turn + 1
            try:
                visits.submit(browser, turn)
                good = True
            except (OSError, Wrong) as refused:
                browser, good = Browser(server.port), False
                why[str(refused)] += 1
            with lock:
                counted[0 if good else 1] += 1

    def read(who: int) -> None:
        browser, due = Browser(server.port), time.monotonic()
        while not stop.wait(max(0.0, due - time.monotonic())):
            due += READERS / rate
            browser.get("/" if who % 2 else "/ask")

    people = [threading.Thread(target=write, args=(who,)) for who in range(WRITERS)]
    people += [threading.Thread(target=read, args=(who,)) for who in range(READERS)]
    for one in people:
        one.start()
    looks, end = [], time.monotonic() + seconds
    while time.monotonic() < end:
        stop.wait(min(EVERY, max(0.0, end - time.monotonic())))
        looks.append(_look(server, folder))
        if len(looks) % 10 == 1:
            print(f"{looks[-1]}, {counted[0]} acknowledged", flush=True)
    stop.set()
    for one in people:
        one.join()
    for reason, often in why.most_common(5):
        print(f"refused {often} times: {reason}")
    return looks, counted[0], counted[1]


def _look(server: Server, folder: Path) -> Look:
    log = folder / "portal.db-wal"
    return Look(*server.memory(), len(os.listdir(f"/proc/{server.pid}/fd")), log.stat().st_size if log.exists() else 0)
