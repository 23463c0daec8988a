"""The write path: eight people send matters as fast as they are acknowledged, four others read, and nobody may be turned away."""

import statistics
import threading
import time
from dataclasses import dataclass, field

from tests.bench.servers import Server
from tests.bench.visits import Browser, Wrong, filled

WRITERS, READERS = 8, 4


@dataclass
class Written:
    """What came of it: seconds of every acknowledged POST, how many were refused, pages read meanwhile, CPU seconds."""

    seconds: float = 0.0
    posts: list[float] = field(default_factory=list)
    refused: int = 0
    reads: int = 0
    cpu: float = 0.0
    papers: float = 0.0

    def add(self, other: "Written") -> None:
        """Another turn of the same."""
        for name in ("seconds", "posts", "refused", "reads", "cpu", "papers"):
            setattr(self, name, getattr(self, name) + getattr(other, name))

    @property
    def rate(self) -> float:
        """Acknowledged submissions a second."""
        return len(self.posts) / self.seconds if self.seconds else 0.0

    def percentile(self, share: int) -> float:
        """Milliseconds of a POST, e.g. 99."""
        return 1000 * statistics.quantiles(self.posts, n=100)[share - 1] if len(self.posts) > 1 else 0.0


def press_on(server: Server, seconds: float) -> Written:
    """Write and read for so many seconds."""
    seen, stop, lock = Written(), threading.Event(), threading.Lock()
    people = [threading.Thread(target=_write, args=(server.port, who, seen, stop, lock)) for who in range(WRITERS)]
    people += [threading.Thread(target=_read, args=(server.port, seen, stop, lock)) for _ in range(READERS)]
    cpu, papers, began = server.cpu(), server.cpu_of_papers(), time.monotonic()
    for one in people:
        one.start()
    stop.wait(seconds)
    stop.set()
    for one in people:
        one.join()
    seen.seconds, seen.cpu, seen.papers = time.monotonic() - began, server.cpu() - cpu, server.cpu_of_papers() - papers
    return seen


def _write(port: int, who: int, seen: Written, stop: threading.Event, lock: threading.Lock) -> None:
    browser, turn = Browser(port), who * 100_000
    while not stop.is_set():
        turn += 1
        browser.move(turn)
        try:
            form = filled(browser.hidden("/ask"), turn)
            began = time.monotonic()
            status, _ = browser.post_parts("/ask", form)
        except (OSError, Wrong):
            browser, status, began = Browser(port), 0, time.monotonic()
        with lock:
            if status == 200:
                seen.posts.append(time.monotonic() - began)
            else:
                seen.refused += 1


def _read(port: int, seen: Written, stop: threading.Event, lock: threading.Lock) -> None:
    browser = Browser(port)
    while not stop.is_set():
        browser.get("/")
        with lock:
            seen.reads += 1
