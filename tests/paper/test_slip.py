"""The A4 papers of a file (practice.md §2.3, §2.4, HB-60 … 67): what each says, and its level without any colour."""
from dataclasses import replace

import html5lib
import pytest

from portal.foundation import words
from portal.paper import slip
from tests.paper import pdfs
from tests.paper.sheets import DEMAND, HOUR, NUMBER, RED, REFERRAL, YELLOW, sheets

WANTED = {
    "referral": (REFERRAL, "2026-03-18", "2026-03-16", "区环卫公司", "苏智鹏", "垃圾清运由贵单位负责"),
    "yellow": (YELLOW, REFERRAL, "2026-03-17", "2026-03-09", "2026-03-11", DEMAND, "苏智鹏", "陈伟成"),
    "red": (RED, YELLOW, "2026-03-30", "2026-03-20", "黄色督办单发出后单位书面表示不再办理。", "陈伟成"),
    "explanation": (RED, "2026-03-26", "苏智鹏"),
    "proposal": (YELLOW, RED, "建议约谈单位负责人", "苏智鹏"),
    "cover": (REFERRAL, YELLOW, RED)}
SAID = {
    "referral": ("paper.referral.title", "common.case.urgent", "common.affects.village", "paper.tear.title", "paper.tear.cut", "paper.referral.answer_basis"),
    "yellow": ("paper.level.b", "paper.level_word.b", "paper.tear.title", "paper.slip.demand", "paper.a4.seal"),
    "red": ("paper.level.a", "paper.level_word.a", "paper.tear.title", "paper.slip.after"),
    "explanation": ("paper.explanation.title", "paper.explanation.responsibility", "paper.explanation.head"),
    "proposal": ("paper.proposal.title", "paper.proposal.confidential", "paper.proposal.unexplained"),
    "cover": ("paper.cover.title", "paper.level.a", "paper.cover.identity")}


def bare(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize(("locale", "name"), [*(("zh_Hans", name) for name in WANTED), ("zh_Hant", "referral"), ("en", "red")])
def test_HB_60_every_paper_is_one_A4_sheet_that_says_what_it_must(press, locale, name):
    """Number, matter, unit, days and people; nothing below 11 pt; a demonstration says so."""
    say, facts = words.speaker(locale), sheets(locale, demo=True, sealed=locale == "zh_Hans")[name]
    pdf = press.pdf(slip.html(facts, say), "a4")
    text = pdfs.text(pdf)
    wanted = [NUMBER, facts.unit, "2026-03-10", say("paper.frame.demo"), *WANTED[name], *(say(key).strip() for key in SAID[name])]
    assert [part for part in wanted if bare(part) not in text] == []
    assert [round(side) for side in pdfs.size_mm(pdf)] == [210, 297] and len(pdfs.read(pdf).pages) == 1
    assert min(pdfs.type_sizes(pdf).values()) >= 10.99


def test_every_paper_speaks_every_language_and_says_who_when_and_which(say):
    for name, facts in sheets(say.locale).items():
        page = slip.html(facts, say)
        assert [part for part in (NUMBER, facts.unit, *WANTED[name]) if part not in page] == [], name


def test_HB_64_HB_66_a_level_is_a_letter_a_word_and_a_pattern_without_any_colour(say):
    """A black-and-white copy keeps it: lines one way on yellow, crossed ones on red; the letter stands alone on the sheet."""
    made = sheets()
    patterns = {}
    for name, level in (("yellow", "b"), ("red", "a")):
        page = slip.html(made[name], say)
        assert page.count(f'class="strip strip-{level}"') == 2 and say("paper.level." + level) in page
        assert f'<p class="letter">{level.upper()}</p>' in page
        patterns[level] = page.partition('<path d="M-16')[2].partition('"')[0]
    assert "l16 -16" in patterns["b"] and "l16 16" not in patterns["b"] and "l16 16" in patterns["a"]


def test_which_copy_it_is_and_that_it_is_sealed_or_withdrawn_stands_on_it(say):
    first, second, third = (slip.html(sheets(copy=copy)["yellow"], say) for copy in (1, 2, 3))
    assert say("paper.a4.copy_unit") in first and say("paper.a4.copy_file") in second and say("paper.a4.copy_more", n=3) in third
    assert say("paper.a4.sealed") not in first and say("paper.a4.sealed") in slip.html(sheets(sealed=True)["referral"], say)
    back = replace(sheets()["red"], withdrawn_at=HOUR, withdrawn_because="单位已当面答复。")
    assert say("paper.slip.withdrawn", date=say.day(HOUR), reason="单位已当面答复。") in slip.html(back, say)


def test_a_station_without_an_address_leaves_no_hole(say):
    page = slip.html(sheets(address="", phone="")["yellow"], say)
    assert say("paper.tear.back", where=sheets()["yellow"].station, phone="—") in page


def test_the_code_leads_to_the_page_of_the_matter_behind_the_sign_in(say):
    assert f"office%2Fcases%2F{NUMBER}" in slip.html(sheets()["red"], say)


def test_the_page_for_a_browser_is_valid_html(say):
    for facts in sheets().values():
        assert len(html5lib.HTMLParser(strict=True).parse(slip.html(facts, say, "page", ("/static/css/paper.css",)))) == 2


def test_an_unknown_size_is_a_programmers_error(say):
    with pytest.raises(ValueError, match="roll80"):
        slip.html(sheets()["yellow"], say, "roll80")
