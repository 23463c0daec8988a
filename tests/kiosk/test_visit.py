"""A visit begins with a touch and leaves nothing behind; the terminal keeps only what is its own."""

import dataclasses
import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from portal.cases import tracking
from portal.cases.case import Case
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.kiosk import visit
from portal.reception import help_call
from tests.cast import NOW, Cast
from tests.kiosk.hand import Hand, alone

PAGES = ["/kiosk/home", "/kiosk/help", "/kiosk/people", "/kiosk/results", "/kiosk/tell", "/kiosk/track", "/kiosk/rate",
         "/kiosk/matter", "/kiosk/matter/rating", "/kiosk/matter/more", "/kiosk/matter/withdrawal", "/kiosk/matter/objection"]


@pytest.mark.parametrize("path", PAGES)
def test_k21_an_old_address_after_the_end_shows_the_attract_screen(app: Flask, hand: Hand, path: str) -> None:
    hand.start()
    hand.post("/kiosk/end", 303, csrf_token=hand.seen.value("csrf_token"))
    assert hand.get(path, 303).location == "/kiosk/"


@pytest.mark.parametrize("path", ["/kiosk/", *PAGES[:7]])
def test_k22_k27_no_screen_may_be_kept(app: Flask, hand: Hand, path: str) -> None:
    hand.start()
    if path != "/kiosk/":
        hand.get(path)
    assert hand.seen.response.headers["Cache-Control"] == "no-store"


def test_k20_after_the_end_the_cookie_holds_the_terminal_alone(app: Flask, hand: Hand, cast: Cast) -> None:
    made = cast.register()
    hand.start()
    hand.get("/kiosk/track?lang=en")
    hand.send("/kiosk/track", 303, go="on", number=made.case.number, code=made.code, text="2")
    assert {"case", "lang", "text"} <= set(hand.session())
    hand.get("/kiosk/")
    assert set(hand.session()) - {"csrf_token"} == {"terminal"}
    assert 'lang="zh-Hans"' in hand.seen.text


def test_k20_nothing_the_visitor_says_is_ever_in_a_cookie_or_title(app: Flask, hand: Hand) -> None:
    hand.to_review("路灯坏了五盏", name="测某甲", phone="12000000017")
    hand.hand_in()
    number, code = hand.slip()
    kept = str(hand.session())
    title = hand.seen.text.split("<title>")[1].split("</title>")[0]
    for secret in ("路灯", "测某甲", "12000000017", number, code):
        assert secret not in kept and secret not in title


def open_matter(hand: Hand, cast: Cast) -> None:
    made = cast.register()
    hand.start()
    hand.get("/kiosk/track")
    hand.send("/kiosk/track", 303, go="on", number=made.case.number, code=made.code)
    hand.get("/kiosk/matter")


def test_k21_the_first_touch_of_a_script_is_answered_with_the_tiles_themselves(app: Flask, hand: Hand) -> None:
    token = {"csrf_token": hand.seen.value("csrf_token")}
    answer = alone(lambda: hand.browse.post("/kiosk/start", data=token, headers={"Sec-Fetch-Dest": "empty"}))
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200 and "tile-main" in page and 'name="here" value="/kiosk/home"' in page
    assert 'href="/kiosk/home?lang=en"' in page, "another language is the same screen, not the resting one (K14)"
    assert "tile-main" in hand.get("/kiosk/home").text, "the visit is on"


def near(hand: Hand, query: str = "") -> None:
    assert alone(lambda: hand.browse.get(f"/kiosk/near{query}")).status_code == 204


def test_an_open_matter_is_closed_by_the_four_tiles(app: Flask, hand: Hand, cast: Cast) -> None:
    open_matter(hand, cast)
    hand.get("/kiosk/home")
    assert hand.get("/kiosk/matter", 303).location == "/kiosk/track"


def test_k20_a_visit_nobody_touched_for_seventeen_minutes_is_over_whatever_the_screen_did(hand: Hand, cast: Cast) -> None:
    open_matter(hand, cast)
    clock.freeze(NOW + timedelta(minutes=16))
    near(hand)  # a line that is tried is not a hand
    clock.freeze(NOW + timedelta(minutes=18))
    near(hand, "?touched=1")  # too late: what is over stays over
    for path in ("/kiosk/home", "/kiosk/matter"):
        assert hand.get(path, 303).location == "/kiosk/"


def test_k20_what_is_sent_after_the_end_opens_no_matter_of_the_visit_before(app: Flask, hand: Hand, cast: Cast) -> None:
    """The next visitor touches a screen that stood since: a visit of their own begins, without the matter."""
    open_matter(hand, cast)
    token = {"csrf_token": hand.seen.value("csrf_token")}
    clock.freeze(NOW + timedelta(minutes=18))
    hand.post("/kiosk/view", 303, here="/kiosk/matter", **token)
    assert hand.get("/kiosk/matter", 303).location == "/kiosk/track" and "case" not in hand.session()


