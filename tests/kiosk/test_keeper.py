"""The keeper at the terminal: a PIN that locks after five wrong tries, the way out, the daily self-test (K64, K67)."""

from datetime import timedelta

import pytest
from flask import Flask

from portal.foundation import clock
from portal.foundation.unit_of_work import unit_of_work
from portal.network import entry, self_test
from portal.network.terminal import Terminal
from tests.cast import NOW, Cast
from tests.judge import Judge
from tests.kiosk.conftest import StillPress
from tests.kiosk.hand import Hand
from tests.kiosk.paired import PIN, Device, device


@pytest.fixture
def paired(cast: Cast, browse: Judge) -> Device:
    return device(cast, browse)


@pytest.fixture
def inside(paired: Device, browse: Judge, press: StillPress) -> Hand:
    visitor = Hand(browse)
    paired.enter(visitor)
    return visitor


def typed(hand: Hand, pin: str, status: int = 303) -> str:
    hand.get("/kiosk/staff")
    return hand.send("/kiosk/staff", status, pin=pin).text


def leaves(paired: Device) -> bool:
    return bool(paired.call("orders", method="GET").get_json()["leave"])


def test_k67_the_right_pin_opens_and_closes_the_browser(app: Flask, paired: Device, inside: Hand) -> None:
    assert typed(inside, PIN) is not None
    inside.get("/kiosk/staff/home")
    assert not leaves(paired)
    inside.post("/kiosk/staff/leaving", csrf_token=inside.seen.value("csrf_token"))
    assert leaves(paired)
    clock.freeze(NOW + timedelta(seconds=2))
    paired.ticket()
    assert not leaves(paired), "a browser started anew is not closed by an old order"


def test_k67_an_order_nobody_fetched_is_forgotten(app: Flask, paired: Device, inside: Hand) -> None:
    typed(inside, PIN)
    inside.get("/kiosk/staff/home")
    inside.post("/kiosk/staff/leaving", csrf_token=inside.seen.value("csrf_token"))
    clock.freeze(NOW + timedelta(seconds=61))
    assert not leaves(paired)


def test_k67_five_wrong_pins_lock_it_even_for_the_right_one(app: Flask, cast: Cast, paired: Device, inside: Hand) -> None:
    for left in (4, 3, 2, 1):
        assert f"{left} 次" in typed(inside, "000000", 422)
    assert "锁住" in typed(inside, "000000", 422) and "锁住" in typed(inside, PIN, 422)
    inside.get("/kiosk/staff/home", 404)
    with unit_of_work():
        entry.set_pin(paired.row(), PIN, by=cast.actor("liaison"))
    typed(inside, PIN)


def test_k67_a_right_pin_forgets_the_wrong_ones(app: Flask, paired: Device, inside: Hand) -> None:
    for pin in ("1", "2" * 600, "三"):
        typed(inside, pin, 422)
    typed(inside, PIN)
    assert paired.row().pin_wrong == 0


def test_k67_the_pin_is_nowhere_in_the_page_nor_in_the_database(app: Flask, paired: Device, inside: Hand) -> None:
    assert PIN not in inside.get("/kiosk/staff").text
    assert "12345" not in typed(inside, "12345", 422).split("<main")[1]
    assert PIN not in str([getattr(paired.row(), column.key) for column in Terminal.__table__.columns])


def test_k67_the_keepers_time_ends_with_the_visit_and_after_ten_minutes(app: Flask, inside: Hand) -> None:
    typed(inside, PIN)
    inside.get("/kiosk/")
    assert inside.get("/kiosk/staff/home", 303).location == "/kiosk/"
    typed(inside, PIN)
    clock.freeze(NOW + timedelta(minutes=10, seconds=1))
    inside.get("/kiosk/staff/home", 404)


def test_k67_a_browser_that_was_not_paired_has_no_keeper(app: Flask, hand: Hand) -> None:
    hand.start()
    for path in ("/kiosk/staff", "/kiosk/staff/home", "/kiosk/staff/test", "/kiosk/staff/tested"):
        hand.get(path, 404)


@pytest.mark.parametrize("pin", ["", "12345", "1234567", "111111", "121212", "１２３４５６", "abcdef"])
def test_a_pin_is_six_digits_and_not_a_single_one(app: Flask, cast: Cast, paired: Device, pin: str) -> None:
    from portal.foundation.refusal import Refused
    with pytest.raises(Refused, match="pin_shape"), unit_of_work():
        entry.set_pin(paired.row(), pin, by=cast.actor("liaison"))


def answer(hand: Hand, *went: str) -> None:
    hand.get("/kiosk/staff/test")
    for part, how in zip(self_test.PARTS[:-1], went[:-1], strict=True):
        hand.send("/kiosk/staff/test", go=f"{part}={how}")
    hand.send("/kiosk/staff/test", 303, go=f"{self_test.PARTS[-1]}={went[-1]}")


def test_k64_the_days_test_is_stored_with_its_keeper(app: Flask, paired: Device, inside: Hand) -> None:
    typed(inside, PIN)
    assert "护甲" in inside.get("/kiosk/staff/home").words() and "12000000009" in inside.seen.words()
    answer(inside, "yes", "yes", "no", "yes", "yes")
    done = self_test.of_day(paired.row(), clock.today())
    assert done is not None and (done.failed, done.keeper, done.at) == (["print"], "护甲", NOW)
    assert "打印" in inside.get("/kiosk/staff/tested").words()


def test_k64_done_again_the_later_one_stands_and_tomorrow_is_another_day(app: Flask, paired: Device, inside: Hand) -> None:
    typed(inside, PIN)
    answer(inside, *["no"] * 5)
    answer(inside, *["yes"] * 5)
    done = self_test.of_day(paired.row(), clock.today())
    assert done is not None and done.failed == []
    assert self_test.of_day(paired.row(), clock.today() + timedelta(days=1)) is None


@pytest.mark.parametrize("go", ["", "x", "screen=maybe", "=yes", "paper"])
def test_k64_odd_answers_ask_again_and_store_nothing(app: Flask, paired: Device, inside: Hand, go: str) -> None:
    typed(inside, PIN)
    inside.get("/kiosk/staff/test")
    inside.send("/kiosk/staff/test", go=go, csrf_token=inside.seen.value("csrf_token"))
    assert self_test.of_day(paired.row(), clock.today()) is None


def test_k64_the_test_page_goes_to_the_printer_where_there_is_one(app: Flask, paired: Device, inside: Hand) -> None:
    asked: list[int] = []
    typed(inside, PIN)
    inside.get("/kiosk/staff/test")
    app.extensions["test_print"] = lambda terminal: asked.append(terminal.id)
    try:
        inside.send("/kiosk/staff/test", go="paper", screen="yes", touch="yes")
    finally:
        del app.extensions["test_print"]
    assert asked == [paired.id] and "已经交给打印机" in inside.seen.words()
