"""The database's shape: tables are what the migrations make; up, down and up again; killed half way and run again (R18)."""

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import flask_migrate
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from sqlalchemy import create_engine, event, inspect, select, text
from sqlalchemy.exc import DatabaseError

from portal import upgrade
from portal.cases import acceptance, invariants, rating, reception_rating
from portal.cases.case import Channel
from portal.cases.rating import Rating
from portal.foundation import append_only, marks
from portal.foundation.database import db, is_sqlite
from portal.foundation.unit_of_work import unit_of_work
from portal.tables import metadata
from tests.cast import Cast, seat
from tests.conftest import DATABASES, POSTGRES, build


@pytest.fixture(params=DATABASES)
def bare(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """An application on an empty database of its own."""
    if request.param == "sqlite":
        app = build(tmp_path)
        yield app
        with app.app_context():
            db.engine.dispose()
        return
    name = f"huiyin_shape_{os.getpid()}"
    server = create_engine(POSTGRES.replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        connection.execute(text(f"CREATE DATABASE {name}"))
    app = build(tmp_path, PORTAL_DATABASE_URL=POSTGRES.rsplit("/", 1)[0] + f"/{name}")
    yield app
    with app.app_context():
        db.engine.dispose()
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
    server.dispose()


def shape() -> tuple[object, ...]:
    """Tables, columns, indexes and triggers as the database tells them."""
    seen = inspect(db.engine)
    tables = {name: (sorted(column["name"] for column in seen.get_columns(name)),
                     sorted(str(index["name"]) for index in seen.get_indexes(name)))
              for name in seen.get_table_names()}
    triggers = ("SELECT name FROM sqlite_master WHERE type = 'trigger'" if is_sqlite()
                else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
    with db.engine.connect() as connection:
        return tables, sorted(connection.scalars(text(triggers)))


def meant() -> list[str]:
    """The triggers that the tables ask for: guards of what only grows, and renewers of marks."""
    dialect = "sqlite" if is_sqlite() else "postgresql"
    said = [statement for table in metadata.sorted_tables for statement in (
        *(append_only.statements(table.name, dialect) if "append_only" in table.info else ()),
        *(marks.statements(table.name, table.info["mark"], dialect) if "mark" in table.info else ()))]
    return [statement.split()[2] for statement in said if statement.startswith("CREATE TRIGGER")]


def test_the_tables_are_what_the_migrations_make(bare: Flask) -> None:
    upgrade.upgrade(bare)
    with bare.app_context(), db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={
            "compare_type": True, "include_name": lambda name, kind, _: not (kind == "table" and name and "_words" in name)})
        assert compare_metadata(context, metadata) == []


def test_up_down_and_up_again(bare: Flask) -> None:
    upgrade.upgrade(bare)
    with bare.app_context():
        before = shape()
        with bare.extensions["write_gate"]():
            flask_migrate.downgrade(directory=str(upgrade.MIGRATIONS), revision="base")
        assert set(inspect(db.engine).get_table_names()) == {"alembic_version"}
        db.engine.dispose()
    upgrade.upgrade(bare)
    with bare.app_context():
        assert shape() == before


class Cut(Exception):
    """The power went."""


@pytest.mark.parametrize("at", [1, 2, 5, 20, 60])
def test_cut_off_at_a_statement_and_run_again(bare: Flask, at: int) -> None:
    """What a cut leaves behind does not stop the next run, and it ends in the same shape."""
    seen = 0

    def cut(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        nonlocal seen
        seen += statement.lstrip().upper().startswith(("CREATE", "INSERT", "ALTER"))
        if seen == at:
            raise Cut

    with bare.app_context():
        event.listen(db.engine, "before_cursor_execute", cut)
        with pytest.raises(Cut):
            upgrade.upgrade(bare)
        event.remove(db.engine, "before_cursor_execute", cut)
        db.engine.dispose()
    upgrade.upgrade(bare)
    with bare.app_context():
        assert upgrade.is_current()
        whole = shape()
        assert whole[1] == sorted(meant()), whole[1]


def test_ratings_that_stand_are_carried_over_with_their_bounds_and_guards(bare: Flask) -> None:
    """0020 makes their table anew on SQLite: the same rows, bounded and append-only as before (R21), down and up again."""
    upgrade.upgrade(bare)
    with bare.app_context():
        seat("")
        Cast().closed()
        rows = select(*(column for column in Rating.__table__.columns if column.name != "expected_more"))  # it came with 0021
        before = db.session.execute(rows).all()
        db.session.remove()
        for move, revision in ((flask_migrate.downgrade, "0018"), (flask_migrate.upgrade, "0020")):
            with bare.extensions["write_gate"]():
                move(directory=str(upgrade.MIGRATIONS), revision=revision)
            db.engine.dispose()
            assert db.session.execute(rows).all() == before != []
            db.session.remove()
            for wrong, why in (("UPDATE rating SET reception = 4", "append-only"), ("DELETE FROM rating", "append-only"), (
                    "INSERT INTO rating SELECT 99, case_id, 99, round, 9, result, understood, solved, words, publish_words, channel, "
                    "person_id, at FROM rating", "ck_rating_reception")):
                with pytest.raises(DatabaseError, match=why), unit_of_work():
                    db.session.execute(text(wrong))
        upgrade.upgrade(bare)
        assert invariants.broken() == []


def test_what_was_said_on_the_spot_is_put_aside_on_the_way_down_and_brought_back(bare: Flask) -> None:
    """0020 goes down although answers on the spot were rated: 0018 sees ratings of replies alone, and up again all stand as before."""
    upgrade.upgrade(bare)
    with bare.app_context():
        seat("")
        cast = Cast()
        cast.closed()
        for words in ("讲得清楚。", ""):
            spoken(cast, words)
        before = said()
        for revision, left in (("0018", 1), ("base", None)):
            db.session.remove()
            with bare.extensions["write_gate"]():
                flask_migrate.downgrade(directory=str(upgrade.MIGRATIONS), revision=revision)
            db.engine.dispose()
            if left is None:
                break
            assert db.session.scalar(text("SELECT count(*) FROM rating")) == left
            with pytest.raises(DatabaseError, match="append-only"), unit_of_work():
                db.session.execute(text("DELETE FROM rating"))
            db.session.remove()
            upgrade.upgrade(bare)
            assert said() == before and len(before[0]) == 3 and len(before[1]) == 2
            assert invariants.broken() == [] and shape()[1] == sorted(meant())
        assert set(inspect(db.engine).get_table_names()) == {"alembic_version"}


def spoken(cast: Cast, words: str) -> None:
    """An answer on the spot, rated by its visitor, and how they were received."""
    case = cast.register().case
    with unit_of_work():
        acceptance.answer(case, text="上午九点开门。", answered_by="甲", by=cast.actor("liaison"))
    with unit_of_work():
        rating.rate(case, result=rating.Result.SATISFIED, solved=rating.Solved.YES, understood=True, channel=Channel.KIOSK,
                    words=words, publish_words=True, by=cast.visitor(case))
    with unit_of_work():
        reception_rating.rate(case, reception=5, channel=Channel.KIOSK, by=cast.visitor(case))


def said() -> list[list[tuple[object, ...]]]:
    """Every word of the visitors but its id."""
    db.session.rollback()
    return [[tuple(row) for row in db.session.execute(select(*(one for one in table.columns if one.name != "id")).order_by(table.c.case_id))]
            for table in (Rating.__table__, reception_rating.ReceptionRating.__table__)]


def test_a_second_process_sees_the_lock(tmp_path: Path) -> None:
    """The file is not half made while another makes it: SQLite's own word on a fresh upgrade."""
    app = build(tmp_path)
    upgrade.upgrade(app)
    with app.app_context():
        db.engine.dispose()
    with sqlite3.connect(tmp_path / "portal.db") as file:
        assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    file.close()
