"""On the way: merged, withdrawn, handed over, taken up again, a spoiled number (T10, T25–T28, YT-18)."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from portal.cases import acceptance, board, care, closing, deadline, invariants, timeline, tracking
from portal.cases.case import OPEN, Case, PublicState, State
from portal.foundation import clock
from portal.foundation.refusal import Moved, NotAllowed, Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network import person as people
from portal.network.role import Role
from tests.cast import NOW, Cast

Make = Callable[[Cast], Case]
WAYS: dict[State, Make] = {
    State.REGISTERED: lambda cast: cast.register().case, State.ACCEPTED: lambda cast: cast.accepted(),
    State.REFERRED: lambda cast: cast.referred(),
    State.HANDLING: lambda cast: cast.handling(), State.REPLIED: lambda cast: cast.replied(),
    State.TO_DELIVER: lambda cast: cast.to_deliver(),
    State.DELIVERED: lambda cast: cast.delivered()}


def merge(cast: Cast, case: Case, into: Case, told: bool = True, by: str = "liaison") -> None:
    with unit_of_work():
        care.merge(case, into=into, told=told, by=cast.actor(by))


def reopen(cast: Cast, case: Case, by: str = "liaison") -> None:
    with unit_of_work():
        care.reopen(case, reason="又坏了。", by=cast.actor(by))


def withdraw(cast: Cast, case: Case, own_will: bool = True) -> None:
    with unit_of_work():
        care.withdraw(case, own_will=own_will, by=cast.visitor(case))


def test_both_receipts_follow_the_leading_case(cast: Cast) -> None:
    first, second, third = (cast.register().case for _ in range(3))
    merge(cast, second, third)
    merge(cast, third, first)
    assert (second.state, tracking.leading(second), tracking.leading(third), tracking.leading(first)) == (
        State.MERGED, first, first, first)
    assert closing.counts() == {closing.NotPublishedReason.MERGED: 2}


def test_what_cannot_lead(cast: Cast) -> None:
    case = cast.register().case
    merged, withdrawn = cast.register().case, cast.register().case
    merge(cast, merged, cast.register().case)
    withdraw(cast, withdrawn)
    for into in (case, merged, withdrawn, cast.closed(), cast.register("S02").case, cast.register(kind=4).case):
        with pytest.raises(Refused, match="merge_target"):
            merge(cast, case, into)
    with pytest.raises(Refused, match="merge_tell"):
        merge(cast, case, cast.register().case, told=False)
    assert case.state is State.REGISTERED


@pytest.mark.parametrize(("here", "there"), [("S90", "S01"), ("S01", "S90"), ("S02", "S01"), ("S02", "S90")])
def test_t10_told_online_and_at_a_station_is_merged_by_who_does_this_for_both(cast: Cast, here: str, there: str) -> None:
    """The director above; the liaison of the one station sees nothing of the other's, and a director below neither."""
    case, into = cast.register(here).case, cast.register(there).case
    for login in ("liaison", "liaison-s02", "liaison-s90", "director-s02"):
        with pytest.raises((Refused, NotAllowed)):
            merge(cast, case, into, by=login)
    assert case.state is State.REGISTERED
    merge(cast, case, into, by="director")
    assert (case.state, tracking.leading(case), care.followers(into)) == (State.MERGED, into, [case])
    assert invariants.broken() == []


def test_t10_a_liaison_of_both_stations_merges_across_them(cast: Cast) -> None:
    with unit_of_work():
        people.grant(cast.person("liaison"), Role.LIAISON, clock.today(), station_id=cast.station("S90").id)
    case, into = cast.register("S90").case, cast.register("S01").case
    merge(cast, case, into)
    assert tracking.leading(case) is into


@pytest.mark.parametrize("state", list(WAYS))
def test_the_visitor_withdraws_at_any_open_step(cast: Cast, state: State) -> None:
    case = WAYS[state](cast)
    assert case.state is state and state in OPEN
    with pytest.raises(Refused, match="own_will"):
        withdraw(cast, case, own_will=False)
    withdraw(cast, case)
    assert (case.state, case.next_on, case.public_state) == (State.WITHDRAWN, None, PublicState.DECLINED)
    asked = {"call_back": True} if case.unit_id else {}  # within a day of the referral somebody calls back (practice.md §9, failure 5)
    assert timeline.story(case)[-1].facts == {"in_person": False} | asked
    with pytest.raises(Moved):
        withdraw(cast, case)


def test_a_hand_over_names_the_old_and_the_new(cast: Cast) -> None:
    case = cast.referred()
    new, agent = cast.person("director").id, cast.person("rep-2").id
    with unit_of_work():
        care.hand_over(case, reason="休假", owner_id=new, agent_id=agent, by=cast.actor("director"))
    event = timeline.story(case, for_visitor=True)[-1]
    assert (case.state, case.owner_id, case.agent_id) == (State.REFERRED, new, agent)
    assert event.facts == {"owner_id": [cast.person("liaison").id, new], "agent_id": [cast.person("rep").id, agent]}


