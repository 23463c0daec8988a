"""A time booked at the terminal by one touch, with no name; the code stays the same however the screen is shown (HB-34, R07)."""

import re

from flask import Flask

from portal.foundation.unit_of_work import unit_of_work
from portal.network import actor
from portal.reception import appointment
from portal.reception.appointment import Appointment, Asked
from tests.cast import NOW, Cast
from tests.kiosk.hand import Hand, rows
from tests.reception.opened import monday


def code(hand: Hand) -> str:
    return re.findall(r'class="digits-run"[^>]*>([\d ]+)<', hand.seen.text)[0]


def test_r07_one_touch_books_and_another_size_shows_the_same_code(app: Flask, cast: Cast, hand: Hand) -> None:
    monday(cast)
    hand.start()
    assert "预约一个时间" in hand.get("/kiosk/people").words()
    hand.get("/kiosk/appointment")
    slot = appointment.offered(cast.station(), NOW)[1].free[0].word
    form = hand.form() | {"go": f"at={slot}"}
    hand.post("/kiosk/appointment", **form)
    first = code(hand)
    hand.post("/kiosk/appointment", **form)
    hand.send("/kiosk/appointment", text="2")
    assert code(hand) == first and "3月9日（星期一） 09:00" in hand.seen.words()
    assert [(row.name, row.phone) for row in rows(Appointment)] == [("", "")]


def test_a_time_somebody_took_meanwhile_and_a_stale_page_book_nothing(app: Flask, cast: Cast, hand: Hand) -> None:
    monday(cast)
    hand.start()
    hand.get("/kiosk/appointment")
    slot = appointment.offered(cast.station(), NOW)[1].free[0]
    with unit_of_work():
        appointment.book(cast.station(), Asked(slot=slot), key="other", by=actor.public(NOW))
    hand.send("/kiosk/appointment", 422, go=f"at={slot.word}")
    assert "刚刚有人约了" in hand.seen.words()
    hand.send("/kiosk/appointment", go=f"at={slot.word}", csrf_token="stale")
    hand.send("/kiosk/appointment", go="nonsense")
    assert len(rows(Appointment)) == 1
