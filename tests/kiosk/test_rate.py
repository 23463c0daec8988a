"""Rating by four touches; a result that was told, read word for word; the board for fingers."""

import pytest
from flask import Flask

from portal.cases import acceptance, reception_rating
from portal.cases.case import Case, Channel, State
from portal.cases.rating import Rating
from portal.cases.reception_rating import ReceptionRating
from portal.foundation import codes
from portal.foundation.unit_of_work import unit_of_work
from tests.cast import Cast
from tests.kiosk.hand import Hand, cases, rows

KEY = "5" * 32
REPLY = "五盏灯已修好。\n今后每周巡查一次。"


def open_to_rate(hand: Hand, case: Case) -> str:
    """Number and code through the entry of its own; where it leads."""
    hand.start()
    hand.get("/kiosk/rate")
    return hand.send("/kiosk/track", 303, go="on", number=case.number, code=codes.derive_code(KEY)).location


def touch(hand: Hand, *answers: str) -> None:
    for answer in answers:
        hand.send("/kiosk/matter/rating", go=answer)


@pytest.fixture
def told(cast: Cast) -> Case:
    """A matter whose answer was told to its visitor."""
    return cast.delivered(key=KEY, text=REPLY)


def test_the_entry_of_its_own_leads_straight_to_the_first_question(hand: Hand, told: Case) -> None:
    assert open_to_rate(hand, told) == "/kiosk/matter/rating"


def test_four_touches_and_the_loop_is_closed(hand: Hand, told: Case) -> None:
    open_to_rate(hand, told)
    hand.get("/kiosk/matter/rating")
    touch(hand, "solved=yes", "result=satisfied", "understood=yes", "reception=4")
    hand.send("/kiosk/matter/rating/give")
    row = rows(Rating)[0]
    assert (row.reception, row.understood, cases()[0].state) == (4, True, State.CLOSED)


def test_t21_dissatisfied_says_by_when_it_comes_back(hand: Hand, told: Case) -> None:
    open_to_rate(hand, told)
    hand.get("/kiosk/matter/rating")
    touch(hand, "solved=no", "result=dissatisfied", "understood=no", "reception=skip")
    assert "再办一次" in hand.send("/kiosk/matter/rating/give").words()
    assert cases()[0].state is State.REHANDLE
    assert rows(Rating)[0].reception is None


def test_row_24_whoever_is_dissatisfied_may_say_that_more_was_expected(hand: Hand, told: Case) -> None:
    """practice.md §9: one tick beside the answers, for nobody else, carried through a correction."""
    open_to_rate(hand, told)
    hand.get("/kiosk/matter/rating")
    touch(hand, "solved=partly", "result=satisfied", "understood=yes", "reception=4")
    assert "expected_more" not in hand.form() and "expected_more" not in hand.visible_fields()
    touch(hand, "result=dissatisfied")
    assert "expected_more" in hand.visible_fields()
    hand.send("/kiosk/matter/rating", go="reception", expected_more="y")
    touch(hand, "reception=5")
    hand.send("/kiosk/matter/rating/give")
    assert [(row.result, row.expected_more) for row in rows(Rating)] == [("dissatisfied", True)]


def test_r15_the_same_rating_twice_stands_once(hand: Hand, told: Case) -> None:
    open_to_rate(hand, told)
    hand.get("/kiosk/matter/rating")
    touch(hand, "solved=yes", "result=fairly", "understood=yes", "reception=5")
    form = hand.form()
    hand.post("/kiosk/matter/rating/give", **form)
    hand.post("/kiosk/matter/rating/give", 409, **form)
    assert len(rows(Rating)) == 1


def test_a_question_can_be_answered_anew_from_the_review(hand: Hand, told: Case) -> None:
    open_to_rate(hand, told)
    hand.get("/kiosk/matter/rating")
    touch(hand, "solved=yes", "result=satisfied", "understood=yes", "reception=5", "result", "result=fairly")
    assert "基本满意" in hand.seen.words()


@pytest.mark.parametrize("forged", [{"solved": "perhaps"}, {"reception": "9"}, {"result": ""}])
def test_a_forged_or_unfinished_rating_is_not_taken(hand: Hand, told: Case, forged: dict[str, str]) -> None:
    open_to_rate(hand, told)
    hand.get("/kiosk/matter/rating")
    touch(hand, "solved=yes", "result=satisfied", "understood=yes", "reception=5")
    hand.send("/kiosk/matter/rating/give", 422, **forged)
    assert cases()[0].state is State.DELIVERED


