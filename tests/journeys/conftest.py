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
from tests.journeys.watch import Watch, watching

Stand = Callable[..., Page]
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
    """A terminal at its resting screen; its clock can be moved by hand."""
    contexts = []

    def build(url: str = served.url) -> Page:
        glass = {"width": 1080, "height": 1920}
        context = browser.new_context(base_url=url, viewport=glass, has_touch=True, reduced_motion="reduce")  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.clock.install()
        page.goto("/kiosk/at/S01?mm=4.03")
        return page

    yield build
    for context in contexts:
        context.close()
