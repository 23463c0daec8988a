"""Whoever left an e-mail address is written to by the clock, each thing once, and nothing of it is left when it is over (HB-26, HB-34, R09)."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from portal import post
from portal.foundation import clock, codes
from portal.foundation.carrying import PAUSES
from portal.foundation.database import db
from portal.foundation.refusal import Moved, Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network import actor
from portal.reception import appointment, diary, finding, holding, leave, reminding, sitting
from portal.reception.appointment import Appointment, Asked, Standing, Told, Wanted
from portal.reception.reminding import AppointmentLetter
from tests.cast import NOW, Cast
from tests.reception.opened import at, monday, put_on

ADDRESS = "visitor@mail.example"


def book(cast: Cast, day: int = 1, **more: object) -> Appointment:
    slot = finding.offered(cast.station(), clock.now())[day].free[0]
    with unit_of_work():
        return appointment.book(cast.station(), Asked(slot=slot, locale="en", **more), key=codes.new_key(),  # type: ignore[arg-type]
                                by=actor.public(clock.now())).appointment


def spread() -> list[Told]:
    with unit_of_work():
        reminding.spread(99, clock.now())
    return list(db.session.scalars(select(AppointmentLetter.told).where(AppointmentLetter.done_at.is_(None)).order_by(AppointmentLetter.id)))


def carried() -> list[reminding.Line]:
    """Everything that waits, taken and brought."""
    found = []
    for one in reminding.waiting(clock.now(), 99):
        with unit_of_work():
            line = reminding.take(one, clock.now())
        if line is not None:
            with unit_of_work():
                reminding.settle(one, None, clock.now())
            found.append(line)
    return found


def test_hb26_the_day_before_each_once_and_nobody_without_an_address(cast: Cast) -> None:
    """Next Monday's time: nothing on Saturday, one on Sunday however often the clock looks, none on the day itself."""
    monday(cast)
    row = book(cast, email=ADDRESS)
    book(cast, phone="12000000017")
    at(7, 9)
    assert spread() == []
    at(8, 9)
    assert spread() == spread() == [Told.SOON]
    line, = carried()
    assert (line.address, line.told, line.number, line.locale) == (ADDRESS, Told.SOON, row.id, "en")
    at(9, 8)
    assert spread() == [] and carried() == []


def test_hb26_moved_it_is_told_of_anew_and_called_off_never(cast: Cast) -> None:
    monday(cast)
    row = book(cast, email=ADDRESS)
    at(8, 9)
    assert spread() == [Told.SOON] and len(carried()) == 1
    later = finding.offered(cast.station(), clock.now())[1].free[0]
    with unit_of_work():
        appointment.move(row, later, by=actor.public(clock.now()))
    assert spread() == []
    at(15, 9)
    assert spread() == [Told.SOON]
    with unit_of_work():
        appointment.cancel(row, by=actor.public(clock.now()))
    assert carried() == [] and row.email == ""


def test_hb26_whoever_asked_for_somebody_is_told_that_they_are_gone_and_the_desk_sees_it(cast: Cast) -> None:
    """Leave, and a day called off: told once each; held again they are told that too; the desk lists whoever has to be rung."""
    shift = monday(cast)[1]
    put_on(cast, shift)
    by, rep = cast.actor("liaison"), cast.person("rep").id
    mailed = book(cast, email=ADDRESS, phone="12000000017", person_id=rep)
    rung = book(cast, phone="12000000018", person_id=rep)
    other = book(cast, phone="12000000019")
    with unit_of_work():
        leave.enter(cast.person("rep"), (date(2026, 3, 9), date(2026, 3, 10)), by=by)
    assert [row.alone for row in (mailed, rung, other)] == [True, True, False] and not mailed.day_fell
    assert {row.id for row in diary.to_phone(by, 9)} == {mailed.id, rung.id}
    assert spread() == spread() == [Told.ALONE] and diary.to_phone(by, 9) == [rung]
    here = cast.station().id
    assert {row.id for row in diary.fallen(here, NOW, 9)} == {mailed.id, rung.id} and diary.coming(here, NOW, 9) == [other]
    at(3, 9)
    with unit_of_work():
        appointment.remind(rung, by=cast.actor("liaison"))
    assert rung.rung and diary.fallen(here, NOW, 9) == [mailed] and rung in diary.coming(here, NOW, 9)
    with unit_of_work():
        sitting.put_on(shift, cast.person("rep-2"), by=by)
        holding.call_off(shift, reason="停电", by=by)
    assert {row.id for row in diary.fallen(here, NOW, 9)} == {mailed.id, rung.id, other.id}
    assert spread() == [Told.FELL], "the day is more than the person"
    carried()
    with unit_of_work():
        appointment.move(mailed, finding.offered(cast.station(), clock.now())[1].free[0], by=by)
    assert (mailed.person_id, mailed.fell, spread()) == (None, False, [])


