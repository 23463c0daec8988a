"""The demonstration as a visitor of the house finds it: put up once a database and date, and only read by the tests."""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import create_engine, select, text

from portal import demo
from portal.app import create_app
from portal.cases.case import Case
from portal.cases.tracking import Tracking
from portal.demo.days import Days, counted_from
from portal.demo.opening import form_key
from portal.foundation import clock, codes, settings
from portal.foundation.database import db
from portal.upgrade import upgrade
from tests import in_memory

DATES = {  # 09:00 in Shanghai on each
    "after the long holiday": datetime(2026, 2, 25, 1, 0, tzinfo=UTC),
    "a Monday": datetime(2026, 11, 23, 1, 0, tzinfo=UTC),
    "a Sunday": datetime(2026, 7, 5, 1, 0, tzinfo=UTC),
    "a year not announced yet": datetime(2027, 1, 4, 1, 0, tzinfo=UTC),
}
POSTGRES = os.environ.get("PORTAL_TEST_POSTGRES", "")
STAGES = [("sqlite", name) for name in DATES] + ([("postgresql", "a Monday")] if POSTGRES else [])


@dataclass
class Told:
    """A loaded demonstration: its application, its sign-ins and its days."""

    app: Flask
    sign_ins: list[tuple[str, str, str]]
    now: datetime
    days: Days

    def case(self, no: str) -> Case:
        """The case of a line; of a later round, the case of the line it belongs to."""
        token = codes.keyed_hash("token", codes.derive_token(form_key(no)))
        found = db.session.scalar(select(Case).join(Tracking, Tracking.case_id == Case.id).where(Tracking.token_hash == token))
        assert found is not None, no
        return found


@pytest.fixture(scope="session", params=STAGES, ids=[f"{database}, {date}" for database, date in STAGES])
def stage(request: pytest.FixtureRequest) -> Iterator[Told]:
    """One demonstration on one database, seen from one date."""
    with in_memory.folder() as folder:
        yield from _told(*request.param, folder)


def _told(database: str, date: str, folder: Path) -> Iterator[Told]:
    name = f"huiyin_test_demo_{os.getpid()}"
    secret = hashlib.sha256(b"of the demonstration").hexdigest()
    environment = {"PORTAL_INSTANCE": str(folder), "PORTAL_SECRET_KEY": secret}
    if database == "postgresql":
        _on_the_server(f"DROP DATABASE IF EXISTS {name}", f"CREATE DATABASE {name}",
                       f"ALTER DATABASE {name} SET synchronous_commit TO off")  # no test cuts its power
        environment["PORTAL_DATABASE_URL"] = POSTGRES.rsplit("/", 1)[0] + f"/{name}"
    clock.freeze(DATES[date])
    app = create_app(settings.load(environment))
    try:
        upgrade(app)
        sign_ins = demo.load(app)
        with app.app_context():
            days = counted_from(clock.today())
        yield Told(app, sign_ins, DATES[date], days)
    finally:
        app.extensions["press"].close()
        with app.app_context():
            db.engine.dispose()
        if database == "postgresql":
            _on_the_server(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _on_the_server(*statements: str) -> None:
    server = create_engine(POSTGRES.replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
    server.dispose()


@pytest.fixture
def told(stage: Told, frozen_clock: None) -> Iterator[Told]:
    """The demonstration with its context pushed, on its own date."""
    clock.freeze(stage.now)
    with stage.app.app_context():
        yield stage


