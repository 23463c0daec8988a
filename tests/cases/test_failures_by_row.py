"""Practice.md §9, row by row: the rows that have no place of their own are staged here; tests/shape/test_failure_rows.py names the test of
each of the twenty-four."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import DatabaseError

from portal.cases import acceptance, board, care, closing, delivery, intake, invariants, rating, timeline, tracking
from portal.cases.case import Case, Channel, Outcome, State
from portal.cases.closing import NotPublishedReason
from portal.cases.delivery import Way
from portal.cases.publication import Publication
from portal.cases.rating import Rating, Result, Solved
from portal.cases.reply import Reply
from portal.cases.visitor import Identity
from portal.foundation import clock, codes
from portal.foundation.database import db
from portal.foundation.refusal import NotAllowed, Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.foundation.words import speaker
from portal.network import network as networks
from portal.paper import receipt
from portal.paper.of_case import receipt_of
from tests.cast import NOW, Cast


@pytest.mark.parametrize("login", ["officer", "head"])
def test_row_1_a_unit_never_closes_and_without_the_visitors_word_only_recorded_tries_do(cast: Cast, login: str) -> None:
    """HB-47, X-01: paper closing."""
    case = cast.delivered()
    with pytest.raises(NotAllowed), unit_of_work():
        rating.rate(case, result=Result.SATISFIED, solved=Solved.YES, understood=True, channel=Channel.STATION,
                    by=cast.actor(login))
    with pytest.raises(Refused, match="tries_missing"), unit_of_work():
        delivery.close_by_rule(case, by=cast.actor("liaison"))
    for day, way in ((1, Way.PHONE), (2, Way.PHONE), (3, Way.HOME_VISIT)):
        clock.freeze(NOW + timedelta(days=day))
        with unit_of_work():
            delivery.record_try(case, way=way, by=cast.actor("liaison"))
    with pytest.raises(NotAllowed), unit_of_work():
        delivery.close_by_rule(case, by=cast.actor(login))
    with unit_of_work():
        delivery.close_by_rule(case, by=cast.actor("liaison"))
    assert case.state is State.CLOSED and timeline.story(case)[-1].facts == {"no_rating": "tries"}


def test_row_4_a_word_once_given_is_never_turned_into_a_better_one(cast: Cast) -> None:
    """R15: the first rating of a reply stands; a later one is of another reply and the first is shown beside it."""
    case = cast.delivered()
    cast.rate(case, Result.DISSATISFIED, Solved.NO)
    with pytest.raises(Refused), unit_of_work():
        rating.rate(case, result=Result.SATISFIED, solved=Solved.YES, understood=True, channel=Channel.KIOSK, by=cast.visitor(case))
    with pytest.raises(DatabaseError, match="append-only"), unit_of_work():
        db.session.execute(update(Rating).values(result=Result.SATISFIED))
    assert [row.result for row in rating.of_case(case)] == [Result.DISSATISFIED] and case.state is State.REHANDLE


def test_row_10_two_times_are_kept_and_neither_lies_in_the_future_nor_before_what_it_follows(cast: Cast) -> None:
    """SD-35: back-dating; the moment of entry is the chain's own and no form names it."""
    case = cast.to_deliver()
    with unit_of_work():
        delivery.summarise(case, asked="您问。", answer="好了。", next="巡查。", disagree="打电话。", by=cast.actor("liaison"))
    with unit_of_work():
        delivery.confirm(case, by=cast.actor("rep"))
    for moment, key in ((NOW + timedelta(minutes=1), "happened_later"), (NOW - timedelta(days=3), "happened_earlier")):
        with pytest.raises(Refused, match=key), unit_of_work():
            delivery.deliver(case, way=Way.PHONE, happened_at=moment, by=cast.actor("liaison"))
    clock.freeze(NOW + timedelta(days=4))
    with unit_of_work():
        delivery.deliver(case, way=Way.PHONE, happened_at=NOW + timedelta(hours=1), by=cast.actor("liaison"))
    event = timeline.story(case)[-1]
    assert (event.happened_at, event.entered_at) == (NOW + timedelta(hours=1), NOW + timedelta(days=4))
    assert invariants.broken() == []


def test_row_13_a_wrong_exclusion_is_contested_and_comes_back_with_its_first_day(cast: Cast) -> None:
    """HB-46, T8: sent to the petition office in error; the station above takes it in, and the refusal is counted no more."""
    case = cast.register("S02").case
    with unit_of_work():
        acceptance.refuse(case, reason=acceptance.Exclusion.PETITION, body="区信访局", since="2026年1月", explanation="已在信访程序中。",
                          decided_by_id=cast.person("rep-s02").id, by=cast.actor("liaison-s02"))
    assert closing.counts() == {NotPublishedReason.NOT_ACCEPTED: 1}
    with unit_of_work():
        acceptance.contest(case, words="我没有去过信访局。", by=cast.visitor(case))
    with unit_of_work():
        acceptance.decide_contest(case, upheld=True, decision="应予受理。", by=cast.actor("director"))
    assert case.state is State.REGISTERED and closing.counts() == {}
    assert [event.move for event in timeline.story(case, for_visitor=True)] == ["T2", "T7", None, "T8"]


