"""The acceptance receipt on both papers and in a browser (practice.md 2.2, K47, R35, SD-22)."""
from dataclasses import fields

import html5lib
import pytest

from portal.foundation import words
from portal.paper import receipt
from portal.paper.receipt import Next, ReceiptFacts
from tests.paper import pdfs
from tests.paper.samples import LOCALES, URL, receipt_facts

SHEETS = ("roll80", "a5")
FACE = {"zh_Hans": "Noto-Sans-CJK-SC", "zh_Hant": "Noto-Sans-CJK-TC", "en": "Noto-Sans-CJK-SC"}
SMALLEST = 11.99           # 12 pt after WeasyPrint's rounding


@pytest.fixture(scope="session")
def printed(press):
    """Every receipt once: (locale, size) to PDF."""
    return {(locale, size): press.pdf(receipt.html(receipt_facts(locale), words.speaker(locale), size), size)
            for locale in LOCALES for size in SHEETS}


@pytest.mark.parametrize("size", SHEETS)
@pytest.mark.parametrize("locale", LOCALES)
def test_2_2_everything_a_visitor_needs_stands_on_the_paper(printed, locale, size):
    text, facts, say = pdfs.text(printed[locale, size]), receipt_facts(locale), words.speaker(locale)
    wanted = [facts.station, facts.motto, facts.number, facts.code, facts.address, facts.phone, facts.hours, facts.online,
              facts.received_by, facts.my_representative, facts.words, facts.call_name, facts.call_phone, "2026-11-30 15:42",
              say.date(facts.next_date), say("paper.receipt.keep"), say("paper.receipt.privacy"),
              say("paper.receipt.not_statutory")]
    assert [part for part in wanted if "".join(part.split()) not in text] == []


@pytest.mark.parametrize("size", SHEETS)
@pytest.mark.parametrize("locale", LOCALES)
def test_the_face_is_the_one_of_the_language_and_never_the_japanese_one(printed, locale, size):
    assert pdfs.faces(printed[locale, size]) == {FACE[locale], FACE[locale] + "-Bold"}


@pytest.mark.parametrize("size", SHEETS)
@pytest.mark.parametrize("locale", LOCALES)
def test_2_2_k47_type_is_12_pt_or_more_and_the_number_24_pt_or_more(printed, locale, size):
    sizes = pdfs.type_sizes(printed[locale, size])
    assert min(sizes.values()) >= SMALLEST
    facts = receipt_facts(locale)
    assert sizes[facts.number] >= 24
    assert sizes[facts.code] >= 24


@pytest.mark.parametrize("size", SHEETS)
def test_2_2_black_on_white_without_grey(printed, size):
    assert pdfs.colours(printed["zh_Hans", size]) <= {(0, 0, 0), (1, 1, 1)}


@pytest.mark.parametrize("locale", LOCALES)
def test_the_roll_is_80_mm_wide_and_ends_where_the_text_ends(press, printed, locale):
    width, height = pdfs.size_mm(printed[locale, "roll80"])
    assert width == pytest.approx(80, abs=0.1)
    assert 150 < height < 420
    shorter = receipt.html(receipt_facts(locale, words=None, my_representative=None), words.speaker(locale), "roll80")
    assert pdfs.size_mm(press.pdf(shorter, "roll80"))[1] < height - 10


@pytest.mark.parametrize("locale", LOCALES)
def test_A5_is_one_sheet_even_with_a_hundred_characters_a_demonstration_and_a_reprint(press, locale):
    facts = receipt_facts(locale, words="字" * 100, demo=True, reprint=True)
    pdf = press.pdf(receipt.html(facts, words.speaker(locale), "a5"), "a5")
    assert pdfs.size_mm(pdf) == (pytest.approx(148, abs=0.2), pytest.approx(210, abs=0.2))
    assert len(pdfs.read(pdf).pages) == 1


@pytest.mark.parametrize("size", receipt.SIZES)
def test_R35_words_are_left_out_where_they_may_not_be_printed_and_cut_at_100_characters(say, size):
    assert "垃圾桶" not in receipt.html(receipt_facts(words=None), say, size)
    long = receipt.html(receipt_facts(words="一" * 300), say, size)
    assert "一" * 99 + "…" in long
    assert "一" * 100 not in long


def test_R35_no_field_can_carry_the_visitors_name_or_phone():
    assert {field.name for field in fields(ReceiptFacts)} == {
        "network", "motto", "station", "address", "phone", "hours", "number", "code", "token_url", "online", "received_at",
        "received_by", "next_step", "next_date", "call_name", "call_phone", "words", "my_representative", "stage", "reprint",
        "for_box", "demo", "mark", "verify"}


def test_K46_a_reprint_and_a_demonstration_say_so(say):
    marked = receipt.html(receipt_facts(reprint=True, demo=True), say, "roll80")
    plain = receipt.html(receipt_facts(), say, "roll80")
    for key in ("paper.receipt.reprint", "paper.frame.demo"):
        assert say(key) in marked
        assert say(key) not in plain


@pytest.mark.parametrize("step", Next)
def test_every_next_step_has_its_sentence(say, step):
    assert say(f"paper.next.{step}", date=say.date(receipt_facts().next_date)) in receipt.html(
        receipt_facts(next_step=step), say, "a5")


def test_the_ring_stands_at_its_first_arc(say):
    page = receipt.html(receipt_facts(), say, "roll80")
    assert page.count('class="arc arc-now"') == 1
    assert page.count('class="arc arc-next"') == 3
    assert 'aria-current="step"' in page


def test_a_station_without_internet_has_no_online_line(say):
    without = receipt.html(receipt_facts(online=""), say, "a5")
    assert say("paper.follow.online", address="") not in without
    assert without.count("<li>") == 3


@pytest.mark.parametrize("size", receipt.SIZES)
def test_R46_texts_are_escaped(say, size):
    page = receipt.html(receipt_facts(words="<img src=x onerror=alert(1)>", station='"><script>'), say, size)
    assert "<script" not in page
    assert "<img src=x" not in page


def test_the_page_for_a_browser_is_valid_and_needs_no_inline_style_or_data_address(say):
    page = receipt.html(receipt_facts(), say, "page", ("/static/css/paper.css",))
    html5lib.HTMLParser(strict=True).parse(page)
    assert "style=" not in page
    assert "<style" not in page
    assert "data:" not in page
    assert '<link rel="stylesheet" href="/static/css/paper.css">' in page
    assert URL not in page, "the token belongs in the code, not in the text"


def test_an_unknown_size_is_a_programmers_error(say):
    with pytest.raises(ValueError, match="A3"):
        receipt.html(receipt_facts(), say, "A3")


@pytest.mark.parametrize("size", receipt.SIZES)
def test_R20_the_mark_of_its_day_stands_on_it_and_not_on_the_copy_for_the_box(say, size):
    """Twenty signs in groups, with the address where they are checked; the copy that stays at the station bears none."""
    facts = receipt_facts()
    shown = receipt.html(facts, say, size)
    assert "K7QF 2M9D X4TB 81WN 5HRC" in shown and ("huiyin.example.org/verify" in shown) is (size != "a5")  # there the sheet is full; the address of the portal stands on it
    assert "K7QF" not in receipt.html(receipt.for_box(facts), say, size) and "K7QF" not in receipt.html(receipt_facts(mark=""), say, size)
