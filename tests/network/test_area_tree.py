"""District, town, village: one tree of what stands, with areas where siblings share one (SD-01, HB-76, Deliver 7)."""

import pytest

from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.network import area_tree, places
from portal.network.area_tree import Branch
from portal.network.station import Station, StationLevel
from tests.cast import Cast


def told(branch: Branch) -> object:
    return (branch.name, [told(one) for one in branch.below]) if branch.below else branch.name


@pytest.fixture
def town(cast: Cast) -> Station:
    with unit_of_work():
        row = Station(code="T00", name="石桥镇站", level=StationLevel.TOWN, area="石桥镇")
        db.session.add(row)
        db.session.flush()
        for n, area in enumerate(["东片区", "东片区", "西片区", "石桥镇", "石桥镇"], start=1):
            db.session.add(Station(code=f"T{n:02d}", name=f"石桥{n}村站", level=StationLevel.VILLAGE, parent_id=row.id, area=area))
    return row


def test_hb76_stations_stand_below_each_other_and_in_the_area_they_share(town: Station) -> None:
    """An area of one village is no branch, nor is the town's own name among its villages."""
    assert [told(one) for one in area_tree.roots()] == [
        ("榆荫街道", ["河湾社区站", "网上站"]),
        ("石桥镇", [("东片区", ["石桥1村站", "石桥2村站"]), "石桥3村站", "石桥4村站", "石桥5村站"])]


def test_sd01_a_way_leads_down_to_an_area_and_holds_all_its_stations(town: Station) -> None:
    way = area_tree.path("T00.东片区")
    assert [one.name for one in way] == ["石桥镇", "东片区"] and way[-1].codes == ("T01", "T02")
    assert [one.key for one in area_tree.path("T01")] == ["T00", "T00.东片区", "T01"]
    assert area_tree.path("东片区")[-1].codes == ("T01", "T02"), "an area is found by its word too, as old addresses have it"
    assert len(area_tree.path("T00")[-1].codes) == 6 and area_tree.path("没有这个") == []


def test_the_tree_follows_what_the_administrator_changes(cast: Cast, town: Station) -> None:
    """A closed station's results are still of its area, and it counts no more."""
    with unit_of_work():
        place = cast.station("T02")
        places.describe(place, facts={"name": place.name, "closed": True}, by=cast.actor("admin"))
        places.put_below(cast.station("T03"), cast.station("S01"), by=cast.actor("admin"))
    (way,) = area_tree.path("T00")
    assert way.open == 4 and "T02" in way.codes and "T03" not in way.codes and "T03" in area_tree.path("S01")[-1].codes
