"""The notice of results that a station hangs out: its own, the newest, nothing that does not stand on the board (SD-40)."""

from datetime import timedelta

import pytest
from flask import Flask

from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from tests.cast import Cast
from tests.judge import Judge
from tests.web.public.results import publish, row



def put(cast: Cast, *days: int) -> None:
    """Results of S01 published so many days ago."""
    case = cast.register().case
    with unit_of_work():
        for place, ago in enumerate(days, 1):
            at = clock.now() - timedelta(days=ago)
            db.session.add(row(f"S01-26-{place:04d}", f"第{place}件已办好。", case_id=case.id, published_at=at, published_on=clock.day_of(at)))
            db.session.flush()


def seen(browse: Judge, login: str = "director", code: str = "S01", status: int = 200) -> str:
    browse.let_in(login)
    return browse.get_page(f"/office/reception/{code}/results.pdf?page=1", status).words()


def test_the_last_seven_days_stand_on_it(app: Flask, cast: Cast, browse: Judge) -> None:
    put(cast, 30, 6, 5, 4, 3, 2, 1)
    told = seen(browse)
    assert all(f"第{n}件已办好。" in told for n in range(2, 8)) and "第1件" not in told and "2月24日" in told and "3月2日" in told


def test_where_little_is_new_the_newest_five_stand_on_it(app: Flask, cast: Cast, browse: Judge) -> None:
    put(cast, 60, 50, 40, 30, 20, 1)
    told = seen(browse)
    assert all(f"第{n}件已办好。" in told for n in range(2, 7)) and "第1件" not in told


def test_it_shows_what_was_published_and_what_the_visitor_says(app: Flask, cast: Cast, browse: Judge) -> None:
    case = publish(cast)
    cast.closed()
    told = seen(browse)
    assert told.count("原文照登") == 2 and case.number in told and "五盏路灯已全部恢复照明" in told and "满意" in told
    assert "测某甲" not in told and "12000000017" not in told


@pytest.mark.parametrize(("login", "code", "status"), [("liaison-s02", "S01", 404), ("liaison-s02", "S02", 200), ("officer", "S01", 403)])
def test_r31_a_station_prints_its_own(app: Flask, cast: Cast, browse: Judge, login: str, code: str, status: int) -> None:
    seen(browse, login, code, status)
