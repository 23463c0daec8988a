"""A unit without accounts asks on paper: that it goes elsewhere (T13b), or for more time; the same guards and limits (HB-50, §9 row 10)."""

from datetime import date

import pytest

from portal.cases import deadline, invariants, referral, timeline
from portal.cases.case import Case, State
from portal.cases.unit_paper import UnitPaper
from portal.cases.unit_request import Extension, ReturnRequest
from portal.foundation import clock
from portal.foundation.refusal import NotAllowed, Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.notices.notice import Kind
from tests.cases.ladder_scene import SCAN, on, paper_unit, sheet
from tests.cast import Cast
from tests.notices.test_notices import told

MARCH = {day: date(2026, 3, day) for day in range(1, 32)}


@pytest.fixture
def case(cast: Cast) -> Case:
    """Referred on Monday 2 March to a unit without accounts: to return until the 4th, to answer until the 9th."""
    return cast.referred(unit=paper_unit())


def handed(day: date) -> UnitPaper:
    return UnitPaper(SCAN, "王主任", clock.at_local(day, 16))


def give_back(cast: Cast, case: Case, paper: UnitPaper, by: str = "liaison") -> ReturnRequest:
    with unit_of_work():
        return referral.ask_return(case, reason="不归我站管。", proposed_unit_id=cast.unit("区水务公司").id, by=cast.actor(by), paper=paper)


def ask_more(cast: Cast, case: Case, paper: UnitPaper, days: int = 3, by: str = "liaison") -> Extension:
    with unit_of_work():
        return referral.ask_extension(case, days=days, reason="等配件到货。", by=cast.actor(by), paper=paper)


def accept(cast: Cast, case: Case) -> None:
    with unit_of_work():
        referral.acknowledge(case, by=cast.actor("liaison"), paper=sheet(0))


def test_t13b_a_sheet_handed_in_in_time_counts_though_it_is_entered_later(cast: Cast, case: Case) -> None:
    on(MARCH[6])
    request = give_back(cast, case, handed(MARCH[4]))
    event = timeline.story(case)[-1]
    assert (event.move, event.happened_at, event.entered_at) == ("T13b", clock.at_local(MARCH[4], 16), clock.now())
    assert event.facts["scan"] and event.facts["name"] == "王主任" and event.for_visitor and request.at == event.happened_at
    assert (case.state, case.next_clock, case.next_on) == (State.RETURN_ASKED, "return_decision", MARCH[9])
    held = deadline.running(case, "reply_simple")
    assert held is not None and held.paused_on == MARCH[6] and told(Kind.RETURN_ASKED) == {"director"}
    with unit_of_work():
        referral.decide_return(case, to=None, decision="按职责清单归你站。", by=cast.actor("director"))
    with pytest.raises(Refused, match="return_once"):
        give_back(cast, case, handed(MARCH[4]))
    assert invariants.broken() == []


def test_a_sheet_handed_in_after_two_working_days_is_too_late(cast: Cast, case: Case) -> None:
    on(MARCH[5], 17)
    with pytest.raises(Refused, match="return_late"):
        give_back(cast, case, handed(MARCH[5]))
    assert case.state is State.REFERRED


def test_t15_more_time_is_asked_by_a_sheet_of_before_the_due_day_was_over_and_once(cast: Cast, case: Case) -> None:
    accept(cast, case)
    on(MARCH[10])
    with pytest.raises(Refused, match="extension_days"):
        ask_more(cast, case, handed(MARCH[9]), days=6)
    asked = ask_more(cast, case, handed(MARCH[9]))
    event = timeline.story(case)[-1]
    assert (event.act, event.happened_at, event.entered_at) == ("behalf.extension", asked.at, clock.now()) and event.facts["scan"]
    assert told(Kind.EXTENSION_ASKED) == set(), "the owner entered it"
    with unit_of_work():
        referral.decide_extension(case, granted=True, decision="同意。", by=cast.actor("director"))
    row = deadline.running(case, "reply_simple")
    assert row is not None and (row.due_on, row.original_due_on) == (MARCH[12], MARCH[9])
    with pytest.raises(Refused, match="extension_once"):
        ask_more(cast, case, handed(MARCH[9]))
    assert invariants.broken() == []


def test_more_time_asked_after_the_due_day_is_refused(cast: Cast, case: Case) -> None:
    accept(cast, case)
    on(MARCH[10], 17)
    with pytest.raises(Refused, match="extension_late"):
        ask_more(cast, case, handed(MARCH[10]))


@pytest.mark.parametrize("ask", [give_back, ask_more])
def test_nobody_asks_for_a_unit_that_can_sign_in_and_nobody_but_the_liaison_asks(cast: Cast, ask: object) -> None:
    own = cast.handling()
    on(MARCH[3])
    with pytest.raises(Refused, match="behalf_account"):
        ask(cast, own, sheet())  # type: ignore[operator]
    lone = cast.referred(unit=paper_unit())
    accept(cast, lone)
    for by in ("clerk", "rep", "director", "office", "officer"):
        with pytest.raises(NotAllowed):
            ask(cast, lone, sheet(), by=by)  # type: ignore[operator]
    for minutes, key in ((-5, "happened_later"), (9_999_999, "happened_earlier")):
        with pytest.raises(Refused, match=key):
            ask(cast, lone, sheet(minutes))  # type: ignore[operator]
    assert lone.state is State.HANDLING and invariants.broken() == []
