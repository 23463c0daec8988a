"""Taken on, asked back, answered, listened to or refused with reason; and the visitor's objection (T3–T9, HB-41 … 46, X-28)."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from portal.cases import acceptance, closing, deadline, invariants, reply, timeline
from portal.cases.acceptance import Exclusion, Sorting
from portal.cases.case import Case, Kind, Outcome, PublicState, State
from portal.cases.visitor import Identity, IdentityMode
from portal.foundation import clock
from portal.foundation.refusal import Moved, NotAllowed, Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network import actor
from tests.cast import NOW, Cast


def accept(cast: Cast, case: Case, decided_by: str = "rep", by: str = "liaison", **sorting: object) -> None:
    with unit_of_work():
        acceptance.accept(case, Sorting(**({"kind": 2, "category": "C4"} | sorting)),  # type: ignore[arg-type]
                          decided_by_id=cast.person(decided_by).id, by=cast.actor(by))


def refuse(cast: Cast, case: Case, **more: object) -> None:
    given: dict[str, object] = {"reason": Exclusion.JUDICIAL, "body": "岚屿区人民法院", "since": "2026年1月",
                                "explanation": "已在法院，请向法院询问。"}
    with unit_of_work():
        acceptance.refuse(case, **(given | more), decided_by_id=cast.person("rep").id,
                          by=cast.actor("liaison"))  # type: ignore[arg-type]


def contested(cast: Cast, station: str = "S02") -> Case:
    """A refusal at S02 the visitor objects to; S01 is above it."""
    case = cast.register(station).case
    with unit_of_work():
        acceptance.refuse(case, reason=Exclusion.PETITION, body="区信访局", since="去年", explanation="请向信访局询问。",
                          decided_by_id=cast.person("rep-s02").id, by=cast.actor("liaison-s02"))
    with unit_of_work():
        acceptance.contest(case, words="我没有去过信访局。", by=cast.visitor(case))
    return case


def test_the_representative_decides_and_the_liaison_records(cast: Cast) -> None:
    case = cast.register().case
    accept(cast, case, decided_by="rep-2", minor=True)
    event = timeline.story(case)[-1]
    assert (case.state, case.kind, case.category, case.minor) == (State.ACCEPTED, 2, "C4", True)
    assert (event.person_id, event.facts["decided_by"], case.agent_id) == (
        cast.person("liaison").id, cast.person("rep-2").id, cast.person("rep").id)
    assert (case.accepted_at, case.next_clock) == (clock.now(), "refer")


@pytest.mark.parametrize("decider", ["liaison", "director", "member", "officer", "rep-s02"])
def test_nobody_else_decides(cast: Cast, decider: str) -> None:
    case = cast.register().case
    with pytest.raises(Refused, match="decider_representative"):
        accept(cast, case, decided_by=decider)
    assert case.state is State.REGISTERED


def test_a_representative_of_the_station_above_may_decide_below(cast: Cast) -> None:
    case = cast.register("S02").case
    accept(cast, case, decided_by="rep", by="liaison-s02")
    assert case.state is State.ACCEPTED


@pytest.mark.parametrize("kind", [0, 6, -1, 99])
def test_there_are_five_kinds(cast: Cast, kind: int) -> None:
    with pytest.raises(Refused, match="kind_needed"):
        accept(cast, cast.register().case, kind=kind)


@pytest.mark.parametrize("mode", [IdentityMode.CONFIDENTIAL, IdentityMode.ANONYMOUS])
def test_nothing_may_point_to_a_visitor_who_hides(cast: Cast, mode: IdentityMode) -> None:
    case = cast.register(identity=Identity(mode, "测某甲", "12000000017")).case
    with pytest.raises(Refused, match="points_to_visitor"):
        accept(cast, case)
    accept(cast, case, points_to_nobody=True)
    assert case.state is State.ACCEPTED


def test_a_matter_without_words_waits_for_its_writer(cast: Cast) -> None:
    with pytest.raises(Refused, match="words_needed"):
        accept(cast, cast.register(words="", needs_writer=True).case)


@pytest.mark.parametrize("sorting", [{"kind": 4}, {"category": "O1"}])
def test_kind_4_seals_and_keeps_whom_it_is_about(cast: Cast, sorting: dict[str, object]) -> None:
    case = cast.register().case
    accept(cast, case, **sorting, target_unit_id=cast.unit().id)
    assert (case.sealed, case.kind, case.target_unit_id) == (True, Kind.CONDUCT_REPORT, cast.unit().id)


@pytest.mark.parametrize("reason", list(Exclusion))
def test_already_in_a_procedure_is_not_taken_on_and_printed_with_reason(cast: Cast, reason: Exclusion) -> None:
    """Acceptance test 5: not accepted, explained, counted, no deadline."""
    case = cast.register().case
    refuse(cast, case, reason=reason)
    row = acceptance.refusal_of(case)
    assert row is not None and (row.reason, row.body, row.since) == (reason, "岚屿区人民法院", "2026年1月")
    assert (case.state, case.next_on, case.public_state) == (State.NOT_ACCEPTED, None, PublicState.DECLINED)
    assert [clock for clock in deadline.of_case(case) if clock.ended_at is None] == []
    assert closing.counts() == {closing.NotPublishedReason.NOT_ACCEPTED: 1}


@pytest.mark.parametrize(("blank", "key"), [("body", "body_needed"), ("since", "since_needed"),
                                            ("explanation", "explanation_needed")])
def test_a_refusal_names_body_time_and_way(cast: Cast, blank: str, key: str) -> None:
    case = cast.register().case
    with pytest.raises(Refused, match=key):
        refuse(cast, case, **{blank: "  "})
    assert case.state is State.REGISTERED


def test_asked_back_and_answered_by_the_visitor(cast: Cast) -> None:
    case = cast.register().case
    with unit_of_work():
        acceptance.clarify(case, question="哪一段？", by=cast.actor("liaison"))
    assert case.state is State.CLARIFYING
    with unit_of_work():
        acceptance.inform(case, words="北段", by=cast.visitor(case))
    assert (case.state, timeline.story(case)[-1].text) == (State.REGISTERED, "北段")


def test_something_added_later_stands_in_the_story(cast: Cast) -> None:
    case = cast.referred()
    with unit_of_work():
        acceptance.inform(case, words="又坏了一盏", by=cast.visitor(case))
    assert (case.state, timeline.story(case, for_visitor=True)[-1].text) == (State.REFERRED, "又坏了一盏")
    over = cast.closed()
    with pytest.raises(Refused, match="case_over"), unit_of_work():
        acceptance.inform(over, words="x", by=cast.visitor(over))


def test_silence_goes_on_by_itself_after_ten_working_days(cast: Cast) -> None:
    case = cast.register().case
    with unit_of_work():
        acceptance.clarify(case, question="哪一段？", by=cast.actor("liaison"))
    for days, over in ((14, False), (15, True)):
        by = actor.system(clock.now() + timedelta(days=days))
        if over:
            with unit_of_work():
                acceptance.go_on_without(case, by=by)
        else:
            with pytest.raises(Refused, match="clarify_running"), unit_of_work():
                acceptance.go_on_without(case, by=by)
    assert case.state is State.REGISTERED and timeline.story(case)[-1].facts == {"time_over": True}


def test_answered_in_the_same_session(cast: Cast) -> None:
    """CT-22: still registered, still counted, with who answered."""
    case = cast.register().case
    with unit_of_work():
        acceptance.answer(case, text="带身份证到一号窗口。", answered_by="窗口乙", by=cast.actor("rep"))
    assert (case.state, case.outcome, case.public_state) == (State.ANSWERED, Outcome.ANSWERED, PublicState.WAITING)
    assert timeline.story(case)[-1].facts == {"answered_by": "窗口乙"}


def test_listened_to_is_a_visit_and_nothing_more(cast: Cast) -> None:
    """Acceptance test 18, X-11."""
    case = cast.register().case
    with unit_of_work():
        acceptance.listen(case, note="老人想聊聊。", by=cast.actor("liaison"))
    assert (case.state, case.next_on) == (State.LISTENED, None)
    assert closing.counts() == {closing.NotPublishedReason.NO_MATTER: 1}


def test_an_upheld_objection_brings_it_back(cast: Cast) -> None:
    case = contested(cast)
    assert case.next_clock == "second_review"
    with unit_of_work():
        acceptance.decide_contest(case, upheld=True, decision="应予受理。", by=cast.actor("director"))
    assert (case.state, case.next_clock, case.closed_at, case.public_state) == (State.REGISTERED, "accept", None, PublicState.NONE)
    assert closing.counts() == {}
    ceiling = deadline.running(case, "ceiling")
    assert ceiling is not None and ceiling.started_on == clock.day_of(case.registered_at)
    accept(cast, case, decided_by="rep-s02", by="liaison-s02")
    assert case.state is State.ACCEPTED


def test_an_objection_that_fails_is_answered_in_writing(cast: Cast) -> None:
    case = contested(cast)
    with unit_of_work():
        acceptance.decide_contest(case, upheld=False, decision="确已在信访程序中。", by=cast.actor("office"))
    last = timeline.story(case, for_visitor=True)[-1]
    assert (case.state, case.next_on, last.text) == (State.NOT_ACCEPTED, None, "确已在信访程序中。")


def test_only_the_station_above_decides_an_objection(cast: Cast) -> None:
    case = contested(cast)
    for login in ("director-s02", "liaison", "rep"):
        with pytest.raises(NotAllowed), unit_of_work():
            acceptance.decide_contest(case, upheld=True, decision="x", by=cast.actor(login))


@pytest.mark.parametrize(("make", "key"), [
    (lambda cast: cast.register().case, "contest_nothing"), (contested, "contest_runs")])
def test_an_objection_needs_a_refusal_and_is_made_once(cast: Cast, make: Callable[[Cast], Case], key: str) -> None:
    case = make(cast)
    with pytest.raises(Refused, match=key), unit_of_work():
        acceptance.contest(case, words="x", by=cast.visitor(case))


@pytest.mark.parametrize(("days", "late"), [(30, False), (31, True)])
def test_thirty_days_to_object(cast: Cast, days: int, late: bool) -> None:
    case = cast.register().case
    refuse(cast, case)
    clock.freeze(clock.now() + timedelta(days=days))
    try:
        with unit_of_work():
            acceptance.contest(case, words="我没有起诉。", by=cast.visitor(case))
    except Refused as refusal:
        assert late and refusal.key == "refusal.contest_late"
    else:
        assert not late


def test_what_was_taken_on_is_not_taken_on_again(cast: Cast) -> None:
    case = cast.accepted()
    with pytest.raises(Moved):
        accept(cast, case)


def test_sd24_a_unit_at_the_table_answers_and_it_is_its_reply(cast: Cast) -> None:
    """With name and time; it stands on the board as that unit's, byte for byte, and gives the unit no access to the file."""
    case, unit = cast.register().case, cast.unit()
    with unit_of_work():
        acceptance.answer(case, text="明天上午就修。\n 谢谢。", answered_by="经办乙", of=unit, by=cast.actor("liaison"))
    (row,) = reply.of_case(case)
    assert (row.unit_id, row.referral_id, row.officer, row.at, row.claim) == (unit.id, None, "经办乙", NOW, Outcome.ANSWERED)
    assert (case.state, case.unit_id, timeline.story(case)[-1].facts) == (State.ANSWERED, None, {"answered_by": "经办乙", "at_table": unit.id})
    with unit_of_work():
        shown = cast.put_up(case)
    assert [(one["unit"], one["text"], one["passed"]) for one in shown.replies] == [(unit.name, "明天上午就修。\n 谢谢。", True)]
    assert invariants.broken() == []
    secret = cast.register(kind=4, category="O1").case
    with pytest.raises(Refused, match="unit_at_table"), unit_of_work():
        acceptance.answer(secret, text="查无此事。", answered_by="经办乙", of=unit, by=cast.actor("liaison"))
