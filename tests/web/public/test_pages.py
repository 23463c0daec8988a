"""Every public page in three languages, judged; stations and people; the faces of trouble (YT-21, CT-02)."""

import pytest
from sqlalchemy.exc import OperationalError

from portal.foundation import codes
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.network.representative import Representative
from tests.cast import Cast
from tests.judge import Judge
from tests.web.public.results import publish
from tests.web.public.told import look

PAGES = ("/", "/handling", "/?words=zzz", "/results/S01-26-0001", "/ask", "/track", "/stations", "/stations/S01", "/stations/S90", "/about", "/rules", "/rules/duties")
BEHIND = ("/track/case", "/track/rating", "/track/more", "/track/withdrawal")


@pytest.mark.parametrize("lang", ["zh_Hans", "zh_Hant", "en"])
def test_every_page_in_every_language(cast: Cast, browse: Judge, lang: str) -> None:
    publish(cast)
    key = "ab" * 16
    case = cast.delivered(key=key)
    browse.get_page(f"/about?lang={lang}")
    for path in PAGES:
        assert f'<html lang="{lang.replace("_", "-")}"' in browse.get_page(path).text
    look(browse, case.number, codes.derive_code(key))
    for path in BEHIND:
        assert f'<html lang="{lang.replace("_", "-")}"' in browse.get_page(path).text


def test_x25_a_station_shows_its_facts_and_the_people_who_may_be_shown(cast: Cast, browse: Judge) -> None:
    with unit_of_work():
        here = cast.station()
        here.address, here.how_to_find, here.step_free = "榆荫路 18 号", "菜市场对面", True
        db.session.get(Representative, cast.person("rep-2").id).public = False  # type: ignore[union-attr]
    words = browse.get_page("/stations/S01").words()
    for shown in ("榆荫路 18 号", "菜市场对面", "轮椅可以进", "12000000001", "rep甲"):
        assert shown in words
    assert "rep-2甲" not in words
    assert "榆荫路 18 号" in browse.get_page("/stations").words()


def test_a_closed_or_unknown_station_is_not_found(cast: Cast, browse: Judge) -> None:
    with unit_of_work():
        cast.station("S02").closed = True
    assert browse.get_page("/stations/S02", 404) and browse.get_page("/stations/S77", 404)
    assert "河湾社区站" not in browse.get_page("/stations").words()


@pytest.mark.parametrize("path, title", [("/nothing", "没有这一页"), ("/kiosk/nothing", "没有这一页")])
def test_what_is_not_there_is_said_in_the_look_of_its_door(browse: Judge, path: str, title: str) -> None:
    page = browse.get_page(path, 404)
    assert title in page.words() and f'data-look="{"kiosk" if "kiosk" in path else "public"}"' in page.text


def test_a_form_from_elsewhere_is_turned_away(browse: Judge) -> None:
    page = browse._judged(browse.post("/track/end", headers={"Sec-Fetch-Site": "cross-site"}), 403)
    assert "这一页不对您开放" in page.words()


def test_when_the_database_is_away_the_page_asks_nothing_of_it(browse: Judge, monkeypatch: pytest.MonkeyPatch) -> None:
    """Requirement: disk or database away is 503 in words, never a stack trace."""
    def away(*_: object) -> None:
        raise OperationalError("SELECT", {}, Exception("disk I/O error"))

    monkeypatch.setattr("portal.network.network.current", away)
    monkeypatch.setattr("portal.cases.board.newest", away)
    page = browse._judged(browse.get("/"), 503)
    assert "现在忙不过来" in page.words() and "已经拿到编号的事都还在" in page.words()