def test_row_14_a_dissatisfied_end_is_published_and_what_is_left_off_is_counted(cast: Cast) -> None:
    """SD-41, X-15: nobody can leave bad news off without a reason of the closed list."""
    bad, refused = cast.delivered(), cast.delivered(consent=intake.Consent())
    cast.rate(refused)
    for turn in range(2):
        cast.rate(bad, Result.DISSATISFIED, Solved.NO)
        if turn == 0:
            cast.reply(bad)
            cast.pass_on(bad)
            cast.tell(bad)
    with unit_of_work():
        rating.decide_review(bad, upheld=False, reason="已复核。", by=cast.actor("office"))
    with unit_of_work():
        cast.put_up(bad)
    assert [row.rating["result"] for row in board.newest(board.Filter()).rows] == ["dissatisfied"]
    assert closing.counts() == {NotPublishedReason.REFUSED: 1}


@pytest.mark.parametrize("table", [Reply, Publication])
def test_row_15_nobody_prettifies_what_a_unit_wrote(cast: Cast, table: type) -> None:
    """SD-42: odd spaces and a slip of the pen stay, and what was published is never written again."""
    odd = "路灯己经修好 ，\n  谢谢 。。"
    case = cast.to_deliver(text=odd)
    cast.tell(case)
    cast.rate(case)
    with unit_of_work():
        row = cast.put_up(case)
    assert row.replies[0]["text"] == odd
    statement = update(Reply).values(text="路灯已修好。") if table is Reply else update(Publication).values(replies=[])
    with pytest.raises(DatabaseError, match="append-only"), unit_of_work():
        db.session.execute(statement)


def test_row_22_a_duplicate_counts_once_and_both_receipts_stay_alive(cast: Cast) -> None:
    """T10: the merged one reaches no board and no unit; its own code still opens it and leads to the other."""
    leading, key = cast.register().case, codes.new_key()
    told = cast.register(key=key)
    with unit_of_work():
        care.merge(told.case, into=leading, told=True, by=cast.actor("liaison"))
    assert told.case.state is State.MERGED and care.followers(leading) == [told.case]
    assert closing.counts() == {NotPublishedReason.MERGED: 1} and leading.is_open
    secrets = tracking.issued(told.case, key)
    assert secrets is not None and secrets.code == told.code
    assert db.session.scalar(select(func.count()).select_from(Case).where(Case.state != State.MERGED)) == 1


@pytest.mark.parametrize(("solved", "outcome"), [(Solved.CANNOT_TELL, Outcome.EXPLAINED), (Solved.PARTLY, Outcome.PARTLY)])
def test_row_24_a_no_is_called_a_no(cast: Cast, solved: Solved, outcome: Outcome) -> None:
    """HB-47: the outcome has words for "explained, nothing done"; no step makes "solved" of it without the visitor's yes."""
    case = cast.handling()
    cast.reply(case, text="按规定不能安装路灯，理由如下：该处不是市政道路。", claim=Outcome.EXPLAINED)
    cast.pass_on(case)
    cast.tell(case)
    cast.rate(case, Result.FAIRLY, solved)
    assert (case.claim, case.outcome) == (Outcome.EXPLAINED, outcome)


@pytest.mark.parametrize(("locale", "said"), [
    ("zh_Hans", "怎么办由承办单位决定"), ("zh_Hant", "怎麼辦由承辦單位決定"), ("en", "the unit decides")])
def test_row_24_the_receipt_says_who_decides_before_anybody_hopes_otherwise(cast: Cast, locale: str, said: str) -> None:
    """Source L53, §7(c): the station's record is no statutory acceptance; the representative passes it on and presses."""
    case, here = cast.register().case, networks.current()
    assert here is not None
    facts = receipt_of(case, tracking.Secrets("482719360158", "token"), network=here, public_url="https://echo.example",
                       received_by="大厅", today=NOW.date())
    assert said in receipt.html(facts, speaker(locale), "page")


def test_row_21_an_unreasonable_demand_ends_with_a_reasoned_no_and_no_list_of_people(cast: Cast) -> None:
    """ZG-23: explained, no duty; it closes by the visitor's word or by the rule, and who came once is nobody's second entry."""
    case = cast.handling()
    cast.reply(case, text="该要求没有法律依据，不能办理，理由已当面说明。", claim=Outcome.EXPLAINED)
    cast.pass_on(case)
    cast.tell(case)
    cast.rate(case, Result.DISSATISFIED, Solved.NO)
    cast.reply(case, text="再次核查，仍不能办理，理由如前。", claim=Outcome.EXPLAINED)
    cast.pass_on(case)
    cast.tell(case)
    cast.rate(case, Result.DISSATISFIED, Solved.NO)
    with unit_of_work():
        rating.decide_review(case, upheld=False, reason="答复依法有据。", by=cast.actor("office"))
    assert (case.state, case.outcome) == (State.CLOSED, Outcome.EXPLAINED)
    again = cast.register().case
    assert again.visitor_id != case.visitor_id, "the same name and phone: no row says that they came before"
    assert again.is_open and timeline.story(again)[-1].facts.keys().isdisjoint({"seen_before", "warning"})


def test_row_23_who_uses_no_screen_and_no_phone_goes_the_same_way(cast: Cast) -> None:
    """P19: asked for a writer at the terminal, the liaison writes it down; the same number, clock and code."""
    told = cast.register(words="", needs_writer=True, identity=Identity())
    with unit_of_work():
        intake.write_down(told.case, words="楼道灯坏了。", by=cast.actor("liaison"))
    assert told.code and told.case.words == "楼道灯坏了。" and told.case.next_clock == "accept"
