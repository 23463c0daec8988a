"""A terminal without a printer says so; then nothing is offered and nothing queued, and the screen shows what to keep (K43)."""

from datetime import timedelta

import pytest
from flask import Flask

from portal.foundation import clock
from portal.network.terminal import Paper
from portal.reception.print_job import PrintJob
from tests.cast import NOW, Cast
from tests.judge import Judge
from tests.kiosk.conftest import StillPress
from tests.kiosk.hand import Hand, rows
from tests.kiosk.paired import PIN, Device, device
from tests.kiosk.printing.test_screen import panel, state, words
from tests.kiosk.test_keeper import typed


@pytest.fixture
def own(cast: Cast, browse: Judge) -> Device:
    """Its heartbeat said that there is no printer."""
    made = device(cast, browse)
    assert made.call("beats", {"version": "0.1.0", "paper": "none"}).status_code == 200
    assert made.row().paper is Paper.NONE
    return made


@pytest.fixture
def inside(own: Device, browse: Judge, press: StillPress) -> Hand:
    visitor = Hand(browse)
    own.enter(visitor)
    visitor.to_review()
    return visitor


@pytest.mark.parametrize(("lang", "said"), [("zh_Hans", "这台机器没有打印机"), ("zh_Hant", "這部機器沒有印表機"), ("en", "please ask at the desk")])
def test_k08_k43_k44_number_code_and_qr_are_shown_and_nothing_is_queued(
        app: Flask, inside: Hand, press: StillPress, lang: str, said: str) -> None:
    inside.hand_in()
    slip = inside.slip()
    inside.send(f"/kiosk/handed?lang={lang}")
    assert (state(inside), inside.slip(), rows(PrintJob), press.given) == ("none", slip, [], [])
    shown = panel(inside)
    assert shown is not None and said in words(inside)
    assert [one for one in shown.iter() if one.tag.endswith("svg") and one.get("class") == "qr"] != []
    assert ("ring", "/kiosk/help") in [(one.get("name"), one.get("formaction")) for one in shown.iter("button")]
    assert "/kiosk/receipt" not in inside.seen.text and "/kiosk/reprint" not in inside.seen.text


@pytest.mark.parametrize(("lang", "said"), [("zh_Hans", "现在打不了凭证"), ("zh_Hant", "現在印不了憑證"), ("en", "cannot print just now")])
def test_k43_k60_where_the_portal_can_set_no_paper_no_other_window_opens(
        app: Flask, own: Device, inside: Hand, press: StillPress, lang: str, said: str) -> None:
    clock.freeze(NOW + timedelta(minutes=1))
    own.call("beats", {"version": "0.1.0", "paper": "ready"})
    press.lacks = "libpango"
    inside.hand_in()
    inside.send(f"/kiosk/handed?lang={lang}")
    shown = panel(inside)
    assert state(inside) == "none" and shown is not None and said in words(inside)
    assert [one for one in shown.iter() if one.get("class") == "qr"] != []
    assert "formtarget" not in inside.seen.text and (rows(PrintJob), press.given) == ([], [])


def test_k46_a_copy_is_neither_offered_nor_printed(app: Flask, inside: Hand) -> None:
    inside.hand_in()
    number, code = inside.slip()
    inside.send("/kiosk/reprint", again="1")
    inside.get("/kiosk/track")
    assert "/kiosk/track/paper" not in inside.seen.text
    inside.send("/kiosk/track/paper", 422, number=number, code=code)
    assert rows(PrintJob) == []


def test_k43_plugged_in_later_it_prints(app: Flask, own: Device, inside: Hand) -> None:
    inside.hand_in()
    clock.freeze(NOW + timedelta(minutes=1))
    own.call("beats", {"version": "0.1.0", "paper": "ready"})
    inside.send("/kiosk/handed")
    assert state(inside) == "under_way" and len(rows(PrintJob)) == 1


def test_k64_the_days_test_offers_no_test_page(app: Flask, own: Device, inside: Hand) -> None:
    typed(inside, PIN)
    inside.get("/kiosk/staff/test")
    inside.send("/kiosk/staff/test", go="paper", screen="yes", touch="yes")
    assert rows(PrintJob) == [] and "这里还没有接打印" in inside.seen.text
