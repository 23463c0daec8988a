"""X-04: what somebody is kept from is not counted for them either, crowds out nothing of a list, and stands beside nothing as its like."""

from datetime import date, timedelta

import pytest

from portal.cases import call_back, care, follow_up, printed, reply, signals, twins
from portal.cases.case import Case
from portal.cases.visit import Tally
from portal.foundation import clock
from portal.foundation.unit_of_work import unit_of_work
from portal.reception import shift_visit, whom_to_invite
from tests.cases.test_excluded import keep
from tests.cast import NOW, Cast
from tests.reception.opened import monday
from tests.reception.test_shift_visit import came


@pytest.mark.parametrize("of", [follow_up, call_back])
def test_a_visit_or_call_after_the_end_is_neither_counted_nor_in_the_way(cast: Cast, of: object) -> None:
    """One alone is asked for: what is left out does not take its place."""
    cases = [cast.closed() if of is follow_up else _withdrawn(cast) for _ in range(2)]
    clock.freeze(NOW + timedelta(days=40))
    by, here, day = cast.actor("liaison"), [cast.station().id], date.max
    assert [case.id for case, _ in of.due(by, 1)] == [cases[0].id] and of.counted(here, day, by).total() == 2  # type: ignore[attr-defined]
    keep(cast, cases[0], "liaison")
    by = cast.actor("liaison")
    assert [case.id for case, _ in of.due(by, 1)] == [cases[1].id] and of.counted(here, day, by).total() == 1  # type: ignore[attr-defined]
    assert of.counted(here, day, cast.actor("director")).total() == 2  # type: ignore[attr-defined]


def _withdrawn(cast: Cast) -> Case:
    case = cast.referred()
    with unit_of_work():
        care.withdraw(case, own_will=True, by=cast.visitor(case))
    return case


def test_an_open_day_and_its_days_count_without_it(cast: Cast) -> None:
    today, *_ = monday(cast)
    first = came(cast, heads=2).case
    came(cast, heads=3)
    keep(cast, first, "liaison", "rep")
    here, day = [cast.station().id], today.day
    liaison, director = (shift_visit.received([today.id], cast.actor(one))[today.id] for one in ("liaison", "director"))
    assert (liaison.batches, liaison.heads, liaison.matters) == (1, 3, 1) and (director.batches, director.heads, director.matters) == (2, 5, 2)
    assert shift_visit.of_days(here, day, day, cast.actor("liaison")) == Tally(1, 3) and shift_visit.of_days(here, day, day, cast.actor("director")) == Tally(2, 5)


def test_its_reply_is_shown_as_no_twin(cast: Cast) -> None:
    same = "经核查，该处路灯属正常养护范围，已转养护单位按计划处理。"
    first, last = cast.replied(same), cast.replied(same)
    keep(cast, first, "rep")
    assert [row.case_id for row in twins.of(reply.latest(last))] == [first.id]
    assert twins.of(reply.latest(last), apart=cast.actor("rep").kept_from) == []


def test_units_suggested_and_signs_count_nothing_of_it(cast: Cast) -> None:
    row, case = monday(cast)[1], cast.handling()
    for copy in range(signals.PRINTS):
        with unit_of_work():
            printed.note(case, "slip-1", copy + 1, by=cast.actor("clerk"))
    assert [one.count for one in whom_to_invite.to(row, by=cast.actor("liaison"))] == [1]
    assert [one.what for one in signals.seen(NOW, cast.actor("office").kept_from)] == [signals.What.PRINTS]
    keep(cast, case, "liaison", "office")
    assert whom_to_invite.to(row, by=cast.actor("liaison")) == [] and len(whom_to_invite.to(row, by=cast.actor("director"))) == 1
    assert signals.seen(NOW, cast.actor("office").kept_from) == []
