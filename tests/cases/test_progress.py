"""The progress of an open matter on the board: who decides, what stands there, when it goes (SD-40, HB-60 … 66, practice.md §12.1)."""

import itertools
from datetime import date
from typing import Any

import pytest

from portal.cases import (
    acceptance,
    board,
    care,
    closing,
    invariants,
    progress,
    publication,
    timeline,
)
from portal.cases.case import OPEN, Case, PublicState, State
from portal.cases.closing import NotPublishedReason
from portal.cases.progress import Progress
from portal.foundation.refusal import NotAllowed, Refused
from portal.foundation.unit_of_work import unit_of_work
from tests.cases.progress_scene import ALONE, NO, is_gone, row, show, steps
from tests.cast import NOW, SEATS, Cast


def test_sd_40_stages_and_both_dates_stand_there_and_no_word_of_anybody(cast: Cast) -> None:
    """X-01 is not touched: the case stays open, and its place on the board is no end of it."""
    case = show(cast, cast.handling(place="十二栋", heads=3))
    told = row(case)
    assert (told.number, told.station_name, told.category, told.state, told.stage) == (case.number, "榆荫街道站", "C4", State.HANDLING, 2)
    assert told.reached == [[step, "2026-03-02"] for step in ("registered", "accepted", "referred", "received")]
    assert told.next == {"clock": "reply_simple", "first": "2026-03-09", "due": "2026-03-09"}
    assert (told.registered_on, told.late_on) == (date(2026, 3, 2), date(2026, 3, 10))
    stored = str([getattr(told, column.key) for column in Progress.__mapper__.column_attrs])
    assert not [word for word in ("路灯", "十二栋", "测某甲", "12000000017", "城市管理办", "请按期办理", "rep甲") if word in stored]
    assert case.is_open and case.public_state is PublicState.NONE and closing.counts() == {} and invariants.broken() == []
    assert [(event.act, event.facts, event.for_visitor) for event in timeline.story(case)][-1] == ("progress.decide", {"shown": True}, True)


@pytest.mark.parametrize("login", sorted(set(SEATS) - {"director"}))
def test_only_the_director_decides(cast: Cast, login: str) -> None:
    """R30: who puts results up puts this up; no unit, no representative, no liaison."""
    case = cast.handling()
    with pytest.raises(NotAllowed):
        show(cast, case, login)
    show(cast, case)
    with pytest.raises(NotAllowed), unit_of_work():
        progress.hide(case, reason="不想公开。", by=cast.actor(login))


def test_practice_6_4_every_hindrance_of_a_result_hinders_the_progress(cast: Cast) -> None:
    """Every combination of seal, minor, hardship and consent: may_stand is what hindrance says, for every state."""
    for sealed, minor, single, consent in itertools.product(*[(False, True)] * 4):
        for state in State:
            case = Case(state=state, sealed=sealed, minor=minor, publish_result=consent, common=not single, heads=1, kind=3, category="F1",
                        public_state=PublicState.NONE)
            assert progress.may_stand(case) is (closing.hindrance(case) is None)
    assert not progress.may_stand(Case(state=State.CLOSED, publish_result=True, common=True, heads=2, kind=2, category="C4",
                                       public_state=PublicState.DECLINED))


@pytest.mark.parametrize(("more", "why"), [
    ({"consent": NO}, "refused"), ({"kind": 4, "category": "O1"}, "sealed"), ({"minor": True}, "minor")])
def test_hb_44_what_may_not_be_published_shows_no_progress(cast: Cast, more: dict[str, Any], why: str) -> None:
    case = cast.accepted(**more)
    with pytest.raises(Refused, match="publish_hindered") as refusal:
        show(cast, case)
    assert refusal.value.params == {"reason": why} and is_gone(case)


def test_practice_6_4_hardship_of_one_household_shows_none(cast: Cast) -> None:
    case = cast.register().case
    with unit_of_work():
        acceptance.accept(case, acceptance.Sorting(3, "F1", common=False, points_to_nobody=True), decided_by_id=cast.person("rep").id,
                          by=cast.actor("liaison"))
    with pytest.raises(Refused, match="publish_hindered"):
        show(cast, case)


