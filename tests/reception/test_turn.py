"""Numbers of an open day: gapless, once a form, called one by one, missed and back again, the last one served (HB-40, SD-07, R07)."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.refusal import Missing, Moved, NotAllowed, Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network import actor
from portal.reception import calling, hall_rule, taking, turn
from portal.reception.hall_rule import Hall
from portal.reception.turn import Stage, Turn
from tests.cast import Cast
from tests.reception.numbered import TABLE, call, line, move, take
from tests.reception.opened import at, keep, monday, plan, rows, weekly
from tests.together import at_once


def test_r07_the_same_form_gets_the_same_number_and_another_one_the_next(cast: Cast) -> None:
    monday(cast)
    assert [take(cast, key).number for key in ("a", "a", "b", "a", "c")] == [1, 1, 2, 1, 3]


def test_numbers_begin_anew_each_day_and_at_each_station(cast: Cast) -> None:
    monday(cast)
    monday(cast, "S02")
    assert [take(cast).number, take(cast, station="S02").number, take(cast).number] == [1, 1, 2]
    at(9, 9)
    assert take(cast).number == 1


def test_a_morning_and_an_evening_share_the_numbers_of_the_day(cast: Cast) -> None:
    keep(cast, weekly(0))
    keep(cast, weekly(0, starts=20 * 60, ends=23 * 60))
    plan(cast)
    first = take(cast)
    at(2, 20, 5)
    move(cast, calling.miss, call(cast, rows(cast)[0]) or first)
    assert take(cast).number == 2 and rows(cast)[0].id != turn.on(cast.station().id, clock.now()).id  # type: ignore[union-attr]


def test_taken_side_by_side_numbers_have_no_gap_and_one_form_one_number(empty_app: Flask) -> None:
    """R12: twelve at once, four of them the same form."""
    with empty_app.app_context():
        monday(Cast())
    keys = ["same"] * 4 + [f"form {n}" for n in range(8)]
    came = at_once(empty_app, [lambda key=key: take(Cast(), key).number for key in keys])  # type: ignore[misc]
    assert len(set(came[:4])) == 1 and sorted(set(came)) == list(range(1, 10)), came  # type: ignore[type-var]
    with empty_app.app_context():
        assert sorted(db.session.scalars(select(Turn.number))) == list(range(1, 10))


def test_a_number_that_was_not_committed_leaves_no_gap(cast: Cast) -> None:
    monday(cast)
    here = cast.station().id
    with pytest.raises(ZeroDivisionError), unit_of_work():
        taking.take(here, key="lost", by=actor.kiosk(here, clock.now()))
        raise ZeroDivisionError
    assert take(cast).number == 1


def test_before_two_hours_and_where_nobody_receives_there_is_no_number(cast: Cast) -> None:
    monday(cast)
    at(9, 6, 59)
    with pytest.raises(Refused, match="number_nobody"):
        take(cast)
    at(9, 7)
    assert take(cast).number == 1
    with pytest.raises(Refused, match="number_nobody"):
        take(cast, station="S02")


def test_sd07_who_has_a_number_before_the_last_is_given_out_is_served_and_later_ones_are_told(cast: Cast) -> None:
    """An evening across midnight: 20:00 to 00:30, the last number at 00:15; it is the number of the day on which it began."""
    keep(cast, weekly(0, starts=20 * 60, ends=30))
    plan(cast)
    evening = rows(cast)[0]
    at(3, 0, 14)
    row = take(cast)
    at(3, 0, 15)
    assert taking.open_at(cast.station().id, clock.now()) is None
    with pytest.raises(Refused, match="number_last"):
        take(cast)
    at(3, 1, 20)
    called = call(cast, evening)
    assert called is not None and (called.id, called.day.day, called.stage) == (row.id, 2, Stage.CALLED)
    move(cast, calling.serve, called)
    assert call(cast, evening, holding=called.id) is None and turn.on(cast.station().id, clock.now()) is None


def test_a_station_sets_when_its_last_number_is_given_out(cast: Cast) -> None:
    monday(cast)
    with unit_of_work():
        hall_rule.keep(cast.station(), Hall("en", False, 60, 0), by=cast.actor("liaison"))
    assert hall_rule.of(cast.station().id) == Hall("en", False, 60, 0)
    at(2, 10, 30)
    with pytest.raises(Refused, match="number_last"):
        take(cast)
    for wrong in (Hall("fr"), Hall("en", True, 121), Hall("en", True, 5, -1)):
        with pytest.raises(Refused), unit_of_work():
            hall_rule.keep(cast.station(), wrong, by=cast.actor("liaison"))
    with pytest.raises(NotAllowed):
        hall_rule.keep(cast.station(), Hall("en"), by=cast.actor("clerk"))


def test_one_tap_ends_the_visit_and_calls_the_next_and_a_second_tap_calls_nobody(cast: Cast) -> None:
    shift = monday(cast)[0]
    for _ in range(3):
        take(cast)
    one = call(cast, shift)
    assert one is not None and (one.number, one.place, one.calls) == (1, TABLE, 1)
    assert call(cast, shift) == one and line(shift) == [2, 3]
    with pytest.raises(Refused, match="number_called"):
        call(cast, shift, holding=one.id)
    move(cast, calling.serve, one)
    two = call(cast, shift, holding=one.id)
    assert two is not None and (two.number, one.stage) == (2, Stage.SERVED)
    assert call(cast, shift, holding=one.id) == two and line(shift) == [3]


def test_two_tables_call_side_by_side_and_never_the_same(empty_app: Flask) -> None:
    with empty_app.app_context():
        shift_id = monday(Cast())[0].id
        for _ in range(3):
            take(Cast())

    def tap(login: str) -> int:
        row = call(Cast(), next(row for row in rows(Cast()) if row.id == shift_id), login=login)
        return row.number if row is not None else 0

    came = at_once(empty_app, [lambda login=login: tap(login) for login in ("liaison", "clerk", "rep", "liaison", "clerk")])  # type: ignore[misc]
    assert sorted(set(came)) == [1, 2, 3] and came[0] == came[3] and came[1] == came[4], came  # type: ignore[type-var]


def test_a_missed_number_comes_back_without_starting_over(cast: Cast) -> None:
    shift = monday(cast)[0]
    for _ in range(3):
        take(cast)
    one = call(cast, shift)
    assert one is not None
    move(cast, calling.recall, one)
    assert one.calls == 2
    for _ in range(2):
        move(cast, calling.miss, one)
    assert (one.stage, line(shift)) == (Stage.MISSED, [2, 3])
    with pytest.raises(Moved):
        move(cast, calling.serve, one)
    for _ in range(2):
        move(cast, calling.come_back, one)
    assert line(shift) == [1, 2, 3]
    at(2, 18)
    for number in (1, 2, 3):
        row = call(cast, shift)
        assert row is not None and row.number == number
        move(cast, calling.miss, row)
    with pytest.raises(Moved):
        move(cast, calling.come_back, one)


def test_only_those_of_the_station_call_and_only_its_own_terminal_gives_numbers(cast: Cast) -> None:
    shift = monday(cast)[0]
    row, here = take(cast), cast.station().id
    for login in ("volunteer", "office", "steering", "officer", "liaison-s02"):
        with pytest.raises(NotAllowed):
            call(cast, shift, login=login)
        with pytest.raises(Missing):
            move(cast, calling.recall, row, login)
    with pytest.raises(NotAllowed):
        taking.take(here, key="x", by=actor.kiosk(cast.station("S02").id, clock.now()))
    with pytest.raises(NotAllowed):
        taking.take(here, key="x", by=actor.public(clock.now()))
    assert [call(cast, shift, login=login, place=login) for login in ("rep", "director")] == [row, None]


def test_a_number_holds_nothing_of_anybody() -> None:
    assert {column.name for column in Turn.__table__.columns} == {
        "id", "station_id", "shift_id", "day", "number", "key", "stage", "booked", "due_at", "taken_at", "place", "calls", "called_at",
        "called_by_id", "began_at", "ended_at"}


def test_a_booked_one_goes_first_when_its_time_has_come_and_not_before(cast: Cast) -> None:
    """HB-34: the time that was agreed on holds, and takes nobody's turn before it."""
    shift = monday(cast)[0]
    here = cast.station().id
    take(cast)
    with unit_of_work():
        for key, minutes in (("later", 40), ("sooner", 20)):
            taking.take(here, key=key, by=cast.actor("liaison"), booked_for=clock.now() + timedelta(minutes=minutes))
    take(cast)
    assert line(shift) == [1, 4, 3, 2]
    at(2, 9, 25)
    assert line(shift) == [3, 1, 4, 2]
    assert (call(cast, shift) or shift).number == 3  # type: ignore[union-attr]
