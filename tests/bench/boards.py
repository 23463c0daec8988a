"""The results board and its search with so many published results, on SQLite and, where PORTAL_TEST_POSTGRES names a server, on PostgreSQL.

The whole way of a reader: a portal that serves each size, a request a turn, round by round, beside a bare hello. CPU is that of the web
process and of PostgreSQL's own, in hellos. The board stands in the same pages whatever its size, so that a million may cost half as
much again as ten thousand and no more. The templates hold of each case what the board's row rests on (seed.fill_board): 100,000 take a
minute to make, a million ten, and 3 GB of the disk; a run copies them."""

import contextlib
import itertools
import statistics
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import select

from portal.cases.publication import Publication
from portal.foundation.database import db
from tests.bench import bystander, seed, servers, stores, visits
from tests.bench.servers import Server
from tests.bench.stores import Store
from tests.bench.texts import HITS, NOTHING, TWO_HAN
from tests.bench.verdict import FIGURES, flag

FROM, MOST, TIMES = 10_000, 1.5, 8  # the size that growth is counted from, how far, requests of a turn
MAKERS = ("seed.py", "clones.py", "texts.py")


def template(scratch: Path, size: int, kind: str) -> Store:
    """So many results on the board of an instance."""
    return stores.template(scratch, f"board-{size}", kind, MAKERS, lambda store: seed.fill_board(seed.open_app(store.folder, **store.settings), size))


def main(scratch: Path, port: int, sizes: list[int], rounds: int) -> None:
    """Every kind of database, every size; prints a table of each kind."""
    FIGURES["boards"] = {}
    for kind in stores.KINDS:
        with contextlib.ExitStack() as stack:
            hello = stack.enter_context(servers.floor("hello", port))
            copies = [stack.enter_context(stores.copied(template(scratch, size, kind), scratch / f"board-run-{size}")) for size in sorted(sizes)]
            here = {size: (stack.enter_context(servers.on(copy, port + n, size, PORTAL_SWEEP_EVERY="0")), copy)
                    for n, (size, copy) in enumerate(zip(sorted(sizes), copies, strict=True), 1)}
            turns = {size: _acts(server.port, _middle(copy)) for size, (server, copy) in here.items()}
            seen: dict[str, dict[int, list[tuple[float, float]]]] = {act: {size: [] for size in here} for act in next(iter(turns.values()))}
            floors = []
            for turn in range(rounds + 1):
                for act, by_size in seen.items():
                    for size, (server, copy) in here.items():
                        cost = _turn(server, stores.working_on(copy), turns[size][act])
                        if turn:  # the first one only warms up
                            by_size[size].append(cost)
                    floors.append(_turn(hello, [], lambda: visits.Browser(port).get("/")))
            floor = statistics.median(cpu for cpu, _ in floors)
            _report(kind, floor, seen, {size: copy.mib() for size, (_, copy) in here.items()})


def _acts(port: int, number: str) -> dict[str, Callable[[], object]]:
    """Each request has an address of its own, so that no page is handed out as it was kept."""
    reader, turn = visits.Browser(port), itertools.count()
    hits, two, nothing = map(quote, (HITS, TWO_HAN, NOTHING))

    def cards(query: str, wanted: int) -> Callable[[], object]:
        return lambda: visits.cards(reader.get(f"/?turn={next(turn)}{query}"), wanted)

    return {
        "board": cards("", 20), "one station": cards("&station=S02", 20), "far back": cards("&before=3000", 20),
        "a class and a month": lambda: reader.get(f"/?turn={next(turn)}&category=D&month=2026-01"),
        "result": lambda: reader.get(f"/results/{number}", number),
        "search, many hits": cards(f"&words={hits}", 20), "search, two characters": cards(f"&words={two}", 20),
        "search, nothing": cards(f"&words={nothing}", 0), "search in one station": cards(f"&station=S01&words={hits}", 20),
        "search where it never is": cards(f"&station=S02&words={hits}", 0),
    }


def _turn(server: Server, beside: list[int], once: Callable[[], object]) -> tuple[float, float]:
    return bystander.measured(once, TIMES, [server.pid, *beside], myself=False)


def _middle(copy: Store) -> str:
    """The number of a result in the middle."""
    app = seed.open_app(copy.folder, **copy.settings)
    with app.app_context():
        number = db.session.scalars(select(Publication.number).where(Publication.number.like("S02-25-%")).order_by(Publication.id).limit(9)).all()[-1]
        db.session.remove()
        db.engine.dispose()
    return number


def _report(kind: str, floor: float, seen: dict[str, dict[int, list[tuple[float, float]]]], mib: dict[int, float]) -> None:
    sizes = sorted(mib)
    start = max((size for size in sizes if size <= FROM), default=sizes[0])
    print(f"\nThe board on {kind}, CPU of a request; 1 = a bare hello in the same run ({floor:.3f} ms)")
    print(f"{'':<26}" + "".join(f"{size:>11,}" for size in sizes) + f"{'growth':>8}{'ms':>8}{'wall ms':>9}")
    FIGURES["boards"][kind] = {}
    for act, by_size in seen.items():
        cpu = {size: statistics.median(one for one, _ in costs) for size, costs in by_size.items()}
        wall = statistics.median(one for _, one in by_size[sizes[-1]])
        growth = cpu[sizes[-1]] / cpu[start]
        FIGURES["boards"][kind][act] = {str(size): round(one / floor, 2) for size, one in cpu.items()}
        print(f"{act:<26}" + "".join(f"{cpu[size] / floor:>11.1f}" for size in sizes) + f"{growth:>8.2f}{cpu[sizes[-1]]:>8.2f}{wall:>9.2f}  "
              + flag(f"the board on {kind}, {act}", [f"over {MOST:g} x from {start:,}"] * (growth > MOST)))
    print("On the disk: " + ", ".join(f"{mib[size]:,.0f} MiB at {size:,}" for size in sizes))
