"""A call from a terminal stands on every page of those who may answer, and one touch answers it (practice.md §10, R30, R31)."""

from datetime import timedelta

import pytest
from flask import Flask

from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.network import actor
from portal.reception import help_call
from portal.reception.help_call import HelpCall, Scene
from tests.cast import NOW, Cast
from tests.judge import Judge, client_of


@pytest.fixture
def call_id(empty_app: Flask) -> int:
    """Somebody at the first terminal of S01 calls."""
    with empty_app.app_context():
        here = Cast().station()
        with unit_of_work():
            return help_call.ring(station=here, visit="a" * 32, scene=Scene.TELL, place="大厅<一>号", by=actor.kiosk(here.id, NOW)).id


def row(app: Flask, call_id: int) -> HelpCall:
    with app.app_context():
        return db.session.get_one(HelpCall, call_id)


@pytest.mark.parametrize("path", ["/office/", "/office/cases", "/office/register", "/office/account"])
def test_it_stands_on_every_page_with_place_and_waiting_time(browse: Judge, call_id: int, path: str) -> None:
    browse.sign_in("liaison")
    clock.freeze(NOW + timedelta(minutes=3, seconds=20))
    said = browse.get_page(path).words()
    assert all(word in said for word in ("有人在叫帮忙", "榆荫街道站", "大厅<一>号", "已等 3 分钟", "我这就去"))


def test_one_touch_answers_and_it_leaves_everybodys_page(empty_app: Flask, browse: Judge, call_id: int) -> None:
    clerk = client_of(empty_app).sign_in("clerk")
    browse.sign_in("liaison")
    assert browse.post_form(f"/office/calls/{call_id}/answer").location == "/office/"
    first = row(empty_app, call_id).answered_by_id
    assert first is not None
    assert "有人马上过来" in browse.get_page("/office/").words()
    assert "有人在叫帮忙" not in clerk.get_page("/office/").words()
    clerk.post_form(f"/office/calls/{call_id}/answer")  # a touch that came second changes nothing
    assert row(empty_app, call_id).answered_by_id == first


def test_with_htmx_only_the_calls_are_answered_so_that_a_form_beside_them_stays(browse: Judge, call_id: int) -> None:
    browse.sign_in("liaison")
    token = {"csrf_token": browse.token("/office/")}
    answer = browse.post(f"/office/calls/{call_id}/answer", data=token, headers={"HX-Request": "true"})
    said = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert "<html" not in said and "有人马上过来" in said and "我这就去" not in said


@pytest.mark.parametrize("login", ["rep", "member", "officer", "head", "office", "admin", "steering"])
def test_others_neither_see_nor_ask_nor_answer(empty_app: Flask, browse: Judge, call_id: int, login: str) -> None:
    browse.sign_in(login)
    assert "calls" not in {one.get("id") for one in browse.get_page("/office/").document().iter()}
    browse.get_page("/office/calls", 403)
    browse.post_form(f"/office/calls/{call_id}/answer", status=403)
    assert row(empty_app, call_id).answered_at is None


def test_r31_a_call_of_another_station_is_none(empty_app: Flask, browse: Judge, call_id: int) -> None:
    browse.sign_in("liaison-s02")
    assert "有人在叫帮忙" not in browse.get_page("/office/").words()
    browse.post_form(f"/office/calls/{call_id}/answer", status=404)
    browse.post_form("/office/calls/99999/answer", status=404)
    assert row(empty_app, call_id).answered_at is None


def test_a_call_that_is_over_says_so(empty_app: Flask, browse: Judge, call_id: int) -> None:
    with empty_app.app_context(), unit_of_work():
        help_call.give_up(visit="a" * 32, by=actor.system(NOW))
    browse.sign_in("liaison")
    assert "已经离开" in browse.post_form(f"/office/calls/{call_id}/answer", status=409).words()


def test_a_page_that_asks_by_itself_keeps_nobody_signed_in_and_takes_no_page_away(browse: Judge, call_id: int) -> None:
    browse.sign_in("liaison")
    for minutes in (10, 20, 29):
        clock.freeze(NOW + timedelta(minutes=minutes))
        assert browse.get("/office/calls", headers={"HX-Request": "true"}).status_code == 200
    clock.freeze(NOW + timedelta(minutes=31))
    polled = browse.get("/office/calls", headers={"HX-Request": "true"})
    assert (polled.status_code, polled.headers.get("HX-Redirect")) == (204, None)
    assert browse.get("/office/").location == "/office/sign-in"


@pytest.mark.parametrize("lang", ["zh_Hans", "zh_Hant", "en"])
def test_it_speaks_every_language(browse: Judge, call_id: int, lang: str) -> None:
    browse.sign_in("volunteer")
    clock.freeze(NOW + timedelta(minutes=1))
    said = browse.get_page(f"/office/?lang={lang}").words()
    assert {"zh_Hans": "已等 1 分钟", "zh_Hant": "已等 1 分鐘", "en": "waiting for 1 minute"}[lang] in said
