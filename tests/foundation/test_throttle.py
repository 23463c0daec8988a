"""Failure counters in the database: waits that grow, hold across applications, and never crash when they meet (R53, R56, R57)."""

from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from portal import daily
from portal.foundation import throttle
from portal.foundation.database import db
from portal.foundation.refusal import TooMany
from portal.foundation.throttle import Failures
from portal.foundation.unit_of_work import unit_of_work
from tests.cast import NOW
from tests.conftest import build
from tests.together import at_once

WHO = {"code:S01-26-0001:address:10.0.0.1": 3}
(NAME,) = WHO


def fail(times: int = 1, subjects: dict[str, int] = WHO, at: timedelta = timedelta()) -> None:
    for _ in range(times):
        with unit_of_work():
            throttle.fail(subjects, NOW + at)


def wait(at: timedelta = timedelta()) -> int:
    """How many seconds the subject has to wait."""
    try:
        throttle.check(WHO, NOW + at)
    except TooMany as many:
        return many.seconds
    finally:
        db.session.rollback()
    return 0


def test_the_free_failures_cost_nothing_then_the_wait_doubles_up_to_an_hour(app: Flask) -> None:
    waits = []
    for _ in range(14):
        fail()
        waits.append(wait())
    assert waits == [0, 0, 16, 31, 61, 121, 241, 481, 961, 1921, 3601, 3601, 3601, 3601]


def test_a_wait_ends_to_the_second_and_is_said_in_minutes(app: Flask) -> None:
    fail(6)
    with pytest.raises(TooMany) as many:
        throttle.check(WHO, NOW)
    assert (many.value.seconds, many.value.params["minutes"]) == (121, 2)
    assert (wait(timedelta(seconds=119)), wait(timedelta(seconds=120))) == (2, 0)


def test_failures_are_forgotten_after_half_a_day_and_on_success(app: Flask) -> None:
    fail(8)
    fail(at=timedelta(hours=12, seconds=1))
    assert db.session.get_one(Failures, NAME).count == 1
    with unit_of_work():
        throttle.succeed(NAME)
        throttle.succeed("nobody")
    assert db.session.get(Failures, NAME) is None


def test_a_second_application_and_a_restart_know_the_wait(empty_app: Flask, tmp_path: Path) -> None:
    with empty_app.app_context():
        fail(5)
    address = empty_app.config["SQLALCHEMY_DATABASE_URI"].replace("+psycopg", "")
    with build(tmp_path, PORTAL_DATABASE_URL=address).app_context():
        assert wait() == 61
        db.session.remove()
        db.engine.dispose()


def test_first_failures_that_meet_are_all_counted(app: Flask) -> None:
    came = at_once(app, [lambda: fail(subjects={"a": 3, "b": 3})] * 8)
    assert came == [None] * 8
    db.session.rollback()
    assert [db.session.get_one(Failures, name).count for name in "ab"] == [8, 8]


def test_crossed_orders_do_not_lock_each_other_out(app: Flask) -> None:
    came = at_once(app, [lambda: fail(5, {"a": 3, "b": 3}), lambda: fail(5, {"b": 3, "a": 3})] * 3)
    assert came == [None] * 6


def test_r58_what_is_over_is_dropped_once_a_day(app: Flask) -> None:
    """An address stays in no table for longer than its waits."""
    fail()
    with unit_of_work():
        throttle.spend("matters-online", 9, NOW)
        throttle.fail({"code:address:10.0.0.9": 3}, NOW + timedelta(hours=13))
    assert daily.check(NOW + timedelta(hours=23))
    assert [row.subject for row in db.session.query(Failures)] == ["code:address:10.0.0.9"]
