"""The kiosk seen by somebody who sees no colour: what is chosen, wrong or done looks different all the same (K08)."""

import io
from collections.abc import Callable

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Page, expect

from tests.journeys.finger import begin, touch
from tests.journeys.watch import TERMINAL, Watch

pytestmark = pytest.mark.browser
SEEN = 48  # steps of grey of 255 that an eye tells apart for sure
SETTLED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


def grey(page: Page, what: str) -> Image.Image:
    """This part of the screen without any colour."""
    page.evaluate(SETTLED)
    with Image.open(io.BytesIO(page.locator(what).first.screenshot(caret="initial"))) as taken:
        return taken.convert("L")


def differs(one: Image.Image, other: Image.Image) -> int:
    """How many pixels have clearly another grey; a part that changed its size differs wholly."""
    if one.size != other.size:
        return one.width * one.height
    return sum(ImageChops.difference(one, other).histogram()[SEEN:])


@pytest.fixture
def page(watch: Watch) -> Page:
    """At the question for words, at a terminal that shows greys only."""
    found = watch.page(TERMINAL, has_touch=True)
    found.context.new_cdp_session(found).send("Emulation.setEmulatedVisionDeficiency", {"type": "achromatopsia"})
    found.goto("/kiosk/at/S01?mm=4.03")
    begin(found)
    touch(found, ".tile-main")
    touch(found, "button[value='about=D']")
    return found


def changed(page: Page, what: str, act: Callable[[], None]) -> int:
    before = grey(page, what)
    act()
    return differs(before, grey(page, what))


def test_k08_without_colour_what_is_chosen_wrong_or_switched_on_is_still_told(page: Page) -> None:
    """Each pair differs by a sign, a line or a weight that shows in grey."""
    wrong = changed(page, ".field:has(#words)", lambda: touch(page, ".stage-acts .btn-primary"))
    expect(page.locator(".field-bad .error")).to_contain_text("!")
    seen = {"a field that is wrong": wrong,
            "a switch that is on": changed(page, ".view-contrast ~ .view-reach, .view-reach", lambda: touch(page, ".view-reach"))}
    page.locator("#words").fill("路灯坏了")
    touch(page, ".stage-acts .btn-primary")
    seen["a place that was picked"] = changed(page, ".pick", lambda: touch(page, ".pick"))
    touch(page, ".stage-acts .btn-primary")
    choice = "label.choice:has(input[value='anonymous'])"
    seen["a choice"] = changed(page, choice, lambda: page.locator(choice).click())
    touch(page, ".stage-acts .btn-primary")
    seen["a tick"] = changed(page, "label.tick", lambda: page.locator("label.tick").first.click())
    assert {what: pixels for what, pixels in seen.items() if pixels < 60} == {}


def test_k08_a_warning_says_its_level_in_words_and_a_letter_and_has_a_line_of_its_own(page: Page) -> None:
    page.locator(".bar-back").click()
    touch(page, "button[value='about=K']")
    warning = page.locator(".notice-late")
    expect(warning.locator(".letter")).to_have_text("A")
    expect(warning.locator(".notice-word")).not_to_be_empty()
    lines = page.evaluate("""() => ["late", "soon", "remind", "info", "done", "refused"].map((kind) => {
      const one = document.createElement("div");
      one.className = `notice notice-${kind}`;
      document.querySelector(".stage-ask").append(one);
      const { borderInlineStartStyle, borderInlineStartWidth } = getComputedStyle(one);
      one.remove();
      return `${borderInlineStartStyle} ${borderInlineStartWidth}`;
    })""")
    assert len(set(lines)) >= 5, lines