def test_a_new_code_closes_the_matter_that_the_old_one_opened(hand: Hand, cast: Cast) -> None:
    open_matter(hand, cast)
    with unit_of_work():
        tracking.reissue(db.session.scalars(select(Case)).one(), by=cast.actor("liaison"))
    assert hand.get("/kiosk/matter", 303).location == "/kiosk/track"


def test_k18_whoever_writes_for_an_hour_on_one_screen_is_still_there(app: Flask, hand: Hand, cast: Cast) -> None:
    """The screen tells of every minute in which it was touched; what was written in an hour is taken."""
    open_matter(hand, cast)
    hand.get("/kiosk/matter/more")
    for minute in range(1, 62, 10):
        clock.freeze(NOW + timedelta(minutes=minute))
        near(hand, "?touched=1")
    hand.send("/kiosk/matter/more", go="on", words="夜里也停水。")
    assert "补充好了" in hand.seen.words()


def test_k20_the_server_waits_longer_than_the_screen_ever_does(hand: Hand) -> None:
    """Else a visitor who only reads, or whose matter is being sent, would be put out by the one while the other still waits."""
    waits = [int(found) for found in re.findall(r'data-(?:idle|warn)="(\d+)"', (hand.start() and hand.get("/kiosk/help")).text)]
    assert len(waits) == 2 and visit.VISIT.total_seconds() > sum(waits) + 5 * 60
    longest = timedelta(seconds=300 + waits[1])  # as far as the settings go
    assert longest + help_call.HELD < visit.VISIT


@pytest.mark.parametrize(("idle", "typing", "told"), [(60, 90, "停下 90 秒"), (300, 300, "停下 5 分钟"), (120, 60, "停下 60 秒")])
def test_k15_k19_both_limits_are_settings_and_the_screen_tells_the_one_in_force(
        app: Flask, hand: Hand, monkeypatch: pytest.MonkeyPatch, idle: int, typing: int, told: str) -> None:
    chosen = dataclasses.replace(app.config["SETTINGS"], kiosk_idle=idle, kiosk_idle_typing=typing)
    monkeypatch.setitem(app.config, "SETTINGS", chosen)
    hand.start()
    assert f'data-idle="{idle}" data-warn="45"' in hand.get("/kiosk/track").text
    hand.get("/kiosk/tell")
    hand.tell("about=D")
    assert f'data-idle="{typing}" data-warn="45"' in hand.seen.text and told in hand.seen.words()


def test_a_terminal_is_bound_to_its_station_and_keeps_it(app: Flask, hand: Hand) -> None:
    hand.get("/kiosk/at/S02?mm=5.56", 303)
    hand.start()
    hand.post("/kiosk/end", 303, csrf_token=hand.seen.value("csrf_token"))
    assert "河湾社区站" in hand.get("/kiosk/").words()
    assert alone(lambda: hand.browse.get("/kiosk/terminal.css")).get_data(as_text=True) == ":root{--mm:5.56px}\n"


@pytest.mark.parametrize("mm", ["", "x", "0", "-4", "900", "nan", "4;}body{display:none", "inf"])
def test_an_impossible_millimetre_is_not_taken(app: Flask, hand: Hand, mm: str) -> None:
    alone(lambda: hand.browse.get("/kiosk/at/S01", query_string={"mm": mm}))
    sheet = alone(lambda: hand.browse.get("/kiosk/terminal.css"))
    assert (sheet.mimetype, "{" in sheet.get_data(as_text=True)) == ("text/css", False)


def test_an_unknown_station_binds_nothing(app: Flask, hand: Hand) -> None:
    hand.get("/kiosk/at/S77", 404)
    assert hand.session()["terminal"] == "S01"


def test_without_being_told_a_terminal_stands_in_the_first_station_with_a_door(app: Flask, browse: object) -> None:
    hand = Hand(browse)  # type: ignore[arg-type]
    assert "榆荫街道站" in hand.get("/kiosk/").words()


def test_larger_type_leads_back_to_the_screen_and_nowhere_else(app: Flask, hand: Hand) -> None:
    hand.start()
    token = hand.seen.value("csrf_token")
    assert hand.post("/kiosk/view", 303, csrf_token=token, text="2", here="/kiosk/people").location == "/kiosk/people"
    assert hand.post("/kiosk/view", 303, csrf_token=token, text="2", here="//elsewhere.example").location == "/kiosk/home"
    assert hand.session()["text"] == 2


@pytest.mark.parametrize("lang", ["zh_Hans", "zh_Hant", "en"])
@pytest.mark.parametrize("path", PAGES[:7])
def test_every_first_screen_speaks_every_language(app: Flask, hand: Hand, path: str, lang: str) -> None:
    hand.start()
    assert f'lang="{lang.replace("_", "-")}"' in hand.get(f"{path}?lang={lang}").text
