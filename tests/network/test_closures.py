"""Closures of this network alone, and what older versions of the calendar said (practice.md §3.4)."""

from datetime import date

import pytest

from portal.cases import deadline, recount
from portal.foundation import clock
from portal.foundation.refusal import NotAllowed, Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network import almanac, calendar
from portal.network.arrangement import Line
from portal.network.calendar import Told
from tests.cast import Cast

MARCH = {day: date(2026, 3, day) for day in range(1, 32)}


def close(cast: Cast, first: date, last: date | None = None, who: str = "office") -> int:
    days = almanac.span(first, last or first)
    with unit_of_work(), recount.counted_anew(by=cast.actor(who), closures=days):
        return almanac.close(days, name="台风停工", source="三防办", by=cast.actor(who))


def test_a_closure_moves_firm_dates_it_lies_in_and_only_these(cast: Cast) -> None:
    inside, after = cast.referred(), cast.accepted()
    row, refer = deadline.running(inside, "reply_simple"), deadline.running(after, "refer")
    ceiling = deadline.running(inside, "ceiling")
    assert row and refer and ceiling
    days = almanac.span(MARCH[5], MARCH[6])
    assert recount.would_move(almanac.with_closure(days), days) == 1
    assert close(cast, MARCH[5], MARCH[6]) == 2
    assert (row.original_due_on, row.due_on, inside.next_on) == (MARCH[9], MARCH[11], MARCH[11])
    assert (refer.due_on, ceiling.due_on) == (MARCH[3], date(2026, 5, 1))


def test_taken_back_before_its_day_is_over_it_never_was(cast: Cast) -> None:
    case = cast.referred()
    close(cast, MARCH[5])
    with unit_of_work(), recount.counted_anew(by=cast.actor("office"), closures=[MARCH[5]]):
        almanac.open_again(MARCH[5], by=cast.actor("office"))
    assert case.next_on == MARCH[9] and almanac.closures() == []
    close(cast, MARCH[2])
    clock.freeze(clock.at_local(MARCH[3], 9))
    with pytest.raises(Refused, match="closure_over"), unit_of_work():
        almanac.open_again(MARCH[2], by=cast.actor("office"))


def test_a_closure_goes_before_a_later_arrangement(cast: Cast) -> None:
    close(cast, MARCH[7])
    with unit_of_work():
        almanac.enter([Line(MARCH[7], True, "调休上班")], by=cast.actor("office"))
    assert not calendar.workdays().works(MARCH[7])


def test_each_version_can_be_read_again(cast: Cast) -> None:
    by = cast.actor("office")
    with unit_of_work():
        almanac.enter([Line(MARCH[4], False, "误")], by=by, source="一号通知")
    close(cast, MARCH[4])
    with unit_of_work():
        almanac.enter([Line(MARCH[4], True, "更正")], by=by, source="二号通知")
    said = [calendar.as_of(version).get(MARCH[4]) for version in (0, 1, 2, 3, None)]
    closed = Told(False, "台风停工", local=True)
    assert said == [None, Told(False, "误"), closed, closed, closed] and calendar.workdays().version == 3


@pytest.mark.parametrize(("first", "last", "key"), [
    (MARCH[6], MARCH[5], "closure_span"), (MARCH[1], date(2026, 4, 20), "closure_span"), (date(2026, 1, 5), date(2026, 1, 5), "closure_past")])
def test_strange_closures_are_refused(cast: Cast, first: date, last: date, key: str) -> None:
    with pytest.raises(Refused, match=key):
        close(cast, first, last)


def test_known_ones_are_not_entered_twice_and_not_by_others(cast: Cast) -> None:
    close(cast, MARCH[5])
    with pytest.raises(Refused, match="closure_known"):
        close(cast, MARCH[5])
    with pytest.raises(NotAllowed):
        close(cast, MARCH[6], who="director")
