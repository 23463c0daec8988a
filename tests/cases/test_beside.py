"""A result stands on the board and another waits beside it: the visitor's no, or the director's, keeps back what is to come, and the case
is counted once (SD-41, X-27, practice.md §6.1)."""

import pytest
from sqlalchemy import select

from portal.cases import acceptance, board, care, closing, desk, invariants, publication, rating, reception_rating
from portal.cases.case import Case, Channel, PublicState
from portal.cases.closing import NotPublishedReason as Why
from portal.cases.deadline import Deadline
from portal.cases.intake import Consent
from portal.cases.preparing import Word
from portal.cases.rating import Result, Solved
from portal.foundation.database import db
from portal.foundation.refusal import Refused
from portal.foundation.unit_of_work import unit_of_work
from tests.cases.test_preparing import say, show
from tests.cast import Cast

ALL, NO = Consent(True, True, True, True), Consent()


def again(cast: Cast) -> Case:
    """Round 1 stands, round 2 waits."""
    case = cast.closed(consent=ALL)
    with unit_of_work():
        cast.put_up(case)
    with unit_of_work():
        care.reopen(case, reason="又坏了", by=cast.actor("liaison"))
    return case


def closed_again(cast: Cast, case: Case) -> Case:
    cast.reply(case)
    cast.pass_on(case)
    cast.tell(case)
    cast.rate(case)
    return case


def late_words(cast: Cast) -> Case:
    """An answer on the spot stands, words that came later wait."""
    case = cast.register(consent=ALL).case
    with unit_of_work():
        acceptance.answer(case, text="上午九点开门。", answered_by="甲", by=cast.actor("liaison"))
    with unit_of_work():
        cast.put_up(case)
    with unit_of_work():
        rating.rate(case, result=Result.SATISFIED, solved=Solved.YES, understood=True, channel=Channel.ONLINE, words="讲得清楚。",
                    publish_words=True, by=cast.visitor(case))
    return case


def change(cast: Cast, case: Case, consent: Consent) -> None:
    with unit_of_work():
        care.change_consent(case, consent, by=cast.visitor(case))


def stands(cast: Cast, case: Case) -> None:
    """The earlier result stands as it did, nothing waits and nothing is counted."""
    row = board.one(case.number)
    assert (row.rounds, row.words != "", "words" in row.rating) == (1, True, False)
    assert (case.public_state, case.next_clock, closing.counts(), board.published_count()) == (PublicState.PUBLISHED, None, {}, 1)
    assert not {case} & {*desk.today(cast.actor("liaison")), *desk.today(cast.actor("director"))} and invariants.broken() == []


def publish_clocks(case: Case) -> int:
    """How many limits for publishing this case has had."""
    return sum(row.clock == "publish" for row in db.session.scalars(select(Deadline).where(Deadline.case_id == case.id)))


@pytest.mark.parametrize("made", [lambda cast: closed_again(cast, again(cast)), late_words], ids=["round 2", "late words"])
def test_the_visitors_no_keeps_back_what_waits_and_a_yes_brings_it_again(cast: Cast, made: object) -> None:
    case = made(cast)  # type: ignore[operator]
    assert case.public_state is PublicState.WAITING
    change(cast, case, NO)
    stands(cast, case)
    assert care.consent_is_open(case)
    before = publish_clocks(case)
    change(cast, case, ALL)
    assert (case.public_state, case.next_clock) == (PublicState.WAITING, "publish") and invariants.broken() == []
    assert publish_clocks(case) == before + 1


def test_the_visitor_objects_to_the_next_result(cast: Cast) -> None:
    case = closed_again(cast, again(cast))
    show(cast, case)
    say(cast, case, Word.OBJECT)
    assert not case.publish_result
    stands(cast, case)


def test_the_visitor_objects_to_the_new_words_and_only_they_are_dropped(cast: Cast) -> None:
    case = late_words(cast)
    show(cast, case)
    say(cast, case, Word.OBJECT)
    assert case.publish_result
    stands(cast, case)
    with unit_of_work():
        reception_rating.rate(case, reception=5, channel=Channel.KIOSK, by=cast.visitor(case))
    stands(cast, case)


@pytest.mark.parametrize("made", [lambda cast: closed_again(cast, again(cast)), late_words], ids=["round 2", "late words"])
def test_the_director_withholds_what_waits(cast: Cast, made: object) -> None:
    case = made(cast)  # type: ignore[operator]
    with unit_of_work():
        publication.decline(case, reason=Why.SECRET, by=cast.actor("director"))
    stands(cast, case)


def test_in_a_reopened_round_every_permission_may_change(cast: Cast) -> None:
    """Practice.md §6.1: what the page offers is taken; of the board it is the next result that they speak of."""
    case = again(cast)
    change(cast, case, Consent(True, True, True, False))
    assert not case.share_contact and case.public_state is PublicState.PUBLISHED
    change(cast, case, NO)
    assert invariants.broken() == [] and board.one(case.number).words
    closed_again(cast, case)
    stands(cast, case)


def test_once_the_next_result_stands_too_no_tick_takes_it_down(cast: Cast) -> None:
    case = closed_again(cast, again(cast))
    with unit_of_work():
        cast.put_up(case)
    assert not care.consent_is_open(case)
    with pytest.raises(Refused, match="consent_published"):
        change(cast, case, NO)


def test_a_count_beside_a_standing_result_is_found(cast: Cast) -> None:
    case = closed_again(cast, again(cast))
    with unit_of_work():
        db.session.add(closing.NotPublished(case_id=case.id, reason=Why.REFUSED, at=case.registered_at))
    assert invariants.broken() == [f"{case.number}: on the board, and counted as not published"]
