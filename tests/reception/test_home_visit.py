"""Visits at home: nowhere to ring or to come is refused, they end made or not met, an address is kept a month from the last word (HB-34)."""

import pytest

from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.refusal import Missing, Moved, Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network import actor
from portal.reception import appointment, diary, finding, reminding
from portal.reception.appointment import Asked, Standing, Wanted
from tests.cast import NOW, Cast
from tests.reception.opened import at, monday
from tests.reception.test_appointment import book, slot


def test_hb34_a_visit_at_home_needs_somewhere_to_ring_and_to_come_and_no_time(cast: Cast) -> None:
    with pytest.raises(Refused, match="appointment_contact"):
        book(cast, Asked(Wanted.HOME, phone="12000000017"))
    row = book(cast, Asked(Wanted.HOME, phone="12000000017", address="菜场路9号")).appointment
    assert (row.at, row.shift_id) == (None, None)
    assert [one.id for one in diary.homes(cast.station().id, 9)] == [row.id]
    with unit_of_work():
        appointment.remind(finding.at_desk(row.id, cast.actor("liaison")), by=cast.actor("liaison"))
    assert row.reminded_at == NOW


def test_hb34_a_visit_at_home_ends_made_or_not_met_and_waits_no_more(cast: Cast) -> None:
    asked = Asked(Wanted.HOME, phone="12000000017", address="菜场路9号")
    made, unmet, waits, forgotten = (book(cast, asked).appointment for _ in range(4))
    for row, met in ((made, True), (unmet, False)):
        with unit_of_work():
            appointment.end_visit(row, met, by=cast.actor("clerk"))
    assert (made.stage, unmet.stage) == (Standing.DONE, Standing.NOT_MET)
    with unit_of_work():
        appointment.end_visit(made, True, by=cast.actor("clerk"))
    with pytest.raises(Moved), unit_of_work():
        appointment.end_visit(made, False, by=cast.actor("clerk"))
    with unit_of_work():
        appointment.remind(waits, by=cast.actor("clerk"))
    assert diary.homes(cast.station().id, 9) == [forgotten, waits]
    at(3, 9, month=4)
    with unit_of_work():
        assert reminding.forget_old(by=actor.system(clock.now())) == 4
    assert diary.homes(cast.station().id, 9) == []
    monday(cast)
    timed = book(cast, Asked(slot=slot(cast, 1))).appointment
    with pytest.raises(Missing), unit_of_work():
        appointment.end_visit(timed, True, by=cast.actor("clerk"))


def test_hb34_a_visit_agreed_on_late_keeps_its_address_for_a_month_from_then(cast: Cast) -> None:
    row = book(cast, Asked(Wanted.HOME, phone="12000000017", address="菜场路9号")).appointment
    for day, month, forgotten in ((30, 3, None), (2, 4, 0), (1, 5, 1)):
        at(day, 12, month=month)
        with unit_of_work():
            if forgotten is None:
                appointment.remind(row, by=cast.actor("clerk"))
            else:
                assert reminding.forget_old(by=actor.system(clock.now())) == forgotten
        db.session.refresh(row)
        assert (row.stage, row.address) == ((Standing.NOT_MET, "") if forgotten else (Standing.BOOKED, "菜场路9号"))