def test_hb26_held_after_all_is_told_too(cast: Cast) -> None:
    shift, by = monday(cast)[1], cast.actor("liaison")
    book(cast, email=ADDRESS)
    with unit_of_work():
        holding.call_off(shift, reason="停电", by=by)
    assert spread() == [Told.FELL] and [line.told for line in carried()] == [Told.FELL]
    with unit_of_work():
        holding.hold_after_all(shift, by=by)
    assert spread() == [Told.STANDS]
    with unit_of_work():
        holding.call_off(shift, reason="停电", by=by)
    assert spread() == [Told.FELL], "what was not carried yet is overtaken"
    assert [line.told for line in carried()] == [Told.FELL]


def test_hb26_without_an_address_the_desk_is_told_whom_to_ring_the_day_before(cast: Cast) -> None:
    """Nobody is written to where there is no mail server: then the phone is rung, address or not."""
    monday(cast)
    rows = [book(cast, phone="12000000017"), book(cast, phone="12000000018", email=ADDRESS)]
    book(cast)
    by = cast.actor("clerk")
    assert diary.to_phone(by, 9) == []
    at(8, 9)
    assert diary.to_phone(cast.actor("clerk"), 9) == rows
    assert spread() == [Told.SOON] and diary.to_phone(cast.actor("clerk"), 9) == rows[:1]
    with unit_of_work():
        appointment.remind(rows[0], by=cast.actor("clerk"))
    assert diary.to_phone(cast.actor("clerk"), 9) == diary.to_phone(cast.actor("officer"), 9) == diary.to_phone(cast.actor("liaison-s02"), 9) == []


@pytest.mark.parametrize(("phone", "tries"), [("", len(PAUSES) + 1), ("12000000017", reminding.TRIES)])
def test_r09_an_address_at_which_nothing_arrives_is_forgotten_and_the_desk_rings(cast: Cast, phone: str, tries: int) -> None:
    monday(cast)
    row = book(cast, email=ADDRESS, phone=phone)
    moment = at(8, 0)
    assert spread() == [Told.SOON]
    one, = reminding.waiting(moment, 9)
    with unit_of_work():
        db.session.get_one(Appointment, row.id).at = NOW + timedelta(days=30)  # so far off that it is tried to the end
    for pause in [*PAUSES, timedelta()][:tries]:
        assert db.session.get_one(Appointment, row.id, populate_existing=True).email == ADDRESS
        with unit_of_work():
            assert reminding.take(one, moment) is not None and reminding.take(one, moment) is None
            reminding.settle(one, "no", moment)
        moment += pause
    db.session.refresh(row)
    assert (row.email, row.told, row.foretold, reminding.waiting(moment, 9)) == ("", None, False, [])


@pytest.mark.parametrize("over", ["cancelled", "came", "passed"])
def test_ps62_the_address_goes_when_the_appointment_is_over(cast: Cast, over: str) -> None:
    monday(cast)
    row = book(cast, 0, email=ADDRESS, phone="12000000017")
    with unit_of_work():
        if over == "cancelled":
            appointment.cancel(row, by=cast.actor("clerk"))
        elif over == "came":
            appointment.check_in(row, by=cast.actor("clerk"))
    at(2, 9, 10)
    with unit_of_work():
        reminding.forget_old(by=actor.system(clock.now()))
    assert row.email == ADDRESS if over == "passed" else row.email == ""
    at(2, 12)
    with unit_of_work():
        reminding.forget_old(by=actor.system(clock.now()))
    db.session.refresh(row)
    assert (row.email, row.phone) == ("", "" if over == "cancelled" else "12000000017")


def test_written_to_or_no_more_and_only_where_a_time_stands(cast: Cast) -> None:
    monday(cast)
    row, by = book(cast), actor.public(NOW)
    with unit_of_work():
        reminding.write_to(row, f" {ADDRESS} ", locale="zh_Hant", by=by)
    assert (row.email, row.locale) == (ADDRESS, "zh_Hant")
    with pytest.raises(Refused, match="wish_mail"):
        reminding.write_to(row, "nobody", locale="en", by=by)
    with unit_of_work():
        reminding.write_to(row, "", locale="en", by=by)
    assert row.email == ""
    with unit_of_work():
        home = appointment.book(cast.station(), Asked(Wanted.HOME, phone="12000000017", address="菜场路9号", email=ADDRESS),
                                key=codes.new_key(), by=by).appointment
        appointment.cancel(row, by=by)
    assert home.email == "" and row.stage is Standing.CANCELLED
    for one in (home, row):
        with pytest.raises(Moved):
            reminding.write_to(one, ADDRESS, locale="en", by=by)


def test_where_no_mail_server_is_set_up_nothing_is_written_down(app: Flask, cast: Cast) -> None:
    monday(cast)
    book(cast, email=ADDRESS)
    at(8, 9)
    assert post.carry_all(app) == 0 and list(db.session.scalars(select(AppointmentLetter))) == []
