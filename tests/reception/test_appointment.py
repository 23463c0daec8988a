"""Appointments: a time is one party's, moved and called off by code, a number at the door, at home only with somewhere to ring (HB-26, HB-34, HB-35)."""

from datetime import timedelta
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import select

from portal.foundation import clock, codes
from portal.foundation.database import db
from portal.foundation.refusal import Missing, Moved, NotAllowed, Refused, WrongSecret
from portal.foundation.unit_of_work import unit_of_work
from portal.network import actor
from portal.network.actor import Actor
from portal.reception import appointment, diary, finding, hall_rule, holding, opening, reminding, slots
from portal.reception.appointment import Appointment, Asked, Booked, Standing, Wanted
from portal.reception.hall_rule import Hall
from portal.reception.shift import OffBy
from portal.reception.slots import Slot
from tests.cast import NOW, Cast
from tests.reception.numbered import call, line, take
from tests.reception.opened import at, keep, monday, plan, put_on, weekly
from tests.together import at_once


def online() -> Actor:
    return actor.public(clock.now())


def slot(cast: Cast, day: int = 0, place: int = 0) -> Slot:
    return finding.offered(cast.station(), clock.now())[day].free[place]


def book(cast: Cast, asked: Asked, key: str = "", by: Actor | None = None) -> Booked:
    with unit_of_work():
        return appointment.book(cast.station(), asked, key=key or codes.new_key(), by=by or online())


def here(cast: Cast, row: Appointment) -> int:
    with unit_of_work():
        return appointment.check_in(finding.at_desk(row.id, cast.actor("clerk")), by=cast.actor("clerk")).number


def test_the_hours_are_shared_out_among_as_many_as_may_book(cast: Cast) -> None:
    """09:00 to 11:30 for six: every 25 minutes; at nine the first is over, on the next Monday none."""
    monday(cast)
    first, second, *_ = finding.offered(cast.station(), clock.now())
    assert [f"{clock.local(one.at):%H:%M}" for one in second.free] == ["09:00", "09:25", "09:50", "10:15", "10:40", "11:05"]
    assert len(first.free) == 5
    with unit_of_work():
        hall_rule.keep(cast.station(), Hall("en", booked=0), by=cast.actor("liaison"))
    assert finding.offered(cast.station(), clock.now())[1].free == []


def test_r07_the_same_form_has_the_same_code_and_the_code_finds_it(cast: Cast) -> None:
    monday(cast)
    wanted = Asked(slot=slot(cast, 1), name="测某甲", phone="12000000017")
    first, again = book(cast, wanted, "k"), book(cast, wanted, "k")
    assert (first.code, first.appointment.id, again.replayed) == (again.code, again.appointment.id, True)
    assert finding.by_code(codes.group(first.code), source="x", at=NOW).id == first.appointment.id
    assert first.code not in str(vars(first.appointment))
    with pytest.raises(WrongSecret):
        finding.by_code("1" * 12, source="x", at=NOW)


def test_a_time_is_one_partys_even_when_two_reach_for_it_at_once(empty_app: Flask) -> None:
    with empty_app.app_context():
        monday(Cast())
        one = slot(Cast(), 1)
    came = at_once(empty_app, [lambda: book(Cast(), Asked(slot=one)).appointment.id] * 5)
    assert sorted(type(each).__name__ for each in came) == ["Refused"] * 4 + ["int"], came
    with empty_app.app_context():
        assert len(db.session.scalars(select(Appointment)).all()) == 1


def test_moved_its_old_time_is_free_and_called_off_nobodys_name_stands_there(cast: Cast) -> None:
    monday(cast)
    one, two = slot(cast, 1), slot(cast, 1, 1)
    row = book(cast, Asked(slot=one, name="测某甲", phone="12000000017")).appointment
    with unit_of_work():
        appointment.move(row, two, by=online())
    assert row.at == two.at and one in finding.offered(cast.station(), NOW)[1].free
    for _ in range(2):
        with unit_of_work():
            appointment.cancel(row, by=online())
    assert (row.stage, row.name, row.phone) == (Standing.CANCELLED, "", "")
    assert two in finding.offered(cast.station(), NOW)[1].free
    with pytest.raises(Moved), unit_of_work():
        appointment.move(row, one, by=online())
    book(cast, Asked(slot=two))


@pytest.mark.parametrize("wrong", [None, Slot(1, NOW - timedelta(days=7)), Slot(1, NOW + timedelta(minutes=7)), Slot(99, NOW + timedelta(days=7))])
def test_a_time_that_is_not_offered_is_refused(cast: Cast, wrong: Slot | None) -> None:
    monday(cast)
    with pytest.raises(Refused, match="appointment_time"):
        book(cast, Asked(slot=wrong))


def test_hb35_somebody_is_asked_for_where_they_sit_and_agreed_to_be_shown(cast: Cast) -> None:
    shift = monday(cast)[1]
    put_on(cast, shift)
    rep = cast.person("rep").id
    assert [row.person_id for row in finding.offered(cast.station(), NOW)[1].people] == [rep]
    row = book(cast, Asked(slot=slot(cast, 1), person_id=rep)).appointment
    with pytest.raises(Refused, match="appointment_elsewhere"):
        book(cast, Asked(slot=slot(cast, 2), person_id=rep))
    with unit_of_work():
        appointment.move(row, slot(cast, 2), by=online())
    assert row.person_id is None


