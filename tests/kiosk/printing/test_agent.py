"""The agent between portal and printer: each paper once, every end told, also when the line is bad (K43, K45, K46, K48)."""

import hashlib
import json
import logging
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from kiosk.device import cups, escpos, finding, outcome, printing
from kiosk.device.outcome import Outcome, Paper
from kiosk.device.printing import Agent

PDF = b"%PDF-1.7 S01-26-0042"
GIVEN = {"id": 7, "seconds": 42.0, "sha256": hashlib.sha256(PDF).hexdigest(), "width": 80.0, "height": 325.2}


class Portal:
    """What the portal would answer; `cut` drops the line at the next questions, after they were heard."""

    def __init__(self, *jobs: dict[str, Any]) -> None:
        self.jobs, self.pdf, self.cut, self.status = list(jobs), PDF, 0, 204
        self.heard: list[tuple[str, dict[str, object]]] = []
        self._turns: dict[object, dict[str, Any]] = {}

    def ask(self, method: str, path: str, sent: dict[str, object]) -> tuple[int, bytes]:
        self.heard.append((path.removeprefix("/kiosk/device/print-jobs"), sent))
        answer = self._answer(method, path, sent)
        if self.cut:
            self.cut -= 1
            raise ConnectionResetError
        return answer

    def _answer(self, method: str, path: str, sent: dict[str, object]) -> tuple[int, bytes]:
        if path.endswith("/paper"):
            return 200, self.pdf
        if path.endswith("/state"):
            return self.status, b""
        if sent["turn"] not in self._turns:
            if not self.jobs:
                return 204, b""
            self._turns[sent["turn"]] = self.jobs.pop(0)
        return 200, json.dumps(self._turns[sent["turn"]]).encode()

    @property
    def told(self) -> list[dict[str, object]]:
        """What was said of papers."""
        return [sent for path, sent in self.heard if path.endswith("/state")]


class Tray:
    """A printer that always comes to the same end."""

    def __init__(self, came: Outcome | None = None) -> None:
        self.came, self.papers, self.emptied = came or outcome.printed(), list[tuple[Paper, float]](), 0
        self.tidied = threading.Event()

    def condition(self) -> str:
        return outcome.READY

    def print(self, paper: Paper, seconds: float, begun: Callable[[], None]) -> Outcome:
        self.papers.append((paper, seconds))
        begun()
        return self.came

    def empty(self) -> bool:
        self.emptied += 1
        return True

    def tidy(self) -> None:
        self.tidied.set()


def test_k43_what_the_printer_says_is_what_the_portal_hears() -> None:
    portal, tray = Portal(GIVEN), Tray()
    assert Agent(portal.ask, tray).once() is True
    assert portal.told == [{"state": "printing", "reason": ""}, {"state": "printed", "reason": ""}]
    assert tray.papers[0][0] == Paper(PDF, 80.0, 325.2) and 41 < tray.papers[0][1] <= 42


def test_k53_the_agent_knows_when_it_printed_last() -> None:
    agent = Agent(Portal(GIVEN, GIVEN).ask, Tray())
    agent.once()
    last = agent.last_print
    assert last is not None and abs(last - time.time()) < 60
    agent.printer = Tray(outcome.failed(outcome.OFFLINE))
    agent.once()
    assert agent.last_print == last


def test_k43_a_failure_has_its_reason() -> None:
    portal = Portal(GIVEN)
    Agent(portal.ask, Tray(outcome.failed(outcome.OUT_OF_PAPER))).once()
    assert portal.told[-1] == {"state": "failed", "reason": "out_of_paper"}


def test_nothing_to_do() -> None:
    tray = Tray()
    assert Agent(Portal().ask, tray).once() is False and tray.papers == []


@pytest.mark.parametrize("pdf", [b"", PDF + b"!"])
def test_another_paper_than_was_promised_is_not_printed(pdf: bytes) -> None:
    portal, tray = Portal(GIVEN), Tray()
    portal.pdf = pdf
    Agent(portal.ask, tray).once()
    assert tray.papers == [] and portal.told == [{"state": "failed", "reason": "broken"}]


