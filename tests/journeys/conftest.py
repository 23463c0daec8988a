"""What the journeys stand on: the demonstration served for real, one Chromium, and a watch over every page."""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from portal.paper.press import Press
from tests import in_memory
from tests.journeys.serving import Served, demonstration
from tests.journeys.watch import TERMINAL, Watch, watching

Stand = Callable[..., Page]
GRAVE = ("left the origin", "script:", "console: policy:", "console: Refused")
expect.set_options(timeout=30_000)  # a busy machine is slow, not wrong


@pytest.fixture(scope="module")
def served(sown: Path, press: Press) -> Iterator[Served]:
    """The demonstration on a free port, one for each module."""
    with in_memory.folder() as folder, demonstration(folder, sown, press) as running:
        yield running


@pytest.fixture(scope="session")
def press(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Press]:
    """One warm press for the papers of all modules."""
    made = Press(tmp_path_factory.mktemp("press"))
    if made.available() is None:
        made.warm()
    yield made
    made.close()


@pytest.fixture(scope="module")
def browser(chromium: Browser) -> Browser:
    """The browser of the module's terminals and desks."""
    return chromium


@pytest.fixture
def watch(browser: Browser, served: Served, request: pytest.FixtureRequest) -> Iterator[Watch]:
    """The pages of one test; at its end there was no console error, no policy violation and no request to elsewhere. Pictures of each
    step are taken where PORTAL_TEST_SHOTS names a folder for them."""
    shots = os.environ.get("PORTAL_TEST_SHOTS")
    name = re.sub(r"[^\w-]+", "-", request.node.name.removeprefix("test_")).strip("-")
    with watching(browser, served.url, Path(shots) / name if shots else None) as watched:
        yield watched


@pytest.fixture
def stand(browser: Browser, served: Served) -> Iterator[Stand]:
    """A terminal at its resting screen; its clock can be moved by hand. Its line may break, and the console says so; but no policy is
    violated, no script fails and no request goes elsewhere (K27, K29)."""
    watches = []

    def build(url: str = served.url) -> Page:
        watches.append(Watch(browser, url, None))
        page = watches[-1].page(TERMINAL, has_touch=True)
        page.clock.install()
        page.goto("/kiosk/at/S01?mm=4.03")
        return page

    yield build
    for watch in watches:
        watch.close()
    assert [fault for watch in watches for fault in watch.faults if fault.startswith(GRAVE)] == []
