"""The database: base class, column types, naming convention, and how each connection is set up and checked."""

import enum
import json
import os
import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, DateTime, Engine, Enum, Index, MetaData, Table, Text, TypeDecorator, event, text
from sqlalchemy.orm import DeclarativeBase

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
# Settings of every SQLite connection (R03); each is read back, a value that did not take stops the connection.
PRAGMAS = {
    "busy_timeout": 10000, "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1,
    "recursive_triggers": 1, "secure_delete": 1, "trusted_schema": 0, "journal_size_limit": 67108864,
}


class Base(DeclarativeBase):
    """Parent of every row class."""

    metadata = MetaData(naming_convention=NAMING)


db = SQLAlchemy(metadata=Base.metadata, disable_autonaming=True)


class Utc(TypeDecorator[datetime]):
    """An aware UTC moment; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Json(TypeDecorator[Any]):
    """A small JSON value kept as text, keys sorted, so that equal values have equal bytes."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Any) -> str | None:
        return None if value is None else json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    def process_result_value(self, value: str | None, dialect: Any) -> Any:
        return None if value is None else json.loads(value)


def choice(members: type[enum.StrEnum]) -> Enum:
    """A column type for a StrEnum: stored by value, checked by the database."""
    return Enum(members, native_enum=False, length=24, values_callable=lambda kinds: [kind.value for kind in kinds],
                create_constraint=False, validate_strings=True)


def index_where(name: str, *columns: str, where: str, postgresql: str = "", unique: bool = False) -> Index:
    """An index of those rows alone for which `where` holds, said in other words where PostgreSQL needs them. What the two databases call
    it is looked up when a table is made: to name an option of PostgreSQL here would load its whole dialect into every process."""
    return Index(name, *columns, unique=unique, info={"where": {"sqlite": where, "postgresql": postgresql or where}})


@event.listens_for(Table, "before_create")
def _(table: Table, connection: Connection, **_: object) -> None:
    dialect = connection.dialect.name
    for index in table.indexes:
        if "where" in index.info:
            index.dialect_options[dialect]["where"] = text(index.info["where"][dialect])


def is_sqlite() -> bool:
    """Whether the application in force runs on SQLite."""
    return db.engine.dialect.name == "sqlite"


def file() -> Path | None:
    """Where SQLite's file lies, there or not; None on PostgreSQL."""
    return Path(str(db.engine.url.database)) if is_sqlite() else None


def make() -> None:
    """An empty file where there is none, for its owner only. Nothing else makes one: a database that was moved away must not be
    followed by an empty one, which would take its write-ahead log for its own and destroy it (R11)."""
    path = file()
    if path is not None and not path.exists():
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))


def prepare(engine: Engine) -> None:
    """Install the connection settings on an engine; on SQLite every pragma is read back (R03), and a file that is away stays away."""
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "do_connect")
    def _(_dialect: object, _record: object, args: list[str], options: dict[str, Any]) -> sqlite3.Connection:
        return sqlite3.connect(f"file:{quote(args[0])}?mode=rw", uri=True, **options)

    @event.listens_for(engine, "connect")
    def _(dbapi: sqlite3.Connection, _record: object) -> None:
        dbapi.isolation_level = None
        for name, wanted in PRAGMAS.items():
            dbapi.execute(f"PRAGMA {name}={wanted}")
            got = dbapi.execute(f"PRAGMA {name}").fetchone()[0]
            if got != wanted:
                raise RuntimeError(f"SQLite would not set {name}: wanted {wanted}, got {got}")
