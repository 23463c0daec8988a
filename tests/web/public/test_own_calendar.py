"""A representative's own calendar: a secret address, one name for a day, changes counted, what is off kept as cancelled (HB-40)."""

import re

import pytest
import vobject
from flask import Flask
from werkzeug.test import TestResponse

from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.reception import holding, sitting, swap
from tests.cast import Cast
from tests.judge import client_of
from tests.reception.opened import monday, put_on, rows
from tests.web.office.test_terminals import office


def _address(app: Flask, login: str = "rep") -> str:
    seen = office(app, login).post_form("/office/my-days/calendar", {}, 200).text
    found = re.search(r"<code>\S*?(/calendars/[\w-]{32}\.ics)</code>", seen)
    assert found and "只显示这一次" in seen
    return found[1]


def _get(app: Flask, address: str) -> TestResponse:
    db.session.rollback()
    return client_of(app).get(address)


def _events(app: Flask, address: str) -> dict[str, tuple[str, int, str]]:
    """By day: UID, SEQUENCE, STATUS, as another library reads them."""
    answer = _get(app, address)
    assert answer.status_code == 200 and answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-store" in answer.headers["Cache-Control"]
    read = vobject.readOne(answer.get_data().decode())
    read.validate(raiseException=True)
    return {event.dtstart.value.date().isoformat(): (event.uid.value, int(event.sequence.value), event.status.value)
            for event in read.contents.get("vevent", [])}


def test_a_day_keeps_its_name_counts_its_changes_and_stays_as_cancelled(app: Flask, cast: Cast) -> None:
    """Put on, given away, taken back, called off: the same UID, SEQUENCE ever higher, never gone."""
    seat = put_on(cast, monday(cast)[1])
    address = _address(app)
    first = _events(app, address)["2026-03-09"]
    assert first[2] == "CONFIRMED"
    with unit_of_work():
        swap.set_down(seat, cast.person("rep-2"), by=cast.actor("liaison"))
    given = _events(app, address)["2026-03-09"]
    with unit_of_work():
        swap.set_down(sitting.one(rows(cast)[1], cast.person("rep-2").id), cast.person("rep"), by=cast.actor("liaison"))
    again = _events(app, address)["2026-03-09"]
    with unit_of_work():
        holding.call_off(rows(cast)[1], reason="停电", by=cast.actor("liaison"))
    off = _events(app, address)["2026-03-09"]
    assert {one[0] for one in (first, given, again, off)} == {first[0]}
    assert [one[2] for one in (given, again, off)] == ["CANCELLED", "CONFIRMED", "CANCELLED"]
    assert first[1] < given[1] < again[1] < off[1]


def test_it_holds_ones_own_days_alone(app: Flask, cast: Cast) -> None:
    put_on(cast, monday(cast)[1])
    put_on(cast, rows(cast)[1], "rep-2")
    put_on(cast, rows(cast)[2], "rep-2")
    mine, other = _address(app), _address(app, "rep-2")
    assert list(_events(app, mine)) == ["2026-03-09"] and list(_events(app, other)) == ["2026-03-09", "2026-03-16"]
    assert _events(app, mine)["2026-03-09"][0] != _events(app, other)["2026-03-09"][0]
    text = client_of(app).get(mine).get_data(as_text=True)
    assert cast.person("rep-2").name not in text


def test_a_revoked_address_a_replaced_one_and_that_of_somebody_who_left_lead_nowhere(app: Flask, cast: Cast) -> None:
    put_on(cast, monday(cast)[1])
    first = _address(app)
    second = _address(app)
    assert _get(app, first).status_code == 404 and _get(app, second).status_code == 200
    browser = office(app, "rep")
    browser.post_form("/office/my-days/calendar/end")
    assert "已停用" in browser.get_page("/office/my-days").words() and _get(app, second).status_code == 404
    third = _address(app)
    with unit_of_work():
        cast.person("rep").active = False
    assert _get(app, third).status_code == 404


@pytest.mark.parametrize("key", ["x", "%E4%B8%AD", "a" * 5000, "' OR 1=1 --"])
def test_a_guessed_address_is_not_there(app: Flask, cast: Cast, key: str) -> None:
    assert client_of(app).get(f"/calendars/{key}.ics").status_code == 404


def test_who_does_not_receive_has_no_address(app: Flask, cast: Cast) -> None:
    office(app, "liaison").post_form("/office/my-days/calendar", {}, 403)
