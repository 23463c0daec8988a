"""Nothing left behind in the printer's keeping: a visit cut off while its receipt prints, and a search of all that CUPS and the agent
keep (K24, K45, K48)."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect

from kiosk.device import config
from kiosk.device.config import Config, Places
from portal import ROOT
from portal.foundation import clock
from portal.network import entry, terminal
from tests.cast import Cast
from tests.device.conftest import Office
from tests.device.screen import until
from tests.faults.server import Running
from tests.journeys.finger import touch
from tests.journeys.forgetting import Glass, glass, left_in
from tests.journeys.test_left_behind import NUMBER, SECRETS, tell_everything
from tests.kiosk.printing import cupsd
from tests.kiosk.printing.cupsd import Cupsd
from tests.kiosk.printing.test_cups import left

pytestmark = pytest.mark.browser


class Hall:
    """A terminal with its printer: screen, agent, CUPS, and the portal far away."""

    def __init__(self, folder: Path, running: Running, daemon: Cupsd, shown: Glass) -> None:
        self.running, self.daemon, self.shown, self.places = running, daemon, shown, Places(folder)
        office = Office(running)
        token, ticket = office.do(self._paired)
        office.end()
        self.places.settings.parent.mkdir(parents=True)
        self.places.settings.write_text(config.dump(Config(office.url, printer=f"cups:receipt@{daemon.socket}")))
        config.keep_token(self.places, token)
        self.start_agent()
        shown.page.clock.install()
        shown.page.goto(f"{office.url}/kiosk/enter?ticket={ticket}")

    def _paired(self, cast: Cast) -> tuple[str, str]:
        own = terminal.pair(cast.station(), place="大厅", by=cast.actor("liaison"))
        return terminal.mint(own), entry.ticket(own, clock.now())

    def start_agent(self) -> None:
        """The agent as its unit starts it; what it says goes to `log`."""
        with (self.places.root / "log").open("ab") as log:
            self.agent = subprocess.Popen([sys.executable, "-m", "kiosk.device", "--root", str(self.places.root), "beat"], cwd=ROOT,
                                          env=os.environ | {"PYTHONPATH": str(ROOT)}, stdout=log, stderr=log)

    def power_cut(self) -> None:
        """Everything in the hall at once, and then the power again: CUPS and the agent start as they always do."""
        self.agent.kill()
        self.agent.wait()
        self.daemon.kill()
        self.shown.kill()
        self.daemon.start()
        self.start_agent()

    def kept(self) -> list[Path]:
        """The folders in which something of the visitor could lie: all of them but the tray, where the paper lies."""
        ours = [self.daemon.folder / name for name in ("spool", "cache", "state", "log", "pdfspool")]
        return [*ours, self.places.root, self.shown.folder]


@pytest.fixture
def hall(playwright: Playwright, template: Path, tmp_path: Path) -> Iterator[Hall]:
    if cupsd.lacks():
        pytest.skip(cupsd.lacks())
    clock.freeze(None)
    running = Running(tmp_path / "instance", template)
    try:
        with cupsd.running() as daemon, glass(playwright) as shown:
            (tmp_path / "terminal").mkdir()
            there = Hall(tmp_path / "terminal", running, daemon, shown)
            yield there
            there.agent.kill()
            there.agent.wait()
    finally:
        running.kill()


def nobody_there(hall: Hall) -> None:
    page = hall.shown.page
    page.clock.fast_forward(91_000)
    expect(page.locator("#still-there")).to_be_visible()
    page.clock.fast_forward(46_000)
    expect(page.locator(".attract-touch")).to_be_visible()
    hall.shown.switch_off()


def crash(hall: Hall) -> None:
    hall.shown.kill()


def power_cut(hall: Hall) -> None:
    hall.power_cut()


def waiting(daemon: Cupsd) -> list[Path]:
    """What the spool holds of papers themselves."""
    return [path for path in left(daemon) if path.parent.name != "tmp"]


def receipt_prints(page: Page, daemon: Cupsd) -> tuple[str, str]:
    """Hand in and wait until the paper lies in the spool; number and code."""
    touch(page, ".stage-acts .btn-primary")
    until(lambda: waiting(daemon), 300)  # it does lie there: the search below can find something
    number, code = (one.replace(" ", "") for one in page.locator(".handed .digits-run").all_inner_texts())
    return number, code


@pytest.mark.parametrize("cut", [nobody_there, crash, power_cut], ids=lambda cut: cut.__name__)
def test_k24_k45_k48_a_visit_cut_off_while_it_prints_is_nowhere_in_the_spool(hall: Hall, cut: Callable[[Hall], None]) -> None:
    page = hall.shown.page
    tell_everything(page)
    number, code = receipt_prints(page, hall.daemon)
    cut(hall)
    until(lambda: not waiting(hall.daemon) and not hall.daemon.jobs(), 300)
    assert hall.agent.poll() is None
    hall.daemon.stop()
    hall.daemon.start()  # what a filter that was cut off left beside its paper lies in memory on a terminal, and goes with CUPS
    secrets = [*SECRETS.values(), NUMBER, number, code]
    assert [found for folder in hall.kept() for found in left_in(folder, secrets)] == []
    assert left(hall.daemon) == [] and len(hall.daemon.papers()) <= 1
