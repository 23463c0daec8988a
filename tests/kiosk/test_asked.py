"""What a representative asks stands on the terminal's screen of the matter until it is answered (HB-78)."""

from portal.cases import acceptance, side_note
from portal.cases.side_note import Audience
from portal.foundation.unit_of_work import unit_of_work
from tests.cast import Cast
from tests.kiosk.hand import Hand
from tests.kiosk.test_matter import open_it


def test_hb78_the_terminal_shows_what_the_representative_asks_until_it_is_answered(hand: Hand, cast: Cast) -> None:
    made = cast.register()
    with unit_of_work():
        side_note.write(made.case, words="是哪几盏灯？", audience=Audience.VISITOR, asks=True, by=cast.actor("rep"))
    open_it(hand, made.case.number, made.code)
    assert hand.seen.words().count("是哪几盏灯？") == 2 and 'href="/kiosk/matter/more"' in hand.seen.text
    with unit_of_work():
        acceptance.inform(made.case, words="门口往东五盏。", by=cast.visitor(made.case))
    open_it(hand, made.case.number, made.code)
    assert hand.seen.words().count("是哪几盏灯？") == 1, "in the story alone"
