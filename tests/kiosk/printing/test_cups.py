"""Printing through a real CUPS: the state of the job is the answer, what was not printed in time never is (K43, K45, K48)."""

import io
import os
import re
import shutil
import subprocess
import threading
import time
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat

from kiosk.device import outcome, units
from kiosk.device.cups import Queue
from kiosk.device.outcome import Outcome, Paper
from tests.kiosk.printing.cupsd import Cupsd
from tests.paper.samples import receipt_facts

PRINTED = Outcome("printed")


def print_it(daemon: Cupsd, paper: Paper, seconds: float = 600, queue: Queue | None = None) -> Outcome:
    return (queue or Queue("receipt", daemon.socket)).print(paper, seconds, lambda: None)


def settled(daemon: Cupsd) -> int:
    """How many papers lie in the tray once nothing moves any more: the queue runs again and a page of our own has come out last."""
    daemon.say("cupsenable", "receipt")
    last = daemon.say("lp", "-d", "receipt", "-t", "last", "-o", "media=A4", "/usr/share/cups/data/testprint").split()[3]
    before = 0
    while last not in daemon.say("lpstat", "-W", "completed", "-o").split():
        before += 1
        assert before < 6000, "the last page never came"
        time.sleep(0.1)
    return sum(not path.name.startswith("last") for path in daemon.papers())


def left(daemon: Cupsd) -> list[Path]:
    """Files of papers that lie in the spool."""
    return [path for path in (daemon.folder / "spool").rglob("*") if path.is_file()]


def ink(pdf: bytes, paper: Paper) -> Image.Image:
    """How dark each 2 mm of a page are."""
    dots = subprocess.run(["pdftoppm", "-gray", "-r", "203", "-singlefile", "-"], input=pdf, capture_output=True, check=True).stdout
    return Image.open(io.BytesIO(dots)).resize((round(paper.width / 2), round(paper.height / 2)), Image.Resampling.BOX)


def difference(one: Image.Image, other: Image.Image) -> float:
    """Mean difference of two pages in grey levels of 255."""
    return ImageStat.Stat(ImageChops.difference(one, other)).mean[0]


def test_k43_printed_is_what_the_job_says(daemon: Cupsd, paper: Paper) -> None:
    moments: list[str] = []
    came = Queue("receipt", daemon.socket).print(paper, 60, lambda: moments.append("printing"))
    assert (came, moments, len(daemon.papers())) == (PRINTED, ["printing"], 1)


def test_k49_the_page_has_the_size_and_the_picture_of_the_receipt(daemon: Cupsd, paper: Paper) -> None:
    assert print_it(daemon, paper) == PRINTED
    came = daemon.papers()[0]
    told = subprocess.run(["pdfinfo", came], capture_output=True, text=True, check=True).stdout
    size = re.search(r"Page size: +(\d+) x (\d+)", told)
    assert size is not None
    millimetres = [int(points) * 25.4 / 72 for points in size.groups()]
    assert millimetres == pytest.approx([paper.width, paper.height], abs=0.4)  # CUPS cuts to whole points
    ours, theirs = ink(paper.pdf, paper), ink(came.read_bytes(), paper)
    assert difference(ours, theirs) < difference(ours, Image.new("L", ours.size, 255)) / 6


def test_k48_no_number_no_name_no_code_stays_behind(daemon: Cupsd, paper: Paper) -> None:
    """With Debian's settings, under which files of ended jobs stay for a day and their history for ever."""
    assert print_it(daemon, paper) == PRINTED
    assert daemon.jobs() == "" and left(daemon) == []
    daemon.stop()
    facts, traces = receipt_facts("zh_Hans"), daemon.traces()
    assert left(daemon) == [] and "receipt" in traces
    secrets = (facts.number, facts.code, facts.code.replace(" ", ""), facts.words or "?")
    assert [secret for secret in secrets if secret in traces] == []


def test_k45_k48_the_account_of_the_terminal_may_print_take_back_and_purge(
        daemon: Cupsd, paper: Paper, monkeypatch: pytest.MonkeyPatch) -> None:
    """As the installer makes it, and by the rules that Debian's CUPS has for its group."""
    daemon.stop()
    programs = daemon.as_installed()
    daemon.start()
    monkeypatch.setenv("PATH", f"{programs}:{os.environ['PATH']}")
    queue = Queue("receipt", daemon.socket)
    assert print_it(daemon, paper, queue=queue) == PRINTED
    assert daemon.jobs() == "" and left(daemon) == []
    daemon.say("cupsdisable", "receipt")
    for lp in ("lp", str(programs / "lp")):
        daemon.say(lp, "-d", "receipt", "-t", "of anybody", "/usr/share/cups/data/testprint")
    assert {line.split()[1] for line in daemon.jobs().splitlines()} == {"root", units.USER} and len(left(daemon)) >= 2
    assert queue.empty()
    assert daemon.jobs() == "" and left(daemon) == []


