"""The results at the terminal: as honest as the public board, in the language they were written in (X-15)."""

from portal.cases import publication, rating
from portal.cases.rating import Result, Solved
from portal.foundation.unit_of_work import unit_of_work
from tests.cast import Cast
from tests.kiosk.hand import Hand
from tests.web.public.results import publish


def test_x15_a_dissatisfied_word_is_never_drawn_as_a_tick(cast: Cast, hand: Hand) -> None:
    case = cast.delivered()
    cast.rate(case, Result.DISSATISFIED, Solved.NO)
    cast.reply(case)
    cast.pass_on(case)
    cast.tell(case)
    cast.rate(case, Result.DISSATISFIED, Solved.NO)
    with unit_of_work():
        rating.decide_review(case, upheld=False, reason="已依法办到位。", by=cast.actor("director"))
    with unit_of_work():
        publication.publish(case, by=cast.actor("director"))
    number = case.number
    hand.start()
    for path in ("/kiosk/results", f"/kiosk/results/{number}"):
        seen = hand.get(path)
        assert "不满意" in seen.words() and "ring-done" not in seen.text


def test_words_in_chinese_say_so_on_an_english_screen(cast: Cast, hand: Hand) -> None:
    number = publish(cast, locale="en").number
    hand.start()
    assert '<strong lang="zh-Hans">' in hand.get("/kiosk/results?lang=en").text
    assert '<blockquote class="quote-text" lang="zh-Hans">' in hand.get(f"/kiosk/results/{number}").text
