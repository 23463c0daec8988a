"""Every screen of the kiosk on three glasses: nothing serious for axe, no sideways scroll (K09, K58)."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import pages
from tests.journeys.inspection import Inspection
from tests.journeys.sayings import ALL
from tests.journeys.serving import Served
from tests.journeys.terminal import Slip, Terminal
from tests.journeys.watch import LANDSCAPE, SMALL, TERMINAL, Watch

pytestmark = pytest.mark.browser
ACTS = ("more", "objection", "permissions", "withdrawal")


def read_everything(terminal: Terminal, served: Served) -> None:
    """The screens that have an address of their own."""
    numbers = pages.published(served)
    for path in pages.Walk(served, pages.at_terminal(served)).pages("kiosk", lambda endpoint: numbers[:4]):
        if terminal.page.locator(".attract-touch").count():
            terminal.come()
        terminal.page.goto(path)
        terminal.shot(path.removeprefix("/kiosk/").replace("/", "-"))


def open_every_state(terminal: Terminal, served: Served) -> None:
    """A matter in each state, and what its visitor can do about it."""
    for state, (number, code, _) in pages.receipts(served).items():
        if not number.startswith("S01-26"):
            continue
        terminal.come()
        terminal.track(Slip(number, code))
        expect(terminal.page.locator("h1")).to_be_visible()
        terminal.shot(f"matter-{state}")
        for act in ACTS:
            way = terminal.page.locator(f"a[href='/kiosk/matter/{act}']")
            if way.count():
                terminal.touch(way)
                terminal.shot(f"{act}-{state}")
                terminal.touch(terminal.page.locator(".bar-back"))
        terminal.leave()


@pytest.mark.parametrize(("locale", "screen"), [("zh_Hans", TERMINAL), ("zh_Hant", LANDSCAPE), ("en", SMALL)])
def test_every_screen_of_the_kiosk(watch: Watch, served: Served, locale: str, screen: dict[str, int]) -> None:
    """K09, K58: axe and the width of each; K27, K29: the watch fails on a violated policy and on a request to elsewhere."""
    found = Inspection()
    terminal = Terminal(watch, locale, screen)

    def look(page: Page, name: str) -> None:
        if name not in found.seen:
            found.axe(page, name)
            found.width(page, name)

    watch.look = look
    terminal.come()
    terminal.tell(ALL[locale])
    number, code, _ = pages.receipts(served)["delivered"]
    terminal.answer(Slip(number, code), "fairly", "partly")
    terminal.touch(terminal.page.locator(".bar-end"))
    open_every_state(terminal, served)
    terminal.come()
    read_everything(terminal, served)
    assert found.looked > 30
    assert not found.wrong, str(found)
