"""The public ledger with so many entries, on SQLite and, where PORTAL_TEST_POSTGRES names a server, on PostgreSQL.

Append is a whole unit of work: an entry, the hashes that became whole, the head signed anew, and the commit. Proofs are read as the public
reads them, at places and older sizes that are drawn anew each time. The floor beside it is the barest transaction that the same
database does: the SHA-256 of one entry written into a table of its own, with the same settings of the connection. Each size works in a
process of its own on a copy of its template, a turn each, round by round. CPU is that of the process and of PostgreSQL's beside it."""

import contextlib
import hashlib
import random
import statistics
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy import create_engine, select

from portal.cases import ledger, log_tiles
from portal.cases.ledger import Kind
from portal.foundation import clock, merkle, series
from portal.foundation.database import db, is_sqlite
from portal.foundation.unit_of_work import unit_of_work
from portal.network.station import Station
from tests.bench import bystander, seed, stores
from tests.bench.stores import Store
from tests.bench.verdict import FIGURES, flag

FROM, MOST, APPEND_MOST = 10_000, 1.5, 25  # the size that growth is counted from, how far, and an append in barest transactions
AT_ONCE, TIMES = 20_000, 40
RECORD = '{"number":"S01-26-0007","replies":["' + "五盏路灯已全部恢复照明，每周巡查一次。" * 20 + '"]}'
ACTS = ("append", "inclusion proof", "consistency proof", "tile", "bundle of entries")
FLOOR = "barest transaction"


@dataclass
class Seen:
    """Of one act on one store, ms a piece, a value each round."""

    cpu: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)


def template(scratch: Path, size: int, kind: str) -> Store:
    """A ledger of `size` entries."""
    return stores.template(scratch, f"ledger-{size}", kind, ("ledgers.py",), lambda store: _fill(_app(store), size))


def _app(store: Store) -> Flask:
    return seed.open_app(store.folder, **store.settings)


def _fill(app: Flask, size: int) -> None:
    """The rows that so many entries leave, by the ledger's own line and tree, written as fast as the driver can; the head over them is signed."""
    with seed.founded(app):
        at, stack = clock.now() - timedelta(days=2), list[bytes]()
        with unit_of_work():
            for first in range(0, size, AT_ONCE):
                entries, wholes = list[tuple[object, ...]](), list[tuple[object, ...]]()
                for place in range(first, min(size, first + AT_ONCE)):
                    salt = f"{place:032x}"
                    data = ledger.line(place, Kind.RESULT, f"S01-26-{place:06d}", at, ledger.fingerprint(salt, RECORD))
                    stack, kept = merkle.grow(stack, place, merkle.leaf_hash(data.encode()))
                    entries.append((place, "result", at.strftime("%Y-%m-%d %H:%M:%S.%f") if is_sqlite() else at, salt, data))
                    wholes += [(level, at_place, value) for (level, at_place), value in kept]
                _write("ledger_entry (place, kind, at, salt, data)", entries)
                _write("ledger_hash (level, place, hash)", wholes)
            series.advance(ledger.SERIES, size)
        with unit_of_work():
            ledger.sign(clock.now())


def _write(where: str, rows: list[tuple[object, ...]]) -> None:
    link = db.session.connection().connection.dbapi_connection
    assert link is not None
    if is_sqlite():
        link.cursor().executemany(f"INSERT INTO {where} VALUES ({', '.join('?' * len(rows[0]))})", rows)
        return
    with link.cursor().copy(f"COPY {where} FROM STDIN") as file:  # type: ignore[attr-defined]
        for row in rows:
            file.write_row(row)


def _note(n: int) -> None:
    ledger.note(Kind.RESULT, f"S01-26-{n:06d}", at=clock.now() - timedelta(days=1), witness=_anybody(), record=RECORD)


def _anybody() -> Station:
    return db.session.scalars(select(Station).order_by(Station.id).limit(1)).one()


def main(scratch: Path, sizes: list[int], rounds: int) -> None:
    """Every kind of database, every size; prints a table of each kind."""
    FIGURES["ledger"] = {}
    for kind in stores.KINDS:
        with contextlib.ExitStack() as stack:
            made = {size: template(scratch, size, kind) for size in sorted(sizes)}
            copies = {size: stack.enter_context(stores.copied(store, scratch / f"ledger-run-{size}")) for size, store in made.items()}
            asks = {size: stack.enter_context(bystander.started(serve, copy)) for size, copy in copies.items()}
            seen = {size: {act: Seen() for act in (FLOOR, *ACTS)} for size in copies}
            for turn in range(rounds + 1):
                for act in ACTS:
                    for size, ask in asks.items():
                        for what in (FLOOR, act) if act == "append" else (act,):
                            cpu, wall = ask(what, TIMES)
                            if turn:  # the first one only warms up
                                seen[size][what].cpu.append(cpu)
                                seen[size][what].wall.append(wall)
            _report(kind, seen, copies)


