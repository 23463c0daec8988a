"""Appointments at the desk: booked for somebody, rung, a number when they are here, called off (HB-26, HB-34, R31)."""

from flask import Flask

from portal.reception import appointment
from portal.reception.appointment import Appointment
from portal.reception.turn import Turn
from tests.cast import NOW, Cast
from tests.kiosk.hand import rows
from tests.reception.opened import monday
from tests.web.office.test_terminals import office

PAGE = "/office/appointments"


def test_booked_at_the_desk_rung_and_a_number_at_the_door(app: Flask, cast: Cast) -> None:
    monday(cast)
    browser = office(app, "clerk")
    assert "今天没有预约" in browser.get_page(PAGE).words()
    slot = appointment.offered(cast.station(), NOW)[0].free[0].word
    form = {"wanted": "open_day", "key": "f" * 32, "slot": slot, "who": "", "name": "测某甲", "phone": "12000000017"}
    assert "预约码" in browser.post_form(f"{PAGE}/S01", form, 200).words()
    seen = browser.post_form(f"{PAGE}/S01", form | {"key": "e" * 32}, 422)
    assert "刚刚有人约了" in seen.words() and 'value="测某甲"' in seen.text
    row, = rows(Appointment)
    browser.post_form(f"{PAGE}/{row.id}/reminded")
    assert "已打电话" in browser.get_page(PAGE).words()
    for _ in range(2):
        browser.post_form(f"{PAGE}/{row.id}/here")
    assert "给了001号" in browser.get_page(PAGE).words() and [one.booked for one in rows(Turn)] == [True]
    browser.post_form(f"{PAGE}/{row.id}/cancelled", status=409)
    browser.post_form(f"{PAGE}/S01", form | {"wanted": "home", "address": "菜场路9号", "key": "d" * 32}, 200)
    assert "待约时间" in browser.get_page(PAGE).words()


def test_r31_others_find_nothing(app: Flask, cast: Cast) -> None:
    monday(cast)
    for login in ("rep", "officer", "director"):
        office(app, login).get_page(PAGE, 403)
    other = office(app, "liaison-s02")
    other.get_page(PAGE + "?station=S01", 404)
    other.post_form(f"{PAGE}/S01", {"wanted": "home"}, 404)
    other.post_form(f"{PAGE}/1/here", status=404)
    office(app).post_form(f"{PAGE}/1/nonsense", status=404)
