"""What neighbours raised, at the terminal: one calm card on the last screen, and not a touch more for whoever goes on (SD-50, K34)."""

from flask import Flask

from tests.cast import Cast
from tests.commons import alike
from tests.kiosk.hand import Hand

TYPED = "东门外面那段路夜间没有照明，走路看不清。"


def test_k34_the_card_asks_nothing_of_whoever_goes_on(app: Flask, cast: Cast, hand: Hand) -> None:
    """As many touches with it as without: hand_in is still the next one."""
    row = alike.shown(cast)
    hand.to_review(TYPED, "C")
    assert "已有 3 位邻居提过" in hand.seen.words() and alike.TITLE in hand.seen.words() and "看看对不对" in hand.seen.words()
    hand.hand_in()
    assert len(hand.slip()) == 2 and alike.joined(row) == 0


def test_me_too_counts_one_visit_once_and_leaves_the_way_open(app: Flask, cast: Cast, hand: Hand) -> None:
    row = alike.shown(cast)
    hand.to_review(TYPED, "C")
    for _ in range(2):
        assert "已有 4 位邻居提过" in hand.tell(f"join={row.id}").words()
    assert "没有记您的名字" in hand.seen.words()
    hand.hand_in()
    assert alike.joined(row) == 1


def test_mine_is_another_puts_the_card_away(app: Flask, cast: Cast, hand: Hand) -> None:
    alike.shown(cast)
    hand.to_review(TYPED, "C")
    assert "邻居提过" not in hand.tell("own").words()
    assert "邻居提过" not in hand.tell("publish").words() and "邻居提过" not in hand.tell().words()


def test_nothing_that_is_not_public_is_on_the_card_and_none_is_there_for_a_report(app: Flask, cast: Cast, hand: Hand) -> None:
    alike.worded(cast, alike.gathered(cast))
    hand.to_review(alike.TOLD[0], "C")
    assert "邻居提过" not in hand.seen.words()
    assert "邻居提过" not in hand.tell("join=1").words() and "邻居提过" not in hand.tell("join=x").words()
