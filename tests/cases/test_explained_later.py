"""What the head of a unit explains when the result stands on the board already: the date goes up at once, the words wait beside it, and what
becomes of the matter meanwhile leaves result, clocks and counts whole (practice.md §6.4, §13, X-27)."""

import pytest

from portal.cases import care, deadline, invariants, publication
from portal.cases.case import Case, PublicState
from portal.cases.slip import Slip
from portal.foundation.unit_of_work import unit_of_work
from tests.cases.ladder_scene import on, red, remind
from tests.cases.test_explained import CAUSE, LATER, choose, explain, explained, standing, words
from tests.cases.test_trace import finish, publish
from tests.cast import Cast


@pytest.fixture
def stands(cast: Cast) -> tuple[Case, Slip]:
    """Its result is on the board, its red slip is not explained, and explanations are public."""
    choose(cast, True)
    case, row = red(cast)
    finish(cast, case)
    publish(cast, case)
    on(LATER)
    return case, row


def reopen(cast: Cast, case: Case) -> None:
    with unit_of_work():
        care.reopen(case, reason="又坏了。", by=cast.actor("liaison"))


def test_practice_6_4_words_that_come_in_a_reopened_round_wait_for_its_end_and_no_clock_stops(cast: Cast, stands: tuple[Case, Slip]) -> None:
    case, row = stands
    reopen(cast, case)
    before = (case.next_clock, case.next_on)
    explain(cast, case, row)
    assert before[0] == "rehandle" and (case.next_clock, case.next_on) == before and deadline.running(case, "rehandle")
    assert case.public_state is PublicState.PUBLISHED and words(standing(case)) == {}
    assert "explained" in standing(case).supervision["slips"][1] and invariants.broken() == []
    finish(cast, case)
    publish(cast, case)
    assert words(standing(case))["cause"] == CAUSE and invariants.broken() == []


def test_x27_a_matter_taken_up_again_while_words_wait_keeps_its_result_and_is_counted_once(cast: Cast, stands: tuple[Case, Slip]) -> None:
    case, row = stands
    explain(cast, case, row)
    assert case.public_state is PublicState.WAITING
    reopen(cast, case)
    assert case.public_state is PublicState.PUBLISHED and words(standing(case)) == {} and invariants.broken() == []


def test_invariant_4_what_was_urged_since_is_no_part_of_the_result_that_stands(cast: Cast, stands: tuple[Case, Slip]) -> None:
    """A reminder may follow a reply where the explanation is owed; the result keeps the count of its day, and verify stays clean."""
    case, row = stands
    before = standing(case).supervision["reminders"]
    remind(cast, case)
    explain(cast, case, row)
    publish(cast, case)
    assert words(standing(case))["cause"] == CAUSE and standing(case).supervision["reminders"] == before
    assert invariants.broken() == []


def test_practice_13_switched_off_nothing_waits_any_more_where_only_such_words_waited(cast: Cast, stands: tuple[Case, Slip]) -> None:
    case, row = stands
    explain(cast, case, row)
    choose(cast, False)
    assert case.public_state is PublicState.PUBLISHED and case.next_clock is None and deadline.running(case, "publish") is None
    assert "explained" in standing(case).supervision["slips"][1] and invariants.broken() == []


def test_practice_13_switched_off_a_result_that_does_not_stand_yet_goes_on_waiting(cast: Cast) -> None:
    choose(cast, True)
    case, _ = explained(cast)
    choose(cast, False)
    assert case.public_state is PublicState.WAITING and case.next_clock == "publish"


def test_sd42_what_stands_bears_its_stamp_also_while_new_words_wait(cast: Cast, stands: tuple[Case, Slip]) -> None:
    case, row = stands
    stamped = publication.printed_as_written(case)
    explain(cast, case, row)
    assert case.public_state is PublicState.WAITING and publication.printed_as_written(case) == stamped != frozenset()
