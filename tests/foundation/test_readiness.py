"""`/readyz`: what a monitor is told, and that it learns nothing else."""

from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from portal import jobs
from portal.foundation import chore, clock, readiness
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from tests.cast import NOW
from tests.judge import Judge

LATE = timedelta(minutes=15)


@pytest.fixture(autouse=True)
def started(empty_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(empty_app.config, "STARTED_AT", NOW)


def test_a_fresh_server_is_ready_until_the_first_sweep_is_late(browse: Judge) -> None:
    assert browse.get_page("/readyz").response.json == {
        "ready": True, "database": "ok", "disk": "ok", "sweep": "ok", "sweep_age_seconds": None, "sweep_late_seconds": 900}
    clock.freeze(NOW + LATE)
    assert browse.get_page("/readyz", 503).response.json["sweep"] == "late"


def test_the_age_of_the_last_sweep_is_told_and_an_old_one_is_503(empty_app: Flask, browse: Judge) -> None:
    clock.freeze(NOW + timedelta(days=1))
    jobs.sweep(empty_app)
    clock.freeze(clock.now() + LATE - timedelta(seconds=1))
    assert browse.get_page("/readyz").response.json["sweep_age_seconds"] == 899
    clock.freeze(clock.now() + timedelta(seconds=1))
    seen = browse.get_page("/readyz", 503).response.json
    assert (seen["ready"], seen["sweep"], seen["database"]) == (False, "late", "ok")


def test_a_database_that_takes_no_writes_is_503(empty_app: Flask, browse: Judge) -> None:
    with empty_app.app_context():
        if db.engine.dialect.name == "sqlite":
            file = Path(empty_app.config["INSTANCE"]) / "portal.db"
            db.session.remove()
            db.engine.dispose()
            file.rename(file.with_suffix(".away"))
            file.mkdir()  # as root every file can be written; a folder cannot
        else:
            with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.exec_driver_sql(f"ALTER DATABASE {db.engine.url.database} SET default_transaction_read_only TO on")
            db.engine.dispose()
    try:
        assert browse.get_page("/readyz", 503).response.json["database"] in ("refuses to be written", "away")
    finally:
        with empty_app.app_context():
            db.engine.dispose()
            if db.engine.dialect.name == "sqlite":
                file.rmdir()
                file.with_suffix(".away").rename(file)
            else:
                with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                    connection.exec_driver_sql("SET default_transaction_read_only TO off")
                    connection.exec_driver_sql(f"ALTER DATABASE {db.engine.url.database} RESET default_transaction_read_only")
                db.engine.dispose()
    assert browse.get_page("/readyz").response.json["database"] == "ok"


def test_a_full_disk_is_503(browse: Judge, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readiness, "ROOM", 2**62)
    assert browse.get_page("/readyz", 503).response.json["disk"] == "full"


def test_a_chore_is_begun_once_and_again_when_whoever_began_it_died(app: Flask) -> None:
    def begin(at: timedelta, since: timedelta = timedelta()) -> bool:
        with unit_of_work():
            return chore.begin("inspection", since=NOW + since, at=NOW + at)

    assert begin(timedelta()) and not begin(timedelta(minutes=5)) and not begin(chore.STUCK)
    assert begin(chore.STUCK + timedelta(seconds=1)), "the one who began it never ended it"
    with unit_of_work():
        chore.end("inspection", at=NOW + timedelta(hours=2), found={"broken": 0})
    assert not begin(timedelta(hours=20)) and begin(timedelta(hours=20), since=timedelta(hours=19))
    assert chore.of("inspection").ended_at is None
