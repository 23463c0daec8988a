"""What is read at every turn and changes seldom is kept in memory under a mark; the database itself renews the mark with every
change of the tables it stands for, whoever makes it. So each process learns of a change in its next transaction, by one short read."""

import uuid
from collections.abc import Callable, Hashable
from typing import TypeVar

from flask import current_app
from sqlalchemy import DDL, String, Table, event, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.foundation.database import Base, db
from portal.foundation.pool import READ

Made = TypeVar("Made")
MOST = 4000  # values kept under one mark
# A mark is random, never counted: what was rolled back or restored from a copy cannot come again under another content's mark.
SQLITE = tuple(
    f"CREATE TRIGGER {{table}}_{name}_mark AFTER {act} ON \"{{table}}\" BEGIN "
    "INSERT INTO mark (name, value) VALUES ('{mark}', lower(hex(randomblob(16)))) "
    "ON CONFLICT (name) DO UPDATE SET value = excluded.value; END"
    for name, act in (("new", "INSERT"), ("change", "UPDATE"), ("end", "DELETE")))
POSTGRES = (
    "CREATE OR REPLACE FUNCTION renew_mark() RETURNS trigger AS $$ BEGIN "
    "INSERT INTO mark (name, value) VALUES (TG_ARGV[0], gen_random_uuid()::text) "
    "ON CONFLICT (name) DO UPDATE SET value = excluded.value; RETURN NULL; END $$ LANGUAGE plpgsql",
    "CREATE TRIGGER {table}_mark AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON \"{table}\" "
    "FOR EACH STATEMENT EXECUTE FUNCTION renew_mark('{mark}')",
)
_READ = "SELECT name, value FROM mark"
_RENEW = text("INSERT INTO mark (name, value) VALUES (:mark, :value) ON CONFLICT (name) DO UPDATE SET value = excluded.value")


class Mark(Base):
    """The present mark of some tables."""

    __tablename__ = "mark"

    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    value: Mapped[str] = mapped_column(String(36))


def statements(table: str, mark: str, dialect: str) -> list[str]:
    """The trigger statements of one table for `sqlite` or `postgresql`; migrations execute them as they are."""
    return [line.format(table=table, mark=mark) for line in (SQLITE if dialect == "sqlite" else POSTGRES)]


def renewed_by(mark: str, *tables: Table) -> None:
    """Let every change of these tables renew a mark, so that `create_all` makes the triggers as the migrations do."""
    for table in tables:
        table.info["mark"] = mark
        for dialect in ("sqlite", "postgresql"):
            for statement in statements(table.name, mark, dialect):
                event.listen(table, "after_create", DDL(statement.replace("%", "%%")).execute_if(dialect=dialect))


def present() -> dict[str, str]:
    """Every mark as this transaction sees it, with what it changed itself; whoever gets it must not change it."""
    if db.session.autoflush:
        db.session.flush()
    connection = db.session.connection()
    if connection.dialect.name == "sqlite":  # straight to the driver: every page begins with this
        return dict(connection.connection.dbapi_connection.execute(_READ).fetchall())  # type: ignore[union-attr]
    read: dict[str, str] | None = connection.info.get(READ)
    if read:  # what only reads changes nothing, and asks a server once
        return read
    found: dict[str, str] = dict(connection.exec_driver_sql(_READ).all())  # type: ignore[arg-type]
    if read is not None:
        read.update(found)
    return found


def renew(mark: str) -> None:
    """Renew a mark for something that rests on it and lies in a table no trigger of it stands on."""
    db.session.execute(_RENEW, {"mark": mark, "value": uuid.uuid4().hex})


def kept(mark: str, key: Hashable, make: Callable[[], Made]) -> Made:
    """What `make` gives, made once and kept for all while the mark stands. Never a row of the session, never anything that
    depends on who asks; whoever gets it must not change it."""
    return under((present().get(mark),), mark, key, make)


def last(mark: str, key: Hashable) -> object | None:
    """What `kept` gave last, without asking the database whether it still stands; None if nothing was."""
    _, made = current_app.extensions.get("kept", {}).get(mark, (None, {}))
    return made.get(key)


def under(marks: tuple[str | None, ...], shelf: str, key: Hashable, make: Callable[[], Made], most: int = MOST) -> Made:
    """As `kept`, for somebody who has read the marks already and rests on several; without one of them nothing is kept."""
    if None in marks:
        return make()
    shelves = current_app.extensions.setdefault("kept", {})
    held = shelves.get(shelf)
    if held is None or held[0] != marks or len(held[1]) >= most:
        held = shelves[shelf] = (marks, {})
    if key not in held[1]:
        held[1][key] = make()
    found: Made = held[1][key]
    return found
