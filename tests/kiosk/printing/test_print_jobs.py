"""What a device may ask for and say of papers: with its own token, its own papers, once (K43, K45, K46, K49, K50)."""

import hashlib
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from kiosk.device.outcome import Paper
from kiosk.device.printing import Agent
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.network import terminal as terminals
from portal.network.terminal import Terminal
from portal.reception import print_job
from portal.reception.print_job import PrintJob
from tests.cast import NOW, Cast
from tests.judge import Judge
from tests.kiosk.conftest import StillPress
from tests.kiosk.hand import Hand, rows
from tests.kiosk.paired import PIN, Device, device
from tests.kiosk.printing.test_agent import Tray

KEY = "c" * 64


@pytest.fixture
def own(cast: Cast, browse: Judge, press: StillPress, paper: Paper) -> Device:
    """A paired terminal; the shelf holds a real receipt."""
    press.ready = paper.pdf
    return device(cast, browse)


def queue(own: Device, cast: Cast) -> int:
    """A receipt for this terminal; its number among the jobs."""
    case = cast.register().case
    with unit_of_work():
        return print_job.ask(case, paper=KEY, terminal=db.session.get_one(Terminal, own.id), by=cast.visitor(case)).id


def take(own: Device, turn: str = "t") -> dict[str, Any] | None:
    answer = own.call("print-jobs", {"turn": turn})
    assert answer.status_code in (200, 204)
    return answer.get_json() if answer.status_code == 200 else None


def said(own: Device, number: int, state: object, reason: object = "") -> int:
    return own.call(f"print-jobs/{number}/state", {"state": state, "reason": reason}).status_code


def test_k49_a_paper_is_given_with_its_size_and_hash(own: Device, cast: Cast, paper: Paper) -> None:
    number = queue(own, cast)
    told = take(own)
    assert told == {"id": number, "seconds": 55.0, "sha256": hashlib.sha256(paper.pdf).hexdigest(), "width": 80.0,
                    "height": paper.height}
    answer = own.call(f"print-jobs/{number}/paper", method="GET")
    assert (answer.status_code, answer.mimetype, answer.data) == (200, "application/pdf", paper.pdf)
    assert answer.headers["Cache-Control"] == "no-store"


def test_k43_state_by_state(own: Device, cast: Cast) -> None:
    number = queue(own, cast)
    take(own)
    assert [said(own, number, state) for state in ("printing", "printed", "printed")] == [204, 204, 204]
    assert said(own, number, "failed", "offline") == 409
    assert rows(PrintJob)[0].progress == "printed" and own.row().last_print_at == NOW


def test_k46_nothing_waits_twice(own: Device, cast: Cast) -> None:
    assert take(own) is None
    queue(own, cast)
    assert take(own, "one") == take(own, "one") is not None
    assert take(own, "two") is None


def test_k45_what_is_left_of_the_minute_is_told_and_after_it_nothing(own: Device, cast: Cast) -> None:
    queue(own, cast)
    clock.freeze(NOW + timedelta(seconds=20))
    assert (take(own, "") or {})["seconds"] == 35.0
    queue(own, cast)
    clock.freeze(NOW + timedelta(seconds=76))
    assert take(own) is None


def test_k50_another_terminals_paper_is_not_there(own: Device, cast: Cast, browse: Judge) -> None:
    other, number = device(cast, browse, station="S02"), queue(own, cast)
    assert take(other) is None
    take(own)
    assert other.call(f"print-jobs/{number}/paper", method="GET").status_code == 404
    assert said(other, number, "printed") == 404
    assert rows(PrintJob)[0].progress == "taken"


def test_k50_without_a_token_or_with_a_revoked_one_there_is_nothing(own: Device, cast: Cast) -> None:
    number = queue(own, cast)
    paths = [("print-jobs", "POST"), (f"print-jobs/{number}/paper", "GET"), (f"print-jobs/{number}/state", "POST")]
    assert {own.call(path, token="", method=method).status_code for path, method in paths} == {401}
    with unit_of_work():
        terminals.revoke(own.row(), by=cast.actor("liaison"))
    assert {own.call(path, method=method).status_code for path, method in paths} == {401}


def test_a_paper_is_fetched_only_between_taking_and_printing(own: Device, cast: Cast) -> None:
    number = queue(own, cast)
    fetch = lambda: own.call(f"print-jobs/{number}/paper", method="GET").status_code  # noqa: E731
    assert fetch() == 404
    take(own)
    assert fetch() == 200
    said(own, number, "failed", "offline")
    assert fetch() == 404


@pytest.mark.parametrize(("state", "reason"), [("done", ""), ("", ""), (None, ""), (3, ""), (["printed"], ""), ("failed", "rain"),
                                               ("failed", 7), ("failed", ["offline"]), ("waiting", ""), ("taken", "")])
def test_odd_words_of_a_device_change_nothing(own: Device, cast: Cast, state: object, reason: object) -> None:
    number = queue(own, cast)
    take(own)
    said(own, number, "printing")
    assert said(own, number, state, reason) in (409, 422)
    assert rows(PrintJob)[0].progress == "printing"


@pytest.mark.parametrize("body", [[], "x", {"turn": 3}, {"turn": None}, {"turn": "x" * 5000}, {}])
def test_odd_questions_break_nothing(own: Device, cast: Cast, body: object) -> None:
    queue(own, cast)
    assert own.call("print-jobs", body).status_code == 200


def test_a_paper_that_is_still_being_set_is_waited_for_and_one_that_never_comes_has_failed(
        own: Device, cast: Cast, press: StillPress) -> None:
    queue(own, cast)
    press.ready = None
    assert take(own) is None and rows(PrintJob)[0].progress == "waiting"
    clock.freeze(NOW + timedelta(seconds=11))
    assert take(own) is None and (rows(PrintJob)[0].progress, rows(PrintJob)[0].reason) == ("failed", "broken")


def test_k64_the_test_page_is_printed_at_the_terminal_that_asked(app: Flask, own: Device, browse: Judge, press: StillPress) -> None:
    hand = Hand(browse)
    own.enter(hand)
    hand.get("/kiosk/staff")
    hand.post("/kiosk/staff", csrf_token=hand.seen.value("csrf_token"), pin=PIN, status=303)
    hand.get("/kiosk/staff/test")
    hand.send("/kiosk/staff/test", go="paper")
    assert [(job.kind, job.case_id, job.terminal_id) for job in rows(PrintJob)] == [("test", None, own.id)]
    assert "一楼大厅" in press.given[-1] and take(own) is not None


def test_k43_k46_the_agent_and_the_portal_together(app: Flask, own: Device, cast: Cast) -> None:
    """The real agent over the real interface: one paper, printed once, and the portal knows."""
    queue(own, cast)

    def ask(method: str, path: str, sent: dict[str, object]) -> tuple[int, bytes]:
        answer = own.call(path.removeprefix("/kiosk/device/"), sent, method=method)
        return answer.status_code, answer.data

    tray = Tray()
    agent = Agent(ask, tray)
    assert agent.once() and not agent.once()
    assert len(tray.papers) == 1 and rows(PrintJob)[0].progress == "printed"
