"""A page that is to go up waits for its visitor's word, and the screen says so (practice.md §6.4)."""

import pytest

from portal.cases import acceptance, preparing, preview
from portal.cases.case import Case, PublicState
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


def waiting(cast: Cast, hand: Hand) -> Case:
    """A result that waits for its visitor's word, before its visitor."""
    made = cast.register()
    case = db.session.get_one(Case, made.case.id)
    with unit_of_work():
        acceptance.answer(case, text="上午九点开门。", answered_by="甲", by=cast.actor("liaison"))
    with unit_of_work():
        preparing.show(case, by=cast.actor("liaison"))
    open_it(hand, made.case.number, made.code)
    return case


def stands(case: Case) -> tuple[PublicState, bool]:
    """How far it is with the board, and whether its visitor found it well."""
    db.session.rollback()
    row = preview.of_case(db.session.get_one(Case, case.id))
    return db.session.get_one(Case, case.id).public_state, row is not None and row.agreed_at is not None


def test_section_6_4_it_is_looked_at_on_the_screen_and_found_well(cast: Cast, hand: Hand) -> None:
    """Every text as it will stand; a second touch of the same form does nothing more, and the screen asks no longer."""
    case = waiting(cast, hand)
    hand.get("/kiosk/matter/look")
    assert "上午九点开门" in hand.seen.words() and case.words in hand.seen.words()
    form = hand.form() | {"go": "well"}
    for _ in range(2):
        assert "可以公示" in hand.post("/kiosk/matter/look", **form).words()
    assert stands(case) == (PublicState.PREPARED, True)
    assert "现在看一看" not in hand.get("/kiosk/matter").words()
    hand.get("/kiosk/matter/look", 303)
    hand.get("/kiosk/matter/cover", 303)


def test_section_6_4_one_touch_keeps_it_off_the_board(cast: Cast, hand: Hand) -> None:
    case = waiting(cast, hand)
    hand.get("/kiosk/matter/look")
    assert "不公示" in hand.send("/kiosk/matter/look", go="object").words()
    assert stands(case) == (PublicState.DECLINED, False)


def test_section_6_4_what_else_is_to_be_covered_is_written_and_nothing_typed_is_lost(cast: Cast, hand: Hand) -> None:
    case = waiting(cast, hand)
    hand.get("/kiosk/matter/cover")
    hand.send("/kiosk/matter/cover", 422, go="on", words="")
    long = "请遮住楼号。" * 100
    assert long in hand.send("/kiosk/matter/cover", 422, go="on", words=long).text
    assert "先不公示" in hand.send("/kiosk/matter/cover", go="on", words="请遮住我家的楼号。").words()
    assert stands(case) == (PublicState.WAITING, False)


def test_who_has_no_such_page_is_sent_back_and_a_stranger_to_the_pad(cast: Cast, hand: Hand) -> None:
    made = cast.register()
    hand.start()
    for path in ("/kiosk/matter/look", "/kiosk/matter/cover"):
        hand.get(path, 303)
    open_it(hand, made.case.number, made.code)
    hand.get("/kiosk/matter/look", 303)
    hand.post("/kiosk/matter/look", 303, csrf_token=hand.get("/kiosk/matter/more").value("csrf_token"), key="0" * 32, go="well")
