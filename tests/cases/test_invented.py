"""What a demonstration told and published: it says so, and a real house refuses it and names it (practice.md §9, row 17)."""

import pytest

from portal.cases import board, invariants, progress
from portal.cases.case import PublicState
from portal.foundation.refusal import Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network import network as networks
from tests.cast import Cast


@pytest.mark.parametrize("demo", [False, True])
def test_row_17_what_the_demonstration_publishes_says_so_in_its_row(cast: Cast, demo: bool) -> None:
    with unit_of_work():
        here = networks.current()
        assert here is not None
        here.demo = demo
    case = cast.closed()
    with unit_of_work():
        row = cast.put_up(case)
    assert row.demo is demo and invariants.broken() == []


def test_row_17_what_a_demonstration_published_is_found_in_a_real_house(cast: Cast) -> None:
    """Whoever copies its database into a real network: results, progress and matters are named by `portal verify`, each by its number."""
    with unit_of_work():
        networks.current().demo = True  # type: ignore[union-attr]
    case, moving = cast.closed(), cast.shown()
    with unit_of_work():
        cast.put_up(case)
    assert invariants.broken() == []
    with unit_of_work():
        networks.current().demo = False  # type: ignore[union-attr]
    assert invariants.broken() == [f"{one.number}: {was} a demonstration, but this is a real network"
                                   for was in ("published by", "told in") for one in (case, moving)]


def test_row_17_a_matter_of_a_demonstration_is_published_by_no_real_house(cast: Cast) -> None:
    """However its row came there: the result is refused, its progress too, and nothing of the case moves; in its own house both stand."""
    with unit_of_work():
        networks.current().demo = True  # type: ignore[union-attr]
    case, moving = cast.closed(), cast.handling()
    with unit_of_work():
        networks.current().demo = False  # type: ignore[union-attr]
    real = cast.closed()
    for tried in (lambda: cast.put_up(case), lambda: progress.show(moving, by=cast.actor("director"))):
        with pytest.raises(Refused, match="demo_matter"), unit_of_work():
            tried()
    assert case.public_state is PublicState.WAITING and not moving.shows_progress
    with unit_of_work():
        cast.put_up(real)
    assert not real.demo and [row.number for row in board.newest(board.Filter()).rows] == [real.number]
