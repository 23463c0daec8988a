"""The last screen at a paired terminal: the receipt prints by itself, and the screen says what the job says (K43–K46)."""

from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from flask import Flask

from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.network.terminal import Terminal
from portal.paper.shelf import key_of
from portal.reception import print_job
from portal.reception.print_job import PrintJob, Progress, Reason, Sheet
from tests.cast import NOW, Cast
from tests.judge import Judge
from tests.kiosk.conftest import StillPress
from tests.kiosk.hand import Hand, cases, rows
from tests.kiosk.paired import Device, device


@pytest.fixture
def own(cast: Cast, browse: Judge) -> Device:
    return device(cast, browse)


@pytest.fixture
def inside(own: Device, browse: Judge, press: StillPress) -> Hand:
    """A visitor before the paired terminal, one touch before handing in."""
    visitor = Hand(browse)
    own.enter(visitor)
    visitor.to_review()
    return visitor


def panel(hand: Hand) -> ElementTree.Element | None:
    """What the screen says of the paper."""
    body = next(hand.seen.document().iter("body"))
    parents = {child: parent for parent in body.iter() for child in parent}
    return next((one for one in body.iter("section") if one.get("data-printing") and parents[one].tag != "template"), None)


def state(hand: Hand) -> str | None:
    found = panel(hand)
    return None if found is None else found.get("data-printing")


def words(hand: Hand) -> str:
    found = panel(hand)
    return "" if found is None else "".join(found.itertext())


def buttons(hand: Hand) -> dict[str, Any]:
    found = panel(hand)
    return {} if found is None else {str(one.get("formaction")): one.get("value") for one in found.iter("button")}


def printer_says(progress: Progress, reason: Reason | None = None) -> None:
    """The terminal takes the last paper and says so."""
    last = rows(PrintJob)[-1]
    with unit_of_work():
        job, own = db.session.get_one(PrintJob, last.id), db.session.get_one(Terminal, last.terminal_id)
        if job.progress is Progress.WAITING:
            print_job.take(job, Sheet("d" * 64, 80, 300), terminal=own, turn="t", at=clock.now())
            db.session.expire(job)
        if progress is not Progress.TAKEN:
            print_job.report(job, progress, reason, terminal=own, at=clock.now())


def look(hand: Hand) -> str | None:
    """The screen as print.js asks for it again."""
    hand.send("/kiosk/handed")
    return state(hand)


@pytest.mark.parametrize("waits", [True, False])
def test_k46_2_2_a_repeat_that_wants_no_words_is_obeyed_by_the_paper_that_still_waits(
        app: Flask, inside: Hand, press: StillPress, waits: bool) -> None:
    """What the printer has is printed already; it stays the one paper of the matter either way."""
    form = inside.form()
    inside.post("/kiosk/tell/send", **form)
    first = rows(PrintJob)[0].paper
    if not waits:
        printer_says(Progress.TAKEN)
    inside.post("/kiosk/tell/send", **form | {"off_paper": "y"})
    (job,) = rows(PrintJob)
    assert "路灯" in press.given[0] and "路灯" not in press.given[-1]
    assert job.paper == (key_of(press.given[-1], "roll80") if waits else first)


def test_k43_the_receipt_prints_by_itself(app: Flask, inside: Hand, press: StillPress, own: Device) -> None:
    inside.hand_in()
    job = rows(PrintJob)[0]
    assert (job.kind, job.terminal_id, job.case_id, job.created_at) == ("receipt", own.id, cases()[0].id, NOW)
    assert len(press.given) == 1 and "补打" not in press.given[0]
    assert state(inside) == "under_way" and buttons(inside) == {}
    assert "/kiosk/receipt" not in inside.seen.text and "window.print" not in inside.seen.text


@pytest.mark.parametrize(("progress", "reason", "shown"), [
    (Progress.TAKEN, None, "under_way"), (Progress.PRINTING, None, "under_way"), (Progress.PRINTED, None, "printed"),
    (Progress.FAILED, Reason.OFFLINE, "failed"), (Progress.FAILED, Reason.OUT_OF_PAPER, "failed")])
def test_k43_the_screen_says_what_the_job_says(
        app: Flask, inside: Hand, progress: Progress, reason: Reason | None, shown: str) -> None:
    inside.hand_in()
    printer_says(progress, reason)
    assert look(inside) == shown


def test_k44_after_a_failure_number_code_and_a_person_are_on_the_screen(app: Flask, inside: Hand) -> None:
    inside.hand_in()
    slip = inside.slip()
    printer_says(Progress.FAILED, Reason.OUT_OF_PAPER)
    assert look(inside) == "failed" and inside.slip() == slip
    found = panel(inside)
    assert found is not None and ("ring", "/kiosk/help") in [(one.get("name"), one.get("formaction")) for one in found.iter("button")]
    assert "没有纸" in words(inside) and "抄下来" in words(inside)
    screen = next(one for one in inside.seen.document().iter("div") if one.get("data-idle"))
    assert int(str(screen.get("data-idle"))) >= 60


