"""What should not be typed, and what rarely is: told beside the field, kept in the field, stored as it was."""

import pytest
from flask import Flask

from portal.kiosk.draft import Topic
from tests.kiosk.hand import Hand, alone, cases

ODD = ["字" * 20_000, "字\n" * 80, "左\u202e右", "空\x00字"]


def at_words(hand: Hand) -> None:
    hand.start()
    hand.get("/kiosk/tell")
    hand.tell("about=D")


@pytest.mark.parametrize("words", ["", "  \n "])
def test_k08_k38_no_words_at_all_is_said_beside_the_field(app: Flask, hand: Hand, words: str) -> None:
    at_words(hand)
    hand.tell(words=words, status=422)
    assert "请写下您要说的事情" in hand.seen.words() and "field-bad" in hand.seen.text
    assert '<b aria-hidden="true">!</b>' in hand.seen.text, "a sign and words, never colour alone"


def test_k08_a_danger_is_said_by_a_letter_and_in_words(app: Flask, hand: Hand) -> None:
    """Letter A, as on every sheet that is late: red is only its dress."""
    hand.start()
    hand.get("/kiosk/tell")
    hand.tell("about=K")
    parents = [one for one in hand.seen.document().iter("div") if "notice-late" in str(one.get("class")).split()]
    assert len(parents) == 1
    said = "".join(parents[0].itertext()).split()
    assert said[0] == "A" and "正有危险？" in said and "110" in "".join(said)


@pytest.mark.parametrize("topic", [one for one in Topic if one not in (Topic.SAFETY, Topic.CONDUCT)])
def test_whatever_it_is_about_the_emergency_numbers_stand_where_one_writes(app: Flask, hand: Hand, topic: Topic) -> None:
    """practice.md §3.2: tell the emergency number at once; a pain in the chest is told under any picture."""
    hand.start()
    hand.get("/kiosk/tell")
    hand.tell(f"about={topic}")
    said = [one for one in hand.seen.document().iter("span") if one.get("class") == "call-first"]
    assert [number in "".join(one.itertext()) for one in said for number in ("110", "119", "120")] == [True] * 3


@pytest.mark.parametrize("words", ODD, ids=["20,000 characters", "80 lines", "a direction override", "a NUL"])
def test_k38_unfit_words_are_refused_beside_the_field(app: Flask, hand: Hand, words: str) -> None:
    at_words(hand)
    hand.tell(words=words, status=422)
    assert 'aria-invalid="true"' in hand.seen.text


def test_k38_words_that_are_too_long_are_kept_whole(app: Flask, hand: Hand) -> None:
    at_words(hand)
    hand.tell(words="字" * 2001, status=422)
    assert hand.form()["words"] == "字" * 2001


def test_unfit_words_that_skip_the_screens_make_no_case(app: Flask, hand: Hand) -> None:
    hand.to_review()
    hand.hand_in(422, words="左\u202e右")
    assert cases() == []
    assert hand.visible_fields() == {"words"}


@pytest.mark.parametrize("words", ["𠮷先生家的㛃和龘", "灯坏了😀", "第一行\n第二行", "<b>粗</b> & \"引\""])
def test_rare_signs_are_stored_as_they_were_typed(app: Flask, hand: Hand, words: str) -> None:
    hand.to_review(words)
    hand.hand_in()
    assert cases()[0].words == words


def test_broken_utf8_is_no_crash(app: Flask, hand: Hand) -> None:
    at_words(hand)
    form = hand.form()
    body = "&".join(f"{name}={value}" for name, value in form.items() if name != "words") + "&go=on&words=%ff%fe"
    answer = alone(lambda: hand.browse.post("/kiosk/tell", data=body, content_type="application/x-www-form-urlencoded"))
    assert answer.status_code in (200, 400, 422)


@pytest.mark.parametrize("field, value", [("at", "nowhere"), ("go", "nowhere"), ("heads", "-7"), ("heads", "9" * 40),
                                          ("topic", "Q"), ("key", "x"), ("mode", "king")])
def test_fields_from_a_forged_form_do_no_harm(app: Flask, hand: Hand, field: str, value: str) -> None:
    at_words(hand)
    hand.tell(**({"words": "路灯", "go": "on"} | {field: value}))
    assert cases() == []
