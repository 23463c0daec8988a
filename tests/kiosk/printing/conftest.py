"""A finished receipt, a real CUPS, and a minute that is shorter than a minute."""

from collections.abc import Iterator

import pytest

from kiosk.device import outcome
from kiosk.device.outcome import Paper
from portal.foundation import words
from portal.paper import receipt
from portal.paper.press import Press
from portal.paper.size import page_size
from tests.kiosk.printing import cupsd
from tests.kiosk.printing.cupsd import Cupsd
from tests.paper.samples import receipt_facts


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A printer that stands still is given half a second."""
    monkeypatch.setattr(outcome, "PATIENCE", 0.5)


@pytest.fixture(scope="session")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Paper:
    """A receipt as the press sets it."""
    press = Press(tmp_path_factory.mktemp("press"), inline=True)
    if press.available():
        pytest.skip(press.available() or "")
    pdf = press.pdf(receipt.html(receipt_facts("zh_Hans"), words.speaker("zh_Hans"), "roll80"), "roll80")
    assert pdf is not None
    return Paper(pdf, *page_size(pdf))


@pytest.fixture
def daemon() -> Iterator[Cupsd]:
    """A CUPS of this test's own with a printer."""
    if cupsd.lacks():
        pytest.skip(cupsd.lacks())
    with cupsd.running() as running:
        yield running
