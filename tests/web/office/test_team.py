"""Head counts by level and the tenth of the members, as the office reads them (CT-05, HB-20, SD-06, SD-01)."""

from flask import Flask

from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.network.person import Person
from portal.network.representative import RepLevel
from portal.network.role import Grant, Role
from tests.cast import Cast
from tests.web.office.test_terminals import office


def test_ct05_sd06_the_team_of_an_area_is_counted_on_a_day(app: Flask, cast: Cast) -> None:
    with unit_of_work():
        for login in ("rep", "rep-s02"):
            known = cast.person(login).representative
            assert known is not None
            known.level = RepLevel.DISTRICT
    browser = office(app, "admin")
    browser.post_form("/office/stations/S01", {"name": "榆荫街道站", "area": "榆荫街道", "members": "34"})
    assert "请写不超过1000000的整数" in browser.post_form("/office/stations/S01", {"name": "榆荫街道站", "members": "-4"}, 422).words()
    mine = office(app, "office")
    words = mine.get_page("/office/team").words()
    assert "区级 2 · 没有说是哪一级 1" in words and "应有4名，34名的十分之一 B还差3名" in words and "还没有填本站有多少党员" in words
    assert "区级 1" in mine.get_page("/office/team?area=S02").words() and "还差" not in mine.get_page("/office/team?area=S02").words()
    assert "区级" not in mine.get_page("/office/team?on=2025-12-31").words()
    here = office(app, "liaison-s02").get_page("/office/team").words()
    assert "河湾社区站" in here and "榆荫街道站" not in here, "a liaison counts their own station"


def test_sd04_a_village_station_without_one_to_three_of_its_own_is_marked(app: Flask, cast: Cast) -> None:
    """A town's station is none of these."""
    mine, said = office(app, "office"), "常驻代表应有1到3名"
    assert said not in mine.get_page("/office/team").words()
    assert mine.get_page("/office/team?on=2025-12-31").words().count(said) == 1
    with unit_of_work():
        here = cast.station("S02").id
        for n in range(3):
            who = Person(name=f"丙{n}", login=f"more-{n}")
            db.session.add(who)
            db.session.flush()
            db.session.add(Grant(person_id=who.id, role=Role.REPRESENTATIVE, station_id=here, since=clock.today()))
    assert mine.get_page("/office/team").words().count(said) == 1


def test_yt07_the_kinds_in_use_are_offered_where_a_kind_is_written(app: Flask, cast: Cast) -> None:
    """Each once, and any other may be typed."""
    with unit_of_work():
        cast.person("rep").representative.kind = cast.person("rep-2").representative.kind = "政协委员"  # type: ignore[union-attr]
    admin, who = office(app, "admin"), cast.person("rep").id
    for browser, path in ((admin, "/office/people/new"), (admin, f"/office/people/{who}"), (office(app, "director"), f"/office/faces/{who}")):
        page = browser.get_page(path).document()
        (offered,) = [one for one in page.iter("datalist") if one.get("id") == "kinds"]
        assert [one.get("value") for one in offered.iter("option")].count("政协委员") == 1
        assert [one.get("list") for one in page.iter("input") if one.get("name") == "kind"] == ["kinds"]
