"""Visits hang on the sitting they were received at, past midnight too, and are counted there with what they came to (HB-22, SG-04, X-08, X-11)."""

from datetime import date

import pytest

from portal.cases import acceptance, care, coming_again, intake, sitting_spoken
from portal.cases.case import Channel
from portal.cases.coming_again import Coming
from portal.cases.sitting_spoken import Told
from portal.cases.visit import Ended, Tally
from portal.foundation import clock, codes
from portal.foundation.database import db
from portal.foundation.refusal import Missing, NotAllowed, Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network import actor
from portal.reception import calling, shift_visit
from portal.reception.shift import Shift
from portal.reception.shift_visit import Received, ShiftVisit
from tests.cast import Cast
from tests.reception.numbered import call, move, take
from tests.reception.opened import MONDAY, at, keep, monday, plan, rows, weekly

EVENING = weekly(MONDAY, starts=20 * 60, ends=30)  # eight in the evening until half past midnight


def came(cast: Cast, heads: int = 1, channel: Channel = Channel.STATION, login: str = "liaison", **more: object) -> intake.Registered:
    """One visit written down at the desk, as the office's form does it."""
    made = cast.register(by=cast.actor(login), heads=heads, channel=channel, **more)
    with unit_of_work():
        shift_visit.hang_all(made.case)
    return made


def spoke(cast: Cast, ended: Ended = Ended.LISTENED, heads: int = 1, key: str = "", login: str = "liaison", **told: object) -> int:
    with unit_of_work():
        row = sitting_spoken.note(cast.station(), Told(ended, heads, **told), key=key or codes.new_key(), by=cast.actor(login))  # type: ignore[arg-type]
        shift_visit.hang(row)
        return row.id


def got(row: Shift) -> Received:
    db.session.rollback()
    return shift_visit.received([row.id], Cast().actor("office"))[row.id]


def test_hb22_twelve_batches_of_thirty_five_people_of_one_sitting(cast: Cast) -> None:
    """Acceptance test 1 of rules.md §12, for the sitting: a second matter of the same visit, and who comes elsewhere, count nothing more."""
    today, later, *_ = monday(cast)
    for n in range(12):
        came(cast, heads=2 if n else 13)
    came(cast, channel=Channel.PHONE)
    came(cast, channel=Channel.ONLINE)
    assert (got(today).batches, got(today).heads, got(today).matters) == (12, 35, 12) and got(later) == Received()


def test_sg04_after_midnight_a_visit_belongs_to_the_evening_and_to_its_day(cast: Cast) -> None:
    """The reception of Monday evening goes on on Tuesday: its visits are Monday's, also of a month's last day, and the next evening's are its own."""
    keep(cast, EVENING)
    plan(cast)
    at(30, 21)
    came(cast, heads=2)
    at(31, 0, 15)
    came(cast, heads=3)
    spoke(cast, heads=4)
    evening = next(row for row in rows(cast) if row.day == date(2026, 3, 30))
    assert (got(evening).batches, got(evening).heads) == (3, 9)
    here = [cast.station().id]
    assert shift_visit.of_days(here, date(2026, 3, 30), date(2026, 3, 30), cast.actor("office")) == Tally(3, 9)
    assert shift_visit.of_days(here, date(2026, 3, 31), date(2026, 3, 31), cast.actor("office")) == Tally(0, 0)
    at(31, 10)
    came(cast)
    assert shift_visit.of_days(here, date(2026, 3, 31), date(2026, 3, 31), cast.actor("office")) == Tally(1, 1) and got(evening).batches == 3


def test_sg04_whoever_waited_when_it_ended_is_received_for_it_and_nobody_else(cast: Cast) -> None:
    keep(cast, EVENING)
    plan(cast)
    at(2, 23)
    evening = rows(cast)[0]
    take(cast)
    at(3, 1)
    came(cast, heads=2)
    row = call(cast, evening)
    assert row is not None
    move(cast, calling.serve, row)
    at(3, 1, 30)
    move(cast, calling.finish, row)
    came(cast)
    at(3, 2, 45)
    came(cast, heads=7)
    assert (got(evening).batches, got(evening).heads) == (2, 3)


