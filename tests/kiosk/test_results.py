"""The results at the terminal: as honest as the public board, in the language they were written in (X-15)."""

import re

import pytest
from flask import Flask

from portal.cases import board, log_tiles, rating, reply
from portal.cases.rating import Result, Solved
from portal.foundation.unit_of_work import unit_of_work
from portal.foundation.words import speaker
from tests.cast import Cast
from tests.faults import boards
from tests.kiosk.hand import Hand
from tests.web.public.results import publish, quoted


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
        cast.put_up(case)
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


def test_sd40_the_way_with_its_dates_and_every_reply_also_the_one_sent_back(cast: Cast, hand: Hand) -> None:
    case = cast.replied(text="已收悉。")
    with unit_of_work():
        reply.send_back(case, reason="没有答到点上。", by=cast.actor("rep"))
    cast.reply(case, "五盏路灯已经修好。")
    cast.pass_on(case)
    cast.tell(case)
    cast.rate(case)
    with unit_of_work():
        row = cast.put_up(case)
    number, steps = row.number, board.steps(row)
    hand.start()
    seen = hand.get(f"/kiosk/results/{number}?lang=zh_Hans")
    assert quoted(seen.text) == ["已收悉。", "五盏路灯已经修好。"]
    assert "退回重写" in seen.words() and "没有答到点上。" not in seen.words()
    say = speaker("zh_Hans")
    assert len(steps) > 4
    for name, day in steps:
        assert f"{say('common.step.' + name)} {say.date(day)}" in seen.words()
    assert row.replies[0]["on"] not in seen.words(), "a date is said in words"

@pytest.mark.parametrize(("lang", "stamp", "print_of", "count"), [
    ("zh_Hans", "除打码处，原文照登", "登出文字的指纹", "处打了码"), ("zh_Hant", "除打碼處，原文照登", "刊登文字的指紋", "處打了碼"),
    ("en", "As written, but for what is covered", "Fingerprint of the text as shown", "places are covered")])
def test_sd42_the_terminal_says_what_is_covered_and_how_much(cast: Cast, hand: Hand, lang: str, stamp: str, print_of: str, count: str) -> None:
    case = cast.closed()
    boards.cover(cast, case)
    boards.put_up(cast, case)
    hand.start()
    seen = hand.get(f"/kiosk/results/{case.number}?lang={lang}").words()
    assert stamp in seen and print_of in seen and count in seen
    shown = re.findall("<code>([^<]*)</code>", hand.seen.text.partition('class="ledger-code"')[0])
    assert shown and all(re.fullmatch("[0-9a-f]{8}", one) for one in shown), "sixty-four signs say nothing to whoever stands there"


def test_sd42_the_screen_says_where_the_result_stands_in_the_ledger(cast: Cast, hand: Hand, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Entry, fingerprint and root as the page of the board has them; a code for the visitor's own phone where one gets there, and no way off."""
    number = publish(cast).number
    with app.app_context():
        entered = log_tiles.entered(board.one(number))
    assert entered is not None and entered.root
    hand.start()
    seen = hand.get(f"/kiosk/results/{number}?lang=zh_Hans")
    said = "".join(seen.words().split())
    assert entered.leaf in said and entered.root in said and f"第几条{entered.index}" in said
    assert 'class="qr"' not in seen.text and 'href="/verify' not in seen.text, "the tests' own address leads no phone here"
    monkeypatch.setitem(app.config, "PUBLIC_URL", "https://huiyin.example.org")
    seen = hand.get(f"/kiosk/results/{number}?lang=zh_Hans")
    assert 'class="qr"' in seen.text and "用手机扫一扫，就能核对这份结果。" in seen.words() and "/verify" not in seen.text
