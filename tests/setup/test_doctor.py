"""What `portal doctor` says, and which SQLite versions it warns of (R05)."""

import pytest

from portal.doctor import Finding, has_wal_reset_bug


@pytest.mark.parametrize("version", [(3, 7, 0), (3, 40, 1), (3, 44, 5), (3, 45, 0), (3, 46, 1), (3, 50, 6), (3, 51, 0), (3, 51, 2)])
def test_versions_with_the_wal_reset_bug_are_known_r05(version: tuple[int, int, int]) -> None:
    assert has_wal_reset_bug(version)


@pytest.mark.parametrize("version", [(3, 6, 23), (3, 44, 6), (3, 44, 9), (3, 50, 7), (3, 51, 3), (3, 53, 2), (4, 0, 0)])
def test_mended_versions_are_known_r05(version: tuple[int, int, int]) -> None:
    assert not has_wal_reset_bug(version)


def test_a_finding_is_one_line_with_what_to_do() -> None:
    assert Finding("warn", "fonts", "none", "install one").line() == "warn  fonts      none → install one"
    assert Finding("ok", "fonts", "here").line().endswith("here")
