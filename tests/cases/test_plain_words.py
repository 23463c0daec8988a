"""Plain words beside a refusal, an answer on the spot and a merger: beside the official ones, never instead of them (SD-29)."""

import pytest

from portal.cases import acceptance, board, care, invariants, plain_words, timeline
from portal.cases.acceptance import Exclusion
from portal.cases.case import Case
from portal.cases.intake import Consent
from portal.foundation.refusal import Refused
from portal.foundation.unit_of_work import unit_of_work
from tests.cast import Cast

PLAIN = "这件事法院正在办，代表不能插手。"


def answer(cast: Cast, case: Case, plain: str) -> None:
    with unit_of_work():
        acceptance.answer(case, text="先备案，再结算。", answered_by="甲", plain=plain, by=cast.actor("liaison"))


def refuse(cast: Cast, case: Case, plain: str) -> None:
    with unit_of_work():
        acceptance.refuse(case, reason=Exclusion.JUDICIAL, body="区法院", since="2026年1月", explanation="已进入司法程序。", plain=plain,
                          decided_by_id=cast.person("rep").id, by=cast.actor("liaison"))


def merge(cast: Cast, case: Case, plain: str) -> None:
    lead = cast.handling()
    with unit_of_work():
        care.merge(case, into=lead, told=True, plain=plain, by=cast.actor("liaison"))


ACTS = [answer, refuse, merge]


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize(("plain", "stands"), [(PLAIN, PLAIN), ("", ""), (" ", ""), ("字" * 120, "字" * 120)])
def test_they_stand_beside_the_decision_to_the_letter_and_may_be_left_out(cast: Cast, act: object, plain: str, stands: str) -> None:
    case = cast.register().case
    act(cast, case, plain)  # type: ignore[operator]
    assert plain_words.of_case(case) == stands and invariants.broken() == []
    told = timeline.story(case, for_visitor=True)[-1]
    assert ("plain" in told.facts) is bool(stands) and not (plain and told.text == plain)


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize(("plain", "key"), [("字" * 121, "text_long"), ("一\n二", "text_lines"), ("\u202e", "text_character")])
def test_short_enough_to_be_read_out_and_nothing_is_half_done(cast: Cast, act: object, plain: str, key: str) -> None:
    case = cast.register().case
    state = case.state
    with pytest.raises(Refused, match=key):
        act(cast, case, plain)  # type: ignore[operator]
    assert case.state is state and plain_words.of_case(case) == ""


def test_the_answer_is_published_with_them_and_word_for_word(cast: Cast) -> None:
    """SD-42: the summary stands beside it, labelled as such; the answer keeps its own bytes and fingerprint."""
    case = cast.register(consent=Consent(publish_result=True)).case
    answer(cast, case, PLAIN)
    with unit_of_work():
        cast.put_up(case)
    row = board.one(case.number)
    assert (row.summary, [reply["text"] for reply in row.replies]) == ([PLAIN], ["先备案，再结算。"])
    assert invariants.broken() == []


def test_t8_taken_back_they_are_gone_and_the_next_refusal_has_its_own(cast: Cast) -> None:
    case = cast.register("S02").case
    for plain in (PLAIN, "第二次的话。"):
        with unit_of_work():
            acceptance.refuse(case, reason=Exclusion.PETITION, body="区信访局", since="去年", explanation="请问信访局。", plain=plain,
                              decided_by_id=cast.person("rep-s02").id, by=cast.actor("liaison-s02"))
        assert plain_words.of_case(case) == plain
        if plain == PLAIN:
            with unit_of_work():
                acceptance.contest(case, words="我没有去过。", by=cast.visitor(case))
            with unit_of_work():
                acceptance.decide_contest(case, upheld=True, decision="应当受理。", by=cast.actor("director"))
            assert plain_words.of_case(case) == ""


def test_t10_whoever_follows_reads_why_and_what_was_decided(cast: Cast) -> None:
    """Both receipts follow the leading case: the follower's own words first, then those of what was decided there."""
    lead, case = cast.register().case, cast.register().case
    with unit_of_work():
        care.merge(case, into=lead, told=True, plain="和前面那件是同一件事。", by=cast.actor("liaison"))
    answer(cast, lead, PLAIN)
    assert plain_words.followed(case, lead, str) == ["和前面那件是同一件事。", PLAIN]
    assert plain_words.followed(lead, lead, str) == [PLAIN]
