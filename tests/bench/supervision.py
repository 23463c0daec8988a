"""Supervision: the sweep over so many open matters, and the page of the day of people who have many, in ratios of one run.

The sweep runs in a process of its own at each size, beside the barest write transaction there is, turn by turn. Each round is a new
day: what it made due is done first and paid for by the piece, then the clock looks again and again and finds nothing."""

import argparse
import contextlib
import multiprocessing
import shutil
import sqlite3
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path

from sqlalchemy import func, select

from portal import daily, jobs
from portal.cases import in_time
from portal.foundation import chore, clock, readiness
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.notices.notice import Notice
from tests.bench import floor, seed, servers, supervised, visits
from tests.bench.report import Bar, Cost
from tests.bench.servers import Server
from tests.bench.verdict import flag

SMALLEST, GROWTH, PIECE = 1000, 1.3, 60  # open matters; a look that finds nothing; one thing done, in barest transactions
COMMITS, LOOKS, PAGES = 200, 10, 5
CALM = timedelta(days=30)  # so long before, the same matters had all their time before them
TODAY = {"liaison": ("liaison", "liaison-s02"), "representative": ("rep", "rep-s02")}
TODAY_BAR = Bar(60)


@dataclass
class Seen:
    """Of one size: CPU in ms of a barest transaction, of a look that finds nothing while nobody is late, of one while some are who
    were told of, and of one thing done; how many things, how many late."""

    commit: list[float] = field(default_factory=list)
    calm: list[float] = field(default_factory=list)
    nothing: list[float] = field(default_factory=list)
    each: list[float] = field(default_factory=list)
    things: int = 0
    late: int = 0


def sweeps(scratch: Path, most: int, desk: int, rounds: int) -> None:
    """The sweep at 1,000 and at `most` open matters."""
    with contextlib.ExitStack() as stack:
        made = {size: supervised.template(scratch, size, desk if size >= 10 * desk else 0) for size in sorted({SMALLEST, most})}
        ways = {size: stack.enter_context(_process(folder, scratch / f"sweep-{size}")) for size, folder in made.items()}
        seen = {size: Seen() for size in ways}
        for turn in range(rounds + 1):  # the first one only warms up
            for size, ask in ways.items():
                _round(ask, seen[size] if turn else Seen())
    _report(seen)


