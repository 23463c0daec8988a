"""The visitor's mind may change, as easily as it was made up, until the result stands on the board (practice.md §6.1)."""

import pytest

from portal.cases import board, care, closing, invariants, progress, timeline
from portal.cases.case import Case, PublicState
from portal.cases.closing import NotPublishedReason
from portal.cases.intake import Consent, Registered
from portal.foundation.refusal import NotAllowed, Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network.role import Role
from tests.cast import Cast

YES, NO, ALL = Consent(publish_result=True, publish_words=True), Consent(), Consent(True, True, True, True)
KEY = "5" * 32


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
        cast.put_up(case)
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


def repeat(cast: Cast, consent: Consent, key: str = KEY) -> Registered:
    """The same form once more, at the terminal it was sent from, with other ticks."""
    return cast.register(key=key, consent=consent)


@pytest.mark.parametrize(("first", "again", "holds"), [
    (ALL, NO, NO), (NO, ALL, NO), (YES, ALL, YES), (ALL, YES, YES),
    (Consent(publish_words=True, share_contact=True), Consent(publish_words=True, publish_rating=True), Consent(publish_words=True))])
def test_r07_a_repeat_takes_permissions_back_and_gives_none(cast: Cast, first: Consent, again: Consent, holds: Consent) -> None:
    """practice.md §6.1: the same number, code and token; of two words the one that shows less holds, for a repeat may come late or
    out of turn, and to allow more there is a page of its own. Once more changes nothing more."""
    told = repeat(cast, first)
    for _ in range(2):
        come = repeat(cast, again)
        assert (come.replayed, come.case.id, come.code, come.token) == (True, told.case.id, told.code, told.token)
        assert Consent(**{name: getattr(told.case, name) for name in vars(NO)}) == holds
    taken = {name: [True, False] for name in vars(NO) if getattr(first, name) and not getattr(again, name)}
    changes = [event for event in timeline.story(told.case, for_visitor=True) if event.act == "consent.change"]
    assert [(event.facts, event.role) for event in changes] == ([(taken, Role.KIOSK)] if taken else [])
    assert invariants.broken() == []


def test_r07_a_no_that_comes_with_a_repeat_takes_what_waits_and_what_stands_there_open_from_the_board(cast: Cast) -> None:
    """SD-41: whatever the matter has become meanwhile, nothing is published that the repeat did not allow."""
    waiting, shown, spoken = cast.closed(key=KEY, consent=ALL), cast.shown(key="6" * 32, consent=ALL), cast.closed(key="7" * 32, consent=ALL)
    repeat(cast, NO)
    repeat(cast, NO, "6" * 32)
    repeat(cast, Consent(publish_result=True), "7" * 32)
    assert (waiting.public_state, closing.counts()) == (PublicState.DECLINED, {NotPublishedReason.REFUSED: 1})
    assert not shown.shows_progress and progress.current_of(shown) is None
    with unit_of_work():
        assert cast.put_up(spoken).words == ""
    assert invariants.broken() == []


def test_r07_what_stands_on_the_board_a_repeat_leaves_there(cast: Cast) -> None:
    """As with number and code: a published result is the station's to take down, and its story tells no change that was none."""
    case = cast.closed(key=KEY, consent=ALL)
    with unit_of_work():
        cast.put_up(case)
    repeat(cast, NO)
    assert case.publish_words and [event.act for event in timeline.story(case)].count("consent.change") == 0
    assert invariants.broken() == []


def test_r07_a_repeat_in_a_reopened_round_takes_back_what_the_next_result_would_show(cast: Cast) -> None:
    """The earlier result stays as it stands; the next one, of which the page of permissions speaks too, does not join it."""
    case = cast.closed(key=KEY, consent=ALL)
    with unit_of_work():
        cast.put_up(case)
    with unit_of_work():
        care.reopen(case, reason="又坏了", by=cast.actor("liaison"))
    repeat(cast, NO)
    assert not case.publish_result and [event.act for event in timeline.story(case)].count("consent.change") == 1
    assert case.public_state is PublicState.PUBLISHED and invariants.broken() == []
    cast.reply(case)
    cast.pass_on(case)
    cast.tell(case)
    cast.rate(case)
    assert (case.public_state, closing.counts()) == (PublicState.PUBLISHED, {}) and board.one(case.number).rounds == 1
    assert invariants.broken() == []
