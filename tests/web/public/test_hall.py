"""The hall screen: the station's language, 304 while nothing changed, words to be spoken, no name of a visitor (CT-13, R31)."""

import pytest
from flask import Flask

from portal.foundation.unit_of_work import unit_of_work
from portal.reception import calling, hall_rule
from portal.reception.hall_rule import Hall
from tests.cast import Cast
from tests.judge import Judge
from tests.kiosk.hand import alone
from tests.reception.numbered import call, move, take
from tests.reception.opened import at, monday, put_on

NOW_PATH = "/hall/S01/now"


def test_it_changes_when_a_number_is_called_and_again_and_is_304_between(app: Flask, cast: Cast, browse: Judge) -> None:
    shift = monday(cast)[0]
    take(cast)
    first = alone(lambda: browse.get(NOW_PATH))
    mark = first.headers["ETag"]
    same = alone(lambda: browse.get(NOW_PATH, headers={"If-None-Match": mark}))
    assert (first.status_code, same.status_code, same.data) == (200, 304, b"")
    row = call(cast, shift)
    assert row is not None
    called = alone(lambda: browse.get(NOW_PATH, headers={"If-None-Match": mark}))
    assert called.status_code == 200 and "请1号，到一号桌" in called.text and f'data-call="{row.id}.1"' in called.text
    move(cast, calling.recall, row)
    assert f'data-call="{row.id}.2"' in alone(lambda: browse.get(NOW_PATH)).text
    move(cast, calling.serve, row)
    assert "data-call" not in alone(lambda: browse.get(NOW_PATH)).text


@pytest.mark.parametrize(("locale", "says"), [("zh_Hans", "接下来"), ("zh_Hant", "接下來"), ("en", "Next")])
def test_it_speaks_the_language_of_the_station_whoever_looks(app: Flask, cast: Cast, browse: Judge, locale: str, says: str) -> None:
    shift = monday(cast)[0]
    put_on(cast, shift)
    with unit_of_work():
        hall_rule.keep(cast.station(), Hall(locale, aloud=False), by=cast.actor("liaison"))
    seen = alone(lambda: browse.get_page("/hall/S01?lang=en"))
    assert says in seen.words() and f'lang="{locale.replace("_", "-")}"' in seen.text
    assert "rep甲" in seen.words() and "data-aloud" not in seen.text and "data-loud" not in seen.text


def test_before_and_after_the_hours_it_says_when(app: Flask, cast: Cast, browse: Judge) -> None:
    monday(cast)
    at(2, 8)
    assert "今天09:00–11:30接待" in alone(lambda: browse.get_page("/hall/S01")).words()
    at(3, 8)
    assert "下次接待：3月9日（星期一） 09:00–11:30" in alone(lambda: browse.get_page("/hall/S01")).words()
    assert "现在没有接待" in alone(lambda: browse.get_page("/hall/S02")).words()
    alone(lambda: browse.get_page("/hall/S77", 404))
