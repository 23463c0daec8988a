"""Every statement a database is asked, also those that go straight to the driver."""

import contextlib
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Engine, event


@contextlib.contextmanager
def asked(engine: Engine) -> Iterator[list[str]]:
    """The statements asked through connections that are taken inside the block; close the session before it."""
    seen: list[str] = []

    def taken(connection: Any, record: object, proxy: object) -> None:
        connection.set_trace_callback(seen.append)

    def given_back(connection: Any, record: object) -> None:
        if connection is not None:
            connection.set_trace_callback(None)

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        seen.append(statement)

    listeners = [("checkout", taken), ("checkin", given_back)] if engine.dialect.name == "sqlite" else [("before_cursor_execute", note)]
    for name, listener in listeners:
        event.listen(engine, name, listener)
    try:
        yield seen
    finally:
        for name, listener in listeners:
            event.remove(engine, name, listener)


def walked(engine: Engine, statements: Iterable[str], small: frozenset[str]) -> set[str]:
    """Where SQLite would go through a whole table for what was asked, or build one first. Tables that stay small may be walked, and
    what lies in an index of a part: what was done is not in it."""
    found = set()
    with engine.connect() as connection:
        parts = set(connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'index' AND sql LIKE '% WHERE %'").scalars())
        for statement in {one for one in statements if one.startswith(("SELECT", "UPDATE", "DELETE"))}:
            for *_, step in connection.exec_driver_sql("EXPLAIN QUERY PLAN " + statement):
                words = step.split()
                walks = words[-1] not in parts and words[0] == "SCAN" and not words[1].startswith(("CONSTANT", "(")) and words[1].removesuffix("_1") not in small
                if walks or words[0] == "MATERIALIZE" or "AUTOMATIC" in words:
                    found.add(f"{step}: {statement[:160]} … {statement[-300:]}")
    return found
