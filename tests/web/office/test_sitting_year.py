"""Acceptance test 3 of rules.md §12, told whole as the liaison office lives it: a rule, a year of Mondays, a roster, its notice, a holiday."""

from collections import Counter
from datetime import date, timedelta

import pytest
from flask import Flask
from icalendar import Calendar

from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.network import person
from portal.network.role import Role
from portal.reception import sitting
from portal.reception.pattern import halves
from portal.reception.shift import OffBy, Shift
from tests.cast import Cast
from tests.judge import client_of
from tests.reception.opened import TODAY, at, rows
from tests.web.office.test_open_days import typed
from tests.web.office.test_terminals import office
from tests.web.office.visits import SAY

pytestmark = pytest.mark.usefixtures("resting_press")
LAST = TODAY + timedelta(days=365)
HOLIDAYS = {date(2026, 4, 6), date(2026, 5, 4), date(2026, 10, 5)}  # Mondays of Qingming, Labour Day and National Day


def year(cast: Cast) -> dict[str, list[Shift]]:
    """The Mondays of both stations, read anew."""
    db.session.rollback()
    return {code: [row for row in rows(cast, code) if row.planned_on <= LAST] for code in ("S01", "S02")}


def test_acceptance_3_a_weekly_monday_rule_with_two_representatives_gives_a_roster_for_a_year(app: Flask, cast: Cast) -> None:
    """HB-40, SD-03 to SD-07: 53 Mondays at each station; a holiday is off in office, public page and calendar; nobody twice in one half-day."""
    with unit_of_work():  # one representative of both stations: without care they would be put on twice
        person.grant(cast.person("rep-2"), Role.REPRESENTATIVE, date(2026, 1, 1), cast.station("S02").id)
    browser = office(app, "office")
    rule = typed(scope="network", station="", holiday="skip", keep="1")
    assert browser.post_form("/office/openings/new", rule, 303).location == "/office/openings"  # type: ignore[arg-type]
    span = {"station": "", "from_on": TODAY.isoformat(), "until_on": LAST.isoformat(), "least": "2", "most": ""}
    made = browser.post_form("/office/rosters/new", span, 303).location
    assert "草稿" in browser.get_page(made).words() and not any(sitting.of_shifts([row.id for row in year(cast)["S01"]]).values())
    browser.post_form(made + "/publication", status=303)
    mondays = {TODAY + timedelta(weeks=n) for n in range(53)}
    for shifts in year(cast).values():
        assert {row.planned_on for row in shifts} == mondays and {row.required for row in shifts} == {2}
        assert {row.planned_on for row in shifts if row.off_by is OffBy.HOLIDAY} == HOLIDAYS
        assert all(row.because for row in shifts if row.off_by is OffBy.HOLIDAY)
    _rostered(cast)
    _told(app, cast)


def _rostered(cast: Cast) -> None:
    """Every Monday that is held and far enough for its notice has its people, no holiday anybody, and no half-day one person twice."""
    shifts = [row for of_one in year(cast).values() for row in of_one]
    seats = sitting.of_shifts([row.id for row in shifts])
    taken = Counter((seat.person_id, row.day, half) for row in shifts for seat in seats[row.id] for half in halves(row.begins_at, row.ends_at))
    assert taken and set(taken.values()) == {1}
    for row in shifts:
        many = len(seats[row.id])
        assert many == 0 if row.off_by is not None else many <= row.required
        assert row.off_by is not None or row.is_near(row.changed_at) or many >= 1
    assert sum(len(seats[row.id]) for row in shifts) > 150
    assert {cast.person(login).id for login in ("rep", "rep-2", "rep-s02")} <= {person_id for person_id, *_ in taken}


def _told(app: Flask, cast: Cast) -> None:
    """The holiday is marked where the office looks, and before it comes where a visitor does, with the next day on which people are received."""
    off = next(row for row in year(cast)["S01"] if row.planned_on == date(2026, 4, 6))
    assert SAY("common.open_day.off.holiday") in office(app, "liaison").get_page(f"/office/open-days/{off.id}").words()
    at(1, 9, month=4)
    public = client_of(app).get_page("/stations/S01").words()
    assert SAY("common.open_day.off.holiday") in public and "4月13日" in public
    feed = Calendar.from_ical(client_of(app).get("/stations/S01/open-days.ics").get_data())
    standing = {event["UID"]: event["DTSTART"].dt.date() for event in feed.walk("VEVENT") if event.get("STATUS") != "CANCELLED"}
    assert off.uid not in standing and date(2026, 4, 6) not in standing.values() and date(2026, 4, 13) in standing.values()
