"""A PostgreSQL database as it was when the cast took its seats: kept in a schema of its own, brought back for each test."""

from sqlalchemy import Connection, Table

from portal.cases import publication, search
from portal.foundation.database import db
from portal.tables import metadata

INDEXES = (search.WORDS.name, publication.WORDS.name)


def remember() -> None:
    """Copy every table aside. In an app context."""
    _run(["CREATE SCHEMA seat", *(f'CREATE TABLE seat."{table.name}" AS TABLE "{table.name}"' for table in metadata.sorted_tables)])


def recall() -> None:
    """Empty every table and fill it as it was; guards of append-only tables look away meanwhile. In an app context."""
    guarded = [table.name for table in metadata.sorted_tables if "append_only" in table.info]
    _run([
        *(f'ALTER TABLE "{name}" DISABLE TRIGGER USER' for name in guarded),
        *(f"DELETE FROM {name}" for name in INDEXES),
        *(f'DELETE FROM "{table.name}"' for table in reversed(metadata.sorted_tables)),
        *(f'INSERT INTO "{table.name}" SELECT * FROM seat."{table.name}"' for table in metadata.sorted_tables),
        *(_counted_from(table) for table in metadata.sorted_tables if table.autoincrement_column is not None),
        *(f'ALTER TABLE "{name}" ENABLE TRIGGER USER' for name in guarded)])


def _counted_from(table: Table) -> str:
    assert table.autoincrement_column is not None
    name, quoted = table.autoincrement_column.name, f'"{table.name}"'
    last = f"SELECT coalesce(max({name}), 0) FROM {quoted}"
    return f"SELECT setval(pg_get_serial_sequence('{quoted}', '{name}'), ({last}) + 1, false)"


def _run(statements: list[str]) -> None:
    connection: Connection
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute("; ".join(statements))  # without parameters many statements are one transaction
