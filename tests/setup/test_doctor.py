"""What `portal doctor` says, and which SQLite versions it warns of (R05)."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask

from portal.cases import ledger
from portal.doctor import Finding, _clock, _disk, _ledger, _network, _printer, has_wal_reset_bug
from portal.foundation import clock, settings
from portal.foundation.unit_of_work import unit_of_work
from tests.cast import Cast


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


@pytest.mark.parametrize(("free", "level"), [(3 * 2**30, "ok"), (2**30, "warn"), (100 * 2**20, "fail")])
def test_a_disk_that_fills_up_is_told_with_what_is_left(
    loaded: settings.Settings, monkeypatch: pytest.MonkeyPatch, free: int, level: str
) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda at: SimpleNamespace(free=free if at == loaded.instance else -1))
    (told,) = _disk(loaded)
    assert (told.level, told.words) == (level, f"{free / 2**30:.1f} GB free for {loaded.instance}")
    assert told.todo == ("" if level == "ok" else "make room")


@pytest.mark.parametrize(("day", "told"), [
    (datetime(2026, 10, 31, tzinfo=UTC), {"2026": "ok"}),
    (datetime(2026, 11, 2, tzinfo=UTC), {"2026": "ok", "2027": "warn"}),  # the State Council has published by then
    (datetime(2031, 3, 3, tzinfo=UTC), {"2031": "warn"}),
])
def test_a_calendar_year_nobody_confirmed_is_told(app: Flask, day: datetime, told: dict[str, str]) -> None:
    """This year always, the next from November on; what hangs on it is said too."""
    clock.freeze(day)
    found = [finding for finding in _network() if finding.subject == "calendar"]
    assert {finding.words[:4]: finding.level for finding in found} == told
    assert all(("provisional" in finding.words) == (finding.level == "warn") == bool(finding.todo) for finding in found)


@pytest.mark.parametrize(("back", "told"), [(0, False), (5, False), (11, True), (60 * 24 * 365 * 20, True)])
def test_r26_a_clock_that_was_set_back_is_told(app: Flask, cast: Cast, back: int, told: bool) -> None:
    """Minutes before the last thing that was recorded: an empty battery sets a machine back by years."""
    cast.register()
    clock.freeze(clock.now() - timedelta(minutes=back))
    found = [finding for finding in _clock() if "recorded on" in finding.words]
    assert [finding.level for finding in found] == ["fail"] * told and all(finding.todo for finding in found)


@pytest.mark.parametrize(("queues", "level", "words"), [
    ("receipts\nlabels\n", "ok", "receipts, labels"), ("", "warn", "CUPS knows no printer")])
def test_the_printers_are_those_cups_names(
    loaded: settings.Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, queues: str, level: str, words: str
) -> None:
    lpstat = tmp_path / "lpstat"
    lpstat.write_text(f'#!/bin/sh\n[ "$1" = -e ] && printf "{queues}"\n')
    lpstat.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    (told,) = _printer(loaded)
    assert (told.level, told.words, bool(told.todo)) == (level, words, level == "warn")


def test_a_machine_without_cups_can_still_hand_papers_out(
    loaded: settings.Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    (told,) = _printer(loaded)
    assert told.level == "warn" and "downloaded" in told.words and "cups" in told.todo