@pytest.mark.parametrize(("more", "key"), [
    ({}, "hand_over_whom"), ({"owner_id": 9999}, "person_inactive"), ({"agent_id": "liaison"}, "decider_representative"),
    ({"agent_id": "officer"}, "decider_representative"), ({"owner_id": "director", "reason": " "}, "reason_needed")])
def test_a_hand_over_needs_somebody_who_can(cast: Cast, more: dict[str, object], key: str) -> None:
    case = cast.referred()
    given = {name: cast.person(value).id if isinstance(value, str) and name != "reason" else value for name, value in more.items()}
    with pytest.raises(Refused, match=key), unit_of_work():
        care.hand_over(case, **({"reason": "休假"} | given), by=cast.actor("director"))  # type: ignore[arg-type]


def test_taken_up_again_with_its_history(cast: Cast) -> None:
    case = cast.closed()
    reopen(cast, case)
    assert (case.state, case.round, case.closed_at, case.outcome, case.next_clock) == (State.HANDLING, 2, None, None, "rehandle")
    assert (case.public_state, closing.counts()) == (PublicState.NONE, {})
    cast.reply(case)
    assert case.state is State.REPLIED


def published(cast: Cast) -> Case:
    case = cast.closed()
    with unit_of_work():
        cast.put_up(case)
    return case


def test_what_was_published_stays_until_the_next_result_joins_it(cast: Cast) -> None:
    case = published(cast)
    reopen(cast, case, by="director")
    assert (case.public_state, board.published_count()) == (PublicState.PUBLISHED, 1)
    cast.reply(case)
    cast.pass_on(case)
    cast.tell(case)
    cast.rate(case)
    assert case.public_state is PublicState.WAITING
    with unit_of_work():
        cast.put_up(case)
    assert [len(row.replies) for row in board.newest(board.Filter()).rows] == [2]


def test_a_published_case_that_is_withdrawn_later_is_not_counted_twice(cast: Cast) -> None:
    case = published(cast)
    reopen(cast, case)
    withdraw(cast, case)
    assert (case.state, case.public_state, board.published_count(), closing.counts()) == (
        State.WITHDRAWN, PublicState.PUBLISHED, 1, {})


def test_a_spoiled_number_only_where_no_text_was_stored(cast: Cast) -> None:
    spoiled = cast.register(words="", needs_writer=True).case
    with unit_of_work():
        care.void(spoiled, reason="打印错误", by=cast.actor("director"))
    assert (spoiled.state, spoiled.public_state, closing.counts()) == (State.VOID, PublicState.NONE, {})
    told = cast.register().case
    with pytest.raises(Refused, match="void_words"), unit_of_work():
        care.void(told, reason="x", by=cast.actor("director"))


def test_what_the_visitor_added_is_text_too(cast: Cast) -> None:
    case = cast.register(words="", needs_writer=True).case
    with unit_of_work():
        acceptance.inform(case, words="路灯", by=cast.visitor(case))
    with pytest.raises(Refused, match="void_words"), unit_of_work():
        care.void(case, reason="x", by=cast.actor("director"))


def test_the_visitors_own_clock_runs_on_when_it_is_taken_up_again(cast: Cast) -> None:
    """practice.md §3.3: from the first word, through every round; the hard ceiling is the one of the first day, not a new one."""
    case = cast.handling()
    ceiling = deadline.running(case, "ceiling")
    assert ceiling is not None
    due = ceiling.due_on
    cast.reply(case)
    cast.pass_on(case)
    cast.tell(case)
    cast.rate(case)
    assert deadline.running(case, "ceiling") is None
    clock.freeze(NOW + timedelta(days=90))
    reopen(cast, case)
    again = deadline.running(case, "ceiling")
    assert again is ceiling and again.due_on == due < clock.today() and [row[:2] for row in deadline.remarkable([case.id], clock.today())] == [(case.id, "ceiling")]
    assert invariants.broken() == []


def test_a_case_answered_on_the_spot_is_not_reopened_but_told_anew(cast: Cast) -> None:
    case = cast.register().case
    with unit_of_work():
        acceptance.answer(case, text="已答复", answered_by="甲", by=cast.actor("liaison"))
    with pytest.raises(Refused, match="not_referred"):
        reopen(cast, case)


@pytest.mark.parametrize("login", ["rep", "officer", "clerk", "office", "liaison-s02"])
def test_who_does_not_take_up_again(cast: Cast, login: str) -> None:
    case = cast.closed()
    with pytest.raises(NotAllowed):
        reopen(cast, case, by=login)


@pytest.mark.parametrize("who", ["volunteer", "officer", "liaison-s02", "rep"])
def test_yt18_a_case_is_owned_by_a_liaison_or_director_of_its_station_or_above(cast: Cast, who: str) -> None:
    case = cast.register().case
    before = case.owner_id
    with pytest.raises(Refused, match="owner_role"), unit_of_work():
        care.hand_over(case, reason="换人", owner_id=cast.person(who).id, by=cast.actor("director"))
    assert case.owner_id == before
