"""Danger to life is marked wherever it is first heard, taken back only with a reason, and each leaves its trace (practice.md §2.1, §3.2)."""

from datetime import timedelta

import pytest

from portal.cases import acceptance, danger, desk, intake, ladder, timeline
from portal.cases.case import Case
from portal.cases.ladder import Why
from portal.foundation.refusal import NotAllowed, Refused
from portal.foundation.unit_of_work import unit_of_work
from tests.cast import NOW, Cast

CHEST = "胸口疼得厉害，喘不上气。"


def marked(cast: Cast, case: Case, by: str = "clerk") -> Case:
    with unit_of_work():
        danger.mark(case, reason="胸痛，一个人在家。", by=cast.actor(by))
    return case


def accept(cast: Cast, case: Case, told: bool) -> None:
    with unit_of_work():
        acceptance.accept(case, acceptance.Sorting(2, "C4", points_to_nobody=True, danger=told),
                          decided_by_id=cast.person("rep").id, by=cast.actor("liaison"))


def last(case: Case) -> tuple[str, object, str, bool]:
    event = timeline.story(case)[-1]
    return event.act, event.facts.get("danger"), event.text, event.for_visitor


def test_a_matter_of_the_terminal_is_marked_and_called_in_within_two_hours(cast: Cast) -> None:
    """practice.md §3.2: the kiosk asks nobody about danger, so whoever reads the words at the desk marks it."""
    case = cast.register(words=CHEST).case
    assert desk.uncalled(cast.actor("liaison")) == []
    marked(cast, case)
    assert desk.uncalled(cast.actor("liaison")) == [(case, NOW + timedelta(hours=2))]
    assert last(case) == ("danger.mark", True, "胸痛，一个人在家。", False)


def test_it_is_taken_back_with_a_reason_and_that_it_stood_stays_told(cast: Cast) -> None:
    case = marked(cast, cast.register(words=CHEST).case)
    with pytest.raises(Refused, match="reason_needed"), unit_of_work():
        danger.take_back(case, reason=" ", by=cast.actor("liaison"))
    with unit_of_work():
        danger.take_back(case, reason="已送医院，平安。", by=cast.actor("liaison"))
    assert (case.danger, desk.uncalled(cast.actor("liaison")), last(case)[:3]) == (False, [], ("danger.mark", False, "已送医院，平安。"))
    assert [event.facts["danger"] for event in timeline.story(case) if event.act == "danger.mark"] == [True, False]


def test_with_the_unit_the_call_is_what_the_ladder_suggests(cast: Cast) -> None:
    case = marked(cast, cast.handling(), "liaison")
    assert [one.why for one in ladder.suggestions(case, cast.actor("rep"))] == [Why.DANGER_CALL]


@pytest.mark.parametrize("verb", [danger.mark, danger.take_back])
def test_only_what_changes_something_on_an_open_case_is_recorded(cast: Cast, verb: object) -> None:
    case, over = cast.register(danger=verb is danger.mark).case, cast.closed()
    for on, key in ((case, "danger_known"), (over, "case_over")):
        before = on.events
        with pytest.raises(Refused, match=key), unit_of_work():
            verb(on, reason="摔倒了。", by=cast.actor("liaison"))  # type: ignore[operator]
        assert on.events == before


@pytest.mark.parametrize("login", ["rep", "director", "officer", "liaison-s02", "volunteer"])
def test_r30_nobody_else_marks_it(cast: Cast, login: str) -> None:
    case = cast.referred()
    with pytest.raises(NotAllowed), unit_of_work():
        danger.mark(case, reason="摔倒了。", by=cast.actor(login))
    assert case.danger is False


def test_a_tick_at_the_acceptance_marks_it_and_none_takes_nothing_back(cast: Cast) -> None:
    """practice.md §2.1: urgency is asked where the matter is sorted."""
    told, plain, stood = cast.register(words=CHEST).case, cast.register().case, cast.register(danger=True).case
    for case, tick in ((told, True), (plain, False), (stood, False)):
        accept(cast, case, tick)
    assert [(case.danger, last(case)[:2]) for case in (told, plain, stood)] == [
        (True, ("case.accept", True)), (False, ("case.accept", None)), (True, ("case.accept", None))]


@pytest.mark.parametrize("tick", [True, False])
def test_k34_who_writes_it_down_marks_what_was_said(cast: Cast, tick: bool) -> None:
    case = cast.register(words="", needs_writer=True).case
    with unit_of_work():
        intake.write_down(case, words=CHEST, in_danger=tick, by=cast.actor("clerk"))
    assert (case.danger, last(case)[:2], bool(desk.uncalled(cast.actor("liaison")))) == (tick, ("case.write_down", tick or None), tick)
