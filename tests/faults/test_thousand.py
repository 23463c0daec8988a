"""A thousand matters over lines that break in every way, at a server that is killed meanwhile: none lost, none doubled (K39, K40,
R07)."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.accounts import account, stored
from tests.faults.hall import AWAY, FIRST, LONGEST, Hall, rule
from tests.faults.server import Running

TERMINALS, EACH, KILLS = 10, 100, 4


@pytest.fixture
def running(template: Path, tmp_path: Path) -> Iterator[Running]:
    server = Running(tmp_path / "instance", template, papers=False)
    yield server
    server.kill()


def test_k39_k40_a_thousand_over_broken_lines_none_lost_none_doubled(running: Running) -> None:
    """Ten terminals, each over a line that drops, cuts, stalls or answers 502, every third touched twice; kill -9 four times."""
    hall = Hall()
    with hall.open(running.port, TERMINALS, EACH):
        for kill in range(1, KILLS + 1):
            hall.wait_for(kill * TERMINALS * EACH // (KILLS + 1))
            running.kill()
            running.start()
    assert len(hall.acknowledged) == len(hall.sent) == TERMINALS * EACH
    assert hall.broken > 800 and hall.doubles > 250
    assert sum(map(len, stored(running).values())) == TERMINALS * EACH
    account(running, hall)


def test_k40_k41_the_page_retries_only_what_nobody_answered_and_never_more_than_five_seconds_apart() -> None:
    assert {502, 503, 504} == AWAY
    assert FIRST < LONGEST and LONGEST * 1.25 <= 5000
    assert rule("GLANCE") * 2 + 1200 <= 5000  # the resting screen: its patience and its pause
    assert rule("LONG") == 90_000
