"""Before anything is sent the screen says what for, who sees it, how long, and one's rights; a child is told apart (R36, practice.md §6.1)."""

import re
from pathlib import Path

import pytest
from flask import Flask

from portal.cases import closing, visitor
from portal.cases.closing import NotPublishedReason as Why
from portal.foundation.database import db
from portal.foundation.words import LOCALES, speaker
from portal.kiosk.draft import CONSENTS
from tests.kiosk.hand import Hand, cases


@pytest.mark.parametrize("locale", LOCALES)
def test_the_review_says_it_short_and_one_touch_away_in_full_word_for_word_as_on_the_web(app: Flask, hand: Hand, locale: str) -> None:
    """practice.md §6.1, L7 art. 17: one short screen, the full text by tapping; nothing told is lost on the way there and back."""
    say = speaker(locale)
    hand.to_review(name="测某甲", phone="12000000017")
    hand.send(f"/kiosk/tell?lang={locale}")
    between = " " if locale == "en" else ""  # no blank between two Chinese sentences
    assert say("kiosk.review.lead") + between + say("kiosk.privacy.short") in hand.seen.words()
    before = hand.form() | {"csrf_token": ""}
    full = hand.tell("privacy").words()
    assert all(line.strip() in full for line in say("public.about.privacy_text", identity_months=app.config["SETTINGS"].identity_months).split("\n"))
    hand.tell("review")
    assert hand.form() | {"csrf_token": ""} == before and say("kiosk.privacy.short") in hand.seen.words()


def test_who_has_a_writer_reads_it_too(app: Flask, hand: Hand) -> None:
    hand.start()
    hand.get("/kiosk/tell")
    hand.tell("about=D")
    assert speaker("zh_Hans")("kiosk.privacy.short") in hand.tell("writer").words()


def test_nobody_is_a_child_before_they_say_so(app: Flask, hand: Hand) -> None:
    hand.to_review()
    assert speaker("zh_Hans")("kiosk.review.child") not in hand.seen.words()
    hand.hand_in()
    assert cases()[0].minor is False


def test_a_child_is_kept_off_the_board_whatever_was_permitted(app: Flask, hand: Hand) -> None:
    """L7 art. 28–31: the guardian's name and phone go where contact data go, and nowhere else."""
    hand.to_review(minor="y", name="测某妈妈", phone="12000000017")
    assert speaker("zh_Hans")("kiosk.review.child") in hand.seen.words()
    hand.hand_in(**dict.fromkeys(CONSENTS, "y"))
    case = cases()[0]
    kept = db.session.get(visitor.Visitor, case.visitor_id)
    assert kept is not None and (case.minor, kept.name, kept.phone, closing.hindrance(case)) == (True, "测某妈妈", "12000000017", Why.MINOR)


def test_k20_the_wipe_drops_every_choice_that_a_turned_page_carries() -> None:
    """What a swap takes over from the next page, the end of the visit takes off the root: text, contrast, reach, hand, voice."""
    code = (Path(__file__).parents[2] / "static/kiosk/turn.js").read_text("utf-8")
    carried = re.search(r'of \["lang", ([^\]]+)\]', code)
    dropped = re.search(r"for \(const own of \[([^\]]+)\]\)", code)
    assert carried is not None and dropped is not None
    assert carried[1].replace("data-", "") == dropped[1]