def test_k46_a_lost_answer_loses_no_paper_and_doubles_none() -> None:
    portal, tray = Portal(GIVEN), Tray()
    agent, portal.cut = Agent(portal.ask, tray), 1
    with pytest.raises(ConnectionResetError):
        agent.once()
    assert agent.once() is True and agent.once() is False
    assert len(tray.papers) == 1


def test_k43_the_end_of_a_paper_is_told_as_soon_as_the_portal_is_back() -> None:
    portal, tray = Portal(GIVEN, GIVEN | {"id": 8}), Tray()
    agent = Agent(portal.ask, tray)

    def cut_then(*_: object) -> None:
        portal.cut = 2

    printed = tray.print
    tray.print = lambda paper, seconds, begun: (cut_then(), printed(paper, seconds, begun))[1]  # type: ignore[method-assign]
    with pytest.raises(ConnectionResetError):
        agent.once()
    portal.heard.clear()
    tray.print = printed  # type: ignore[method-assign]
    agent.once()
    assert [path for path, _ in portal.heard][:2] == ["/7/state", ""] and len(tray.papers) == 2


def test_a_paper_that_was_given_up_meanwhile_holds_nothing_up() -> None:
    portal = Portal(GIVEN, GIVEN | {"id": 8})
    portal.status = 409
    agent = Agent(portal.ask, Tray())
    assert agent.once() and agent.once() and not agent.once()


def test_k45_a_new_life_begins_with_an_empty_printer() -> None:
    tray, stopped = Tray(), threading.Event()
    stopped.set()
    Agent(Portal(GIVEN).ask, tray).run(stopped)
    assert tray.emptied == 1 and tray.papers == []


def test_k45_while_nothing_prints_the_printer_tidies_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "EVERY", 0.01)
    tray, stopped = Tray(), threading.Event()
    agent = threading.Thread(target=Agent(Portal().ask, tray).run, args=(stopped,))
    agent.start()
    assert tray.tidied.wait(60)
    stopped.set()
    agent.join()


def test_the_agent_goes_on_while_the_portal_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "EVERY", 0.01)
    portal, tray, stopped = Portal(GIVEN), Tray(), threading.Event()
    portal.cut = 3
    agent = threading.Thread(target=Agent(portal.ask, tray).run, args=(stopped,))
    agent.start()
    while not portal.told and agent.is_alive():
        stopped.wait(0.01)
    stopped.set()
    agent.join()
    assert len(tray.papers) == 1


def test_k45_what_breaks_once_neither_ends_the_agent_nor_prints_late(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "EVERY", 0.01)
    portal, tray, stopped = Portal(GIVEN, GIVEN | {"width": "wide"}, GIVEN | {"id": 8}), Tray(), threading.Event()
    printed = tray.print

    def breaks(*_: object) -> Outcome:
        tray.print = printed  # type: ignore[method-assign]
        raise RuntimeError("a bug")

    tray.print = breaks  # type: ignore[method-assign]
    agent = threading.Thread(target=Agent(portal.ask, tray).run, args=(stopped,))
    agent.start()
    while not portal.told and agent.is_alive():
        stopped.wait(0.01)
    stopped.set()
    agent.join()
    assert (len(tray.papers), tray.emptied) == (1, 3), "at its start, after the bug, after the odd answer"


def test_k48_no_line_of_the_log_holds_a_case_number(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    Agent(Portal(GIVEN).ask, Tray()).once()
    assert caplog.messages and not any("S01-26-0042" in line for line in caplog.messages)


@pytest.mark.parametrize(("address", "kind", "where"), [
    ("cups:receipt", cups.Queue, "receipt"), ("cups:", cups.Queue, "receipt"), ("cups:roll@10.0.0.9:631", cups.Queue, "roll"),
    ("/dev/usb/lp0", escpos.Head, "/dev/usb/lp0"), ("tcp:10.0.0.9:9100", escpos.Head, "tcp:10.0.0.9:9100")])
def test_the_address_says_which_road(address: str, kind: type, where: str) -> None:
    made = printing.printer_at(address)
    assert isinstance(printing.printer_at(""), finding.Found)
    assert isinstance(made, kind) and where in (getattr(made, "name", ""), getattr(made, "address", ""))
