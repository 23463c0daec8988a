"""Writing by hand into the panel of the kiosk: what was drawn last is in the words, whatever is touched next (K25, K30)."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.finger import begin, stop_clock, touch
from tests.journeys.test_kiosk_typing import tap, way
from tests.journeys.watch import TERMINAL, Watch

pytestmark = pytest.mark.browser
CROSS = (((0.3, 0.5), (0.7, 0.5)), ((0.5, 0.25), (0.5, 0.8)))  # 十, in parts of the paper


def write(page: Page) -> None:
    """Draw 十 with a finger into the panel and wait until it is read; the pause that ends it never comes."""
    box = page.locator(".typing-paper canvas").bounding_box()
    assert box is not None
    for start, end in CROSS:
        for n, (x, y) in enumerate((start, ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2), end)):
            page.mouse.move(box["x"] + x * box["width"], box["y"] + y * box["height"])
            if n == 0:
                page.mouse.down()
        page.mouse.up()
    expect(page.locator(".typing-word").first).to_have_text("十")


@pytest.fixture
def paper(watch: Watch) -> Page:
    """The pad of the panel on the words screen, its clock held so that no pause ever passes."""
    page = watch.page(TERMINAL, has_touch=True)
    page.clock.install()
    page.goto("/kiosk/at/S01?mm=4.03")
    page.goto("/kiosk/?lang=zh_Hans")
    begin(page)
    touch(page, ".tile-main")
    touch(page, "button[value='about=D']")
    page.locator("html[data-ink=ready]").wait_for()
    page.locator("#words").tap()
    expect(page.locator("[data-way=ink]")).to_have_attribute("aria-pressed", "true")
    stop_clock(page)
    return page


def test_k30_what_the_hand_wrote_last_is_not_lost_to_the_next_touch(paper: Page) -> None:
    """Whoever touches "next" has finished the character too, though the pause is not over."""
    write(paper)
    expect(paper.locator("#words")).to_have_value("")
    touch(paper, ".stage-acts .btn-primary")
    touch(paper, ".bar-back")
    expect(paper.locator("#words")).to_have_value("十")


def test_k30_a_comma_stands_behind_what_was_written_and_delete_takes_the_ink(paper: Page) -> None:
    write(paper)
    tap(paper, "，")
    expect(paper.locator("#words")).to_have_value("十，")
    write(paper)
    tap(paper, "⌫")
    expect(paper.locator("#words")).to_have_value("十，")
    write(paper)
    way(paper, "pinyin")
    expect(paper.locator("#words")).to_have_value("十，十")
