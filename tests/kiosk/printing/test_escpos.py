"""A print head without a driver, behind a device file and behind TCP: its word is the answer, nothing prints late (K43, K45)."""

import contextlib
import shutil
import sys
import types
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PIL import Image

from kiosk.device import escpos, outcome
from kiosk.device.escpos import Head
from kiosk.device.outcome import Outcome, Paper
from tests.kiosk.printing import fakes
from tests.kiosk.printing.fakes import FakeHead

ROADS: dict[str, Callable[[FakeHead], contextlib.AbstractContextManager[str]]] = {
    "file": fakes.head_at_a_file, "port": fakes.head_at_a_port}
PRINTED = Outcome("printed")
pytestmark = pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="no pdftoppm on the PATH")


@pytest.fixture(params=ROADS)
def road(request: pytest.FixtureRequest) -> Iterator[tuple[FakeHead, Head]]:
    """A head that lies about nothing, and the way to it."""
    fake = FakeHead()
    with ROADS[request.param](fake) as address:
        yield fake, Head(address)


def page(printed: bytes, dots: int = 576) -> Image.Image:
    """What the bands of `GS v 0` draw, put together again."""
    rows, place = b"", printed.index(b"\x1dv0\0")
    while printed[place:place + 4] == b"\x1dv0\0":
        wide, high = int.from_bytes(printed[place + 4:place + 6], "little"), int.from_bytes(printed[place + 6:place + 8], "little")
        assert wide * 8 == dots and 0 < high <= 256
        rows += printed[place + 8:place + 8 + wide * high]
        place += 8 + wide * high
    return Image.frombytes("1", (dots, len(rows) * 8 // dots), bytes(255 - byte for byte in rows))


def test_k43_printed_when_the_head_says_that_all_of_it_is_on_paper(road: tuple[FakeHead, Head], paper: Paper) -> None:
    fake, head = road
    moments: list[str] = []
    assert head.print(paper, 30, lambda: moments.append("printing")) == PRINTED
    assert moments == ["printing"] and fake.printed.count(escpos.CUT) == 1


def test_k49_the_page_is_as_wide_as_the_head_and_as_long_as_the_receipt(road: tuple[FakeHead, Head], paper: Paper) -> None:
    fake, head = road
    head.print(paper, 30, lambda: None)
    drawn = page(fake.printed)
    assert drawn.height / 8 == pytest.approx(paper.height, abs=1)
    ink = drawn.convert("L").point(lambda grey: 255 - grey).getbbox()
    assert ink is not None and ink[0] < 16 and ink[2] > 560      # from margin to margin, and not shifted out of the head


def test_k45_without_paper_it_is_given_nothing(road: tuple[FakeHead, Head], paper: Paper) -> None:
    fake, head = road
    fake.paper = False
    assert head.condition() == outcome.OUT
    assert head.print(paper, 30, lambda: None) == Outcome("failed", outcome.OUT_OF_PAPER)
    fake.refill()
    assert fake.printed == b""


def test_k45_a_roll_that_ends_under_the_paper_prints_nothing_after_a_refill(road: tuple[FakeHead, Head], paper: Paper) -> None:
    fake, head = road
    fake.ends_after = 20000
    assert head.print(paper, 30, lambda: None) == Outcome("failed", outcome.OUT_OF_PAPER)
    out = len(fake.printed)
    fake.refill()
    assert len(fake.printed) == out and escpos.CUT not in fake.printed


def test_k45_a_head_that_did_not_say_so_is_told_once_more_to_forget(road: tuple[FakeHead, Head]) -> None:
    head, own = road
    head.paper, head.mute = False, True
    assert own.empty() is False
    head.hear(b"of yesterday")
    head.mute = False
    own.tidy()
    own.tidy()
    head.refill()
    assert b"of yesterday" not in head.printed and own.empty()


def test_k45_a_head_that_reads_no_more_prints_nothing_after_a_refill(paper: Paper, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its buffer is full and so are the sockets': the order to forget stands behind everything, until the line is reset."""
    monkeypatch.setattr(escpos, "WORD", 0.3)
    fake = FakeHead()
    fake.ends_after, fake.reads = 20000, 40000
    with fakes.head_at_a_port(fake) as address:
        assert Head(address).print(paper, 3, lambda: None).state == "failed"
        out = len(fake.printed)
        assert Head(address).empty()
        fake.refill()
        assert len(fake.printed) == out and escpos.CUT not in fake.printed


def test_a_head_that_is_switched_off_line_says_so(road: tuple[FakeHead, Head], paper: Paper) -> None:
    fake, head = road
    fake.online = False
    assert head.condition() == outcome.AWAY
    assert head.print(paper, 30, lambda: None) == Outcome("failed", outcome.OFFLINE)


def test_k53_a_heartbeat_during_a_paper_does_not_take_its_answers(road: tuple[FakeHead, Head], paper: Paper) -> None:
    fake, head = road
    asked: list[str] = []
    assert head.print(paper, 30, lambda: asked.append(head.condition())) == PRINTED
    assert asked == [outcome.READY] and head.condition() == outcome.READY


def test_a_head_that_never_answers_is_away(road: tuple[FakeHead, Head], paper: Paper, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(escpos, "WORD", 0.3)
    road[0].mute = True
    assert road[1].print(paper, 30, lambda: None) == Outcome("failed", outcome.OFFLINE)


@pytest.mark.parametrize("address", ["/nowhere/usb/lp0", "tcp:127.0.0.1:1", "usb:04b8:0e15"])
def test_nobody_there_is_away(address: str, paper: Paper) -> None:
    """The last one: python-escpos is not installed here, which is what it is on most terminals."""
    assert Head(address).condition() == outcome.AWAY
    assert not Head(address).empty()
    assert Head(address).print(paper, 30, lambda: None) == Outcome("failed", outcome.OFFLINE)


@pytest.mark.parametrize("pdf", [b"", b"%PDF-1.7 torn", b"not a paper"])
def test_what_is_no_pdf_is_broken(pdf: bytes) -> None:
    assert Head("/nowhere").print(Paper(pdf, 80, 100), 30, lambda: None) == Outcome("failed", outcome.BROKEN)


def test_a_narrow_head_gets_the_middle_of_the_page(paper: Paper) -> None:
    assert page(escpos.raster(paper.pdf, 384), 384).width == 384


def test_k43_the_road_of_python_escpos(paper: Paper, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its Usb takes bytes by `_raw`, gives them by `_read` and raises an OSError where it is silent (3.1)."""
    fake, said, asked = FakeHead(), bytearray(), []

    class Usb:
        def __init__(self, vendor: int, product: int, timeout: int) -> None:
            asked.append((vendor, product, timeout))

        def open(self) -> None:
            pass

        def _raw(self, data: bytes) -> None:
            said.extend(fake.hear(data))

        def _read(self) -> Any:
            if not said:
                raise OSError("timed out")
            heard, said[:] = bytes(said), b""
            return heard

        def close(self) -> None:
            asked.append("closed")

    module = types.ModuleType("escpos.printer")
    module.Usb = Usb  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "escpos", types.ModuleType("escpos"))
    monkeypatch.setitem(sys.modules, "escpos.printer", module)
    assert Head("usb:04b8:0e15").print(paper, 30, lambda: None) == PRINTED
    assert asked == [(0x04b8, 0x0e15, 1500), "closed"] and escpos.CUT in fake.printed