def test_before_there_is_an_answer_the_reception_alone_is_asked_once(hand: Hand, cast: Cast) -> None:
    """T3, practice.md §2.6: one question, which nobody skips who came for it; the matter stays where it is, and there is no second time."""
    case = cast.handling(key=KEY)
    assert open_to_rate(hand, case) == "/kiosk/matter/rating"
    asked = hand.get("/kiosk/matter/rating")
    assert "接待得怎么样？" in asked.words() and "不打分" not in asked.words() and "满意" not in asked.words()
    touch(hand, "reception=skip")
    assert "接待得怎么样？" in hand.seen.words()
    touch(hand, "reception=2")
    form = hand.form()
    assert "您的事不受影响" in hand.send("/kiosk/matter/rating/give").words()
    assert [(row.case_id, row.reception, row.person_id, row.channel) for row in rows(ReceptionRating)] == [(case.id, 2, None, Channel.KIOSK)]
    assert cases()[0].state is State.HANDLING and rows(Rating) == []
    hand.post("/kiosk/matter/rating/give", 409, **form)
    assert "没有要评" in hand.get("/kiosk/matter/rating").words() and "/matter/rating" not in hand.get("/kiosk/matter").text


def test_what_was_said_at_the_desk_meanwhile_leaves_nothing_to_say(hand: Hand, cast: Cast) -> None:
    """The screen stood open, unanswered, while the desk entered it."""
    case = cast.handling(key=KEY)
    open_to_rate(hand, case)
    hand.get("/kiosk/matter/rating")
    form = hand.form()
    with unit_of_work():
        reception_rating.rate(case, reception=4, channel=Channel.STATION, by=cast.actor("clerk"))
    assert "没有要评" in hand.post("/kiosk/matter/rating/give", **form).words()


def test_said_alone_the_reception_is_not_asked_again_beside_the_answer(hand: Hand, cast: Cast, told: Case) -> None:
    """Keep one way: three questions are left."""
    with unit_of_work():
        reception_rating.rate(told, reception=3, channel=Channel.STATION, by=cast.actor("clerk"))
    open_to_rate(hand, told)
    hand.get("/kiosk/matter/rating")
    touch(hand, "solved=yes", "result=satisfied", "understood=yes")
    assert "接待" not in hand.seen.words()
    hand.send("/kiosk/matter/rating/give")
    assert (rows(Rating)[0].reception, cases()[0].state) == (None, State.CLOSED)


@pytest.mark.parametrize(("result", "solved", "said"), [("satisfied", "yes", "这件事走完了"), ("dissatisfied", "no", "请重新说一次")])
def test_an_answer_on_the_spot_is_rated_and_says_what_follows(hand: Hand, cast: Cast, result: str, solved: str, said: str) -> None:
    """§12.2: nothing leads on from there, and the screen says so with the number to give, here and whenever the matter is opened."""
    case = cast.register(key=KEY).case
    with unit_of_work():
        acceptance.answer(case, text="上午九点开门。", answered_by="甲", by=cast.actor("liaison"))
    number = case.number
    assert open_to_rate(hand, case) == "/kiosk/matter/rating"
    hand.get("/kiosk/matter/rating")
    touch(hand, f"solved={solved}")
    assert "再办一次" not in hand.seen.words()
    touch(hand, f"result={result}", "understood=yes", "reception=5")
    assert said in hand.send("/kiosk/matter/rating/give").words() and ("/kiosk/tell" in hand.seen.text) is (solved == "no")
    assert (rows(Rating)[0].result, cases()[0].state) == (result, State.ANSWERED)
    later = hand.get("/kiosk/matter").words()
    assert ("请重新说一次" in later and later.count(number) >= 2) is (solved == "no") and "评一评" not in later


def test_sd42_the_told_answer_stands_word_for_word_and_an_untold_one_not_at_all(hand: Hand, cast: Cast, told: Case) -> None:
    untold = cast.to_deliver(text="这一份还没有告知来访人，所以这里看不到。")
    open_to_rate(hand, told)
    hand.get("/kiosk/matter")
    assert REPLY in hand.seen.text and "五盏灯都修好了。" in hand.seen.words()
    assert untold.state is State.TO_DELIVER and "还没有告知" not in hand.seen.text


def test_sd43_the_board_for_fingers_reads_published_results_only(app: Flask, hand: Hand, cast: Cast) -> None:
    case = cast.closed(key=KEY, text=REPLY)
    cast.delivered(words="不公开的事")
    with unit_of_work():
        cast.put_up(case)
    number = case.number
    hand.start()
    assert number in hand.get("/kiosk/results").text and "不公开的事" not in hand.seen.text
    assert REPLY in hand.get(f"/kiosk/results/{number}").text
    assert "测某甲" not in hand.seen.text


@pytest.mark.parametrize("query", ["before=0", "before=x", "before=" + "9" * 30, "before=" + "0" * 20 + "9" * 30,
                                   "before=" + "0" * 5000, "before=²", "of=all&before=3"])
def test_a_strange_page_of_the_board_is_an_empty_or_a_full_one(app: Flask, hand: Hand, query: str) -> None:
    hand.start()
    assert "办理结果" in hand.get(f"/kiosk/results?{query}").words()


@pytest.mark.parametrize("number", ["S01-26-0001", "x", "%00"])
def test_r31_an_unpublished_result_is_not_there(hand: Hand, told: Case, number: str) -> None:
    hand.start()
    hand.get(f"/kiosk/results/{number}", 404)