def test_k45_after_a_silent_minute_the_screen_says_that_it_failed(app: Flask, inside: Hand) -> None:
    inside.hand_in()
    clock.freeze(NOW + timedelta(seconds=59))
    assert look(inside) == "under_way"
    clock.freeze(NOW + timedelta(seconds=60))
    assert look(inside) == "failed" and "没有反应" in words(inside)


def test_k46_neither_looking_nor_another_language_nor_sending_again_prints(app: Flask, inside: Hand, press: StillPress) -> None:
    form = inside.form()
    inside.post("/kiosk/tell/send", **form)
    inside.post("/kiosk/tell/send", **form)
    for path in ("/kiosk/handed", "/kiosk/handed?lang=en", "/kiosk/handed?lang=zh_Hant"):
        inside.send(path)
    inside.send("/kiosk/handed", text="3")
    assert len(rows(PrintJob)) == 1 and len(press.given) == 1


def test_k46_two_reprints_marked_as_such_and_no_third(app: Flask, inside: Hand, press: StillPress) -> None:
    inside.hand_in()
    for copy in ("1", "2"):
        printer_says(Progress.PRINTED)
        look(inside)
        assert buttons(inside) == {"/kiosk/reprint": copy}
        inside.send("/kiosk/reprint", again=copy)
        assert state(inside) == "under_way" and "补打" in press.given[-1]
        inside.send("/kiosk/reprint", again=copy)  # a second touch is no second paper
        assert len(rows(PrintJob)) == int(copy) + 1
    printer_says(Progress.PRINTED)
    look(inside)
    assert buttons(inside) == {} and "找工作人员" in words(inside)
    inside.send("/kiosk/reprint", again="3")
    inside.send("/kiosk/reprint", again="2")
    assert len(rows(PrintJob)) == 3


@pytest.mark.parametrize("copy", ["2", "0", "-1", "x", "", "1.0", "１"])
def test_k46_odd_copies_print_nothing(app: Flask, inside: Hand, copy: str) -> None:
    inside.hand_in()
    printer_says(Progress.PRINTED)
    inside.send("/kiosk/reprint", again=copy)
    assert state(inside) == "printed" and len(rows(PrintJob)) == 1


def test_k46_nothing_is_reprinted_while_one_prints(app: Flask, inside: Hand) -> None:
    inside.hand_in()
    inside.send("/kiosk/reprint", again="1")
    assert len(rows(PrintJob)) == 1 and state(inside) == "under_way"


def test_k46_a_failed_receipt_is_tried_again_as_a_reprint(app: Flask, inside: Hand) -> None:
    inside.hand_in()
    printer_says(Progress.FAILED, Reason.OFFLINE)
    look(inside)
    inside.send("/kiosk/reprint", again=buttons(inside)["/kiosk/reprint"])
    assert [job.kind for job in rows(PrintJob)] == ["receipt", "reprint"] and state(inside) == "under_way"


@pytest.mark.parametrize("wrong", [{"key": "0" * 32}, {"number": "S01-26-9999"}])
def test_nobody_reprints_without_the_form_key(app: Flask, inside: Hand, wrong: dict[str, str]) -> None:
    inside.hand_in()
    printer_says(Progress.PRINTED)
    inside.send("/kiosk/reprint", 404, again="1", **wrong)
    assert len(rows(PrintJob)) == 1


def test_an_unpaired_browser_still_gets_a_pdf(app: Flask, hand: Hand) -> None:
    hand.to_review()
    hand.hand_in()
    assert rows(PrintJob) == [] and state(hand) is None and "/kiosk/receipt" in hand.seen.text
    hand.send("/kiosk/reprint", again="1")
    assert rows(PrintJob) == []


@pytest.mark.parametrize(("lang", "said"), [
    ("zh_Hans", ["正在打印您的凭证", "凭证已打印", "凭证没有打印出来"]),
    ("zh_Hant", ["正在列印您的憑證", "憑證已列印", "憑證沒有印出來"]),
    ("en", ["Your receipt is printing", "Your receipt is printed", "Your receipt did not print"])])
def test_k14_every_state_is_said_in_every_language(app: Flask, inside: Hand, lang: str, said: list[str]) -> None:
    inside.hand_in()
    for place, progress in enumerate([Progress.TAKEN, Progress.PRINTED]):
        printer_says(progress)
        inside.send(f"/kiosk/handed?lang={lang}")
        assert said[place] in words(inside)
    inside.send("/kiosk/reprint", again="1")
    printer_says(Progress.FAILED, Reason.BROKEN)
    look(inside)
    assert said[2] in words(inside)
