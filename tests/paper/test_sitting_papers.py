"""The work book on A5, and the code of a contact card read back from its PDF (HB-12, HB-32)."""

from datetime import date, timedelta

import pytest
import zxingcpp
from PIL import Image, ImageOps

from portal.foundation import words
from portal.paper import card, work_book
from portal.paper.size import page_size
from portal.paper.work_book import BookFacts, Line
from tests.paper import pdfs
from tests.paper.samples import LOCALES
from tests.paper.test_card import OTHERS, WHO, facts


def book(matters: int = 3) -> BookFacts:
    day = date(2026, 3, 2)
    return BookFacts("岚屿区代表工作室网络", "知党情、听民意", "榆荫街道站", "欧阳慧敏", "区人大代表", date(2026, 1, 1), date(2026, 12, 31), date(2026, 12, 31),
                     figures=(("到场接待", 12), ("事情", matters)), sittings=(Line(day, "榆荫街道站 20:00–次日 00:30", "到场 · 12批35人次"),),
                     matters=tuple(Line(day + timedelta(days=n % 300), f"S01-26-{n:04d} 道路", "已办结") for n in range(matters)),
                     acts=(("通过答复", 7),), activities=(Line(day, "走访 独居老人", "7户"),), more=2, demo=True)


@pytest.mark.parametrize(("size", "wide", "high"), [("a5", 148, 210), ("a4", 210, 297)])
@pytest.mark.parametrize("locale", LOCALES)
def test_hb12_the_work_book_is_set_whole_on_a5_as_on_a4(press, locale, size, wide, high):
    """Every line of a long book stands in it once, over as many sheets of that size as it takes."""
    say = words.speaker(locale)
    short, long = (press.pdf(work_book.html(book(many), say, size), size) for many in (3, 150))
    assert page_size(long) == (pytest.approx(wide, abs=0.1), pytest.approx(high, abs=0.1))
    told = pdfs.text(long)
    assert [n for n in range(150) if told.count(f"S01-26-{n:04d}") != 1] == []
    for wanted in ("欧阳慧敏", "12批35人次", "通过答复", "独居老人", say("paper.book.title"), say("paper.book.more", n=2), say("paper.frame.demo")):
        assert "".join(wanted.split()) in told, wanted
    assert len(pdfs.read(short).pages) < len(pdfs.read(long).pages)
    assert {pdfs.size_mm(one) for one in (short, long)} == {pdfs.size_mm(long)}


def test_hb12_a5_holds_less_on_a_sheet_and_a_wrong_size_is_refused(press):
    say = words.speaker("zh_Hans")
    assert len(pdfs.read(press.pdf(work_book.html(book(150), say, "a5"), "a5")).pages) > len(pdfs.read(press.pdf(work_book.html(book(150), say, "a4"), "a4")).pages)
    with pytest.raises(ValueError, match="a3"):
        work_book.html(book(), say, "a3")


@pytest.mark.parametrize("people", [(WHO,), OTHERS])
@pytest.mark.parametrize("locale", LOCALES)
def test_hb32_the_code_on_each_card_opens_the_page_of_its_station(press, locale, people):
    """Read back from the printed sheet: on the back of every card the same code, and none on the front."""
    pdf = press.pdf(card.html(facts(*people), words.speaker(locale), "cards"), "cards")
    front, back = pdfs.read(pdf).pages
    drawn = [operands[0] for operands, operator in back.get_contents().operations if operator == b"Do"]
    codes = {name for name in drawn if _read(back, name) == "https://huiyin.example.org/stations/S01"}
    assert len([name for name in drawn if name in codes]) == 10
    assert not any(_read(front, operands[0]) for operands, operator in front.get_contents().operations if operator == b"Do")


def _read(page, name: str) -> str:
    """What the picture of that name says to a scanner, "" for one that is no code."""
    found = next((one.image for one in page.images if f"/{one.name}".startswith(f"{name}.") or one.name == name), None)
    if found is None:
        return ""
    read = zxingcpp.read_barcode(ImageOps.expand(found.convert("L").resize((found.width * 6, found.height * 6), Image.Resampling.NEAREST), 40, 255))
    return read.text if read is not None else ""
