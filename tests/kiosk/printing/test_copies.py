"""The receipt once more for whoever shows number and code at a paired terminal, within the same limit (K46)."""

import pytest
from flask import Flask

from portal.cases import tracking
from portal.foundation import codes
from portal.paper import qr
from portal.reception.print_job import PrintJob, Progress
from tests.cast import Cast
from tests.judge import Judge
from tests.kiosk.conftest import StillPress
from tests.kiosk.hand import Hand, rows
from tests.kiosk.paired import device
from tests.kiosk.printing.test_screen import buttons, look, panel, printer_says, state


@pytest.fixture
def inside(cast: Cast, browse: Judge, press: StillPress) -> Hand:
    """A visitor before the digit pad of a paired terminal."""
    visitor = Hand(browse)
    device(cast, browse).enter(visitor)
    visitor.start()
    visitor.get("/kiosk/track")
    return visitor


def typed(cast: Cast, **more: object) -> dict[str, str]:
    made = cast.register(**more)  # type: ignore[arg-type]
    return {"number": made.case.number, "code": made.code}


def test_k46_a_copy_is_marked_and_counted(app: Flask, inside: Hand, cast: Cast, press: StillPress) -> None:
    slip = typed(cast)
    inside.send("/kiosk/track/paper", **slip)
    assert [(job.kind, job.copy) for job in rows(PrintJob)] == [("reprint", 1)] and state(inside) == "under_way"
    assert "补打" in press.given[-1] and slip["number"] in press.given[-1] and inside.slip() == (slip["number"], slip["code"])


def test_k46_the_qr_of_a_copy_opens_the_matter_as_the_first_one_does(app: Flask, inside: Hand, cast: Cast, press: StillPress) -> None:
    made = cast.register()
    inside.send("/kiosk/track/paper", number=made.case.number, code=codes.group(made.code))
    address = f"{app.config['PUBLIC_URL']}/t/{tracking.copied(made.case, made.code).token}"
    assert qr.address(address) in press.given[-1]
    inside.get("/kiosk/track")
    assert inside.post("/kiosk/scan", 303, csrf_token=inside.seen.value("csrf_token"), held=address).location == "/kiosk/matter"


def test_k46_looking_prints_nothing_and_the_button_one_more(app: Flask, inside: Hand, cast: Cast) -> None:
    inside.send("/kiosk/track/paper", **typed(cast))
    for path in ("/kiosk/track/paper", "/kiosk/track/paper?lang=en"):
        inside.send(path)
    printer_says(Progress.PRINTED)
    inside.send("/kiosk/track/paper")
    assert len(rows(PrintJob)) == 1 and state(inside) == "printed" and buttons(inside) == {"/kiosk/track/paper": "2"}
    inside.send("/kiosk/track/paper", again="2")
    assert len(rows(PrintJob)) == 2 and state(inside) == "under_way"


def test_k46_a_second_touch_while_it_prints_is_the_same_copy(app: Flask, inside: Hand, cast: Cast) -> None:
    slip = typed(cast)
    form = inside.form() | slip
    inside.post("/kiosk/track/paper", **form)
    inside.post("/kiosk/track/paper", **form)
    assert len(rows(PrintJob)) == 1 and state(inside) == "under_way"


def test_k46_the_limit_is_that_of_the_last_screen(app: Flask, inside: Hand, cast: Cast, press: StillPress) -> None:
    inside.to_review()
    inside.hand_in()
    number, code = inside.slip()
    for copy in ("1", "2"):
        printer_says(Progress.PRINTED)
        look(inside)
        inside.send("/kiosk/reprint", again=copy)
    printer_says(Progress.PRINTED)
    inside.get("/kiosk/track")
    inside.send("/kiosk/track/paper", 422, number=number, code=code)
    assert len(rows(PrintJob)) == 3 and panel(inside) is None and "2 张" in inside.seen.words()
    assert inside.seen.value("code") == ""


@pytest.mark.parametrize("wrong", [{"code": "123456789015"}, {"code": ""}, {"number": ""}, {"number": "S01-26-9999"}])
def test_k26_without_number_and_code_there_is_no_paper(app: Flask, inside: Hand, cast: Cast, wrong: dict[str, str]) -> None:
    slip = typed(cast) | wrong
    status = 404 if all(slip.values()) else 422
    inside.send("/kiosk/track/paper", status, **slip)
    assert rows(PrintJob) == []


def test_an_unpaired_browser_prints_nothing(app: Flask, hand: Hand, cast: Cast) -> None:
    slip = typed(cast)
    hand.start()
    hand.get("/kiosk/track")
    assert "/kiosk/track/paper" not in hand.seen.text
    hand.send("/kiosk/track/paper", 422, **slip)
    assert rows(PrintJob) == []


def test_k47_the_copy_holds_no_more_than_the_receipt(app: Flask, inside: Hand, cast: Cast, press: StillPress) -> None:
    inside.send("/kiosk/track/paper", **typed(cast, kind=4, words="主任收了红包"))
    assert not any(secret in press.given[-1] for secret in ("主任收了红包", "测某甲", "12000000017"))
