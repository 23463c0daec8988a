"""Whether a matter is taken on may take two working days more: once, in time, with a reason that is told (practice.md §3.2)."""

from datetime import date

import pytest

from portal.cases import acceptance, deadline, invariants, timeline
from portal.cases.case import Case
from portal.foundation import clock
from portal.foundation.refusal import Refused
from portal.foundation.unit_of_work import unit_of_work
from tests.cast import Cast

MARCH = {day: date(2026, 3, day) for day in range(1, 32)}


def longer(cast: Cast, case: Case, reason: str = "要等街道来人一起看现场。") -> None:
    with unit_of_work():
        acceptance.extend(case, reason=reason, by=cast.actor("liaison"))


def test_practice_3_2_deciding_whether_to_take_it_on_may_take_two_working_days_more(cast: Cast) -> None:
    case = cast.register().case
    clock.freeze(clock.at_local(MARCH[5], 9))
    longer(cast, case)
    row, event = deadline.running(case, "accept"), timeline.story(case)[-1]
    assert (row.due_on, row.original_due_on, row.extended_by, case.next_on) == (MARCH[9], MARCH[5], 2, MARCH[9])
    assert (event.act, event.text, event.facts, event.for_visitor) == ("acceptance.extend", "要等街道来人一起看现场。", {"days": 2}, True)
    assert invariants.broken() == []


@pytest.mark.parametrize(("day", "reason", "key"), [(MARCH[6], "要看现场。", "extension_late"), (MARCH[5], " ", "reason_needed")])
def test_practice_3_2_it_is_said_in_time_and_with_a_reason(cast: Cast, day: date, reason: str, key: str) -> None:
    case = cast.register().case
    clock.freeze(clock.at_local(day, 9))
    with pytest.raises(Refused, match=key):
        longer(cast, case, reason)
    assert deadline.running(case, "accept").due_on == MARCH[5]


def test_practice_3_2_it_is_said_once_also_after_the_visitor_was_asked(cast: Cast) -> None:
    case = cast.register().case
    longer(cast, case)
    with unit_of_work():
        acceptance.clarify(case, question="在哪一段路？", by=cast.actor("liaison"))
    with pytest.raises(Refused, match="extension_not_here"):
        longer(cast, case)
    with unit_of_work():
        acceptance.inform(case, words="北段", by=cast.visitor(case))
    with pytest.raises(Refused, match="extension_once"):
        longer(cast, case)
    assert deadline.running(case, "accept").due_on == MARCH[9]


def test_practice_3_2_who_has_decided_needs_no_longer(cast: Cast) -> None:
    with pytest.raises(Refused, match="extension_not_here"):
        longer(cast, cast.accepted())
