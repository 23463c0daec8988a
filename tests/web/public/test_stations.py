"""Two hundred and forty-seven stations are looked through by words and by area, never one by one (SD-01, HB-76)."""

from urllib.parse import quote

import pytest
from flask import Flask

from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.network.station import Station, StationLevel
from tests.cast import Cast
from tests.judge import Judge, client_of

AREAS = ("东片区", "西片区", "南片区")


@pytest.fixture
def district(cast: Cast) -> None:
    with unit_of_work():
        for n in range(247):
            db.session.add(Station(code=f"T{n:03d}", name=f"石桥{n:03d}站", level=StationLevel.VILLAGE, area=AREAS[n % 3], address=f"石桥路{n}号"))


def names(browse: Judge, query: str) -> list[str]:
    found = browse.get_page(f"/stations?{query}").document().iter("h2")
    return ["".join(one.itertext()) for one in found]


@pytest.mark.parametrize(("query", "wanted"), [
    ("words=石桥007", ["石桥007站"]), ("words=t007", ["石桥007站"]), ("words=石桥路7号", ["石桥007站"]), ("words=石桥007&area=东片区", []),
    ("words=石桥007&area=西片区", ["石桥007站"]), ("words=没有这样的站", [])])
def test_sd01_words_and_area_find_a_station(browse: Judge, district: None, query: str, wanted: list[str]) -> None:
    assert [name for name in names(browse, query) if name.startswith("石桥")] == wanted


def test_hb76_an_area_shows_its_stations_and_their_number(browse: Judge, district: None) -> None:
    assert len(names(browse, "area=东片区")) == 83
    assert all(area in browse.get_page("/stations").words() for area in AREAS)
    assert browse.get_page("/stations").text.count('class="count">83') == 1


def test_sd01_the_tree_is_walked_down_one_area_at_a_time_in_public_and_in_the_office(app: Flask, cast: Cast, browse: Judge, district: None) -> None:
    """No page carries 247 lines; a word finds through all of them."""
    office = client_of(app).let_in("admin")
    for path in ("/stations", "/office/stations"):
        page = (office if "office" in path else browse).get_page(path)
        assert "石桥007站" not in page.words() and all(f'href="{path}?area={quote(area)}"' in page.text for area in AREAS)
        below = (office if "office" in path else browse).get_page(f"{path}?area=西片区").words()
        assert "石桥007站" in below and "石桥008站" not in below and "全部服务站" in below
        found = (office if "office" in path else browse).get_page(f"{path}?words=石桥").words()
        assert "石桥059站" in found and "石桥060站" not in found and "还找到187个" in found
        assert "没有找到这样的服务站" in (office if "office" in path else browse).get_page(f"{path}?area=没有").words()


def test_a_few_are_shown_without_a_search(cast: Cast, browse: Judge) -> None:
    assert 'role="search"' not in browse.get_page("/stations").text and len(names(browse, "")) == len(browse.get_page("/stations").text.split('<li class="place">')) - 1
