"""The long runs are judged rightly (R74): what grows is found, what stays is not."""

import pytest

from tests.soak.hour import WAL, Look, judged

FLAT = [Look(100.0, 90.0, 40, 2**20)] * 40


@pytest.mark.parametrize(("late", "found"), [
    (Look(100.0, 90.0, 40, 2**20), ""), (Look(109.0, 98.0, 47, WAL), ""), (Look(111.0, 90.0, 40, 2**20), "web grew"),
    (Look(100.0, 100.0, 40, 2**20), "papers grew"), (Look(100.0, 90.0, 49, 2**20), "9 more open files"), (Look(100.0, 90.0, 40, WAL + 2**20), "the log had 65")])
def test_r19_r74_growth_is_found(late: Look, found: str) -> None:
    told = judged(FLAT[:30] + [late] * 10)
    assert [line[:len(found)] for line in told] == ([found] if found else [])
