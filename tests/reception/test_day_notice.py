"""Whoever is asked for an open day, set down for one or loses one is told of it, but nobody of what they did themselves (HB-40)."""

from datetime import timedelta

from sqlalchemy import select

from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.reception import day_notice, holding, shift, sitting, swap
from portal.reception.day_notice import DayNotice, Told
from portal.reception.swap import Answer, Swap
from tests.cast import Cast
from tests.reception.opened import monday, put_on
from tests.reception.test_roster import SPAN, draft, publish, seats, take_leave


def told(cast: Cast, login: str) -> list[Told]:
    """What waits for somebody, the newest first."""
    return [row.told for row in day_notice.unseen(cast.actor(login), 8)]


def asked(cast: Cast, taker: str = "rep-2") -> Swap:
    row = monday(cast)[1]
    seat = put_on(cast, row)
    with unit_of_work():
        return swap.ask(seat, cast.person(taker), by=cast.actor("rep"))


def answer(cast: Cast, row: Swap, said: Answer, login: str) -> None:
    with unit_of_work():
        swap.answer(swap.one(row.id, cast.actor(login), lock=True), said, by=cast.actor(login))


def test_who_is_asked_is_told_and_of_the_answer_the_one_who_asked(cast: Cast) -> None:
    """The taker did it themselves; the giver loses the day."""
    row = asked(cast)
    assert told(cast, "rep") == [Told.PUT_ON] and told(cast, "rep-2") == [Told.ASKED]
    answer(cast, row, Answer.ACCEPTED, "rep-2")
    assert told(cast, "rep") == [Told.TAKEN_OFF, Told.PUT_ON] and told(cast, "rep-2") == [Told.ASKED]
    assert {one.shift_id for one in day_notice.unseen(cast.actor("rep"), 8)} == {row.shift_id}


def test_a_no_and_what_is_taken_back_are_told(cast: Cast) -> None:
    row = asked(cast)
    answer(cast, row, Answer.DECLINED, "rep-2")
    assert told(cast, "rep")[0] is Told.DECLINED
    with unit_of_work():
        again = swap.ask(sitting.one(row.shift, row.giver_id), cast.person("member"), by=cast.actor("rep"))
    answer(cast, again, Answer.WITHDRAWN, "rep")
    assert told(cast, "member") == [Told.WITHDRAWN, Told.ASKED] and told(cast, "rep")[0] is Told.DECLINED


def test_a_deputy_set_by_the_office_is_told_to_both(cast: Cast) -> None:
    seat = put_on(cast, monday(cast)[1])
    with unit_of_work():
        swap.set_down(seat, cast.person("rep-2"), by=cast.actor("liaison"))
    assert told(cast, "rep")[0] is Told.TAKEN_OFF and told(cast, "rep-2") == [Told.PUT_ON]


def test_leave_and_a_day_called_off_are_told(cast: Cast) -> None:
    row = monday(cast)[1]
    put_on(cast, row)
    with unit_of_work():
        holding.call_off(shift.one(row.id, cast.actor("liaison"), lock=True), reason="停电", by=cast.actor("liaison"))
    assert told(cast, "rep") == [Told.CALLED_OFF, Told.PUT_ON]
    with unit_of_work():
        holding.hold_after_all(shift.one(row.id, cast.actor("liaison"), lock=True), by=cast.actor("liaison"))
    take_leave(cast, "rep", row.day, row.day)
    assert told(cast, "rep")[0] is Told.TAKEN_OFF


def test_a_published_roster_is_told_once_by_its_first_day(cast: Cast) -> None:
    """However many days it gives: a draft tells nobody."""
    monday(cast)
    row = draft(cast)
    assert not told(cast, "rep")
    publish(cast, row)
    firsts = {seat.person.login: seat.shift_id for seat in reversed(seats())}
    for login in ("rep", "rep-2", "member"):
        [one] = day_notice.unseen(cast.actor(login), 8)
        assert (one.told, one.shift_id) == (Told.ROSTER, firsts[login]) and SPAN[0] <= one.shift.day


def test_what_was_seen_is_put_away_and_forgotten_after_three_months(cast: Cast) -> None:
    row = asked(cast)
    with unit_of_work():
        day_notice.put_away(list(db.session.scalars(select(DayNotice.id))), by=cast.actor("rep-2"))
    assert not told(cast, "rep-2") and told(cast, "rep") == [Told.PUT_ON], "each puts away their own"
    answer(cast, row, Answer.DECLINED, "rep-2")
    with unit_of_work():
        day_notice.forget_old(clock.now() + day_notice.KEPT - timedelta(minutes=1))
    assert db.session.query(DayNotice).count() == 3
    with unit_of_work():
        day_notice.forget_old(clock.now() + day_notice.KEPT + timedelta(minutes=1))
    assert not db.session.query(DayNotice).count()
