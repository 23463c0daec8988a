"""The bench: python -m tests.bench [--without papers printing …] [--sizes 1000 10000 100000] [--rounds 5] [--times 8] [--seconds 6]
                [--sweep 100000] [--entries 1000 10000 100000] [--boards 10000 100000] [--today 500] [--taps 20] [--papers 30] [--printing 20] [--input 60] [--only ACT]
                [--figures FILE] [--scratch DIR]

One command, one run, one machine. First a bare waitress hello, a bare Flask page with one row read, the barest write path, and the
portal (`portal serve`) with so many published results, a turn each, round by round, so that a busy moment hits all alike. Figures
are CPU as the kernel counted it, in hellos; medians. Then, each beside a floor of its own in turn: the kiosk's taps in Chromium,
the starts of `portal demo`, the sweep over so many open matters, the page of the day of people with so many, the hall screen with 200 who wait, the papers, pages while
receipts are set, the way from the touch to the printed receipt (root only), the input panel, a roster of a year, the same as rows with the calendar of everybody, and,
on PostgreSQL too where PORTAL_TEST_POSTGRES names a server, the public ledger with so many entries and the board with so many results. Lines that miss a bar are marked and
said again at the end; what this machine cannot measure is said too. `--without` leaves parts out.

The scratch folder lies on a disk: in memory the barest transaction costs a tenth, and the sweep's ratios to it are ten times too high.
The first run of a size fills an instance (100,000: half a minute), which is kept in the scratch folder, as are the fonts that
`portal fonts` cuts. The figures go into a file, from which `python -m tests.bench.plot` draws the plot of README.md. Nothing is
written into the project."""

import argparse
import contextlib
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import select

from portal.cases.publication import Publication
from portal.foundation.database import db
from tests.bench import (
    beside, boards, duty, hall, ink, keystrokes, ledgers, open_data, panel, papers, printing, report, rosters, seed, servers, starts, supervision, taps, verdict, visits, writing,
)
from tests.bench.report import Cost
from tests.bench.servers import Server
from tests.bench.writing import Written

FIRST_PORT = 8180
TYPED = 5  # rounds of the keystrokes
PARTS = ("pages", "writing", "taps", "starts", "sweep", "today", "hall", "papers", "beside", "printing", "input", "roster", "ledger", "boards", "duty", "data")


def main() -> None:
    """Parse, run, print, and say at the end what was missed."""
    asked = _asked()
    if not shutil.which("chromium"):
        verdict.unmeasured("Taps and input panel", "Chromium is missing here")
        asked.without += ["taps", "input"]
    parts = {
        "pages": lambda: _servers(asked),
        "starts": lambda: starts.main(asked.port, asked.rounds),
        "sweep": lambda: supervision.sweeps(asked.scratch, asked.sweep, asked.today, asked.rounds),
        "today": lambda: supervision.pages(asked, max(asked.sweep, 10 * asked.today)),
        "hall": lambda: hall.main(asked.scratch, asked.port, asked.rounds),
        "papers": lambda: papers.main(papers.cut_in(asked.scratch), asked.papers),
        "beside": lambda: beside.main(seed.template(asked.scratch, asked.sizes[0]), asked.scratch, asked.port, asked.seconds),
        "printing": lambda: printing.main(asked.printing, papers.cut_in(asked.scratch)),
        "roster": rosters.main,
        "ledger": lambda: ledgers.main(asked.scratch, asked.entries, asked.rounds),
        "boards": lambda: boards.main(asked.scratch, asked.port, asked.boards, asked.rounds),
        "duty": lambda: duty.main(asked.scratch, asked.port, asked.rounds),
        "data": lambda: open_data.main(asked.scratch, asked.port, asked.sizes, asked.rounds),
        "input": lambda: (keystrokes.main(TYPED), ink.main(asked.input, 1), panel.main(12, 20, 1)),
    }
    try:
        for name, measure in parts.items():
            if name not in asked.without:
                began = time.monotonic()
                measure()
                print(f"[{name}: {time.monotonic() - began:.0f} s]", flush=True)
    finally:
        verdict.end(asked.figures or asked.scratch / "figures.json")


def _servers(asked: argparse.Namespace) -> None:
    with contextlib.ExitStack() as stack:
        made = {size: seed.template(asked.scratch, size) for size in asked.sizes}
        ports = iter(range(asked.port, asked.port + 20))
        hello = stack.enter_context(servers.floor("hello", next(ports)))
        page = stack.enter_context(servers.floor("page", next(ports), made[asked.sizes[0]] / "portal.db"))
        portals = [
            stack.enter_context(servers.portal(
                made[size], asked.scratch / f"run-{size}", next(ports), size,
                PORTAL_SWEEP_EVERY="0"))  # the clock stands still: what it does has a table of its own
            for size in asked.sizes
        ]
        turns = [(hello, "hello", _fetch(hello, "/")), (page, "page", _fetch(page, "/2"))]
        turns += [
            (server, act, do)
            for server in portals
            for act, do in visits.acts(server.port, *_known(made[server.size])).items()
            if asked.only in act
        ]
        seen = _rounds(turns, asked.rounds, asked.times)
        by_act = {
            act: {server.size: seen[server, act] for server in portals}
            for act in dict.fromkeys(act for server, act, _ in turns[2:])
        }
        report.costs(seen[hello, "hello"], seen[page, "page"], by_act)
        report.standing(portals)
        if "taps" not in asked.without:
            taps.main(hello, portals[-1], asked.taps)
        if "writing" not in asked.without:
            _write(portals[-1], stack.enter_context(_desk(asked.scratch, next(ports))), asked.seconds)


