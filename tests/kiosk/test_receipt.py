"""What is taken home: set when the matter is registered, handed out by form key, a plain page where no PDF can be had."""

import pytest
from flask import Flask

from tests.kiosk.conftest import StillPress
from tests.kiosk.hand import Hand, cases


def test_the_paper_is_set_before_anybody_asks_for_it(app: Flask, hand: Hand, press: StillPress) -> None:
    hand.to_review()
    assert press.given == []
    hand.hand_in()
    number, code = hand.slip()
    assert number in press.given[0] and " ".join((code[:4], code[4:8], code[8:])) in press.given[0]


def test_r07_a_repeat_sets_the_very_same_paper(app: Flask, hand: Hand, press: StillPress) -> None:
    hand.to_review()
    form = hand.form()
    hand.post("/kiosk/tell/send", **form)
    hand.post("/kiosk/tell/send", **form)
    assert press.given[0] == press.given[1]


def test_the_receipt_is_a_pdf_shown_in_place(app: Flask, hand: Hand) -> None:
    hand.to_review()
    hand.hand_in()
    hand.send("/kiosk/receipt")
    assert hand.seen.response.mimetype == "application/pdf"
    assert hand.seen.response.headers["Content-Disposition"].startswith("inline")


def test_without_a_pdf_the_receipt_is_a_plain_page(app: Flask, hand: Hand, press: StillPress) -> None:
    press.ready = None
    hand.to_review()
    hand.hand_in()
    number, code = hand.slip()
    page = hand.send("/kiosk/receipt").words()
    assert number in page and code[:4] in page


@pytest.mark.parametrize("wrong", [{"key": "0" * 32}, {"key": ""}, {"number": "S01-26-9999"}, {"number": ""}])
@pytest.mark.parametrize("path", ["/kiosk/receipt", "/kiosk/handed"])
def test_nobody_gets_a_receipt_without_its_form_key(app: Flask, hand: Hand, wrong: dict[str, str], path: str) -> None:
    hand.to_review()
    hand.hand_in()
    hand.send(path, 404, **wrong)


def test_k14_the_last_screen_speaks_another_language_with_the_same_number(app: Flask, hand: Hand) -> None:
    hand.to_review()
    hand.hand_in()
    slip = hand.slip()
    hand.send("/kiosk/handed?lang=en", go="")
    assert hand.slip() == slip and 'lang="en"' in hand.seen.text


def test_k47_hardship_is_not_printed_and_contact_data_never(app: Flask, hand: Hand, press: StillPress) -> None:
    hand.to_review("低保停了三个月", topic="F", mode="named", name="测某甲", phone="12000000017")
    hand.hand_in()
    assert not any(secret in press.given[0] for secret in ("低保停了", "测某甲", "12000000017", "0017"))


def test_an_ordinary_matter_is_printed_in_the_visitors_words(app: Flask, hand: Hand, press: StillPress) -> None:
    hand.to_review("路灯坏了五盏")
    hand.hand_in()
    assert "路灯坏了五盏" in press.given[0]
    assert cases()[0].number in press.given[0]
