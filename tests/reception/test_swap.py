"""Days given to somebody else: asked and accepted, or set by the office; never twice in a half-day, always with a trace (HB-40)."""

from datetime import date

import pytest

from portal.foundation.database import db
from portal.foundation.refusal import Missing, NotAllowed, Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.reception import holding, sitting, swap
from portal.reception.sitting import Presence, Sitting
from portal.reception.swap import Answer, Swap
from tests.cast import Cast
from tests.reception.opened import MONDAY, at, keep, monday, note, plan, put_on, rows, weekly


def ask(cast: Cast, seat: Sitting, taker: str = "rep-2", by: str = "rep", back_on: date | None = None) -> Swap:
    with unit_of_work():
        return swap.ask(seat, cast.person(taker), back_on=back_on, reason="出差", by=cast.actor(by))


def answer(cast: Cast, row: Swap, said: Answer, by: str = "rep-2") -> None:
    with unit_of_work():
        swap.answer(swap.one(row.id, cast.actor(by), lock=True), said, by=cast.actor(by))


def who(cast: Cast, number: int = 1, station: str = "S01") -> list[str]:
    row = rows(cast, station)[number]
    return sorted(seat.person.login for seat in sitting.of_shifts([row.id])[row.id])


def test_one_asks_the_other_accepts_and_only_then_it_moves(cast: Cast) -> None:
    row = monday(cast)[1]
    asked = ask(cast, put_on(cast, row))
    assert who(cast) == ["rep"] and swap.waiting(cast.actor("rep-2")) == [asked] == swap.waiting(cast.actor("rep"))
    before = row.sequence
    answer(cast, asked, Answer.ACCEPTED)
    assert who(cast) == ["rep-2"] and row.sequence > before and not swap.waiting(cast.actor("rep-2"))
    trace = swap.of_shift(row.id)[0]
    assert (trace.answer, trace.answered_by_id, trace.reason) == (Answer.ACCEPTED, cast.person("rep-2").id, "出差")


def test_a_swap_moves_both_even_within_one_half_day(cast: Cast) -> None:
    """Two stations on one morning change people: neither sits twice for a moment."""
    here = put_on(cast, monday(cast)[1])
    keep(cast, weekly(MONDAY), "S02")
    plan(cast, "S02")
    put_on(cast, rows(cast, "S02")[1], "rep-2", by="liaison-s02")
    answer(cast, ask(cast, here, back_on=rows(cast, "S02")[1].day), Answer.ACCEPTED)
    assert (who(cast), who(cast, station="S02")) == (["rep-2"], ["rep"])


@pytest.mark.parametrize(("said", "by"), [(Answer.DECLINED, "rep-2"), (Answer.WITHDRAWN, "rep")])
def test_declined_or_taken_back_nothing_moves_and_it_is_over(cast: Cast, said: Answer, by: str) -> None:
    asked = ask(cast, put_on(cast, monday(cast)[1]))
    answer(cast, asked, said, by)
    assert who(cast) == ["rep"] and asked.answer is said
    with pytest.raises(Refused, match="swap_answered"):
        answer(cast, asked, Answer.ACCEPTED)


@pytest.mark.parametrize(("said", "by"), [(Answer.ACCEPTED, "rep"), (Answer.WITHDRAWN, "rep-2"), (Answer.ACCEPTED, "rep-s02"), (Answer.SET, "rep-2")])
def test_nobody_answers_for_another(cast: Cast, said: Answer, by: str) -> None:
    asked = ask(cast, put_on(cast, monday(cast)[1]))
    with pytest.raises(Missing):
        answer(cast, asked, said, by)
    assert who(cast) == ["rep"]


def test_one_asks_for_ones_own_seat_alone(cast: Cast) -> None:
    seat = put_on(cast, monday(cast)[1])
    with pytest.raises(Missing):
        ask(cast, seat, by="rep-2", taker="rep-s02")
    with pytest.raises(Refused, match="swap_oneself"):
        ask(cast, seat, taker="rep")
    with pytest.raises(NotAllowed):
        ask(cast, seat, by="liaison")


def test_what_changed_meanwhile_is_refused_and_nothing_moves(cast: Cast) -> None:
    """The other sits elsewhere by now, the seat is gone, the day called off or begun."""
    seat = put_on(cast, monday(cast)[1])
    asked = ask(cast, seat)
    keep(cast, weekly(MONDAY), "S02")
    plan(cast, "S02")
    there = put_on(cast, rows(cast, "S02")[1], "rep-2", by="liaison-s02")
    with pytest.raises(Refused, match="sitting_twice"):
        answer(cast, asked, Answer.ACCEPTED)
    db.session.rollback()
    assert who(cast) == ["rep"] and asked.answer is Answer.ASKED
    with unit_of_work():
        sitting.take_off(there, by=cast.actor("liaison-s02"))
        holding.call_off(rows(cast)[1], reason="停电", by=cast.actor("liaison"))
    with pytest.raises(Refused, match="swap_over"):
        answer(cast, asked, Answer.ACCEPTED)


def test_a_day_that_has_begun_or_whose_presence_is_noted_changes_hands_no_more(cast: Cast) -> None:
    seat = put_on(cast, monday(cast)[1])
    at(9, 8)
    note(cast, seat, Presence.HERE)
    with pytest.raises(Refused, match="swap_over"):
        ask(cast, seat)
    at(9, 9, 30)
    with pytest.raises(Refused, match="swap_over"):
        ask(cast, seat)


def test_a_day_in_return_on_which_they_do_not_sit_is_refused(cast: Cast) -> None:
    seat = put_on(cast, monday(cast)[1])
    with pytest.raises(Refused, match="swap_no_return"):
        ask(cast, seat, back_on=rows(cast)[2].day)


def test_the_office_sets_a_deputy_at_its_own_stations(cast: Cast) -> None:
    """HB-40: a no-show is foreseen: the liaison sets somebody else at once, and both stand in the record."""
    seat = put_on(cast, monday(cast)[1])
    with pytest.raises(NotAllowed), unit_of_work():
        swap.set_down(seat, cast.person("rep-2"), by=cast.actor("liaison-s02"))
    with unit_of_work():
        made = swap.set_down(seat, cast.person("member"), reason="住院", by=cast.actor("liaison"))
    assert who(cast) == ["member"] and made.answer is Answer.SET and made.asked_by_id == cast.person("liaison").id
    assert db.session.get(Sitting, seat.id).taken_off_at is not None, "the row of who was planned stays"


def test_a_day_in_return_at_anothers_station_is_not_the_liaisons_to_set(cast: Cast) -> None:
    seat = put_on(cast, monday(cast)[1])
    keep(cast, weekly(MONDAY, starts=14 * 60, ends=16 * 60), "S02")
    plan(cast, "S02")
    there = rows(cast, "S02")[2]
    put_on(cast, there, "rep-s02", by="liaison-s02")
    with pytest.raises(NotAllowed), unit_of_work():
        swap.set_down(seat, cast.person("rep-s02"), back_on=there.day, by=cast.actor("liaison"))
    assert who(cast) == ["rep"] and who(cast, 2, "S02") == ["rep-s02"]
    with unit_of_work():
        swap.set_down(seat, cast.person("rep-s02"), back_on=there.day, by=cast.actor("director"))
    assert who(cast) == ["rep-s02"] and who(cast, 2, "S02") == ["rep"]
