"""The results of the last days to hang out: each reply to the last sign, on A4, A3 and A2, in every language (SD-40, SG-01)."""

from datetime import date

import pytest

from portal.cases.four_numbers import Numbers
from portal.foundation import words
from portal.paper import trim, week
from portal.paper.size import page_size
from portal.paper.week import LONGEST, MOST, Result, WeekFacts
from tests.paper import pdfs
from tests.paper.samples import LOCALES

REPLY = "经现场查看，路面塌陷约两平方米。\n原因：地下水管渗漏。水管已经换新，路面3月6日前铺好。"


def one(number: str = "S01-26-0007", **more) -> Result:
    given = {"category": "道路", "station": "榆荫街道站", "number": number, "words": "菜市场门口的路陷下去了。", "plain": "水管漏了，路塌了。\n星期五前铺好。",
             "unit": "街道城市管理办", "reply": REPLY, "covered": False, "facts": (("用时", "3 个工作日"), ("评价", "满意"))}
    return Result(**(given | more))


def facts(*results: Result, **more) -> WeekFacts:
    given = {"four": Numbers(date(2026, 3, 2), 1, 150, told=9, waited=1, rated=8, solved=6, published=12), "address": "huiyin.example.org/?station=S01",
             "link": "", "demo": True}
    return WeekFacts("岚屿区代表工作室网络", "知党情、听民意、促和谐", "榆荫街道站", date(2026, 2, 24), date(2026, 3, 2), results, **(given | more))


@pytest.mark.parametrize(("size", "wide", "high"), [("a4", 210, 297), ("a3", 297, 420), ("a2", 420, 594)])
@pytest.mark.parametrize("locale", LOCALES)
def test_sd40_the_notice_says_each_reply_whole(press, locale, size, wide, high):
    say = words.speaker(locale)
    pdf = press.pdf(week.html(facts(*(one(f"S01-26-{n:04d}") for n in range(3))), say, size), size)
    assert page_size(pdf) == (pytest.approx(wide, abs=0.1), pytest.approx(high, abs=0.1))
    told = pdfs.text(pdf)
    for wanted in (*REPLY.split("\n"), "街道城市管理办"):
        assert told.count(wanted.replace(" ", "")) == 3, wanted
    for wanted in ("S01-26-0002", "75%", say("common.four.title")[:0] + say("paper.week.title"), "huiyin.example.org/?station=S01", say("paper.frame.demo")):
        assert "".join(wanted.split()) in told, wanted


def test_what_does_not_fit_is_said(say):
    many = week.html(facts(*(one(f"S01-26-{n:04d}") for n in range(MOST + 2)), link=""), say, "a4")
    assert "S01-26-0019" in many and "S01-26-0020" not in many and say("paper.week.more", n=2) in many
    long = week.html(facts(one(reply="长" * (LONGEST + 1))), say, "a4")
    assert say("paper.week.goes_on") in long and say("paper.week.goes_on") not in week.html(facts(one()), say, "a4")
    assert say("paper.week.nothing") in week.html(facts(four=None), say, "a4")


@pytest.mark.parametrize(("text", "kept"), [
    ("一\r\n  二\n三", "一\n  二\n三"), ("a\u202eb\x00c\ud800", "ab c"), ("e" + "\u0301" * 9, "e\u0301\u0301"), ("一二三四五六七", "一二三四五…")])
def test_a_quoted_text_keeps_its_lines_and_loses_only_what_no_ink_shows(text, kept):
    assert trim.paragraphs(text, 5 if text.startswith("一二") else 20) == kept
