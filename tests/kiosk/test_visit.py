"""A visit begins with a touch and leaves nothing behind; the terminal keeps only what is its own."""

from datetime import timedelta

import pytest
from flask import Flask

from portal.foundation import clock
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


def test_an_open_matter_closes_after_ten_minutes(app: Flask, hand: Hand, cast: Cast) -> None:
    made = cast.register()
    hand.start()
    hand.get("/kiosk/track")
    hand.send("/kiosk/track", 303, go="on", number=made.case.number, code=made.code)
    clock.freeze(NOW + timedelta(minutes=9))
    hand.get("/kiosk/matter")
    clock.freeze(NOW + timedelta(minutes=20))
    assert hand.get("/kiosk/matter", 303).location == "/kiosk/track"


def test_a_visit_nobody_touched_for_half_an_hour_is_over(app: Flask, hand: Hand) -> None:
    hand.start()
    clock.freeze(NOW + timedelta(minutes=31))
    assert hand.get("/kiosk/home", 303).location == "/kiosk/"


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
