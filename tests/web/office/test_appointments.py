"""Appointments at the desk: booked for somebody, rung, a number when they are here, called off (HB-26, HB-34, R31)."""

import pytest
from flask import Flask

from portal.foundation import codes
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.network import actor
from portal.reception import appointment, finding, holding
from portal.reception.appointment import Appointment, Asked, Standing, Wanted
from portal.reception.turn import Turn
from tests.cast import NOW, Cast
from tests.kiosk.hand import rows
from tests.reception.opened import monday
from tests.statements import asked, walked
from tests.web.office.test_many_rosters import SMALL
from tests.web.office.test_terminals import office

PAGE = "/office/appointments"


def test_booked_at_the_desk_rung_and_a_number_at_the_door(app: Flask, cast: Cast) -> None:
    monday(cast)
    browser = office(app, "clerk")
    assert "今天没有预约" in browser.get_page(PAGE).words()
    slot = finding.offered(cast.station(), NOW)[0].free[0].word
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


def test_a_visit_at_home_is_ended_at_the_desk(app: Flask, cast: Cast) -> None:
    for _ in range(2):
        with unit_of_work():
            appointment.book(cast.station(), Asked(Wanted.HOME, phone="12000000017", address="菜场路9号"), key=codes.new_key(), by=actor.public(NOW))
    browser = office(app, "clerk")
    one, two = rows(Appointment)
    browser.post_form(f"{PAGE}/{one.id}/done")
    assert "已记下：见过面了" in browser.get_page(PAGE).words()
    browser.get_page(f"{PAGE}/{two.id}/time", 404)
    browser.post_form(f"{PAGE}/{two.id}/not_met")
    seen = browser.get_page(PAGE).words()
    assert "没有见到" in seen and "待约时间" not in seen
    assert [row.stage for row in rows(Appointment)] == [Standing.DONE, Standing.NOT_MET]


@pytest.mark.parametrize(("lang", "fell", "off", "ring", "moved"), [
    ("zh_Hans", "接待日或代表有变，要告诉他们", "当天不接待", "还要打电话的预约：1个", "已改到3月16日"),
    ("zh_Hant", "接待日或代表有變，要告訴他們", "當天不接待", "還要打電話的預約：1個", "已改到3月16日"),
    ("en", "Their day or their representative changed: tell them", "Nobody receives that day", "still to ring: 1", "Moved to Monday 16 March")])
def test_hb26_a_day_called_off_names_whom_to_ring_and_the_desk_moves_them(app: Flask, cast: Cast, lang: str, fell: str, off: str, ring: str, moved: str) -> None:
    shift = monday(cast)[1]
    with unit_of_work():
        made = appointment.book(cast.station(), Asked(slot=finding.offered(cast.station(), NOW)[1].free[0], name="测某甲", phone="12000000017"),
                                key="k", by=actor.public(NOW))
        holding.call_off(shift, reason="停电", by=cast.actor("liaison"))
    code, row_id = made.code, made.appointment.id
    word = finding.offered(cast.station(), NOW)[1].free[2].word
    browser = office(app, "clerk")
    assert ring in browser.get_page(f"/office/reception?lang={lang}").words()
    seen = browser.get_page(PAGE).words()
    assert fell in seen and "12000000017" in seen.split(fell)[1] and off in seen.split(fell)[1]
    time = f"{PAGE}/{row_id}/time"
    assert "测某甲" in browser.get_page(time).words()
    browser.post_form(time, {"slot": "nonsense"}, 422)
    browser.post_form(time, {"slot": word})
    seen = browser.get_page(PAGE).words()
    assert moved in seen and fell not in seen and ring not in browser.get_page("/office/reception").words()
    assert finding.by_code(code, source="x", at=NOW).id == row_id


def test_r31_others_find_nothing(app: Flask, cast: Cast) -> None:
    monday(cast)
    for login in ("rep", "officer", "director"):
        office(app, login).get_page(PAGE, 403)
    other = office(app, "liaison-s02")
    other.get_page(PAGE + "?station=S01", 404)
    other.post_form(f"{PAGE}/S01", {"wanted": "home"}, 404)
    other.post_form(f"{PAGE}/1/here", status=404)
    other.get_page(f"{PAGE}/1/time", 404)
    office(app).post_form(f"{PAGE}/1/nonsense", status=404)


@pytest.mark.parametrize("empty_app", ["sqlite"], indirect=True)  # its planner says beforehand what it will do
def test_sd01_no_page_of_appointments_goes_along_what_grows(app: Flask, cast: Cast) -> None:
    shift = monday(cast)[1]
    with unit_of_work():
        asking = Asked(slot=finding.offered(cast.station(), NOW)[1].free[0])
        row_id = appointment.book(cast.station(), asking, key="k", by=actor.public(NOW)).appointment.id
    engine, browser, shift_id = db.engine, office(app), shift.id
    db.session.close()
    with asked(engine) as seen:
        browser.post_form(f"/office/open-days/{shift_id}/cancellation", {"reason": "停电", "hits": "1"})
        for path in (PAGE, f"{PAGE}/{row_id}/time", "/office/reception", "/office/"):
            browser.get_page(path)
    assert len(seen) > 20 and walked(engine, seen, SMALL) == set()