def _round(ask: Callable[[str, int], tuple[float, int]], seen: Seen) -> None:
    cpu, things = ask("day", 1)
    seen.each.append(cpu / max(things, 1))
    seen.things += things
    for _ in range(LOOKS):
        seen.calm.append(ask("calm", 1)[0])
        seen.commit.append(ask("commit", COMMITS // LOOKS)[0])
        cpu, seen.late = ask("look", 1)
        seen.nothing.append(cpu)


def _report(seen: dict[int, Seen]) -> None:
    sizes = sorted(seen)
    least = {size: statistics.median(seen[size].commit) for size in sizes}
    print(f"\nThe sweep, CPU; 1 = the barest write transaction beside it ({least[sizes[-1]]:.3f} ms)")
    print(f"{'':<32}" + "".join(f"{size:>11,}" for size in sizes) + f"{'growth':>8}{'bar':>6}{'ms':>8}")
    rows = {"nothing due, nobody late": ("calm", None), "nothing due, some late and told": ("nothing", None),
            "each thing due": ("each", PIECE)}
    for name, (kept, most) in rows.items():
        values = {size: getattr(seen[size], kept) for size in sizes}
        ms = {size: statistics.median(values[size]) for size in sizes}
        ratios = [ms[size] / least[size] for size in sizes]
        missed = [f"over {most}"] * bool(most and ratios[-1] > most)
        missed += [f"grows over {GROWTH:g}"] * (ratios[-1] > GROWTH * ratios[0])
        print(f"{name:<32}" + "".join(f"{one:>11.1f}" for one in ratios) + f"{ratios[-1] / ratios[0]:>8.2f}{most or '':>6}"
              f"{ms[sizes[-1]]:>8.2f}  {flag(f'the sweep, {name}', missed)}")
    print("Done: " + ", ".join(f"{seen[size].things:,} things of {size:,}" for size in sizes)
          + "; late and told at the end: " + ", ".join(f"{seen[size].late:,}" for size in sizes))


@contextlib.contextmanager
def _process(made: Path, run: Path) -> Iterator[Callable[[str, int], tuple[float, int]]]:
    """A process with a copy of an instance; it answers what it is asked with CPU in ms and a count."""
    shutil.rmtree(run, ignore_errors=True)
    shutil.copytree(made, run)
    context = multiprocessing.get_context("spawn")
    mine, theirs = context.Pipe()
    process = context.Process(target=serve, args=(theirs, run), daemon=False)
    process.start()
    theirs.close()

    def ask(what: str, times: int) -> tuple[float, int]:
        mine.send((what, times))
        cpu, count = mine.recv()
        return cpu, count
    try:
        yield ask
    finally:
        with contextlib.suppress(OSError):
            mine.send(None)
        process.join()
        shutil.rmtree(run, ignore_errors=True)


def serve(asked: Connection, run: Path) -> None:
    """The process: a day begins, the clock looks, or the barest transaction is written, so many times."""
    app, bare = seed.open_app(run), sqlite3.connect(run / "bare.db", isolation_level=None)
    for pragma in floor.PRAGMAS:
        bare.execute(f"PRAGMA {pragma}")
    bare.execute("CREATE TABLE matter (id INTEGER PRIMARY KEY, words TEXT)")
    with app.app_context():
        at = _swept_at()

    def commit() -> None:
        bare.execute("BEGIN IMMEDIATE")
        bare.execute("INSERT INTO matter (words) VALUES ('…')")
        bare.execute("COMMIT")

    for what, times in iter(asked.recv, None):
        if what == "day":
            at += timedelta(days=1)
        clock.freeze(at - CALM if what == "calm" else at)
        with app.app_context():
            count = _due() if what in ("calm", "day") else 0
        cpu = time.process_time()
        for _ in range(times):
            commit() if what == "commit" else jobs.sweep(app)
        cpu = 1000 * (time.process_time() - cpu) / times
        with app.app_context():
            if what == "look":
                count = supervised.late()
            for _ in range(_unspread() // 500 + 1 if what == "day" else 0):
                jobs.sweep(app)  # the messages of the day leave; not counted
        asked.send((cpu, count))
    app.extensions["press"].close()


def _swept_at() -> datetime:
    kept = chore.of(readiness.SWEEP)
    assert kept is not None and kept.ended_at is not None
    return kept.ended_at


def _due() -> int:
    """How many things a day made due. That day's check of the rules and its count of answers are another matter: begun here, and
    never done."""
    with unit_of_work():
        for name in (daily.NAME, in_time.NAME):
            chore.begin(name, since=daily.begins_at(clock.now()), at=clock.now())
            chore.end(name, at=clock.now())
    return sum(len(job.due.waiting(10**9)) for job in jobs.jobs(clock.today()))


def _unspread() -> int:
    return db.session.scalar(select(func.count()).select_from(Notice).where(Notice.spread.is_(False))) or 0


def pages(asked: argparse.Namespace, size: int) -> None:
    """The page of the day of those with so many matters and of those with a tenth, in hellos."""
    made = supervised.template(asked.scratch, size, asked.today)
    with servers.floor("hello", asked.port) as hello, servers.portal(
            made, asked.scratch / "run-today", asked.port + 1, size, PORTAL_SWEEP_EVERY="0") as portal:
        fetch = visits.Browser(hello.port)
        acts = {(role, place): _today(portal.port, login) for role, logins in TODAY.items() for place, login in enumerate(logins)}
        least: list[Cost] = []
        seen: dict[tuple[str, int], list[Cost]] = {key: [] for key in acts}
        for turn in range(asked.rounds + 1):
            for key, act in acts.items():
                costs = _turn(hello, lambda: fetch.get("/"), PAGES), _turn(portal, act, PAGES)
                if turn:
                    least.append(costs[0])
                    seen[key].append(costs[1])
    _report_pages(asked.today, _median(least), {key: _median(rows) for key, rows in seen.items()})


def _turn(server: Server, once: Callable[[], object], times: int) -> Cost:
    cpu, wall = server.cpu(), time.perf_counter()
    for _ in range(times):
        once()
    return Cost(1000 * (server.cpu() - cpu) / times, 1000 * (time.perf_counter() - wall) / times)


def _today(port: int, login: str) -> Callable[[], object]:
    browser = visits.signed_in(port, login)
    return lambda: visits.lines(_own(browser.get("/office/")), 50)


def _own(page: str) -> str:
    """The page of the day without what lies with a unit and is late there, which stands above what waits for this person."""
    before, _, after = page.partition('aria-labelledby="lying"')
    return before + after.partition("</section>")[2]


def _median(costs: list[Cost]) -> Cost:
    return Cost(*(statistics.median(getattr(cost, name) for cost in costs) for name in ("cpu", "wall")))


def _report_pages(desk: int, least: Cost, seen: dict[tuple[str, int], Cost]) -> None:
    print(f"\nThe page of the day, CPU; 1 = a bare waitress hello in the same run ({least.cpu:.3f} ms)")
    print(f"{'':<32}{desk // supervised.HERE:>11,}{desk:>11,}{'growth':>8}{'bar':>6}{'ms':>8}{'wall ms':>9}")
    for role in TODAY:
        few, many = seen[role, 1], seen[role, 0]
        ratio = many.cpu / least.cpu
        missed = [f"over {TODAY_BAR.most:g}"] * (ratio > (TODAY_BAR.most or 0)) + [f"grows over {TODAY_BAR.growth:g}"] * (
            many.cpu > TODAY_BAR.growth * few.cpu)
        print(f"{role:<32}{few.cpu / least.cpu:>11.1f}{ratio:>11.1f}{many.cpu / few.cpu:>8.2f}{TODAY_BAR.most:>6}{many.cpu:>8.2f}"
              f"{many.wall:>9.2f}  {flag(f'the page of the day, {role}', missed)}")
