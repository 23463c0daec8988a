"""Activities in the office: noted and counted, refused in words with all that was typed kept; visits asked for (CT-08, HB-36)."""

import pytest
from flask import Flask

from portal.foundation.unit_of_work import unit_of_work
from portal.reception import activity
from portal.reception.activity import Count, Kind
from tests.cast import NOW, Cast
from tests.judge import client_of
from tests.web.office.test_terminals import office

AT, TODAY = "/office/activities/S01", NOW.date()


@pytest.fixture
def told(cast: Cast) -> dict[str, object]:
    return {"kind": "home_visits", "day": str(TODAY), "topic": "独居老人", "place": "北门社区", "minutes": "90", "heads": "0", "households": "6",
            "people": [str(cast.person("rep").id), str(cast.person("liaison").id)]}


def visits() -> Count:
    """What stands now."""
    with unit_of_work():
        return activity.counts(None, TODAY, TODAY)[Kind.HOME_VISITS]


def quota() -> int:
    with unit_of_work():
        return activity.quota()


def test_hb36_visits_are_noted_counted_and_held_against_what_is_asked(app: Flask, cast: Cast, told: dict[str, object]) -> None:
    with unit_of_work():
        activity.set_quota(10, by=cast.actor("office"))
    desk = office(app)
    desk.post_form(AT, told)
    shown = desk.get_page("/office/activities").words()
    assert [said for said in ("独居老人", "北门社区", "90分钟", cast.person("rep").name, "每位代表每年走访10户", "还差4户")
            if said not in shown] == []
    desk.post_form(AT, told | {"households": "4", "topic": "困难家庭"})
    assert "已经做到" in desk.get_page("/office/activities").words()
    assert visits() == Count(2, 0, 10)


@pytest.mark.parametrize(("change", "said"), [
    ({"households": "0"}, "请填走访了多少户"), ({"people": []}, "至少一位"), ({"day": "2099-01-01"}, "还没有到日子"), ({"topic": ""}, "这里还没有填。"),
    ({"minutes": "9999"}, "分钟之间"), ({"heads": "x"}, "这里请填数字。")])
def test_what_cannot_be_is_told_and_nothing_typed_is_lost(app: Flask, told: dict[str, object], change: dict[str, object], said: str) -> None:
    seen = office(app).post_form(AT, told | change, 422)
    assert said in seen.words() and "北门社区" in seen.text
    assert visits() == Count()


def test_ct08_a_mistake_is_struck(app: Flask, told: dict[str, object]) -> None:
    desk = office(app)
    desk.post_form(AT, told)
    assert "独居老人" in desk.get_page("/office/activities").words()
    desk.post_form("/office/activities/1/strike", {})
    assert "独居老人" in desk.get_page("/office/activities").words()
    assert visits() == Count()


def test_r30_only_the_office_sets_the_number_and_nobody_notes_for_another_station(app: Flask, told: dict[str, object]) -> None:
    head = office(app, "office")
    head.post_form("/office/activities/quota?station=S01", {"visits": "12"})
    assert quota() == 12
    head.post_form("/office/activities/quota?station=S01", {"visits": "1000"}, 422)
    desk = office(app)
    desk.post_form("/office/activities/quota", {"visits": "1"}, 403)
    desk.post_form("/office/activities/S02", told, 404)
    assert quota() == 12 and 'name="visits"' not in desk.get_page("/office/activities").text


def test_who_is_no_team_of_a_station_sees_none_of_it(app: Flask) -> None:
    office(app, "officer").get_page("/office/activities", 403)
    assert client_of(app).get("/office/activities").status_code == 303
