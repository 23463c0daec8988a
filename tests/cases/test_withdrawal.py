"""A result is withdrawn: it is nowhere, its address says that it was there and why, the ledger too, and it is counted (SD-41, X-27, §12.1)."""

import json

import pytest
from sqlalchemy import select

from portal.cases import board, care, closing, invariants, preparing, publication, timeline, withdrawal
from portal.cases.case import Case, PublicState
from portal.cases.closing import NotPublishedReason as Why
from portal.cases.ledger import Entry, Kind
from portal.cases.mask import MaskKind
from portal.foundation.database import db
from portal.foundation.refusal import Missing, NotAllowed, Refused
from portal.foundation.unit_of_work import unit_of_work
from tests.cast import Cast


def published(cast: Cast) -> Case:
    case = cast.closed()
    with unit_of_work():
        cast.put_up(case)
    return case


def withdraw(cast: Cast, case: Case, reason: Why = Why.PRIVACY, by: str = "director", note: str = "漏遮了姓名") -> None:
    with unit_of_work():
        withdrawal.withdraw(case, reason=reason, note=note, by=cast.actor(by))


def test_it_is_gone_and_a_stone_stays(cast: Cast) -> None:
    case = published(cast)
    withdraw(cast, case)
    assert board.newest(board.Filter(words="路灯")).rows == board.newest(board.Filter()).rows == [] and board.published_count() == 0
    with pytest.raises(Missing):
        board.one(case.number)
    stone = withdrawal.stone(case.number)
    assert stone is not None and (stone.number, stone.reason, f"{stone.withdrawn_on}") == (case.number, Why.PRIVACY, "2026-03-02")
    assert (closing.counts(), case.public_state, case.next_on) == ({Why.PRIVACY: 1}, PublicState.DECLINED, None)
    rows = [json.loads(row.data) for row in db.session.scalars(select(Entry).where(Entry.kind != Kind.ACCEPTED).order_by(Entry.place))]
    assert [(row["kind"], row["number"]) for row in rows] == [("result", case.number), ("withdrawn", case.number)] and "record" not in rows[1]
    (event,) = [event for event in timeline.story(case, for_visitor=True) if event.act == "publication.withdraw"]
    assert event.facts == {"reason": "privacy"} and invariants.broken() == []


def test_with_its_mask_it_goes_up_again(cast: Cast) -> None:
    """What lacked only a mask is prepared anew; the new row stands where the stone stood."""
    case = published(cast)
    withdraw(cast, case)
    with unit_of_work():
        withdrawal.prepare_anew(case, by=cast.actor("liaison"))
    with unit_of_work():
        preparing.cover_words(case, "路灯", kind=MaskKind.OTHER, by=cast.actor("liaison"))
    with unit_of_work():
        cast.put_up(case)
    assert "路灯" not in board.one(case.number).words and closing.counts() == {} and invariants.broken() == []


def test_what_the_visitor_no_longer_wants_does_not_come_back_by_itself(cast: Cast) -> None:
    case = published(cast)
    withdraw(cast, case, Why.REFUSED)
    assert not case.publish_result and closing.counts() == {Why.REFUSED: 1}
    with pytest.raises(Refused, match="publish_not_now"), unit_of_work():
        withdrawal.prepare_anew(case, by=cast.actor("liaison"))
    with unit_of_work():
        care.change_consent(case, care.Consent(publish_result=True), by=cast.visitor(case))
    assert case.public_state is PublicState.WAITING and invariants.broken() == []


def test_in_another_round_it_is_gone_and_the_round_goes_on(cast: Cast) -> None:
    case = published(cast)
    with unit_of_work():
        care.reopen(case, reason="又坏了", by=cast.actor("liaison"))
    withdraw(cast, case)
    assert case.public_state is PublicState.NONE and publication.current_of(case) is None and closing.counts() == {}
    cast.reply(case)
    cast.pass_on(case)
    cast.tell(case)
    cast.rate(case)
    with unit_of_work():
        cast.put_up(case)
    assert board.one(case.number).rounds == 2 and invariants.broken() == []


def test_an_earlier_result_is_withdrawn_while_the_next_one_waits(cast: Cast) -> None:
    case = published(cast)
    with unit_of_work():
        care.reopen(case, reason="又坏了", by=cast.actor("liaison"))
    cast.reply(case)
    cast.pass_on(case)
    cast.tell(case)
    cast.rate(case)
    withdraw(cast, case, Why.REFUSED)
    assert (case.public_state, closing.counts()) == (PublicState.DECLINED, {Why.REFUSED: 1}) and invariants.broken() == []


@pytest.mark.parametrize(("reason", "note", "why"), [
    (Why.MERGED, "不合适", "withdrawal_reason"), (Why.NO_MATTER, "不合适", "withdrawal_reason"), (Why.PRIVACY, " ", "reason_needed")])
def test_not_for_any_reason(cast: Cast, reason: Why, note: str, why: str) -> None:
    """Practice.md §9 row 14: that it displeases is none."""
    case = published(cast)
    with pytest.raises(Refused, match=why):
        withdraw(cast, case, reason, note=note)
    assert board.one(case.number)


@pytest.mark.parametrize("login", ["liaison", "rep", "officer", "clerk", "director-s02", "admin"])
def test_by_whom(cast: Cast, login: str) -> None:
    case = published(cast)
    with pytest.raises(NotAllowed):
        withdraw(cast, case, by=login)


def test_what_does_not_stand_there_is_not_withdrawn(cast: Cast) -> None:
    case = cast.closed()
    with pytest.raises(Refused, match="withdrawal_nothing"):
        withdraw(cast, case)
    assert withdrawal.stone(case.number) is None
