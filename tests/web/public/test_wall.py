"""The wall: what stands on the board, sheet by sheet, for a screen nobody touches (SG-01, FT-03)."""

import re
from datetime import timedelta

import pytest
from flask import Flask

from portal.cases import four_numbers, withdrawal
from portal.cases.closing import NotPublishedReason
from portal.cases.four_numbers import Numbers
from portal.cases.publication import Publication
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.reception import hall_rule
from portal.reception.hall_rule import Hall
from tests.cast import NOW, WORDS, Cast
from tests.judge import Judge
from tests.reception.opened import monday
from tests.web.public.results import publish, row


def put(cast: Cast, *rows: Publication) -> None:
    """Rows as they are published, of matters that exist."""
    case = cast.register().case
    with unit_of_work():
        for one in rows:
            one.case_id = case.id
            db.session.add(one)
            db.session.flush()


def shown(page: str) -> list[str]:
    """Number and part of each sheet, and a star behind the one that stands."""
    found = re.findall(r'<article class="wall-sheet" data-seconds="\d+" data-key="([^"]+)"( hidden)?', page)
    return [key + ("" if hidden else "*") for key, hidden in found]


def test_the_newest_results_stand_on_it_as_they_were_published(cast: Cast, browse: Judge) -> None:
    assert "还没有公布的结果" in browse.get_page("/wall").words()
    case = publish(cast)
    seen = browse.get_page("/wall")
    assert shown(seen.text) == [f"{case.number}.1*"]
    assert WORDS in seen.words() and "五盏路灯已全部恢复照明" in seen.words() and "原文照登" in seen.words() and "满意" in seen.words()
    with unit_of_work():
        withdrawal.withdraw(case, reason=NotPublishedReason.PRIVACY, note="还有一个名字。", by=cast.actor("director"))
    assert shown(browse.get_page("/wall").text) == [], "what was taken off the board is off the wall"


def test_a_station_shows_its_own_in_its_own_language_whoever_looks(app: Flask, cast: Cast, browse: Judge) -> None:
    put(cast, row("S01-26-0008", "修好了。"), row("S02-26-0001", "通水了。", station_code="S02", station_name="河湾社区站"))
    assert shown(browse.get_page("/wall").text) == ["S02-26-0001.1*", "S01-26-0008.1"]
    with unit_of_work():
        hall_rule.keep(cast.station(), Hall("en"), by=cast.actor("liaison"))
    seen = browse.get_page("/wall/S01?lang=zh_Hant")
    assert shown(seen.text) == ["S01-26-0008.1*"] and 'lang="en"' in seen.text and "Published as written" in seen.words()
    browse.get_page("/wall/S77", 404)
    browse.get_page("/wall/S77/now", 404)


def test_it_is_304_until_something_changed(cast: Cast, browse: Judge) -> None:
    put(cast, row("S01-26-0008", "修好了。"))
    first = browse.get("/wall/now")
    again = browse.get("/wall/now", headers={"If-None-Match": first.headers["ETag"]})
    assert (first.status_code, again.status_code, again.data) == (200, 304, b"")
    put(cast, row("S01-26-0009", "装好了。"))
    third = browse.get("/wall/now", headers={"If-None-Match": first.headers["ETag"]})
    assert third.status_code == 200 and shown(third.text) == ["S01-26-0009.1*", "S01-26-0008.1"]
    assert browse.get("/wall/S02/now").status_code == 200


def test_without_scripts_the_page_comes_again_with_the_next_sheet(cast: Cast, browse: Judge) -> None:
    put(cast, row("S01-26-0008", "修好了。"), row("S01-26-0009", "装好了。"))
    standing = set()
    for turn in range(2):
        clock.freeze(NOW + timedelta(seconds=30 * turn))
        page = browse.get_page("/wall").text
        assert '<noscript><meta http-equiv="refresh" content="30"></noscript>' in page
        standing |= {key for key in shown(page) if key.endswith("*")}
    assert standing == {"S01-26-0008.1*", "S01-26-0009.1*"}


@pytest.mark.parametrize(("public", "codes"), [("https://huiyin.example", 1), ("http://127.0.0.1:8000", 0)])
def test_a_code_to_scan_stands_only_where_a_phone_would_get_there(
        app: Flask, cast: Cast, browse: Judge, monkeypatch: pytest.MonkeyPatch, public: str, codes: int) -> None:
    monkeypatch.setitem(app.config, "PUBLIC_URL", public)
    put(cast, row("S01-26-0008", "修好了。"))
    assert browse.get_page("/wall").text.count('class="qr"') == codes


def test_ft03_the_four_numbers_and_the_next_reception_stand_below(cast: Cast, browse: Judge) -> None:
    monday(cast)
    told = {"": Numbers(clock.today(), 7, 1020, told=10, waited=1, rated=31, solved=17, objected=2, again=3, published=23),
            "S01": Numbers(clock.today(), 1, 150, told=2, rated=2, solved=1)}
    with unit_of_work():
        four_numbers.keep(told, at=clock.now())
    whole, here = browse.get_page("/wall").words(), browse.get_page("/wall/S01").words()
    for said in ("有地方说话 17 小时", "7 个站合计", "说话有人听 1 个工作日", "（10 件）", "有事能解决 54%", "评价了 31 件，17 件真正解决",
                 "有权去监督 公布 23 件", "提出异议 不足 3 件，不满意重新办理 3 件", "下次接待 3月2日（星期一） 09:00–11:30 榆荫街道站"):
        assert said in whole, said
    assert "2 小时" in here and here.count("一年来太少，不说") == 2 and "个站合计" not in here
    for page in ("/", "/stations/S01"):
        assert "四句话，四个数" in browse.get_page(page).words()
    assert "四句话" not in browse.get_page("/stations/S90").words(), "nobody goes there"
