"""Pages while receipts are set: the board of the portal with its press as it is, and with one that sets in the request's own thread.

python -m tests.bench.beside apart|within PORT INSTANCE"""

import contextlib
import os
import shutil
import statistics
import sys
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import waitress

from portal.foundation import words
from portal.paper.press import Press
from tests.bench import papers, seed, servers
from tests.bench.servers import Server
from tests.bench.verdict import FIGURES, flag
from tests.bench.visits import Browser

SHARE = 0.5  # of the other's p95
PAPER = "/paper"


def main(made: Path, scratch: Path, port: int, seconds: float) -> None:
    """Both servers in turn, a second each; pages are asked for one after the other while somebody asks for receipts."""
    seen: dict[str, list[float]] = {"apart": [], "within": []}
    instance = scratch / "run-beside"
    shutil.rmtree(instance, ignore_errors=True)
    shutil.copytree(made, instance)
    with _serving("apart", port, instance) as apart, _serving("within", port + 1, instance) as within:
        for turn in range(round(seconds) + 1):  # the first one only warms up
            for server in (apart, within):
                found = _pages(server, 1.0)
                seen[server.name] += found if turn else []
    shutil.rmtree(instance)
    p95 = {name: 1000 * statistics.quantiles(each, n=20)[-1] for name, each in seen.items()}
    share = p95["apart"] / p95["within"]
    FIGURES["pages beside papers"] = {name: round(each, 1) for name, each in p95.items()} | {"share": round(share, 2)}
    print(f"\n{'The board while receipts are set':<38}{'pages':>8}{'p50 ms':>9}{'p95 ms':>9}")
    for name, each in seen.items():
        print(f"{name:<38}{len(each):>8}{1000 * statistics.median(each):>9.1f}{p95[name]:>9.1f}")
    print(f"{'p95 of the first in the second':<38}{share:>8.2f}  " + flag("pages beside papers", [f"over {SHARE}"] * (share > SHARE)))


def _serving(name: str, port: int, instance: Path) -> contextlib.AbstractContextManager[Server]:
    return servers.running(name, [sys.executable, "-m", "tests.bench.beside", name, str(port), str(instance)], port, "/", dict(os.environ))


def _pages(server: Server, seconds: float) -> list[float]:
    """Seconds of every page; receipts of other numbers are set without a pause meanwhile."""
    stop, found, browser = threading.Event(), [], Browser(server.port)

    def ask_for_papers() -> None:
        while not stop.is_set():
            Browser(server.port).get(PAPER)

    asking = threading.Thread(target=ask_for_papers)
    asking.start()
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        began = time.monotonic()
        browser.get("/")
        found.append(time.monotonic() - began)
    stop.set()
    asking.join()
    return found


def serve(name: str, port: int, instance: Path) -> None:
    """The portal, and one address more that sets a receipt nobody has set before."""
    app, turn, say = seed.open_app(instance), iter(range(10**9)), words.speaker("zh_Hans")
    press = Press(instance / name, inline=name == "within")
    press.warm().result()

    def beside(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        if environ["PATH_INFO"] != PAPER:
            return app(environ, start)
        pdf = press.pdf(papers.html_of("roll80", next(turn), say), "roll80")
        start("200 OK" if pdf else "503 Service Unavailable", [("Content-Type", "text/plain")])
        return [b"set"]

    waitress.serve(beside, listen=f"127.0.0.1:{port}", threads=4)


if __name__ == "__main__":
    serve(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
