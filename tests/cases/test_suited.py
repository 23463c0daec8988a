"""The right representative by area and field, with why, and nobody where nobody suits (HB-35, SD-03)."""

from portal.cases import suited
from portal.cases.case import Case
from portal.foundation import clock
from portal.foundation.unit_of_work import unit_of_work
from portal.network import staff
from tests.cast import Cast


def told(cast: Cast, station: str = "S01", category: str = "", words: str = "") -> list[tuple[str, bool, tuple[str, ...]]]:
    return [(one.name, one.same_plot, one.knows) for one in suited.offered(cast.station(station), category, words, clock.today())]


def field(cast: Cast, login: str, words: str) -> None:
    with unit_of_work():
        known = cast.person(login).representative
        assert known is not None
        known.field = words


def of(case: Case) -> tuple[str, bool, tuple[str, ...]] | None:
    one = suited.of(case)
    return (one.name, one.same_plot, one.knows) if one else None


def test_hb35_whose_plot_it_is_and_who_knows_it_come_first_and_each_says_why(cast: Cast) -> None:
    field(cast, "rep-2", "房屋、供水")
    assert told(cast, category="D1") == [("rep-2甲", True, ("供水",)), ("rep甲", True, ())]
    assert told(cast, words="家里停水三天，供水公司不来") == [("rep-2甲", True, ("供水",)), ("rep甲", True, ())]


def test_hb35_of_the_stations_above_only_who_knows_it_is_named_after_those_of_the_plot(cast: Cast) -> None:
    field(cast, "rep-2", "房屋、供水")
    assert told(cast, "S02", "D1") == [("rep-s02甲", True, ()), ("rep-2甲", False, ("供水",))]
    assert told(cast, "S02", "K1") == [("rep-s02甲", True, ())]


def test_where_nobody_receives_and_nobody_above_knows_it_there_is_nobody(cast: Cast) -> None:
    assert told(cast, "S90", "D1") == []
    for login in ("rep", "rep-2"):
        with unit_of_work():
            staff.close(cast.person(login), by=cast.actor("admin"))
    assert told(cast) == []


def test_why_somebody_stands_for_a_matter_and_of_a_report_only_the_area(cast: Cast) -> None:
    field(cast, "rep", "供水")
    assert of(cast.register(category="D1").case) == ("rep甲", True, ("供水",))
    assert of(cast.register(category="K1").case) == ("rep甲", True, ())
    field(cast, "rep", "作风与廉洁")
    assert of(cast.register(category="O1", kind=4).case) == ("rep甲", True, ()), "HB-44: its class is not told by whom it was given"
