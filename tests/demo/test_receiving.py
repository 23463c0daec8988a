"""The demonstration's reception days: every way of opening, people who came and one who did not, and what visitors said (HB-40, SD-08)."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.demo.receiving import AWAY, EMPTY, REASON
from portal.foundation.database import db
from portal.network import station
from portal.network.station import StationLevel
from portal.reception import open_day, sitting, vacancy
from portal.reception.shift import Shift
from portal.reception.sitting import Presence, Sitting
from tests.demo.conftest import Told


def test_every_station_with_a_door_says_when_and_who_comes_next(told: Told) -> None:
    """Settled for the next five weeks, each half-day of each person once; the online station has no days of its own."""
    for place in station.all_open():
        board = open_day.board(place, told.now)
        days = [day for day in board.today + board.next if day.shift.off_by is None]
        assert bool(days) == (place.level is not StationLevel.ONLINE), place.code
        near = [day for day in days if day.shift.begins_at < told.now + timedelta(days=30)]
        assert all(len(day.faces) == day.shift.required and not day.shift.short_notice for day in near), place.code
    seats = db.session.scalars(select(Sitting).where(Sitting.taken_off_at.is_(None))).all()
    assert len(seats) > 30 and not [seat.id for seat in seats if sitting.elsewhere(seat.person_id, seat.shift)]


def test_what_has_passed_was_noted_and_one_did_not_come(told: Told) -> None:
    """Practice.md §9 row 11: planned against present, and two visitors who found nobody."""
    past = db.session.execute(select(Sitting, Shift).join(Shift, Sitting.shift_id == Shift.id).where(Shift.ends_at <= told.now)).all()
    assert {row.station.code for _, row in past} >= {"S01", "S02", "S03", "S05"}
    absent = [(row.station.code, seat.reason) for seat, row in past if seat.presence is Presence.ABSENT]
    unknown = {row.station.code for seat, row in past if seat.presence is Presence.PLANNED}
    assert absent == [(AWAY, REASON)] and unknown == {EMPTY}
    assert [(row.station.code, count) for row, count in vacancy.said_lately(None, told.now)] in ([(EMPTY, 2)], [])


@pytest.mark.parametrize("code", ["S01", "S03", "S05"])
def test_three_ways_of_opening_are_there_to_be_seen(told: Told, code: str) -> None:
    """Monday mornings, an area's Wednesday afternoons, evenings across midnight."""
    place = station.by_code(code)
    assert place is not None
    weekday = {"S01": 0, "S03": 2, "S05": 1}[code]
    days = [day.shift for day in open_day.board(place, told.now).next]
    assert {row.planned_on.weekday() for row in days} == {weekday}
