"""From handing in to the receipt in the tray, in empty print jobs: python -m tests.bench.printing [ROUNDS [INSTANCE]]

INSTANCE is a folder whose fonts/ holds the cut of `portal fonts`, with which a receipt is printed many times faster.

One run, one machine: a real CUPS with cups-pdf on a socket of its own (root only), `portal serve`, the terminal's agent. A
visitor hands a matter in at the paired terminal; the clock stops when the job of the receipt is completed. In turn, an empty page
goes to the same queue by the same hands. The agent asks once a second: half a second of each receipt is waiting to be asked for.
With the answer to the visitor the job stands in the terminal's queue, so that answer has the bar of "send" to job in the spool.
"""

import contextlib
import io
import re
import shutil
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pypdf

from kiosk.device import printing
from kiosk.device.cups import Queue
from kiosk.device.outcome import PRINTED, Outcome, Paper
from kiosk.device.server import way_to
from portal.app import create_app
from portal.foundation import clock, settings
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.network import entry, sign_in, terminal
from portal.upgrade import upgrade
from tests.bench import seed, servers
from tests.bench.verdict import FIGURES, flag, unmeasured
from tests.bench.visits import Browser, Wrong
from tests.cast import PASSWORD, Cast, seat
from tests.kiosk.printing import cupsd
from tests.setup.ports import free_port

SPOOLED = 0.25  # seconds from the touch to the job in the terminal's queue, warm
WORDS = "菜场路的路灯坏了五盏，晚上黑得看不见坑。"


class Tray:
    """The queue, and when a paper of the portal came out of it."""

    def __init__(self, queue: Queue) -> None:
        self.queue, self.out, self.took = queue, threading.Semaphore(0), 0.0
        self.condition, self.empty, self.tidy = queue.condition, queue.empty, queue.tidy

    def print(self, paper: Paper, seconds: float, begun: Callable[[], None]) -> Outcome:
        """As the queue does."""
        began = time.perf_counter()
        came = self.queue.print(paper, seconds, begun)
        if came.state != PRINTED:
            raise Wrong(f"the printer: {came}")
        self.took = time.perf_counter() - began
        self.out.release()
        return came


def empty_page() -> Paper:
    """80 by 100 mm of nothing."""
    made = io.BytesIO()
    writer = pypdf.PdfWriter()
    writer.add_blank_page(80 / 25.4 * 72, 100 / 25.4 * 72)
    writer.write(made)
    return Paper(made.getvalue(), 80, 100)


def furnished(folder: Path) -> tuple[str, str]:
    """An instance with the cast and a paired terminal in it; its token and a ticket for its browser."""
    app = create_app(settings.load({"PORTAL_INSTANCE": str(folder), "PORTAL_SECRET_KEY": seed.SECRET}))
    upgrade(app)
    with app.app_context():
        seat(sign_in.hash_password(PASSWORD))
        cast = Cast()
        with unit_of_work():
            own = terminal.pair(cast.station(), place="大厅", by=cast.actor("liaison"))
            made = terminal.mint(own), entry.ticket(own, clock.now())
        db.session.remove()
        db.engine.dispose()
    return made


class Handed(NamedTuple):
    """What the last screen holds, and how many seconds the last touch took."""

    slip: dict[str, str]
    took: float


def hand_in(browser: Browser) -> Handed:
    """One matter, from the first touch to the number."""
    browser.post("/kiosk/start", browser.hidden("/kiosk/"))
    form = browser.hidden("/kiosk/tell") | {"topic": "D", "words": WORDS, "heads": "1", "here": "review", "mode": "anonymous"}
    began = time.perf_counter()
    status, text = browser.post("/kiosk/tell/send", form)
    took = time.perf_counter() - began
    if status != 200 or 'data-printing="under_way"' not in text:
        raise Wrong(f"POST /kiosk/tell/send: {status}")
    return Handed(dict(re.findall(r'name="(csrf_token|number|key)" value="([^"]+)"', text)), took)


def main(rounds: int, cut: Path | None = None) -> None:
    """Take turns, print medians and ratios."""
    if cupsd.lacks():
        unmeasured("Printing", cupsd.lacks())
        return
    with tempfile.TemporaryDirectory() as made, contextlib.ExitStack() as stack:
        token, ticket = furnished(Path(made) / "made")
        if cut:
            shutil.copytree(cut / "fonts", Path(made) / "made" / "fonts", dirs_exist_ok=True)
        daemon = stack.enter_context(cupsd.running())
        server = stack.enter_context(servers.portal(Path(made) / "made", Path(made) / "run", free_port(), 0))
        tray, stopped = Tray(Queue("receipt", daemon.socket)), threading.Event()
        ask = way_to(f"http://127.0.0.1:{server.port}", lambda: token)
        agent = threading.Thread(target=printing.Agent(ask, tray).run, args=(stopped,))
        browser = Browser(server.port)
        browser.post("/kiosk/enter", browser.hidden(f"/kiosk/enter?ticket={ticket}") | {"ticket": ticket})
        agent.start()
        try:
            rows = [_turn(browser, tray) for _ in range(rounds + 1)][1:]   # the first one warms everything up
        finally:
            stopped.set()
            agent.join()
    _report(rows)


def _turn(browser: Browser, tray: Tray) -> tuple[float, ...]:
    began = time.perf_counter()
    answered = hand_in(browser).took
    if not tray.out.acquire(timeout=60):
        raise Wrong("the receipt did not print")
    receipt, began = time.perf_counter() - began, time.perf_counter()
    if tray.queue.print(empty_page(), 60, lambda: None).state != PRINTED:
        raise Wrong("the empty page did not print")
    return time.perf_counter() - began, receipt, answered, tray.took


def _report(rows: list[tuple[float, ...]]) -> None:
    columns = list(zip(*rows, strict=True))
    base = statistics.median(columns[0])
    print(f"\n{'':<38}{'median ms':>10}{'p95':>8}{'empty jobs':>12}")
    for name, column in zip(("an empty print job", "submit → receipt at the printer", "  of it: the answer to the visitor",
                             "  of it: the receipt's own print job"), columns, strict=True):
        middle, p95 = statistics.median(column), statistics.quantiles(column, n=20)[-1]
        judged = flag(name, [f"over {SPOOLED:g} s"] * (middle > SPOOLED)) if "answer" in name else ""
        print(f"{name:<38}{1000 * middle:10.0f}{1000 * p95:8.0f}{middle / base:12.2f}  {judged}")
        FIGURES.setdefault("printing", {})[name.strip()] = round(middle, 3)


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 20, Path(sys.argv[2]) if sys.argv[2:] else None)
