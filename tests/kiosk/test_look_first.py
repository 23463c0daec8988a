"""A page that is to go up waits for its visitor's word, and the screen says so (practice.md §6.4)."""

import pytest

from portal.cases import acceptance, preparing
from portal.cases.case import Case
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.foundation.words import speaker
from tests.cast import Cast
from tests.kiosk.hand import Hand
from tests.kiosk.test_matter import open_it


@pytest.mark.parametrize("agreed", [False, True])
def test_section_6_4_the_screen_says_that_a_page_waits_for_a_word(cast: Cast, hand: Hand, agreed: bool) -> None:
    """Whoever has only this screen learns that silence is a yes, until when, and where the page can be looked at."""
    made = cast.register()
    case = db.session.get_one(Case, made.case.id)
    with unit_of_work():
        acceptance.answer(case, text="上午九点开门。", answered_by="甲", by=cast.actor("liaison"))
    with unit_of_work():
        until = preparing.show(case, by=cast.actor("liaison")).until
    if agreed:
        with unit_of_work():
            preparing.answer(case, preparing.Word.WELL, by=cast.visitor(case))
    open_it(hand, made.case.number, made.code)
    say = speaker("zh_Hans")
    assert (say("kiosk.matter.look", moment=say.moment(until)) in hand.seen.words()) is not agreed