@pytest.mark.parametrize("hangs", ["handing over", "letting go"])
def test_k45_what_an_lp_that_hung_sends_after_the_purge_never_prints(
        daemon: Cupsd, paper: Paper, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, hangs: str) -> None:
    """The paper arrives when nobody waits for it any more: it lies there held, and the next purge takes it."""
    real = shutil.which("lp")
    kept = f'cat > {tmp_path}/late; printf "%s\\n" "$@" > {tmp_path}/words; exec sleep 600'
    late = f'exec {real} "$@"' if hangs == "letting go" else kept
    (tmp_path / "lp").write_text(f'#!/bin/sh\ncase "$1" in -i) exec sleep 600;; esac\n{late}\n')
    (tmp_path / "lp").chmod(0o755)
    with monkeypatch.context() as patch:
        patch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
        queue = Queue("receipt", daemon.socket)
        assert queue.print(paper, 600, lambda: None) == Outcome("failed", outcome.OFFLINE)
    assert daemon.jobs() == ""
    if hangs == "handing over":
        daemon.say("lp", *(tmp_path / "words").read_text().splitlines(), str(tmp_path / "late"))
        assert left(daemon) != [] and settled(daemon) == 0, "held: the page behind it came out, it did not"
    queue.tidy()
    assert daemon.jobs() == "" and left(daemon) == [] and settled(daemon) == 0
    assert print_it(daemon, paper) == PRINTED


def test_k45_a_stopped_printer_is_given_nothing(daemon: Cupsd, paper: Paper) -> None:
    daemon.say("cupsdisable", "-r", "no paper", "receipt")
    assert print_it(daemon, paper) == Outcome("failed", outcome.OUT_OF_PAPER)
    assert settled(daemon) == 0


def test_k45_paper_that_ends_under_a_job_takes_the_job_back(daemon: Cupsd, paper: Paper, monkeypatch: pytest.MonkeyPatch) -> None:
    """The queue stops after it was looked at and before `lp` hands over: on a fast machine the page is out right after that."""
    queue = Queue("receipt", daemon.socket)
    hand_over = queue._hand_over

    def as_it_stops(paper: Paper, until: float) -> int | None:
        daemon.say("cupsdisable", "-r", "no paper", "receipt")
        return hand_over(paper, until)

    monkeypatch.setattr(queue, "_hand_over", as_it_stops)
    assert print_it(daemon, paper, queue=queue) == Outcome("failed", outcome.OUT_OF_PAPER)
    assert daemon.jobs() == "" and settled(daemon) == 0


def test_k45_a_job_over_its_time_is_cancelled_and_never_prints(daemon: Cupsd, paper: Paper) -> None:
    queue = Queue("receipt", daemon.socket)
    assert queue.empty()
    daemon.say("lpadmin", "-p", "receipt", "-v", f"beh:/1/0/60/cups-pdf:/{daemon.folder.name}-none")  # a printer nobody answers at
    assert print_it(daemon, paper, seconds=6, queue=queue).state == "failed"
    assert daemon.jobs() == ""
    daemon.say("lpadmin", "-p", "receipt", "-v", f"cups-pdf:/{daemon.folder.name}")
    assert settled(daemon) == 0


def test_k45_cups_killed_under_a_job_prints_nothing_when_it_comes_back(daemon: Cupsd, paper: Paper) -> None:
    queue = Queue("receipt", daemon.socket)
    begun = threading.Event()
    killer = threading.Thread(target=lambda: (begun.wait(), daemon.kill()))
    killer.start()
    came = queue.print(paper, 30, begun.set)
    killer.join()
    assert came == Outcome("failed", outcome.OFFLINE) and queue.condition() == outcome.AWAY
    daemon.start()
    assert settled(daemon) == 0
    assert queue.print(paper, 60, lambda: None) == PRINTED


def test_a_cups_that_is_not_there_is_said_at_once(paper: Paper, tmp_path: Path) -> None:
    queue = Queue("receipt", str(tmp_path / "nobody.sock"))
    assert queue.condition() == outcome.AWAY
    assert queue.print(paper, 30, lambda: None) == Outcome("failed", outcome.OFFLINE)


def test_k45_what_an_earlier_life_left_is_purged_before_anything_prints(daemon: Cupsd, paper: Paper) -> None:
    daemon.say("cupsdisable", "receipt")
    daemon.say("lp", "-d", "receipt", "-t", "yesterday", "/usr/share/cups/data/testprint")
    assert Queue("receipt", daemon.socket).empty()
    assert settled(daemon) == 0
