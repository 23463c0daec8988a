"""No page of rosters, leave and own days goes along a table that grows with the years: open days, sittings, seats, notices (HB-40, SD-01)."""

import pytest
from flask import Flask

from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.reception import own_calendar, sitting, swap
from tests.cast import Cast
from tests.reception.opened import monday
from tests.reception.test_roster import SPAN, draft, publish, seats, take_leave
from tests.statements import asked, walked
from tests.web.office.test_terminals import office

# what stays small: who is there, where, by which rules, and the rosters themselves
SMALL = frozenset({"mark", "station", "terminal", "chore", "person", "role_grant", "grant", "representative", "opening_rule", "roster",
                   "calendar_day", "closure", "calendar_year"})
OFFICE = ("/office/rosters", "/office/rosters/1", "/office/rosters/2", "/office/leaves", "/office/duty-month?month=2026-03")


def test_the_list_of_rosters_asks_as_often_for_many_stations_as_for_one(app: Flask, cast: Cast) -> None:
    monday(cast)
    engine, browser, counts = db.engine, office(app, "office"), []
    for code in ("S01", "S02", "S90"):
        draft(cast, code)
        db.session.close()
        browser.get_page("/office/rosters")
        with asked(engine) as seen:
            browser.get_page("/office/rosters")
        counts.append(len(seen))
    assert len(set(counts)) == 1


@pytest.mark.parametrize("empty_app", ["sqlite"], indirect=True)  # its planner says beforehand what it will do
def test_no_page_of_rosters_goes_along_what_grows(app: Flask, cast: Cast) -> None:
    monday(cast)
    publish(cast, draft(cast))
    take_leave(cast, "rep-2", SPAN[0], SPAN[0])
    draft(cast)
    mine = next(seat for seat in seats("S01") if seat.person.login == "rep")
    with unit_of_work():
        swap.ask(sitting.one(mine.shift, mine.person_id), cast.person("rep-s02"), by=cast.actor("rep"))
        key = own_calendar.make(by=cast.actor("rep"))
    engine, shift_id = db.engine, mine.shift_id
    db.session.close()
    keeper, one, other = office(app, "office"), office(app, "rep"), office(app, "rep-s02")
    with asked(engine) as seen:
        for path in OFFICE:
            keeper.get_page(path)
        for path in ("/office/my-days", f"/office/my-days/{shift_id}/swap"):
            one.get_page(path)
        assert app.test_client().get(f"/calendars/{key}.ics").status_code == 200
        other.get_page("/office/my-days")
        other.post_form("/office/swaps/1/answer", {"said": "accepted"})
        other.post_form("/office/notices/seen", {"days": "99"})
        keeper.post_form("/office/rosters/2/publication", {})
    assert len(seen) > 50 and walked(engine, seen, SMALL) == set()
