"""Reception now: the next number by one tap, again, missed, back, at the table; each for those of the station (HB-40)."""

import pytest
from flask import Flask

from portal.foundation.database import db
from portal.reception import hall_rule
from portal.reception.hall_rule import Hall
from portal.reception.turn import Stage, Turn
from tests.cast import Cast
from tests.kiosk.hand import rows
from tests.reception.numbered import take
from tests.reception.opened import at, monday
from tests.statements import asked, walked
from tests.web.office.test_terminals import office

PAGE, NEXT = "/office/reception", "/office/reception/S01/next"


def stages() -> list[str]:
    return [row.stage.value for row in sorted(rows(Turn), key=lambda row: row.number)]


def test_number_by_number_through_the_taps_to_the_form_of_the_visit(app: Flask, cast: Cast) -> None:
    monday(cast)
    for _ in range(2):
        take(cast)
    browser = office(app)
    page = browser.get_page(PAGE)
    assert "在等的（2）" in page.words() and page.value("place") == "", "no two tables are called the same unless somebody types so"
    for _ in range(2):  # a second tap of the same page
        browser.post_form(NEXT, {"place": "一号桌", "holding": "0"})
    assert stages() == ["called", "waiting"] and "一号桌" in browser.get_page(PAGE).words()
    first = f"/office/reception/numbers/{rows(Turn)[0].id}"
    browser.post_form(f"{first}/again")
    assert "叫了2次" in browser.get_page(PAGE).words()
    browser.post_form(f"{first}/missed")
    assert "过号的" in browser.get_page(PAGE).words()
    browser.post_form(f"{first}/back")
    browser.post_form(NEXT, {"place": "一号桌", "holding": "0"})
    assert browser.post_form(f"{first}/table").location == "/office/register?number=001"
    assert "正在接待001号" in browser.get_page("/office/register?number=001").words()
    assert "at-table" not in browser.get_page("/office/register?number=%3Cb%3E").text
    browser.post_form(NEXT, {"place": "一号桌", "holding": str(rows(Turn)[0].id)})
    assert stages() == ["served", "called"]
    assert "今天接待了1批" in browser.get_page(PAGE).words()


def test_a_tap_that_another_was_first_with_is_said_and_changes_nothing(app: Flask, cast: Cast) -> None:
    monday(cast)
    take(cast)
    browser = office(app)
    browser.post_form(NEXT, {"place": "一号桌", "holding": "0"})
    first = rows(Turn)[0]
    browser.post_form(f"/office/reception/numbers/{first.id}/over", status=409)
    seen = browser.post_form(NEXT, {"place": "一号桌", "holding": str(first.id)}, 422)
    assert "001号还没有到桌前" in seen.words() and stages() == ["called"]
    seen = browser.post_form(NEXT, {"place": " ", "holding": str(first.id)}, 422)
    assert 'class="notice' in seen.text


def test_the_desk_gives_a_number_and_none_after_the_last(app: Flask, cast: Cast) -> None:
    monday(cast)
    browser = office(app, "clerk")
    browser.get_page(PAGE)
    for _ in range(2):
        browser.post_form("/office/reception/S01/numbers", {"key": "f" * 32})
    assert "给了001号" in browser.get_page(PAGE).words() and len(rows(Turn)) == 1
    at(2, 11, 15)
    browser = office(app, "clerk")
    assert "给来人一个号" not in browser.get_page(PAGE).words()
    assert "号已经发完" in browser.post_form("/office/reception/S01/numbers", {"key": "e" * 32}, 422).words()


def test_r31_others_find_nothing(app: Flask, cast: Cast) -> None:
    monday(cast)
    row = take(cast)
    for login in ("office", "officer", "volunteer"):
        office(app, login).get_page(PAGE, 403)
    other = office(app, "liaison-s02")
    other.get_page("/office/reception?station=S01", 404)
    other.post_form(NEXT, {"place": "x", "holding": "0"}, 404)
    other.post_form(f"/office/reception/numbers/{row.id}/again", status=404)
    office(app).post_form(f"/office/reception/numbers/{row.id}/nonsense", status=404)
    assert stages() == [Stage.WAITING]


def test_the_hall_is_set_by_those_who_keep_the_station_and_a_wrong_number_is_said(app: Flask, cast: Cast) -> None:
    url, browser = "/office/reception/S01/hall", office(app)
    browser.get_page(url)
    seen = browser.post_form(url, {"locale": "en", "last_minutes": "121", "booked": "3"}, 422)
    assert 'value="121"' in seen.text
    browser.post_form(url, {"locale": "en", "last_minutes": "30", "booked": "3"})
    db.session.rollback()
    assert hall_rule.of(cast.station().id) == Hall("en", False, 30, 3)
    office(app, "clerk").get_page(url, 403)
    office(app, "liaison-s02").get_page(url, 404)


@pytest.mark.parametrize("waiting", [3, 40])
def test_the_line_is_read_with_as_many_statements_for_forty_as_for_three(app: Flask, cast: Cast, waiting: int) -> None:
    monday(cast)
    for _ in range(waiting):
        take(cast)
    browser = office(app)
    browser.get_page(PAGE)
    db.session.close()
    with asked(db.engine) as seen:
        browser.part("/office/reception/S01/line")
    db.session.close()
    assert len([one for one in seen if one.startswith("SELECT")]) <= 12
    if db.engine.dialect.name == "sqlite":
        assert walked(db.engine, list(seen), frozenset({"mark", "station", "terminal", "chore"})) == set()
