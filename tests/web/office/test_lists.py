"""Many stations or people from a list: looked at first, brought in whole or not at all (SD-09)."""

import io

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal.foundation.database import db
from portal.network import representative, sign_in, station
from portal.network.person import Person
from portal.network.role import Grant
from portal.network.station import Station, StationLevel
from tests.cast import NOW, Cast
from tests.web.office.test_terminals import office

STATIONS = "编号,名称,层级,上级站,地址,电话,无台阶\nS11,石桥村站,社区、村,S01,石桥路1号,+86 12000000001,是\n\ns12,松林村站,village,S11,,,\n"
PEOPLE = "姓名,登录名,角色,站点或单位,代表类别\n".replace("姓名", "名称") + "测甲一,Rep-11,代表,S01,党代表\n测甲一,rep-11,代表,S02,\n测乙二,dept-9,单位经办人,区水务公司,\n"


def counted() -> tuple[int, ...]:
    db.session.rollback()
    return tuple(db.session.scalar(select(func.count()).select_from(table)) or 0 for table in (Station, Person, Grant))


def test_sd09_a_list_of_stations_is_looked_at_and_then_stands(app: Flask, cast: Cast) -> None:
    browser, before = office(app, "admin"), counted()
    seen = browser.post_form("/office/lists", {"what": "stations", "lines": STATIONS}, 200)
    assert "2 行都可以录" in seen.words() and "石桥村站" in seen.text and counted() == before
    browser.post_form("/office/lists", {"what": "stations", "lines": STATIONS, "enter": "1"})
    db.session.rollback()
    first, second = station.by_code("S11"), station.by_code("S12")
    assert first and second and (first.name, first.level, first.address, first.phone, first.step_free) == (
        "石桥村站", StationLevel.VILLAGE, "石桥路1号", "+86 12000000001", True)
    assert second.parent_id == first.id and "松林村站" in browser.get_page("/office/stations").words()


def test_sd09_people_come_with_their_places_and_without_a_password(app: Flask, cast: Cast) -> None:
    """The same login once more is one more role; tabs as a spreadsheet copies them."""
    browser = office(app, "admin")
    browser.post_form("/office/lists", {"what": "people", "lines": PEOPLE.replace(",", "\t"), "enter": "1"})
    db.session.rollback()
    who = sign_in.find("rep-11")
    assert who is not None and who.password_hash == "" and who.representative is not None and who.representative.kind == "党代表"
    assert who.representative.public is False, "nobody said that they agreed (ZG-22)"
    assert {cast.station("S01").id, cast.station("S02").id} == {one.station_id for one in who.grants}
    assert who.id in representative.receiving(cast.station().id, NOW.date())
    assert len(cast.actor("dept-9").units) == 1
    again = browser.post_form("/office/lists", {"what": "people", "lines": PEOPLE, "enter": "1"}, 422).words()
    assert "有 3 行不能录" in again, "held already"


@pytest.mark.parametrize(("what", "line", "says"), [
    ("stations", "S01,又一站,社区、村,,,,", "第 4 行"), ("stations", "S13,,社区、村,,,,", "还没有写"), ("stations", "S13,x,村庄,,,,", "层级不认识"),
    ("stations", "S13,x,village,S77,,,", "找不到“S77”"), ("stations", "S13,=1+1,village,,,,", "像公式"), ("stations", "S13,@x,village,,,,", "像公式"),
    ("stations", "S13,x,village,,+cmd|x,,", "像公式"), ("stations", f"S13,{'站' * 61},village,,,,", "最多60个字"), ("stations", "编号13,x,village,,,,", "第 4 行"),
    ("people", "测丙,rep,联络员,S01,", "第 4 行"), ("people", "测丙,rep-12,代表,S01,", "第 4 行"), ("people", "测丙,x-12,居民,S01,", "角色不认识"),
    ("people", "测丙,x-12,系统时钟,,", "角色不认识"), ("people", "测丙,x-12,联络员,,", "找不到"), ("people", f"{'甲' * 41},x-12,联络员,S01,", "最多40个字")])
def test_sd09_one_line_that_cannot_hinders_all_and_is_named(app: Flask, cast: Cast, what: str, line: str, says: str) -> None:
    good = {"stations": "编号,名称,层级,上级站,地址,电话,无台阶\nS11,石桥村站,社区、村,S01,,,\nS12,松林村站,社区、村,S01,,,\n",
            "people": "名称,登录名,角色,站点或单位,代表类别\n测甲,x-10,联络员,S01,\n测乙,x-11,文员,S01,\n"}[what]
    browser, before = office(app, "admin"), counted()
    seen = browser.post_form("/office/lists", {"what": what, "lines": good + line, "enter": "1"}, 422).words()
    assert "有 1 行不能录" in seen and "第 4 行" in seen and says in seen and counted() == before


@pytest.mark.parametrize(("lines", "says"), [
    ("", "至少一行"), ("编号,名称,层级\n", "至少一行"), ("编号,名称,色彩\nS11,x,y", "“色彩”"), ("编号,编号,名称,层级\nS11,S12,x,y", "写了两次"),
    ("编号,名称\nS11,x", "缺必须有的列"), ("编号,名称,层级\n\"S11,x,y", "存成CSV"), ("编号,名称,层级\n" + "S1,x,y\n" * 1001, "最多1000行")])
def test_sd09_what_is_no_list_is_said_beside_the_field(app: Flask, cast: Cast, lines: str, says: str) -> None:
    assert says in office(app, "admin").post_form("/office/lists", {"what": "stations", "lines": lines}, 422).words()


def test_sd09_a_file_in_the_encoding_of_chinese_spreadsheets_takes_the_place_of_the_field(app: Flask, cast: Cast) -> None:
    browser = office(app, "admin")
    sent = {"what": "stations", "lines": "", "file": (io.BytesIO(STATIONS.encode("gb18030")), "stations.csv")}
    assert "2 行都可以录" in browser.post_form("/office/lists", sent, 200).words()  # type: ignore[arg-type]


def test_sd09_it_is_the_administrators(app: Flask, cast: Cast) -> None:
    for login in ("office", "director", "liaison"):
        office(app, login).get_page("/office/lists", 404)
    before = counted()
    office(app, "office").post_form("/office/lists", {"what": "stations", "lines": STATIONS, "enter": "1"}, 404)
    assert counted() == before