def _desk(scratch: Path, port: int) -> contextlib.AbstractContextManager[Server]:
    for file in scratch.glob("desk.db*"):
        file.unlink()
    return servers.floor("desk", port, scratch / "desk.db")


def _write(portal: Server, desk: Server, seconds: float) -> None:
    """The floor and the portal, a second each in turn, so that a busy moment hits both."""
    floor, written = Written(), Written()
    for _ in range(max(1, round(seconds))):
        floor.add(writing.press_on(desk, 1))
        written.add(writing.press_on(portal, 1))
    report.writing(portal.size, floor, written)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser("tests.bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--without", nargs="*", choices=PARTS, default=[], help="taps and writing go with pages")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000, 100_000])
    parser.add_argument("--entries", type=int, nargs="+", default=[1000, 10_000, 100_000], help="sizes of the ledger; to 1000000")
    parser.add_argument("--boards", type=int, nargs="+", default=[10_000, 100_000], help="results on the boards of both databases; to 1000000")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--times", type=int, default=8, help="of each act in a round")
    parser.add_argument("--seconds", type=float, default=6, help="of the write path")
    parser.add_argument("--taps", type=int, default=20, help="visits of the kiosk's taps in Chromium")
    parser.add_argument("--sweep", type=int, default=100_000, help="open matters of the sweep's table")
    parser.add_argument("--today", type=int, default=500, help="matters at one desk, for the page of the day")
    parser.add_argument("--papers", type=int, default=30, help="papers of each size by each maker")
    parser.add_argument("--printing", type=int, default=20, help="receipts through a printer's queue")
    parser.add_argument("--input", type=int, default=60, help="characters a hand of the input panel's tables")
    parser.add_argument("--figures", type=Path, help="the file for the figures, else in the scratch folder")
    parser.add_argument("--only", default="", help="acts whose name holds this")
    parser.add_argument("--port", type=int, default=FIRST_PORT)
    parser.add_argument("--scratch", type=Path, default=Path(tempfile.gettempdir()) / "huiyin-bench")
    return parser.parse_args()


def _rounds(turns: list[tuple[Server, str, Callable[[], object]]], rounds: int, times: int) -> dict[tuple[Server, str], Cost]:
    """Medians over the rounds; the first one only warms up and is not counted. Every turn of an act is preceded by one of the
    two floors, so that these too are measured with the caches somebody else has filled."""
    kept: dict[tuple[Server, str], list[Cost]] = {(server, act): [] for server, act, _ in turns}
    for turn in range(rounds + 1):
        for place, (server, act, do) in enumerate(turns[2:]):
            for who, what, once in (turns[(place + turn) % 2], (server, act, do)):
                cost = _turn(who, once, times, act.startswith("submit"))
                if turn:
                    kept[who, what].append(cost)
    return {
        key: Cost(*(statistics.median(getattr(cost, name) for cost in seen) for name in ("cpu", "wall", "papers")))
        for key, seen in kept.items()
    }


def _turn(server: Server, once: Callable[[], object], times: int, prints: bool) -> Cost:
    cpu, papers_cpu, wall = server.cpu(), server.cpu_of_papers(), time.perf_counter()
    for _ in range(times):
        once()
    wall = time.perf_counter() - wall
    cpu = server.cpu() - cpu
    papers_cpu = _rested(server) - papers_cpu if prints else 0.0
    return Cost(1000 * cpu / times, 1000 * wall / times, 1000 * papers_cpu / times)


def _rested(server: Server) -> float:
    """CPU seconds of the papers' process, once it has finished what it was given."""
    before = server.cpu_of_papers()
    while True:
        time.sleep(0.3)
        now = server.cpu_of_papers()
        if now - before < 0.001:
            return now
        before = now


def _fetch(server: Server, path: str) -> Callable[[], object]:
    browser = visits.Browser(server.port)
    return lambda: browser.get(path)


def _known(made: Path) -> tuple[str, str]:
    """Number and code of a published case in the middle of an instance."""
    app = seed.open_app(made)
    with app.app_context():
        numbers = list(
            db.session.scalars(
                select(Publication.number).where(Publication.number.like("S02-25-%")).order_by(Publication.id).limit(9)
            )
        )
        code = seed.code_of(numbers[-1])
        db.session.remove()
        db.engine.dispose()
    return numbers[-1], code


if __name__ == "__main__":
    main()
