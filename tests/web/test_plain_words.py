"""Plain words as they travel: written in the office beside the official ones, read by the visitor at home, at the terminal and on paper (SD-29)."""

import pytest
from flask import Flask

from portal.foundation import codes
from tests.judge import Judge
from tests.kiosk.hand import Hand
from tests.web.office.stage import Stage
from tests.web.office.test_act_happy import REFUSE
from tests.web.public.told import look

KEY, PLAIN = "5" * 32, "简单讲：请先去办备案，再来结算。"
# noun: what is typed beside them
TYPED = {"answer": {"text": "先备案，再结算。", "answered_by": "甲", "kind": "2", "category": "Z9"}, "refusal": REFUSE, "merger": {"told": "y"}}


def decide(stage: Stage, number: str, noun: str, plain: str, status: int = 303) -> str:
    """By the form of the act; what the page says then."""
    more = {"decided_by": stage.id_of("rep")} if noun == "refusal" else {"into": stage.case("handling")} if noun == "merger" else {}
    return stage.send("liaison", number, noun, TYPED[noun] | more | {"plain": plain}, status).text


@pytest.mark.parametrize("noun", TYPED)
def test_the_visitor_reads_them_beside_the_decision(empty_app: Flask, browse: Judge, noun: str) -> None:
    stage = Stage(empty_app)
    number = stage.case("register", key=KEY)
    code = stage.ask(number, lambda case: codes.group(codes.derive_code(KEY)))
    decide(stage, number, noun, PLAIN)
    assert f"简单说：{PLAIN}" in stage.file("liaison", number).words()
    page = look(browse, number, code)
    assert PLAIN in page.words() and TYPED[noun].get("text", TYPED[noun].get("explanation", "")) in page.words()
    hand = Hand(browse)
    hand.get("/kiosk/at/S01", 303)
    hand.start()
    hand.get("/kiosk/track")
    hand.send("/kiosk/track", 303, go="on", number=number, code=code)
    screen = hand.get("/kiosk/matter").words()
    assert PLAIN in screen
    if noun == "refusal":
        assert REFUSE["address"] in screen and REFUSE["address"] in page.words()  # HB-46: where to go with it
        sheet = stage.browser("liaison").get(f"/office/cases/{number}/explanation").text
        assert PLAIN in sheet and REFUSE["explanation"] in sheet


@pytest.mark.parametrize("noun", TYPED)
def test_too_long_to_be_read_out_is_said_and_stays_typed(empty_app: Flask, noun: str) -> None:
    stage = Stage(empty_app)
    number = stage.case("register")
    assert "长" * 121 in decide(stage, number, noun, "长" * 121, 422) and stage.state(number) == "registered"


def test_without_them_nothing_says_that_they_are_missing(empty_app: Flask, browse: Judge) -> None:
    stage = Stage(empty_app)
    number = stage.case("register", key=KEY)
    decide(stage, number, "refusal", "")
    code = stage.ask(number, lambda case: codes.group(codes.derive_code(KEY)))
    assert "简单说" not in look(browse, number, code).words()
    assert "简单说" not in stage.browser("liaison").get(f"/office/cases/{number}/explanation").text