def test_whoever_is_called_before_the_hours_is_received_for_them_and_whoever_only_passes_by_is_not(cast: Cast) -> None:
    today = monday(cast)[0]
    at(2, 8, 30)
    came(cast, heads=7)
    take(cast)
    came(cast, heads=7)
    assert call(cast, today) is not None
    came(cast, heads=2)
    assert (got(today).batches, got(today).heads) == (1, 2)


def test_zg25_what_a_visit_comes_to_is_counted_with_a_matter_or_without_one(cast: Cast) -> None:
    """X-11: answered, explained, listened are results; acceptance test 18: a visit listened to makes no case."""
    today = monday(cast)[0]
    first, second = came(cast).case, came(cast).case
    came(cast)
    with unit_of_work():
        acceptance.answer(first, text="窗口周一到周五都办。", answered_by="测某乙", by=cast.actor("liaison"))
        acceptance.listen(second, note="想找人说说话", by=cast.actor("liaison"))
    for ended in (Ended.EXPLAINED, Ended.EXPLAINED, Ended.LISTENED, Ended.ANSWERED):
        spoke(cast, ended)
    assert got(today) == Received(batches=7, heads=7, matters=1, answered=2, explained=2, listened=2)


def test_r07_the_same_form_counts_once_and_a_mistake_is_taken_back_for_a_day_and_a_half(cast: Cast) -> None:
    today = monday(cast)[0]
    assert spoke(cast, key="k", heads=5) == (kept := spoke(cast, key="k", heads=5))
    other = spoke(cast)
    assert [row.visit_id for _, row in sitting_spoken.lately(cast.station().id, cast.actor("clerk"))] == [other, kept]
    with pytest.raises(Missing), unit_of_work():
        sitting_spoken.take_back(kept, by=cast.actor("liaison-s02"))
    for _ in range(2):
        with unit_of_work():
            sitting_spoken.take_back(kept, by=cast.actor("clerk"))
    assert (got(today).batches, got(today).heads) == (1, 1)
    at(4, 9)
    with pytest.raises(Missing), unit_of_work():
        sitting_spoken.take_back(other, by=cast.actor("clerk"))


def test_hb22_a_spoiled_number_did_not_take_place_and_who_comes_again_did(cast: Cast) -> None:
    today, later, *_ = monday(cast)
    spoiled, kept = came(cast, heads=9, words="", needs_writer=True).case, came(cast, heads=2).case
    with unit_of_work():
        care.void(spoiled, reason="打错了", by=cast.actor("director"))
    assert (got(today).batches, got(today).heads) == (1, 2)
    at(9, 9, 30)
    with unit_of_work():
        coming_again.come_again(kept, Coming(heads=4), by=cast.actor("liaison"))
        shift_visit.hang_all(kept)
    assert (got(today).heads, got(later).batches, got(later).heads, got(later).matters) == (2, 1, 4, 0)


def test_what_is_written_down_later_hangs_on_the_hours_that_held_it_and_never_on_two(cast: Cast) -> None:
    today = monday(cast)[0]
    then = clock.at_local(date(2026, 3, 2), 9, 30)
    at(2, 18)
    spoke(cast, happened_at=then)
    spoke(cast)
    assert got(today).batches == 1
    with unit_of_work():
        shift_visit.hang(db.session.get_one(shift_visit.Visit, db.session.query(ShiftVisit).one().visit_id))
    assert db.session.query(ShiftVisit).count() == 1


@pytest.mark.parametrize(("told", "why"), [({"heads": 0}, "heads_range"), ({"happened_at": clock.at_local(date(2026, 3, 5), 9)}, "happened_later")])
def test_what_cannot_be_is_refused_and_nothing_is_counted(cast: Cast, told: dict[str, object], why: str) -> None:
    today = monday(cast)[0]
    with pytest.raises(Refused, match=why):
        spoke(cast, **told)  # type: ignore[arg-type]
    with pytest.raises(NotAllowed):
        spoke(cast, login="volunteer")
    with pytest.raises(NotAllowed), unit_of_work():
        sitting_spoken.note(cast.station(), Told(Ended.LISTENED), key="k", by=actor.kiosk(cast.station().id, clock.now()))
    assert got(today) == Received()
