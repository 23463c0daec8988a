"""The monthly report on A4: every figure, rate, text and correction as it was signed, and the head of the ledger, in every language (HB-13, R24)."""

from datetime import date

import pytest

from portal.foundation import words
from portal.paper import report, trim
from portal.paper.report import ReportFacts, Section
from portal.paper.size import page_size
from tests.paper import pdfs
from tests.paper.samples import LOCALES

TEXT = "每周一由代表接待。\n件件登记，能当场答复的当场答复。"


def facts(**more) -> ReportFacts:
    given = {
        "sections": (Section("来访", (("批次", "12"), ("人次", "35"))), Section("事项", (("登记", "1207"), ("办结", "—")))),
        "rates": (("解决率", "83 %", "5 / 6"),), "texts": (("主要做法", TEXT),), "corrections": (("2026-02", "人次", "35 → 36"),),
        "head": ("8107", "ab" * 32), "address": "huiyin.example.org/reports/S01/2026-03", "link": "", "demo": True}
    return ReportFacts("岚屿区代表工作室网络", "知党情、听民意、促和谐", "榆荫街道站", "REPORT-7", "2026-03", date(2026, 3, 1), date(2026, 3, 30),
                       signed="director甲", signed_on=date(2026, 3, 31), **(given | more))


@pytest.mark.parametrize("locale", LOCALES)
def test_hb13_the_sheet_says_what_was_signed(press, locale):
    say = words.speaker(locale)
    pdf = press.pdf(report.html(facts(), say, "a4"), "a4")
    assert page_size(pdf) == (pytest.approx(210, abs=0.1), pytest.approx(297, abs=0.1))
    told = pdfs.text(pdf)
    for wanted in (*TEXT.split("\n"), "12", "35", "1207", "—", "83%", "5/6", "35→36", "REPORT-7", "director甲", "8107", "ab" * 32, say("paper.frame.demo")):
        assert "".join(wanted.split()) in told, wanted


def test_a_size_that_is_none_and_a_text_without_end():
    say = words.speaker("zh_Hans")
    with pytest.raises(ValueError, match="no size"):
        report.html(facts(), say, "a5")
    long = report.html(facts(texts=(("主要做法", "犇" * 9000),)), say, "page", ("/x.css",))
    assert long.count("犇") == report.LONGEST and trim.ELLIPSIS in long and "/x.css" in long
