"""The holidays of a year become known while clocks run into it (practice.md §3.4)."""

from datetime import date

from portal.cases import deadline, invariants, recount, timeline
from portal.foundation import clock
from portal.foundation.unit_of_work import unit_of_work
from portal.network import almanac
from portal.network.role import Role
from tests.cast import Cast


def test_when_the_year_arrives_provisional_days_are_counted_anew_and_the_story_tells(cast: Cast) -> None:
    """practice.md §3.4: recompute and log when the data arrive; the original due day stays (invariant 3)."""
    clock.freeze(clock.at_local(date(2026, 12, 28), 9))
    case, firm, sealed = cast.referred(), cast.register().case, cast.accepted(kind=4, category="O1", target="区水务公司")
    over = cast.closed()
    row, kept, publish = deadline.running(case, "reply_simple"), deadline.running(firm, "accept"), deadline.running(over, "publish")
    first, by = row.due_on, cast.actor("office")
    assert (first, row.provisional, kept.provisional) == (date(2027, 1, 4), True, False)
    with unit_of_work(), recount.counted_anew(by=by):
        almanac.enter([almanac.Line(date(2027, 1, 1), False, "元旦")], by=by)
    assert (row.due_on, row.original_due_on, case.next_on, row.provisional) == (date(2027, 1, 5), first, date(2027, 1, 5), True)
    told = timeline.story(case, for_visitor=True)[-1]
    assert (told.act, told.role, told.facts) == (
        "deadline.recount", Role.SYSTEM, {"clock": "reply_simple", "due": ["2027-01-04", "2027-01-05"]})
    with unit_of_work(), recount.counted_anew(by=by):
        almanac.enter([almanac.Line(date(2027, 1, 2), True, "调休"), almanac.Line(date(2027, 1, 3), True, "调休")], by=by)
        almanac.confirm(2027, source="通知", by=by)
    assert (row.due_on, row.provisional, case.next_on) == (date(2027, 1, 3), False, date(2027, 1, 3))
    assert not publish.provisional and kept.due_on == kept.original_due_on
    assert not any(one.provisional for one in deadline.of_case(sealed))
    assert invariants.broken() == []