def serve(store: Store) -> Iterator[Callable[[str, int], tuple[float, float]]]:
    """In a process of its own: what does an act so many times and tells ms of CPU and of wall time a piece."""
    app = _app(store)
    with app.app_context():
        _anybody()
        db.session.rollback()
        acts = {FLOOR: _barest(store)} | _acts(random.Random(9162))
        yield lambda what, times: bystander.measured(acts[what], times, stores.working_on(store))


def _acts(chance: random.Random) -> dict[str, Callable[[], object]]:
    size, fresh = ledger.size(), iter(range(10**9))

    def append() -> None:
        with unit_of_work():
            _note(next(fresh))

    def reading(read: Callable[[], object]) -> Callable[[], object]:
        def once() -> None:
            read()
            db.session.rollback()  # each reader is a request of its own
        return once

    return {
        "append": append,
        "inclusion proof": reading(lambda: log_tiles.proof(log_tiles.entry_at(chance.randrange(size)))),
        "consistency proof": reading(lambda: log_tiles.consistency(1 + chance.randrange(size - 1), size)),
        "tile": reading(lambda: log_tiles.tile(0, chance.randrange(size // 256))),
        "bundle of entries": reading(lambda: log_tiles.bundle(chance.randrange(size // 256))),
    }


def _barest(store: Store) -> Callable[[], object]:
    """One row with the SHA-256 of an entry, and its commit, by the driver alone."""
    engine = create_engine(db.engine.url)
    link = engine.raw_connection()
    if not store.address:
        link.dbapi_connection.isolation_level = None  # type: ignore[union-attr]
        for word in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=1", "busy_timeout=10000"):
            link.cursor().execute(f"PRAGMA {word}")
    link.cursor().execute("CREATE TABLE IF NOT EXISTS bare (hash " + ("BYTEA" if store.address else "BLOB") + ", data TEXT)")
    link.commit()
    put = "INSERT INTO bare VALUES (" + ("%s, %s" if store.address else "?, ?") + ")"

    def once() -> None:
        cursor = link.cursor()
        if not store.address:
            cursor.execute("BEGIN IMMEDIATE")
        cursor.execute(put, (hashlib.sha256(RECORD.encode()).digest(), RECORD[:170]))
        cursor.execute("COMMIT") if not store.address else link.commit()

    return once


def _report(kind: str, seen: dict[int, dict[str, Seen]], copies: dict[int, Store]) -> None:
    sizes = sorted(seen)
    start = max((size for size in sizes if size <= FROM), default=sizes[0])
    cpu = {act: {size: statistics.median(seen[size][act].cpu) for size in sizes} for act in (FLOOR, *ACTS)}
    wall = {act: statistics.median(seen[sizes[-1]][act].wall) for act in (FLOOR, *ACTS)}
    print(f"\nThe ledger on {kind}, CPU; 1 = the barest transaction beside it ({cpu[FLOOR][sizes[-1]]:.3f} ms, wall {wall[FLOOR]:.2f} ms)")
    print(f"{'':<24}" + "".join(f"{size:>11,}" for size in sizes) + f"{'growth':>8}{'ms':>8}{'wall ms':>9}")
    FIGURES["ledger"][kind] = {}
    for act in ACTS:
        ratios = {size: cpu[act][size] / cpu[FLOOR][size] for size in sizes}
        growth = cpu[act][sizes[-1]] / cpu[act][start]
        missed = [f"over {MOST:g} x from {start:,}"] * (growth > MOST) + [f"over {APPEND_MOST}"] * (act == "append" and ratios[sizes[-1]] > APPEND_MOST)
        FIGURES["ledger"][kind][act] = {str(size): round(ratio, 2) for size, ratio in ratios.items()}
        print(f"{act:<24}" + "".join(f"{ratio:>11.1f}" for ratio in ratios.values()) + f"{growth:>8.2f}{cpu[act][sizes[-1]]:>8.2f}{wall[act]:>9.2f}  "
              + flag(f"the ledger on {kind}, {act}", missed))
    print("On the disk: " + ", ".join(f"{copies[size].mib():,.0f} MiB at {size:,}" for size in sizes))
