"""Whose role ends, or whose account is closed, sits at no open day to come: seats, coverage and the public page say so (HB-40, YT-18)."""

import pytest
from flask import Flask

from portal import jobs
from portal.foundation.database import db
from portal.foundation.refusal import NotAllowed
from portal.foundation.unit_of_work import unit_of_work
from portal.network import staff
from portal.network.role import Role
from portal.reception import departure, open_day, shift, sitting
from portal.reception.appointment import Appointment
from portal.reception.sitting import Sitting
from tests.cast import NOW, Cast
from tests.kiosk.hand import rows
from tests.reception.opened import monday, put_on
from tests.web.office.test_appointments_hit import booked
from tests.web.office.test_terminals import office


def way(cast: Cast, how: str, login: str = "rep") -> str:
    who = cast.person(login)
    return f"/office/people/{who.id}/" + (how if how == "closing" else f"roles/{who.grants[0].id}/end")


def seated(shift_id: int) -> list[int]:
    db.session.rollback()
    return [seat.person_id for seat in sitting.of_shifts([shift_id])[shift_id]]


@pytest.mark.parametrize(("how", "said"), [("end", "角色结束了。排好的 2 个接待日"), ("closing", "账号停用了。排好的 2 个接待日")])
def test_whoever_receives_no_more_leaves_the_days_to_come(app: Flask, cast: Cast, how: str, said: str) -> None:
    first, second = [row.id for row in monday(cast)[1:3]]
    for login in ("rep", "rep-2"):
        put_on(cast, shift.one(first, cast.actor("liaison")), login)
    put_on(cast, shift.one(second, cast.actor("liaison")))
    browser = office(app, "admin")
    url = way(cast, how)
    browser.post_form(url)
    assert said in browser.get_page(url.split("/roles")[0].removesuffix("/closing")).words()
    assert seated(first) == [cast.person("rep-2").id] and seated(second) == []
    assert [one.name for one in open_day.told(shift.one(first, cast.actor("liaison")), NOW).faces] == ["rep-2甲"]


@pytest.mark.parametrize("how", ["end", "closing"])
def test_hb40_it_is_said_first_how_many_appointments_fall_and_then_the_desk_reads_whom_to_ring(app: Flask, cast: Cast, how: str) -> None:
    put_on(cast, monday(cast)[1])
    booked(cast, rep=True)
    browser, url = office(app, "admin"), way(cast, how)
    seen = browser.post_form(url, status=409)
    assert "会落空1个预约" in seen.words() and seen.text.count('name="hits" value="1"') == 1
    assert [row.taken_off_at for row in rows(Sitting)] == [None] and cast.actor("rep").has(Role.REPRESENTATIVE), "nothing is done yet"
    browser.post_form(url, {"hits": "1"})
    assert [row.alone for row in rows(Appointment)] == [True]
    assert "rep甲那天不在这里接待了" in office(app, "liaison").get_page("/office/appointments").words()


def test_whoever_still_receives_by_another_role_stays(app: Flask, cast: Cast) -> None:
    days = monday(cast)
    put_on(cast, days[1])
    with unit_of_work():
        staff.give(cast.person("rep"), Role.MEMBER, by=cast.actor("admin"), station_id=cast.station("S02").id)
    office(app, "admin").post_form(way(cast, "end"))
    assert seated(days[1].id) == [cast.person("rep").id]


def test_the_clock_frees_the_seats_from_before_this_was_done_and_touches_no_day_that_is_past(app: Flask, cast: Cast) -> None:
    first, second = [row.id for row in monday(cast)[:2]]
    for shift_id in (first, second):
        put_on(cast, shift.one(shift_id, cast.actor("liaison")))
    with unit_of_work():
        staff.take(cast.person("rep"), cast.person("rep").grants[0].id, by=cast.actor("admin"))
    assert len(departure.orphaned(NOW)) == 1, "of today it began already"
    jobs.sweep(app)
    assert seated(first) == [cast.person("rep").id] and seated(second) == []


def test_nobody_else_frees_seats(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        departure.leave_seats(cast.actor("office"))
