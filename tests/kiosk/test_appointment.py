"""A time booked at the terminal by one touch, with no name; the code stays the same however the screen is shown (HB-34, R07)."""

import re

import pytest
from flask import Flask

from portal.foundation.unit_of_work import unit_of_work
from portal.network import actor
from portal.reception import appointment, finding
from portal.reception.appointment import Appointment, Asked
from tests.cast import NOW, Cast
from tests.kiosk.hand import Hand, rows
from tests.reception.opened import monday
from tests.web.public.test_appointments import with_mail


def code(hand: Hand) -> str:
    return re.findall(r'class="digits-run"[^>]*>([\d ]+)<', hand.seen.text)[0]


def test_r07_one_touch_books_and_another_size_shows_the_same_code(app: Flask, cast: Cast, hand: Hand) -> None:
    monday(cast)
    hand.start()
    assert "预约一个时间" in hand.get("/kiosk/people").words()
    hand.get("/kiosk/appointment")
    slot = finding.offered(cast.station(), NOW)[1].free[0].word
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
    slot = finding.offered(cast.station(), NOW)[1].free[0]
    with unit_of_work():
        appointment.book(cast.station(), Asked(slot=slot), key="other", by=actor.public(NOW))
    hand.send("/kiosk/appointment", 422, go=f"at={slot.word}")
    assert "刚刚有人约了" in hand.seen.words()
    hand.send("/kiosk/appointment", go=f"at={slot.word}", csrf_token="stale")
    hand.send("/kiosk/appointment", go="nonsense")
    assert len(rows(Appointment)) == 1


def test_hb26_an_address_for_the_reminder_is_asked_for_after_the_touch(app: Flask, cast: Cast, hand: Hand, monkeypatch: pytest.MonkeyPatch) -> None:
    """Back leads to the code, what is none is said and stays, another language keeps the screen; without a mail server nobody is asked."""
    monday(cast)
    hand.start()
    hand.get("/kiosk/appointment")
    slot = finding.offered(cast.station(), NOW)[1].free[0].word
    hand.send("/kiosk/appointment", go=f"at={slot}")
    assert "发邮件提醒我" not in hand.seen.words()
    with_mail(app, monkeypatch)
    hand.send("/kiosk/appointment", go="")
    first = code(hand)
    hand.send("/kiosk/appointment", go="mail")
    hand.send("/kiosk/appointment?lang=en", go="")
    assert "Where shall the reminder go?" in hand.seen.words()
    hand.send("/kiosk/appointment", go="back")
    assert code(hand) == first
    hand.send("/kiosk/appointment", go="mail")
    hand.send("/kiosk/appointment", 422, go="on", email="nobody")
    assert "does not look like an e-mail address" in hand.seen.words() and 'value="nobody"' in hand.seen.text
    hand.send("/kiosk/appointment", go="on", email="one@mail.example")
    assert code(hand) == first and "You are reminded by e-mail the day before." in hand.seen.words()
    assert [(row.email, row.locale) for row in rows(Appointment)] == [("one@mail.example", "en")]
