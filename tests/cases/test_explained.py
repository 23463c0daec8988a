"""The text of a written explanation is public only where the network says so (practice.md §13, HB-66): off as shipped, then masked, looked at
by the visitor, let up by a second person; and gone when the network says no again."""

from datetime import date

import pytest

from portal.cases import board, explanation, invariants, ledger, preparing, progress, publication, publicity, slip
from portal.cases.case import Case, PublicState
from portal.cases.mask import MaskKind
from portal.cases.preparing import Word
from portal.cases.publication import Publication
from portal.cases.slip import Slip
from portal.foundation.database import db
from portal.foundation.refusal import NotAllowed, Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network import network as networks
from tests.cases.ladder_scene import on, red
from tests.cases.test_trace import finish, publish
from tests.cast import Cast

CAUSE = "人手不足，刘某丙请了长假。"
LATER = date(2026, 3, 30)


def choose(cast: Cast, public: bool, by: str = "office") -> None:
    with unit_of_work():
        publicity.publish_explanations(public, by=cast.actor(by))


def explain(cast: Cast, case: Case, row: Slip) -> None:
    with unit_of_work():
        explanation.explain(case, row, cause=CAUSE, responsibility="由我负责。", measures="三日内修好。", by=cast.actor("head"))


def explained(cast: Cast, **more: object) -> tuple[Case, Slip]:
    """Red, explained, answered, told and rated: it waits for the board."""
    case, row = red(cast, **more)
    explain(cast, case, row)
    finish(cast, case)
    return case, row


def standing(case: Case) -> Publication:
    row = publication.current_of(case)
    assert row is not None
    return row


def words(row: Publication) -> dict[str, object]:
    """What the public reads of the explanation of the red slip."""
    return row.supervision["slips"][1].get("words", {})


def tracked(case: Case) -> dict[str, object]:
    return board.pressed(case).slips[1].words


def test_practice_13_as_shipped_no_word_of_it_leaves_the_house(cast: Cast) -> None:
    row = networks.current()
    assert row is not None and not row.explanations_public
    case, _ = explained(cast)
    stands = publish(cast, case)
    assert "explained" in stands.supervision["slips"][1] and "人手" not in publication.canonical(stands) and tracked(case) == {}


def test_practice_13_where_the_network_says_so_it_stands_beside_the_result_and_on_the_tracking_page(cast: Cast) -> None:
    choose(cast, True)
    case, _ = explained(cast)
    assert tracked(case) == {}, "before a second person let it go up it stands nowhere"
    stands = publish(cast, case)
    assert words(stands) == {"seq": 1, "cause": CAUSE, "responsibility": "由我负责。", "measures": "三日内修好。"} == tracked(case)
    assert CAUSE in stands.texts and invariants.broken() == []


def test_practice_6_4_masks_lie_over_it_and_the_tracking_page_reads_it_covered(cast: Cast) -> None:
    choose(cast, True)
    case, _ = explained(cast)
    with unit_of_work():
        assert preparing.cover_words(case, "刘某丙", kind=MaskKind.NAME, by=cast.actor("liaison")) == 1
    stands = publish(cast, case)
    covered = CAUSE.replace("刘某丙", "〔姓名略〕")
    assert words(stands)["cause"] == covered == tracked(case)["cause"] and "刘某丙" not in publication.canonical(stands)
    assert [one["text"] for one in stands.masks] == ["cause-1"] and invariants.broken() == []


def test_hb24_a_hardship_reaches_no_board_whatever_the_network_says(cast: Cast) -> None:
    choose(cast, True)
    case, row = red(cast, kind=3, category="F1")
    explain(cast, case, row)
    with unit_of_work():
        case.common = False
    finish(cast, case)
    assert case.public_state is PublicState.DECLINED and tracked(case) == {}
    with pytest.raises(Refused), unit_of_work():
        cast.put_up(case)
    assert publication.current_of(case) is None