def test_at_the_door_it_gets_a_number_called_when_its_time_has_come(cast: Cast) -> None:
    shift = monday(cast)[0]
    later = book(cast, Asked(slot=slot(cast, 0, 1))).appointment
    sooner = book(cast, Asked(slot=slot(cast, 0, 0))).appointment
    take(cast)
    assert [here(cast, later), here(cast, later), here(cast, sooner)] == [2, 2, 3]
    assert line(shift) == [1, 3, 2]
    at(2, 9, 30)
    called = call(cast, shift)
    assert called is not None and called.number == 3
    tomorrow = book(cast, Asked(slot=slot(cast, 1))).appointment
    with pytest.raises(Refused, match="appointment_when"):
        here(cast, tomorrow)


def test_r07_nobody_takes_the_number_of_an_appointment_by_guessing_its_form(cast: Cast) -> None:
    monday(cast)
    row = book(cast, Asked(slot=slot(cast, 0))).appointment
    guessed = take(cast, key=f"appointment:{row.id}")
    assert here(cast, row) != guessed.number


def test_hb26_whoever_left_no_phone_is_listed_and_not_counted_as_to_be_rung(cast: Cast) -> None:
    shift, by = monday(cast)[1], cast.actor("liaison")
    row = book(cast, Asked(slot=slot(cast, 1))).appointment
    with unit_of_work():
        holding.call_off(shift, reason="停电", by=by)
    assert (diary.fallen(cast.station().id, clock.now(), 9), diary.to_ring(cast.station().id, by)) == ([row], 0)


def test_visits_at_home_that_wait_push_no_time_off_the_desk(cast: Cast) -> None:
    monday(cast)
    for _ in range(3):
        book(cast, Asked(Wanted.HOME, phone="12000000017", address="菜场路9号"))
    row = book(cast, Asked(slot=slot(cast))).appointment
    assert diary.coming(cast.station().id, NOW, 3) == [row] and len(diary.homes(cast.station().id, 3)) == 3


def test_hb26_a_time_falls_with_its_day_is_rung_for_anew_and_stands_again_with_it(cast: Cast) -> None:
    """Called off by hand, by the rule, or at other hours: the desk reads whom to ring; held after all, they are rung once more."""
    shift, by = monday(cast)[1], cast.actor("liaison")
    row = book(cast, Asked(slot=slot(cast, 1), phone="12000000017")).appointment

    def lists() -> tuple[list[Appointment], list[Appointment], int]:
        here = cast.station().id
        return diary.fallen(here, clock.now(), 9), diary.coming(here, clock.now(), 9), diary.to_ring(here, by)

    with unit_of_work():
        appointment.remind(row, by=by)
    assert (lists(), row.fell) == (([], [row], 0), False)
    for verb in (partial(holding.call_off, shift, reason="停电", by=by), partial(holding.hold_after_all, shift, by=by)):
        with unit_of_work():
            verb()
        off = shift.off_by is not None
        assert (lists(), row.fell, row.reminded_at) == (([row], [], 1) if off else ([], [row], 0), off, None)
        with unit_of_work():
            appointment.remind(row, by=by)
        assert diary.to_ring(cast.station().id, by) == 0
    keep(cast, weekly(0, starts=14 * 60, ends=16 * 60), rule=opening.standing(clock.today())[0])
    plan(cast)
    assert (lists(), row.fell, shift.off_by) == (([row], [], 1), True, None)
    keep(cast, weekly(2), rule=opening.standing(clock.today())[0])
    plan(cast)
    assert (lists(), shift.off_by) == (([row], [], 1), OffBy.RULE)
    with unit_of_work():
        appointment.move(row, slot(cast, 0), by=by)
    assert (lists(), row.fell) == (([], [row], 0), False)
    assert diary.to_ring(cast.station().id, cast.actor("officer")) == 0


def test_only_the_station_keeps_them(cast: Cast) -> None:
    monday(cast)
    row = book(cast, Asked(slot=slot(cast, 1))).appointment
    for login in ("rep", "officer", "liaison-s02", "volunteer"):
        with pytest.raises(Missing), unit_of_work():
            finding.at_desk(row.id, cast.actor(login))
        for verb in (appointment.remind, appointment.cancel, partial(appointment.end_visit, met=True), partial(appointment.move, slot=slot(cast, 2))):
            with pytest.raises(NotAllowed):
                verb(row, by=cast.actor(login))
    with pytest.raises(NotAllowed):
        book(cast, Asked(slot=slot(cast, 1, 1)), by=actor.kiosk(cast.station("S02").id, NOW))


def test_a_month_after_nobodys_name_is_left(cast: Cast) -> None:
    monday(cast)
    row = book(cast, Asked(slot=slot(cast, 1), name="测某甲")).appointment
    for hour, forgotten in ((9, 0), (10, 1)):
        at(8, hour, month=4)
        with unit_of_work():
            assert reminding.forget_old(by=actor.system(clock.now())) == forgotten
    db.session.refresh(row)
    assert row.name == ""


def test_what_a_form_sends_for_a_time_is_read_or_nothing() -> None:
    one = Slot(7, NOW)
    assert slots.meant(one.word) == one
    assert [slots.meant(word) for word in ("", "7", "7.x", "x.7", "7.9999999999999", "99999999999.1", "-7.5", "٧.5")] == [None] * 8
