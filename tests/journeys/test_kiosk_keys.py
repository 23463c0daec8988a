"""The whole kiosk by five keys: told to the number, tracked by the digit pad, the focus in sight (K57, WCAG 2.1.1, 2.4.11)."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import pages
from tests.journeys.finger import screens_of_telling
from tests.journeys.keypad import Keypad
from tests.journeys.serving import Served
from tests.journeys.sight import GLASS
from tests.journeys.watch import Watch

pytestmark = pytest.mark.browser
HOME = ".tile-main"


def stand(watch: Watch, glass: str = "portrait") -> Page:
    width, height, mm = GLASS[glass]
    page = watch.page({"width": width, "height": height})
    page.goto(f"/kiosk/at/S01?mm={mm}")
    return page


def begin(page: Page) -> Keypad:
    pad = Keypad(page)
    pad.enter(".attract-touch", "ArrowDown")
    expect(page.locator(HOME)).to_be_visible()
    return pad


@pytest.mark.parametrize("key", ["ArrowRight", "Tab"])
def test_k57_a_matter_is_told_to_its_number_by_keys_alone(watch: Watch, key: str) -> None:
    page = stand(watch)
    pad = begin(page)
    pad.enter(HOME, key)
    pad.enter("button[value='about=D']", key)
    pad.enter("button[value='writer']", key)
    expect(page.locator(".review")).to_be_visible()
    pad.press("F1")
    expect(page.locator(".called-ringing")).to_be_visible()
    pad.press("Escape")
    expect(page.locator(".review")).to_be_visible()
    pad.enter(".stage-acts .btn-primary", key)
    expect(page.locator(".handed .digits-run")).to_have_count(2)
    assert pad.faults == []


def test_k57_a_word_is_written_and_the_panel_left_by_keys_alone(watch: Watch) -> None:
    page = stand(watch)
    pad = begin(page)
    pad.enter(HOME)
    pad.enter("button[value='about=D']")
    pad.reach("#words")
    expect(page.locator(".typing-panel")).to_be_hidden()
    pad.press("Enter")
    expect(page.locator(".typing-panel")).to_be_visible()
    pad.enter(".typing-tab[data-way=latin]", "Tab")
    pad.enter(".typing-key[data-sign=h]", "Tab")
    expect(page.locator("#words")).to_have_value("h")
    pad.press("Escape")
    expect(page.locator(".typing-panel")).to_be_hidden()
    expect(page.locator("#words")).to_be_visible()  # Escape closed the panel and nothing else
    assert pad.faults == []


@pytest.mark.parametrize("glass", GLASS)
def test_k57_every_question_is_answered_by_keys_in_the_largest_type(watch: Watch, glass: str) -> None:
    page = stand(watch, glass)
    pad = begin(page)
    pad.enter(".view-text-3")
    pad.reach(HOME)
    pad.press("Enter")
    pad.enter("button[value='about=K']")
    pad.reach("#words")
    page.keyboard.type("路灯坏了")
    pad.enter(".stage-acts .btn-primary")
    pad.enter("button[value='heads=more']")
    expect(page.locator(".heads-n")).to_have_text("2")
    pad.enter(".stage-acts .btn-primary")
    pad.enter("input[value='named']")
    expect(page.locator("input[value='named']")).to_be_checked()
    pad.reach("#name")
    page.keyboard.type("测某甲")
    pad.enter(".stage-acts .btn-primary")
    pad.enter("#publish_result")
    expect(page.locator("#publish_result")).to_be_checked()
    pad.enter(".stage-acts .btn-primary")
    expect(page.locator(".review")).to_contain_text("测某甲")
    pad.enter(".stage-acts .btn-primary")
    expect(page.locator(".handed .digits-run")).to_have_count(2)
    pad.enter(".bar-end")
    expect(page.locator(".attract-touch")).to_be_visible()
    assert pad.faults == []


def test_k57_k58_a_matter_is_tracked_by_the_digit_pad_and_each_sign_is_announced(watch: Watch, served: Served) -> None:
    number, code, _ = pages.receipts(served)["delivered"]
    page = stand(watch)
    pad = begin(page)
    pad.enter("a.tile[href='/kiosk/track']")
    pad.enter(f"[data-put='{number[:-4]}']")
    for sign in number[-4:] + re.sub(r"\D", "", code):
        pad.enter(f".pad [data-key='{sign}']")
    expect(page.locator(".dial-said")).to_have_text(re.compile(r"\d \d \d \d$"))
    expect(page.locator(".dial-said")).to_have_attribute("role", "status")
    pad.enter(".stage-acts .btn-primary")
    expect(page.locator(".stage .loop")).to_be_visible()
    assert pad.faults == []


def test_k57_arrows_go_to_what_lies_on_that_side(watch: Watch) -> None:
    page = stand(watch)
    pad = begin(page)
    pad.reach(HOME)
    for key, there in (("ArrowDown", "[href='/kiosk/people']"), ("ArrowRight", "[href='/kiosk/results']"),
                       ("ArrowUp", "[href='/kiosk/track']"), ("ArrowLeft", HOME), ("ArrowUp", ".bar *"), ("ArrowUp", ".bar *"),
                       ("ArrowUp", "[href='/kiosk/rate']"), ("ArrowDown", ".bar *")):
        pad.press(key)
        assert pad.at(there), (key, there)
    assert pad.faults == []


def test_in_a_field_the_arrows_belong_to_the_words_until_their_end(watch: Watch) -> None:
    page = stand(watch)
    pad = begin(page)
    pad.enter(HOME)
    pad.enter("button[value='about=D']")
    pad.reach("#words")
    page.keyboard.type("一二三")
    pad.press("ArrowLeft")
    page.keyboard.type("中")
    expect(page.locator("#words")).to_have_value("一二中三")
    pad.press("ArrowRight")
    assert pad.at("#words")
    pad.press("ArrowRight")
    assert not pad.at("#words")


def test_a_screen_that_asks_whether_one_is_there_keeps_the_keys_to_itself(watch: Watch) -> None:
    page = stand(watch)
    page.clock.install()
    page.goto("/kiosk/")
    pad = begin(page)
    page.clock.fast_forward(122_000)
    expect(page.locator("#still-there")).to_be_visible()
    for key in ("ArrowDown", "ArrowRight", "Tab"):
        page.keyboard.press(key)
        assert page.evaluate("document.activeElement.closest('.watch, body').className") != "screen"
    pad.reach("[data-stay]", "ArrowDown")
    pad.press("Enter")
    expect(page.locator("#still-there")).to_be_hidden()


@pytest.mark.parametrize("low", [False, True])
@pytest.mark.parametrize("glass", GLASS)
def test_k57_nothing_lies_over_the_focus_on_any_screen_of_telling(watch: Watch, glass: str, low: bool) -> None:
    page = stand(watch, glass)
    pad = begin(page)
    for switch in (".view-text-3", *([".view-reach"] if low else [])):
        page.locator(switch).click()
        expect(page.locator(switch)).to_have_attribute("aria-pressed", "true")
    for _ in screens_of_telling(page):
        page.locator("h1").evaluate("(one) => one.focus()")
        stops = page.locator(":is(.stage, .bar) :is(a[href], button, .input, input:not([type=hidden])):visible").count()
        for _ in range(stops):
            pad.press("Tab")
    assert pad.faults == []
