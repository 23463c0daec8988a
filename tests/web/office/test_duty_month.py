"""Everybody who receives in one month on one page: by area, with leave, as few reads for many people as for few (SD-01, SD-05, HB-40)."""

from datetime import date

from flask import Flask

from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.network import person
from portal.network.person import Person
from portal.network.representative import Representative
from portal.network.role import Role
from portal.reception import leave, month
from tests.cast import Cast
from tests.reception.opened import MONDAY, keep, monday, plan, put_on, rows, weekly
from tests.statements import asked
from tests.web.office.test_terminals import office


def _many(cast: Cast, numbers: range) -> None:
    with unit_of_work():
        for n in numbers:
            one = Person(name=f"代表{n:03}", login=f"many-{n}", active=True)
            db.session.add(one)
            db.session.flush()
            db.session.add(Representative(person_id=one.id, station_id=cast.station("S02").id, kind="党代表"))
            person.grant(one, Role.REPRESENTATIVE, date(2026, 1, 1), station_id=cast.station("S02").id)


def test_a_month_shows_who_sits_and_who_is_away(cast: Cast) -> None:
    row = monday(cast)[1]
    put_on(cast, row, "rep")
    keep(cast, weekly(MONDAY, starts=18 * 60, ends=20 * 60), "S02")
    plan(cast, "S02")
    put_on(cast, rows(cast, "S02")[1], "rep", by="liaison-s02")
    with unit_of_work():
        leave.enter(cast.person("rep-2"), (date(2026, 3, 30), date(2026, 4, 2)), reason="住院", by=cast.actor("liaison"))
    found = {line.name: line for line in month.lines(None, date(2026, 3, 15), members=False)}
    mine = found[cast.person("rep").name]
    assert mine.days[8] == ("morning", "evening") and mine.sittings == 2 and len(mine.days) == 31 and mine.station.code == "S01"
    assert found[cast.person("rep-2").name].days[28:] == [(), ("away",), ("away",)]
    assert cast.person("member").name not in found
    assert cast.person("member").name in {line.name for line in month.lines(None, date(2026, 3, 15), members=True)}


def test_the_page_is_narrowed_by_area_and_says_nothing_of_others(app: Flask, cast: Cast) -> None:
    put_on(cast, monday(cast)[1], "rep")
    director = office(app, "director")
    seen = director.get_page("/office/duty-month?month=2026-03").words()
    assert cast.person("rep").name in seen and cast.person("rep-s02").name in seen and "2026年3月" in seen
    below = director.get_page("/office/duty-month?month=2026-03&station=S02").words()
    assert cast.person("rep-s02").name in below and cast.person("rep-2").name not in below
    other = office(app, "director-s02")
    assert cast.person("rep").name not in other.get_page("/office/duty-month").words()
    assert "没有" in other.get_page("/office/duty-month?station=S01").words()
    for typed in ("2026-13", "x", "1999-01"):
        page = director.get_page(f"/office/duty-month?month={typed}")
        assert page.value("month") == clock.today().strftime("%Y-%m") and "2026年3月" in page.words()
    for login in ("rep", "clerk"):
        office(app, login).get_page("/office/duty-month", 403)


def test_380_people_are_one_page_with_as_few_reads_as_ten(app: Flask, cast: Cast) -> None:
    """SD-05: one page, no drop-down, and the database is asked as often as for a few."""
    monday(cast)
    browser, counts = office(app, "office"), []
    for numbers in (range(5), range(5, 380)):
        _many(cast, numbers)
        browser.get_page("/office/duty-month")
        with asked(db.engine) as seen:
            page = browser.get_page("/office/duty-month")
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 20 and page.text.count("<tr>") > 380 and "<select" not in page.text
    assert len(page.text) < 400_000
