"""The visitor's own phone: an address that leads here from another device, or none is offered (practice.md §10.3)."""

import re

import pytest
from flask import Flask

from portal.cases.tray import Tray
from portal.kiosk import phone
from tests.kiosk.hand import Hand, rows
from tests.kiosk.test_enclosed import to_words


def test_the_code_for_the_phone_is_the_same_on_the_same_screen_and_knows_the_language(
        app: Flask, hand: Hand, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "PUBLIC_URL", "https://portal.example")
    to_words(hand)
    hand.tell("mobile")
    code = re.findall(r'<path d="(M[^"]+h1v1h-1z)"', hand.seen.text)
    hand.tell("mobile")
    assert code and re.findall(r'<path d="(M[^"]+h1v1h-1z)"', hand.seen.text) == code
    hand.send("/kiosk/tell?lang=en", go="")
    assert re.findall(r'<path d="(M[^"]+h1v1h-1z)"', hand.seen.text) != code


@pytest.mark.parametrize(("public", "came", "leads"), [
    ("https://portal.example", "http://127.0.0.1:8000/", "https://portal.example"),
    ("http://127.0.0.1:8000", "http://10.1.2.3:8000/", "http://10.1.2.3:8000"),
    ("http://127.0.0.1:8000", "http://hall.example/", "http://hall.example"),
    ("http://localhost:8000", "http://localhost:8000/", None), ("http://[::1]:8000", "http://portal.localhost/", None),
    ("http://0.0.0.0:8000", "http://127.0.0.1/", None)])
def test_the_phone_gets_an_address_that_leads_here_or_none(
        app: Flask, monkeypatch: pytest.MonkeyPatch, public: str, came: str, leads: str | None) -> None:
    monkeypatch.setitem(app.config, "PUBLIC_URL", public)
    monkeypatch.setitem(app.config, "TRUSTED_HOSTS", None)
    with app.test_request_context(base_url=came):
        assert phone.address() == leads


def test_where_no_phone_reaches_the_portal_none_is_offered(app: Flask, hand: Hand, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "PUBLIC_URL", "http://127.0.0.1:8000")
    to_words(hand)
    said = hand.tell("paper").words()
    assert 'value="mobile"' not in hand.seen.text and "手机" not in said and "请把纸交给工作人员，或者" in said
    hand.tell("mobile")  # asked for all the same
    assert 'class="qr"' not in hand.seen.text and hand.form()["at"] == "paper"
    assert rows(Tray)[0].passes == 0
