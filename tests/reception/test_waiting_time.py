"""How long one waits: a range from today's visits, and nothing where too few are over to say (practice.md §9)."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.foundation import clock
from portal.reception import calling, turn, waiting_time
from portal.reception.waiting_time import minutes
from tests.cast import Cast
from tests.reception.numbered import call, move, take
from tests.reception.opened import at, monday


def of(*given: int) -> list[timedelta]:
    return [timedelta(minutes=each) for each in given]


def test_too_few_visits_say_nothing() -> None:
    assert minutes(4, of(10, 12), 1) is None


@pytest.mark.parametrize(("ahead", "tables", "range_"), [(0, 1, (0, 15)), (2, 1, (20, 45)), (2, 2, (10, 30)), (10, 2, (50, 90))])
def test_it_is_a_range_that_grows_with_those_before_and_shrinks_with_tables(ahead: int, tables: int, range_: tuple[int, int]) -> None:
    assert minutes(ahead, of(10, 10, 12, 15), tables) == range_


@given(st.integers(0, 200), st.lists(st.integers(0, 240), min_size=3, max_size=40), st.integers(0, 9))
def test_a_range_is_never_empty_or_upside_down(ahead: int, lasted: list[int], tables: int) -> None:
    found = minutes(ahead, of(*lasted), tables)
    assert found is not None and 0 <= found[0] < found[1] and not found[0] % 5 and not found[1] % 5


def test_it_counts_what_was_served_today_and_the_tables_that_call_now(cast: Cast) -> None:
    shift = monday(cast)[0]
    for _ in range(6):
        take(cast)
    holding = 0
    for turn_of in range(3):
        at(2, 9, 10 * turn_of)
        row = call(cast, shift, holding)
        assert row is not None
        move(cast, calling.serve, row)
        holding = row.id
        assert waiting_time.of(turn.of_shift(shift), 2, clock.now()) is None
    at(2, 9, 30)
    call(cast, shift, holding)
    call(cast, shift, login="rep", place="二号桌")
    assert waiting_time.of(turn.of_shift(shift), 2, clock.now()) == minutes(2, of(10, 10, 10), 2)
