"""Settings come down from above; where a station does otherwise it is marked and listed, by area and a page at a time (YT-10)."""

import pytest
from flask import Flask

from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.network.station import Station, StationLevel
from portal.reception import deviation, hall_rule
from portal.reception.hall_rule import Hall
from portal.web.office import deviations
from tests.cast import SINCE, Cast
from tests.reception.opened import MONDAY, TODAY, WEDNESDAY, keep, weekly
from tests.statements import asked
from tests.web.office.stage import Stage
from tests.web.office.test_terminals import office
from tests.web.office.visits import SAY

PAGE, MARK = "/office/deviations", SAY("office.deviation.mark")


def found(day: object = TODAY) -> list[tuple[str, bool, str]]:
    db.session.rollback()
    return [(one.place.code, one.below, one.setting) for one in deviation.all_of(day)]  # type: ignore[arg-type]


def test_a_rule_deviates_where_another_stands_above_it_and_says_something_else(cast: Cast) -> None:
    keep(cast, weekly(MONDAY), "S01")
    assert found() == [], "where nothing is above it is one's own"
    keep(cast, weekly(MONDAY), None)
    assert found() == [], "and where it says the same it is no deviation"
    keep(cast, weekly(WEDNESDAY), "S02")
    assert found() == [("S02", False, "")]
    keep(cast, weekly(WEDNESDAY), "S01", below=True)
    assert found() == [("S01", True, ""), ("S01", False, "")], "what the area says is what S02 says too, and S01 itself is otherwise"
    keep(cast, weekly(WEDNESDAY), "S90")
    assert ("S90", False, "") not in found(), "the online station inherits nothing"


def test_how_many_people_and_how_early_count_too_and_what_is_over_does_not(cast: Cast) -> None:
    keep(cast, weekly(MONDAY), None)
    rule = keep(cast, weekly(MONDAY), "S02", required=1)
    assert found() == [("S02", False, "")]
    with unit_of_work():
        rule.until_on = SINCE
    assert found() == []


def test_settings_of_a_hall_other_than_everywhere(cast: Cast) -> None:
    with unit_of_work():
        hall_rule.keep(cast.station("S02"), Hall("zh_Hans"), by=cast.actor("director"))
    assert found() == [], "kept as it is everywhere"
    with unit_of_work():
        hall_rule.keep(cast.station("S02"), Hall("en", booked=3), by=cast.actor("director"))
    assert found() == [("S02", False, "booked"), ("S02", False, "locale")]


def test_yt10_it_is_marked_where_it_is_shown_and_listed_for_who_answers_for_it(app: Flask, cast: Cast) -> None:
    keep(cast, weekly(MONDAY), None)
    keep(cast, weekly(WEDNESDAY), "S02")
    keep(cast, weekly(WEDNESDAY), "S01")
    with unit_of_work():
        hall_rule.keep(cast.station("S02"), Hall("en"), by=cast.actor("director"))
    seen = office(app, "office").get_page(PAGE).words()
    assert "河湾社区站" in seen and "榆荫街道站" in seen and "English" in seen and SAY("office.deviation.count", n=3) in seen
    assert "周三" in seen and "周一" in seen, "what holds there, and what would"
    below = office(app, "director-s02")
    assert "榆荫街道站" not in below.get_page(PAGE).words() and SAY("office.deviation.count", n=2) in below.get_page(PAGE).words()
    assert below.get_page("/office/openings").text.count("≠") == 2 and MARK in below.get_page("/office/reception/S02/hall").words()


@pytest.mark.parametrize("login", ["liaison", "clerk", "rep", "officer", "admin"])
def test_nobody_else_reads_it(stage: Stage, login: str) -> None:
    stage.browser(login).get_page(PAGE, 403)


def test_many_are_paged_and_asked_for_at_once(app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(cast, weekly(MONDAY), None)
    with unit_of_work():
        db.session.add_all([Station(code=f"L{n:03}", name=f"大网第{n:03}站", level=StationLevel.VILLAGE, parent_id=cast.station().id, opens_on=SINCE) for n in range(12)])
    browser, counts = office(app, "office"), []
    for some in (range(3), range(3, 12)):
        for n in some:
            keep(cast, weekly(WEDNESDAY), f"L{n:03}")
        browser.get_page(PAGE)
        db.session.remove()
        with asked(db.engine) as statements:
            browser.get_page(PAGE)
        counts.append(len(statements))
    assert counts[1] <= counts[0], counts
    monkeypatch.setattr(deviations, "PER_PAGE", 10)
    first, second = (browser.get_page(f"{PAGE}?page={n}").words() for n in (1, 2))
    assert first.count("大网第") == 10 and second.count("大网第") == 2
