"""The demonstration's roster: published, round a leave, with a day that somebody is asked to take over (HB-40)."""

from sqlalchemy import select

from portal.demo.people import FIRST
from portal.foundation.database import db
from portal.network import actor
from portal.reception import report, sitting, swap
from portal.reception.leave import Leave
from portal.reception.roster import Roster, Stage
from portal.reception.rota import Reason
from portal.reception.sitting import Sitting
from portal.reception.swap import Answer, Swap
from tests.demo.conftest import Told


def test_the_first_station_has_a_published_roster_and_a_leave_in_it(told: Told) -> None:
    """Nobody sits on a day of their leave; no week is without anybody but for a day that is off."""
    row, away = db.session.scalars(select(Roster)).one(), db.session.scalars(select(Leave)).one()
    assert (row.stage, row.left_out, row.station.code if row.station else "") == (Stage.PUBLISHED, 0, FIRST)
    assert row.from_on < away.from_on <= away.until_on < row.until_on
    seats = db.session.scalars(select(Sitting).where(Sitting.person_id == away.person_id, Sitting.taken_off_at.is_(None))).all()
    assert seats and not [seat.shift.day for seat in seats if away.from_on <= seat.shift.day <= away.until_on]
    seen = report.of(row, actor.system(told.now))
    assert seen.filled > seen.days > 0 and {gap.reason for gap in seen.gaps} <= {Reason.OFF}


def test_one_of_another_town_waits_for_an_answer(told: Told) -> None:
    """The one who is asked may still take the day: they sit nowhere else then."""
    row = db.session.scalars(select(Swap)).one()
    assert row.answer is Answer.ASKED and row.shift.begins_at > told.now and row.shift.station.code != FIRST
    assert sitting.elsewhere(row.taker_id, row.shift) is None and swap.of_shift(row.shift_id) == [row]
