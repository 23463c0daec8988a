"""What `portal doctor` says, and which SQLite versions it warns of (R05)."""

from pathlib import Path

import pytest
from flask import Flask

from portal.cases import ledger
from portal.doctor import Finding, _ledger, has_wal_reset_bug
from portal.foundation import clock
from portal.foundation.unit_of_work import unit_of_work


@pytest.mark.parametrize("version", [(3, 7, 0), (3, 40, 1), (3, 44, 5), (3, 45, 0), (3, 46, 1), (3, 50, 6), (3, 51, 0), (3, 51, 2)])
def test_versions_with_the_wal_reset_bug_are_known_r05(version: tuple[int, int, int]) -> None:
    assert has_wal_reset_bug(version)


@pytest.mark.parametrize("version", [(3, 6, 23), (3, 44, 6), (3, 44, 9), (3, 50, 7), (3, 51, 3), (3, 53, 2), (4, 0, 0)])
def test_mended_versions_are_known_r05(version: tuple[int, int, int]) -> None:
    assert not has_wal_reset_bug(version)


def test_a_finding_is_one_line_with_what_to_do() -> None:
    assert Finding("warn", "fonts", "none", "install one").line() == "warn  fonts      none → install one"
    assert Finding("ok", "fonts", "here").line().endswith("here")


def test_whose_key_signs_the_ledger_r70(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database that came without its key is another ledger, a key others can read is none; both are said with what to do."""
    monkeypatch.setitem(app.config, "INSTANCE", str(tmp_path))
    assert [finding.level for finding in _ledger()] == ["ok"]
    with unit_of_work():
        ledger.sign(clock.now())
    (signed,) = _ledger()
    assert signed.level == "ok" and ledger.public_key() in signed.words
    key = tmp_path / "ledger_key"
    key.chmod(0o644)
    (readable,) = _ledger()
    assert readable.level == "fail" and "chmod 600" in readable.words
    key.unlink()
    (other,) = _ledger()
    assert other.level == "fail" and other.todo.startswith("bring ledger_key back")
