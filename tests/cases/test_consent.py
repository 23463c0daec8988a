"""The visitor's mind may change, as easily as it was made up, until the result stands on the board (practice.md §6.1)."""

import pytest

from portal.cases import care, closing, invariants, publication, timeline
from portal.cases.case import Case, PublicState
from portal.cases.closing import NotPublishedReason
from portal.cases.intake import Consent
from portal.foundation.refusal import NotAllowed, Refused
from portal.foundation.unit_of_work import unit_of_work
from tests.cast import Cast

YES, NO = Consent(publish_result=True, publish_words=True), Consent()


def change(cast: Cast, case: Case, consent: Consent) -> None:
    """By number and code."""
    with unit_of_work():
        care.change_consent(case, consent, by=cast.visitor(case))


def test_no_takes_a_waiting_result_off_and_yes_brings_it_back(cast: Cast) -> None:
    """SD-41, X-27: what waits for publication follows the visitor's word both ways, and the count follows it."""
    case = cast.closed(consent=YES)
    change(cast, case, NO)
    assert (case.public_state, closing.counts(), case.next_on) == (PublicState.DECLINED, {NotPublishedReason.REFUSED: 1}, None)
    change(cast, case, YES)
    assert (case.public_state, closing.counts(), case.next_clock) == (PublicState.WAITING, {}, "publish")
    assert [event.facts["publish_result"] for event in timeline.story(case) if event.act == "consent.change"] == [[True, False], [False, True]]
    assert invariants.broken() == []


def test_another_reason_against_publishing_outweighs_a_yes(cast: Cast) -> None:
    """practice.md §6.4: protection of people comes before consent."""
    case = cast.closed(kind=4, consent=NO, unit="镇党委")
    change(cast, case, YES)
    assert (case.public_state, closing.counts()) == (PublicState.DECLINED, {NotPublishedReason.SEALED: 1})


def test_on_the_board_it_is_the_stations_to_take_down(cast: Cast) -> None:
    """A published result is not changed by a tick; the refusal says where to go."""
    case = cast.closed(consent=YES)
    with unit_of_work():
        publication.publish(case, by=cast.actor("director"))
    with pytest.raises(Refused, match="consent_published"):
        change(cast, case, NO)


def test_only_the_visitor_and_the_liaison_for_them_and_only_a_change(cast: Cast) -> None:
    """R30: a unit or a representative does not decide what is public; nothing new is not an event."""
    case = cast.handling(consent=YES)
    for login in ("rep", "officer", "director"):
        with pytest.raises(NotAllowed), unit_of_work():
            care.change_consent(case, NO, by=cast.actor(login))
    with pytest.raises(Refused, match="consent_same"):
        change(cast, case, YES)