def test_hb44_a_matter_that_is_sealed_since_goes_up_no_more(cast: Cast) -> None:
    choose(cast, True)
    case, _ = explained(cast)
    with pytest.raises(Refused, match="hindered"), unit_of_work():
        case.sealed = True
        cast.put_up(case)
    assert publication.current_of(case) is None and tracked(case) == {}


def test_the_progress_of_an_open_matter_tells_no_word_of_it(cast: Cast) -> None:
    choose(cast, True)
    case, row = red(cast)
    with unit_of_work():
        progress.show(case, by=cast.actor("director"))
    explain(cast, case, row)
    told = progress.current_of(case)
    assert told is not None and "explained" in told.supervision["slips"][1] and "人手" not in str(told.supervision)


def test_practice_6_4_what_comes_after_publishing_waits_until_somebody_looked(cast: Cast) -> None:
    choose(cast, True)
    case, row = red(cast)
    finish(cast, case)
    publish(cast, case)
    on(LATER)
    explain(cast, case, row)
    assert "explained" in standing(case).supervision["slips"][1] and words(standing(case)) == {} == tracked(case)
    assert case.public_state is PublicState.WAITING, "the result stands meanwhile, its new words wait"
    with unit_of_work():
        cast.put_up(case)
    assert words(standing(case))["cause"] == CAUSE and invariants.broken() == []


def test_an_explanation_that_comes_while_the_page_is_shown_takes_it_back(cast: Cast) -> None:
    choose(cast, True)
    case, row = red(cast)
    finish(cast, case)
    with unit_of_work():
        preparing.show(case, by=cast.actor("rep"))
        preparing.answer(case, Word.WELL, by=cast.visitor(case))
    explain(cast, case, row)
    assert case.public_state is PublicState.WAITING
    with pytest.raises(Refused, match="preview_needed"), unit_of_work():
        publication.publish(case, by=cast.actor("director"))


def test_practice_13_switched_off_it_leaves_the_board_at_once_and_the_result_stays(cast: Cast) -> None:
    choose(cast, True)
    case, _ = explained(cast)
    with unit_of_work():
        preparing.cover_words(case, "刘某丙", kind=MaskKind.NAME, by=cast.actor("liaison"))
    first, entries = publish(cast, case), ledger.size()
    choose(cast, False)
    now = standing(case)
    assert now.id != first.id and words(now) == {} == tracked(case) and now.masks == []
    assert (now.published_on, now.words, now.replies) == (first.published_on, first.words, first.replies)
    assert ledger.size() == entries + 1 and invariants.broken() == []
    choose(cast, False)
    assert ledger.size() == entries + 1, "said twice, it is done once"


def test_a_page_shown_under_the_other_rule_is_shown_anew(cast: Cast) -> None:
    case, _ = explained(cast)
    with unit_of_work():
        preparing.show(case, by=cast.actor("rep"))
    choose(cast, True)
    assert case.public_state is PublicState.WAITING


def test_a_slip_that_was_withdrawn_holds_no_words_up_any_more(cast: Cast) -> None:
    choose(cast, True)
    case, row = explained(cast)
    publish(cast, case)
    with unit_of_work():
        slip.withdraw(case, row, reason="发错了单位，收回。", by=cast.actor("rep"))
    assert words(standing(case)) == {} and "withdrawn" in standing(case).supervision["slips"][1]


def test_invariant_4_verify_finds_an_explanation_that_is_not_the_stored_one(cast: Cast) -> None:
    choose(cast, True)
    case, _ = explained(cast)
    row = publication.projection(case, cast.actor("director"))
    row.supervision["slips"][1]["words"]["cause"] = "一切正常。"
    with unit_of_work():
        db.session.add(row)
    assert any("cause-1" in fault for fault in invariants.broken())


@pytest.mark.parametrize("login", ["director", "rep", "liaison", "head"])
def test_nobody_else_chooses_it(cast: Cast, login: str) -> None:
    with pytest.raises(NotAllowed):
        choose(cast, True, by=login)
    assert not (networks.current() or pytest.fail()).explanations_public
