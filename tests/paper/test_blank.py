"""Forms to be filled in by hand: one to a page in every language, number and slip of each its own, nothing ticked in advance (HB-34, FT-01)."""

from dataclasses import replace

import pytest

from portal.foundation import words
from portal.paper import blank
from portal.paper.blank import BlankFacts, Numbered
from tests.paper import pdfs
from tests.paper.samples import LOCALES

FORMS = tuple(Numbered(f"S01-26-S000{n}", f"4827 1936 015{n}", f"https://huiyin.example.org/t/{n}" + "x" * 26) for n in (1, 2, 3))


def facts(say: words.Speaker, demo: bool = True) -> BlankFacts:
    classes = tuple(say("common.category." + top) for top in "ABCDEFGHIJKLMNPZ")
    return BlankFacts("岚屿区代表工作室网络", "知党情、听民意、促和谐", "榆荫街道站", "岚屿区榆荫街12号", "0790-5550101", "周一至周五 9:00–11:30", "huiyin.example.org/track",
                      classes, FORMS, demo)


@pytest.mark.parametrize("locale", LOCALES)
def test_hb34_one_form_a_page_with_its_number_twice_and_its_code_on_the_slip(press, locale):
    say = words.speaker(locale)
    pages = pdfs.read(press.pdf(blank.html(facts(say), say, "form"), "form")).pages
    assert len(pages) == len(FORMS)
    for sheet, form in zip(pages, FORMS, strict=True):
        text = "".join(sheet.extract_text().split())
        assert text.count(form.number) == 2 and text.count(form.code.replace(" ", "")) == 1
        assert text.count("□") == 1 + 3 + 16 + 3 + 4 and "☑" not in text
        for other in FORMS:
            assert other is form or other.number not in text
        for key in ("paper.form.danger", "paper.form.tear", "paper.receipt.keep", "office.register.publish_words"):
            assert "".join(say(key).split()) in text, key


def test_sd_a_report_about_officials_has_no_box_on_a_paper_that_lies_in_a_bag(say):
    said = blank.html(facts(say), say, "form")
    assert say("common.category.O") not in said and say("common.category.A") in said


def test_no_pdf_holds_more_than_the_press_sets_in_time(say):
    many = replace(facts(say), forms=FORMS * 5)
    assert blank.html(many, say, "form").count('<div class="form">') == blank.AT_ONCE


def test_the_page_for_the_browser_draws_both_codes(say):
    said = blank.html(facts(say, demo=False), say, "page", ("/static/css/paper-form.css",))
    assert said.count("<svg class=\"qr\"") == 2 * len(FORMS) and say("paper.frame.demo") not in said
    with pytest.raises(ValueError, match="no size"):
        blank.html(facts(say), say, "a5")
