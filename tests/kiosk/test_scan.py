"""What the server makes of a code that a reader typed: our receipts open, others get kind words, and each try counts (R56, R57)."""

import pytest
from flask import Flask

from portal.cases.intake import Registered
from tests.cast import Cast
from tests.kiosk.hand import Hand


@pytest.fixture
def made(app: Flask, cast: Cast) -> Registered:
    """A registered matter, its code and token."""
    return cast.register()


def hold(hand: Hand, code: str, status: int) -> None:
    hand.post("/kiosk/scan", status, csrf_token=hand.seen.value("csrf_token"), held=code)


@pytest.mark.parametrize("shape", ["https://huiyin.example/t/{token}", "http://127.0.0.1:8000/t/{token}/", "/t/{token}",
                                   "{number} {code}", "{number}{code}"])
def test_a_receipt_opens_its_matter_from_the_resting_screen(hand: Hand, made: Registered, shape: str) -> None:
    hold(hand, shape.format(token=made.token, number=made.case.number, code=made.code), 303)
    assert hand.seen.location == "/kiosk/matter"
    assert made.case.number in hand.get("/kiosk/matter").text


@pytest.mark.parametrize(("held", "status", "said"), [
    ("", 422, "不是我们凭证上的"),
    ("<b>" * 500, 422, "不是我们凭证上的"), ("https://elsewhere.example/t/", 422, "不是我们凭证上的"),
    ("/t/" + "é" * 27, 422, "不是我们凭证上的"), ("/t/" + "x" * 27, 404, "查不到"), ("S01-26-9999 482719360158", 404, "查不到")])
def test_another_code_gets_kind_words_and_is_not_shown_again(hand: Hand, made: Registered, held: str, status: int,
                                                             said: str) -> None:
    hold(hand, held, status)
    assert said in hand.seen.words() and "case" not in hand.session()
    assert hand.form()["number"] == "S01-26-" and (not held or held not in hand.seen.text)


def test_a_token_of_another_matter_never_opens_by_its_number(hand: Hand, made: Registered, cast: Cast) -> None:
    other = cast.register()
    hold(hand, f"{made.case.number} {other.code}", 404)


def test_r56_unknown_receipts_have_to_wait_as_wrong_codes_do(hand: Hand, made: Registered) -> None:
    for turn in range(21):
        hold(hand, "/t/" + "x" * 27, 404 if turn < 20 else 429)
    assert "分钟" in hand.seen.words()
    hold(hand, f"/t/{made.token}", 303)  # R57: what is right still opens


def test_a_stale_token_brings_the_pad_and_not_the_code(hand: Hand, made: Registered) -> None:
    hand.post("/kiosk/scan", 422, csrf_token="old", held=f"/t/{made.token}")
    assert made.token not in hand.seen.text and "field" in hand.seen.text