def test_before_it_is_taken_on_nobody_knows_what_it_is(cast: Cast) -> None:
    """HB-44: a report about officials may come as something else; only what was sorted can stand there."""
    case = cast.register().case
    with pytest.raises(Refused, match="progress_not_now"):
        show(cast, case)
    assert OPEN - {State.REGISTERED, State.CLARIFYING} == progress.STATES
    over = cast.closed()
    with pytest.raises(Refused, match="progress_not_now"):
        show(cast, over)
    shown = show(cast, cast.handling())
    with pytest.raises(Refused, match="progress_not_now"):
        show(cast, shown)


def test_practice_6_1_taking_back_the_permission_takes_it_down_at_once(cast: Cast) -> None:
    """As easily as it was given, by number and code; a new yes puts nothing up by itself."""
    case = show(cast, cast.handling(consent=ALONE))
    with unit_of_work():
        care.change_consent(case, NO, by=cast.visitor(case))
    assert is_gone(case)
    with unit_of_work():
        care.change_consent(case, ALONE, by=cast.visitor(case))
    assert is_gone(case) and invariants.broken() == []
    show(cast, case)
    assert row(case).state is State.HANDLING


@pytest.mark.parametrize("way", ["withdrawn", "merged"])
def test_sd_41_what_ends_without_a_result_leaves_no_progress_behind(cast: Cast, way: str) -> None:
    case = show(cast, cast.accepted())
    leading = cast.accepted()
    with unit_of_work():
        if way == "withdrawn":
            care.withdraw(case, own_will=True, by=cast.visitor(case))
        else:
            care.merge(case, into=leading, told=True, by=cast.actor("liaison"))
    assert is_gone(case) and closing.counts() == {NotPublishedReason(way): 1} and invariants.broken() == []


def test_the_director_takes_it_down_and_the_visitor_reads_that_it_is_gone(cast: Cast) -> None:
    case = show(cast, cast.handling())
    with pytest.raises(Refused, match="reason_needed"), unit_of_work():
        progress.hide(case, reason=" ", by=cast.actor("director"))
    with unit_of_work():
        progress.hide(case, reason="地方小，认得出是谁家。", by=cast.actor("director"))
    assert is_gone(case) and timeline.story(case)[-1].for_visitor and case.is_open
    with pytest.raises(Refused, match="progress_not_now"), unit_of_work():
        progress.hide(case, reason="再撤一次。", by=cast.actor("director"))


def test_sd_41_the_result_takes_its_place(cast: Cast) -> None:
    """Finished, it waits there as finished; published, the result alone stands under the number."""
    case = show(cast, cast.delivered())
    cast.rate(case)
    assert (row(case).state, row(case).next["clock"], steps(case)[-1], row(case).stage) == (State.CLOSED, "publish", "closed", 4)
    with unit_of_work():
        cast.put_up(case)
    assert is_gone(case) and board.one(case.number).number == case.number and invariants.broken() == []
    with unit_of_work():
        care.reopen(case, reason="灯又灭了。", by=cast.actor("liaison"))
    with pytest.raises(Refused, match="progress_not_now"):
        show(cast, case)


def test_sd_41_a_result_left_off_the_board_takes_the_progress_with_it(cast: Cast) -> None:
    case = show(cast, cast.delivered())
    cast.rate(case)
    with unit_of_work():
        publication.decline(case, reason=NotPublishedReason.SECRET, by=cast.actor("director"))
    assert is_gone(case) and invariants.broken() == []


def test_what_is_taken_back_was_never_on_the_board(cast: Cast) -> None:
    """R10: the row belongs to the unit of work."""
    case = cast.handling()
    with pytest.raises(ZeroDivisionError), unit_of_work():
        progress.show(case, by=cast.actor("director"))
        raise ZeroDivisionError
    assert is_gone(case)


def test_the_longest_waiting_stand_first_and_pages_follow_without_gap_or_double(cast: Cast) -> None:
    shown = [show(cast, cast.handling()).number for _ in range(5)]
    seen, after = [], None
    for _ in range(9):
        rows, after = board.waiting(after=after, per_page=2)
        seen += [one.number for one in rows]
        if after is None:
            break
    assert seen == shown == [one.number for one in board.waiting()[0]]
    found = board.under_way(NOW.date())
    assert (found.count, found.late, [one.number for one in found.longest]) == (5, 0, shown[:board.FEW])
    assert [one.number for one in board.waiting("S01")[0]] == shown and board.waiting("S02") == ([], None)
