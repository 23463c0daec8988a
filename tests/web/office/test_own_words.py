"""A station's own words for its terminals: kept by liaison and director, one a line; a wrong line is named (K30, R30, R31)."""

import pytest
from flask import Flask

from portal.foundation.unit_of_work import unit_of_work
from portal.network import own_words
from tests.cast import Cast
from tests.judge import client_of
from tests.kiosk.hand import Hand, alone
from tests.web.office.test_terminals import office

PAGE = "/office/stations/S01/words"


def offered(app: Flask, station: str) -> list[str]:
    """What a terminal of that station is given."""
    hand = Hand(client_of(app))
    hand.get(f"/kiosk/at/{station}", 303)
    found: list[str] = alone(lambda: hand.browse.get("/kiosk/words.json")).get_json()
    return found


def test_k30_what_a_liaison_keeps_comes_first_at_the_terminals_of_the_station_and_at_no_others(app: Flask, cast: Cast) -> None:
    browser = office(app)
    assert PAGE in browser.get_page("/office/terminals").text
    seen = browser.post_form(PAGE, {"words": " 老粮站\r\n\r\n三角坪\n老粮站\n"})
    assert seen.location == PAGE and "已保存 2 个词" in browser.get_page(PAGE).words()
    assert browser.get_page(PAGE).text.count("老粮站\n三角坪</textarea>") == 1
    assert offered(app, "S01")[:2] == ["老粮站", "三角坪"]
    assert not {"老粮站", "三角坪"} & set(offered(app, "S02"))
    browser.post_form(PAGE, {"words": ""})
    assert "老粮站" not in offered(app, "S01")


@pytest.mark.parametrize(("typed", "says"), [
    ("老粮站\n\nabc", "第 3 行“abc”"), ("坪", "第 1 行“坪”"), ("字" * 13, "2 到 12 个汉字"), ("三角坪，老粮站", "第 1 行"),
    ("\n".join(chr(0x4e00 + n) + "路" for n in range(501)), "最多 500 个词，现在有 501 个"), ("路" * 20_001, "20001")])
def test_k30_what_is_wrong_is_said_by_its_line_and_nothing_is_lost(app: Flask, cast: Cast, typed: str, says: str) -> None:
    with unit_of_work():
        own_words.keep(cast.station(), "老粮站", by=cast.actor("liaison"))
    seen = office(app).post_form(PAGE, {"words": typed}, 422)
    assert says in seen.words() and typed in seen.text
    assert offered(app, "S01")[0] == "老粮站"


def test_k30_five_hundred_are_kept(app: Flask, cast: Cast) -> None:
    many = [chr(0x4e00 + n) + "路" for n in range(500)]
    office(app).post_form(PAGE, {"words": "\n".join(many)})
    assert offered(app, "S01")[:500] == many


@pytest.mark.parametrize("login", ["clerk", "rep", "officer", "office", "admin", "volunteer"])
def test_r30_nobody_else_keeps_them(app: Flask, cast: Cast, login: str) -> None:
    browser = office(app, login)
    browser.get_page(PAGE, 403)
    browser.post_form(PAGE, {"words": "老粮站"}, 403)
    assert "老粮站" not in offered(app, "S01")


def test_r31_the_list_of_another_station_is_nowhere_and_a_director_keeps_those_below(app: Flask, cast: Cast) -> None:
    browser = office(app, "liaison-s02")
    browser.get_page(PAGE, 404)
    browser.post_form(PAGE, {"words": "老粮站"}, 404)
    browser.get_page("/office/stations/S77/words", 404)
    office(app, "director").post_form("/office/stations/S02/words", {"words": "河堤下"})
    assert offered(app, "S02")[0] == "河堤下"
