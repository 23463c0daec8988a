"""A PostgreSQL database of one's own on the server that the tests were given."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import create_engine, text

from portal.foundation import setting_types


@contextmanager
def database_of_our_own(what: str, like: str = "template0") -> Iterator[str]:
    """Its address, as settings take it; empty, or a copy of one that nobody is connected to; dropped afterwards. Skips where no server
    was named."""
    server = os.environ.get("PORTAL_TEST_POSTGRES")
    if not server:
        pytest.skip("PORTAL_TEST_POSTGRES names no server")
    address = setting_types.database(server).rsplit("/", 1)[0]
    name = f"huiyin_{what}_{os.getpid()}"
    engine = create_engine(f"{address}/postgres", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {like}"))
    yield f"{address}/{name}"
    with engine.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    engine.dispose()
