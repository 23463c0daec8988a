"""What is pressed shows it at once, before anything was asked of the server (K12)."""

import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import Stand
from tests.journeys.finger import begin, touch

pytestmark = pytest.mark.browser
LOOK = """(what) => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => {
  const { backgroundColor, color, borderColor, transitionDuration } = getComputedStyle(document.querySelector(what));
  done([[backgroundColor, color, borderColor].join(), transitionDuration]);
})))"""


def pressed(page: Page, what: str) -> None:
    """Another look two frames after the finger came down (a thirtieth of a second), with no transition that delays it."""
    before, _ = page.evaluate(LOOK, what)
    box = page.locator(what).first.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    during, delay = page.evaluate(LOOK, what)
    assert during != before, what
    assert all(float(one.strip().removesuffix("s")) <= 0.1 for one in delay.split(",")), (what, delay)
    page.mouse.move(1, 1)
    page.mouse.up()


def test_k12_whatever_is_pressed_looks_pressed_within_two_frames(stand: Stand) -> None:
    page = stand()
    pressed(page, ".attract-touch")
    begin(page)
    for what in (".tile-main", ".bar-help", ".view-text-2"):
        pressed(page, what)
    touch(page, "a.tile[href='/kiosk/track']")
    for what in (".pad [data-key='5']", ".pick", ".bar-back", ".language button"):
        pressed(page, what)
