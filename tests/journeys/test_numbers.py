"""From a number at the terminal over the hall screen and the table to the receipt; and the hall screen through an outage (HB-40, CT-13)."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.desk import Desk
from tests.journeys.finger import begin, touch
from tests.journeys.inspection import Inspection
from tests.journeys.serving import Served
from tests.journeys.watch import TERMINAL, Watch

pytestmark = pytest.mark.browser
WALL = {"width": 1920, "height": 1080}
WORDS = "小区门口的路灯不亮"
# A voice of this computer that writes down what it is asked to say: a machine of the tests has none.
VOICE = """window.spoken = [];
Object.defineProperty(window, "speechSynthesis", {value: {
  getVoices: () => [{lang: "zh-CN", localService: true}, {lang: "zh-CN", localService: false}],
  speak: (saying) => { window.spoken.push(saying.text); saying.onstart?.(); }}});
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };"""


def hall(watch: Watch, viewport: dict[str, int] = WALL) -> Page:
    """The screen on the wall, whose clock can be moved by hand."""
    page = watch.page(viewport)
    page.add_init_script(VOICE)
    page.clock.install()
    page.goto("/hall/S01")
    expect(page.locator(".hall-clock")).not_to_be_empty()
    return page


def take(watch: Watch, found: Inspection) -> str:
    """Somebody takes a number; the button is touched twice."""
    page = watch.page(TERMINAL, has_touch=True)
    page.goto("/kiosk/at/S01?mm=4.03")
    begin(page)
    touch(page, "a[href='/kiosk/number']")
    found.axe(page, "asks")
    page.locator(".stage-acts .btn-primary").dblclick()
    number = page.locator(".handed .digits-run")
    expect(number).to_be_visible()
    watch.shot(page, "number", whole=False)
    found.axe(page, "number")
    said = number.text_content() or ""
    page.locator(".bar-end").click()
    expect(page.locator(".attract-touch")).to_be_visible()
    return said


def spoken(page: Page) -> Any:
    return page.evaluate("window.spoken")


def test_number_call_table_receipt(watch: Watch, served: Served) -> None:
    found, wall = Inspection(), hall(watch)
    numbers = [take(watch, found) for _ in range(2)]
    assert int(numbers[1]) == int(numbers[0]) + 1
    liaison = Desk(watch, served, "liaison", "zh_Hans")
    liaison.page.goto("/office/reception")
    found.axe(liaison.page, "reception")
    liaison.page.locator("#place").fill("一号桌")
    liaison.page.locator(".next-number .btn-primary").dblclick()
    expect(liaison.page.locator(".mine-number .number")).to_have_text(numbers[0])
    liaison.shot("called")
    wall.clock.run_for(4000)
    expect(wall.locator(".hall-call-now .hall-number")).to_have_text(numbers[0])
    expect(wall.locator(".hall-next li")).to_have_text([numbers[1]])
    watch.shot(wall, "wall", whole=False)
    found.axe(wall, "wall")
    assert spoken(wall) == [f"请{int(numbers[0])}号，到一号桌"] * 2
    liaison.page.locator("form[action$='/table'] button").click()
    expect(liaison.page.locator(".at-table")).to_contain_text(numbers[0])
    liaison.page.locator("#words").fill(WORDS)
    liaison.page.locator("input[name=mode][value=anonymous]").check()
    liaison.page.locator("form.visit button[type=submit]").last.click()
    expect(liaison.page.locator(".slip .digits-run").first).to_be_visible()
    liaison.page.goto("/office/reception")
    liaison.page.locator(".next-number .btn-primary").click()
    expect(liaison.page.locator(".mine-number .number")).to_have_text(numbers[1])
    assert not found.wrong, str(found)


@pytest.mark.parametrize("viewport", [WALL, TERMINAL], ids=["lying", "standing"])
def test_without_a_line_the_wall_keeps_the_last_and_says_since_when(watch: Watch, viewport: dict[str, int]) -> None:
    wall = hall(watch, viewport)
    wall.clock.run_for(4000)
    kept, nodes = wall.locator(".hall-now").inner_html(), wall.evaluate("document.querySelectorAll('*').length")
    wall.context.set_offline(True)
    away = wall.locator(".hall-away")
    for _ in range(6):
        wall.clock.run_for(3000)
    expect(away).to_be_visible()
    expect(away).to_contain_text("起连不上")
    watch.shot(wall, "away", whole=False)
    assert wall.locator(".hall-now").inner_html() == kept
    assert wall.evaluate("[document.documentElement.scrollWidth <= innerWidth, document.documentElement.scrollHeight <= innerHeight]") == [True, True]
    wall.context.set_offline(False)
    for _ in range(6):
        wall.clock.run_for(3000)
    expect(away).to_be_hidden()
    assert wall.evaluate("document.querySelectorAll('*').length") == nodes
    watch.faults[:] = [fault for fault in watch.faults if "ERR_INTERNET_DISCONNECTED" not in fault]
