"""Every statement a database is asked, also those that go straight to the driver."""

import contextlib
from collections.abc import Iterator
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
