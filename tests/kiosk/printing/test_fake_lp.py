"""`lp` that takes the paper, is slow, fails, hangs; CUPS that says strange things (K43, K45)."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kiosk.device import cups, ipp, outcome
from kiosk.device.cups import Queue
from kiosk.device.outcome import Outcome, Paper
from tests.kiosk.printing import fakes
from tests.kiosk.printing.fakes import TAKES, FakeCups

PAPER = Paper(b"%PDF-1.7 of a test", 80.0, 325.26)
Made = Callable[[str], Queue]


@pytest.fixture
def fake() -> Iterator[FakeCups]:
    with fakes.cups() as running:
        yield running


@pytest.fixture
def queue(fake: FakeCups, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Made:
    """A queue of the fake CUPS with this `lp` on the PATH."""
    def made(lp: str) -> Queue:
        monkeypatch.setenv("PATH", f"{fakes.programs(tmp_path, lp)}:{os.environ['PATH']}")
        return Queue("receipt", fake.address)
    return made


def said(folder: Path) -> list[str]:
    return (folder / "said").read_text().splitlines()


def test_k43_lp_takes_it_and_the_job_is_completed(queue: Made, tmp_path: Path) -> None:
    moments: list[int] = []
    assert queue(TAKES).print(PAPER, 30, lambda: moments.append(1)) == Outcome("printed")
    assert (tmp_path / "given.pdf").read_bytes() == PAPER.pdf and moments == [1]


def test_k48_k49_lp_is_told_the_size_and_no_name(queue: Made, tmp_path: Path) -> None:
    queue(TAKES).print(PAPER, 30, lambda: None)
    assert said(tmp_path) == ["cancel -a -x receipt",
                              "lp -d receipt -t receipt -H hold -o media=Custom.80x325.26mm -o print-scaling=none",
                              "lp -i receipt-7 -H resume", "cancel -a -x receipt"]


def test_a_slow_lp_is_waited_for(queue: Made) -> None:
    assert queue(f"sleep 0.4; {TAKES}").print(PAPER, 30, lambda: None) == Outcome("printed")


@pytest.mark.parametrize("lp", ["exit 1", "echo 'lp: Error - no such thing' >&2; exit 1", "echo nonsense"])
def test_an_lp_that_fails_is_a_printer_that_is_away_and_leaves_nothing(queue: Made, tmp_path: Path, lp: str) -> None:
    assert queue(lp).print(PAPER, 30, lambda: None) == Outcome("failed", outcome.OFFLINE)
    assert said(tmp_path)[-1] == "cancel -a -x receipt"


def test_k45_an_lp_that_hangs_is_killed_and_the_queue_emptied(queue: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It may have handed over before it hung."""
    monkeypatch.setattr(cups, "PROGRAM_LIMIT", 0.5)
    assert queue("exec sleep 600").print(PAPER, 30, lambda: None) == Outcome("failed", outcome.OFFLINE)
    assert said(tmp_path)[-1] == "cancel -a -x receipt"


@pytest.mark.parametrize("lp", ['case "$1" in -i) exit 1;; esac; ' + TAKES, "exit 1"])
def test_k45_after_a_paper_that_was_not_let_go_the_queue_is_emptied_once_more(
        queue: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lp: str) -> None:
    """What `lp` sent before it was given up may come in behind the first purge."""
    now = [100.0]
    own = queue(lp)
    monkeypatch.setattr(cups.time, "monotonic", lambda: now[0])
    assert own.print(PAPER, 30, lambda: None) == Outcome("failed", outcome.OFFLINE)
    purges = said(tmp_path).count("cancel -a -x receipt")
    own.tidy()
    now[0] += cups.DOUBT
    own.tidy()
    own.tidy()
    assert said(tmp_path).count("cancel -a -x receipt") == purges + 2, "while in doubt, once after it, and then no more"


@pytest.mark.parametrize(("states", "came"), [
    ([ipp.PENDING, ipp.CANCELED], Outcome("failed", outcome.CANCELLED)),
    ([ipp.PROCESSING, ipp.ABORTED], Outcome("failed", outcome.BROKEN)),
    ([ipp.PROCESSING, ipp.JOB_STOPPED], Outcome("failed", outcome.OFFLINE)),
    ([ipp.HELD], Outcome("failed", outcome.TIMEOUT))])
def test_k43_each_end_of_a_job_has_its_word(queue: Made, fake: FakeCups, states: list[int], came: Outcome) -> None:
    fake.jobs = states
    assert queue(TAKES).print(PAPER, 2, lambda: None) == came


def test_k45_a_job_over_its_time_is_cancelled_by_name_then_purged(queue: Made, fake: FakeCups, tmp_path: Path) -> None:
    fake.jobs = [ipp.PENDING]
    assert queue(TAKES).print(PAPER, 0.6, lambda: None) == Outcome("failed", outcome.TIMEOUT)
    assert said(tmp_path)[-2:] == ["cancel receipt-7", "cancel -a -x receipt"]


def test_k43_what_comes_out_while_it_is_taken_back_is_printed(
        queue: Made, fake: FakeCups, monkeypatch: pytest.MonkeyPatch) -> None:
    own = queue(TAKES)
    run = own._run

    def out_now(*command: str, **more: object) -> str | None:
        if command == ("cancel", "receipt-7"):
            fake.jobs = [ipp.COMPLETED]
        return run(*command, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(own, "_run", out_now)
    fake.jobs = [ipp.PROCESSING]
    assert own.print(PAPER, 0.6, lambda: None) == Outcome("printed")


@pytest.mark.parametrize(("stands", "condition"), [
    ({"printer_state": ipp.IDLE, "printer_state_reasons": "none"}, "ready"),
    ({"printer_state": ipp.BUSY, "printer_state_reasons": "media-low-warning"}, "ready"),
    ({"printer_state": ipp.BUSY, "printer_state_reasons": ["none", "media-empty-error"]}, "out"),
    ({"printer_state": ipp.IDLE, "printer_state_reasons": "media-needed"}, "out"),
    ({"printer_state": ipp.STOPPED, "printer_state_reasons": "paused"}, "out"),
    ({"printer_state": ipp.IDLE, "printer_state_reasons": "none", "printer_is_accepting_jobs": False}, "out"),
    ({"printer_state": ipp.BUSY, "printer_state_reasons": "connecting-to-device"}, "offline"),
    ({"printer_state": ipp.STOPPED, "printer_state_reasons": "offline-report"}, "offline")])
def test_k53_how_the_printer_is(queue: Made, fake: FakeCups, stands: dict[str, object], condition: str) -> None:
    fake.printer = stands
    assert queue(TAKES).condition() == condition


@pytest.mark.parametrize("body", [b"", b"<html>busy</html>", fakes.answer(0, job_state=5)[:-4], b"\x02\x00\x00\x00"])
def test_what_is_no_ipp_is_a_printer_that_is_away(
        queue: Made, fake: FakeCups, monkeypatch: pytest.MonkeyPatch, body: bytes) -> None:
    own = queue(TAKES)
    monkeypatch.setattr(fake, "told", lambda _: body)
    assert own.condition() == outcome.AWAY


def test_an_error_of_cups_is_a_printer_that_is_away(queue: Made, fake: FakeCups, monkeypatch: pytest.MonkeyPatch) -> None:
    own = queue(TAKES)
    monkeypatch.setattr(fake, "told", lambda _: fakes.answer(0x0406))
    assert own.condition() == outcome.AWAY
