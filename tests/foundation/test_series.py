"""Running numbers: gapless under concurrent writers, and a transaction that fails gives its number back (R12)."""

import pytest
from flask import Flask

from portal.foundation import series
from portal.foundation.database import db
from portal.foundation.series import Series
from portal.foundation.unit_of_work import unit_of_work
from tests.together import at_once


def take(name: str, times: int) -> list[int]:
    """Numbers, each in a transaction of its own."""
    taken = []
    for _ in range(times):
        with unit_of_work():
            taken.append(series.advance(name))
    return taken


def test_eight_writers_leave_no_gap_and_no_double(app: Flask) -> None:
    came = at_once(app, [lambda: take("case:S01:2026", 10)] * 8)
    assert sorted(number for numbers in came for number in numbers) == list(range(1, 81))  # type: ignore[attr-defined]
    assert db.session.get_one(Series, "case:S01:2026").last == 80


def test_a_failed_transaction_gives_its_number_back(app: Flask) -> None:
    assert take("case:S01:2026", 2) == [1, 2]
    with pytest.raises(ZeroDivisionError), unit_of_work():
        assert series.advance("case:S01:2026") == 3
        raise ZeroDivisionError
    assert take("case:S01:2026", 1) == [3]


def test_each_station_and_year_counts_for_itself(app: Flask) -> None:
    assert [take(name, 1) for name in ("case:S01:2026", "case:S01:2027", "case:S02:2026")] == [[1], [1], [1]]
