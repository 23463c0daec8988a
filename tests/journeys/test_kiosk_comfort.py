"""Controls low down or at one hand by one touch, kept with what was typed, over with the visit (K09, K14, K55)."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.finger import begin, measure, screens_of_telling, touch
from tests.journeys.sight import GLASS
from tests.journeys.watch import Watch

pytestmark = pytest.mark.browser
# The highest control in sight as the screen stands, as a part of its height; of the stage only what its lower part lets through.
HIGHEST = """() => {
  const act = document.querySelector(".stage-act").getBoundingClientRect(), tops = [];
  for (const one of document.querySelectorAll(":is(.stage, .bar) :is(a[href], button, .input, label.choice, label.tick)")) {
    const box = one.getBoundingClientRect(), inside = one.closest(".stage-act"), roof = inside ? Math.max(act.top, 0) : 0;
    if (!one.checkVisibility() || !box.width) continue;
    if (box.bottom > roof && box.top < window.innerHeight) tops.push(Math.max(box.top, roof));
  }
  return Math.min(...tops) / window.innerHeight;
}"""
FLOOR = """() => {
  const bar = document.querySelector(".bar"), word = bar.querySelector(".called-word:not([hidden])");
  const beside = bar.offsetWidth < window.innerWidth / 2;
  return beside ? (word ? word.getBoundingClientRect().top : window.innerHeight) : bar.getBoundingClientRect().top;
}"""
# Where the middle of each lies from side to side: of the stage for what stands on it, of the glass for the bar.
SIDES = """() => Object.fromEntries([".stage-acts .btn-primary", ".bar-help", ".below:not([hidden])", ".pad"].map((what) => {
  const one = document.querySelector(what), box = one?.checkVisibility() ? one.getBoundingClientRect() : null;
  const stage = one?.closest(".stage"), on = (stage?.offsetWidth ? stage : document.body).getBoundingClientRect(); // typing: of the glass
  return [what, box && ((box.left + box.right) / 2 - on.left) / on.width];
}).filter(([, at]) => at !== null))"""


def stand(watch: Watch, glass: str, *switches: str, lang: str = "zh_Hans") -> tuple[Page, float]:
    width, height, mm = GLASS[glass]
    page = watch.page({"width": width, "height": height}, has_touch=True)
    page.goto(f"/kiosk/at/S01?mm={mm}")
    page.goto(f"/kiosk/?lang={lang}")
    begin(page)
    for switch in switches:
        touch(page, f".view-{switch}")
    return page, mm


def down(page: Page) -> int:
    """Go down the screen by touches, as far as it goes; how many there were."""
    steps = 0
    while page.locator(".below-down").is_visible() and steps < 40:
        page.locator("[data-further]").click()
        steps += 1
    return steps


@pytest.mark.parametrize("text", [1, 2, 3])
def test_k55_low_down_all_controls_stay_in_the_lower_part_however_far_one_goes(watch: Watch, text: int) -> None:
    page, mm = stand(watch, "portrait", f"text-{text}", "reach")
    found: dict[str, float] = {}
    faults: list[str] = []
    for name in screens_of_telling(page):
        watch.shot(page, name.strip("."), whole=False)
        faults += [f"{name}: {fault}" for fault in measure(page, mm)["faults"]]
        found[name] = page.evaluate(HIGHEST)
        down(page)
        expect(page.locator(".below-down")).to_be_hidden()
        found[name] = min(found[name], page.evaluate(HIGHEST))
    assert {name: top for name, top in found.items() if top < 0.4} == {}
    assert faults == []


@pytest.mark.parametrize("path", ["track", "results", "people", "help"])
def test_k55_on_the_other_screens_too(watch: Watch, path: str) -> None:
    page, _ = stand(watch, "portrait", "reach")
    page.goto(f"/kiosk/{path}")
    watch.shot(page, path, whole=False)
    assert page.evaluate(HIGHEST) >= 0.4
    down(page)
    assert page.evaluate(HIGHEST) >= 0.4


@pytest.mark.parametrize(("glass", "text"), [("landscape", 1), ("landscape", 3), ("small", 1), ("small", 3)])
def test_k09_low_down_nothing_is_clipped_or_out_of_reach_on_wide_glass(watch: Watch, glass: str, text: int) -> None:
    page, mm = stand(watch, glass, f"text-{text}", "reach", lang="en")
    for name in screens_of_telling(page):
        watch.shot(page, name.strip("."), whole=False)
        assert measure(page, mm)["faults"] == [], name
        down(page)
        acts = page.locator(".stage-acts .btn-primary")
        if acts.count():
            box = acts.bounding_box()
            assert box and box["y"] + box["height"] <= page.evaluate(FLOOR) + 1, name


@pytest.mark.parametrize("hand", ["left", "right"])
@pytest.mark.parametrize("glass", GLASS)
def test_the_acts_the_way_down_the_digits_and_the_bar_stand_at_the_chosen_hand(watch: Watch, glass: str, hand: str) -> None:
    page, mm = stand(watch, glass, hand, lang="en")
    sides: list[tuple[str, str, float]] = []
    faults: list[str] = []
    for name in screens_of_telling(page):
        watch.shot(page, name.strip("."), whole=False)
        faults += [f"{name}: {fault}" for fault in measure(page, mm)["faults"]]
        sides += [(name, what, at) for what, at in page.evaluate(SIDES).items()]
    page.goto("/kiosk/track")
    sides += [("track", what, at) for what, at in page.evaluate(SIDES).items() if what != ".pad" or glass != "small"]
    assert {what for _, what, _ in sides} >= {".stage-acts .btn-primary", ".bar-help"}
    assert [one for one in sides if (one[2] >= 0.5) is (hand == "left")] == []
    assert faults == []


@pytest.mark.parametrize("lang", ["zh_Hans", "zh_Hant", "en"])
@pytest.mark.parametrize("glass", GLASS)
def test_k09_the_bar_holds_every_switch_on_every_glass(watch: Watch, glass: str, lang: str) -> None:
    page, mm = stand(watch, glass, "text-3", lang=lang)
    touch(page, ".tile-main")
    touch(page, "button[value='about=D']")
    watch.shot(page, f"{glass}-{lang}", whole=False)
    expect(page.locator(".view button")).to_have_count(8)
    assert measure(page, mm)["faults"] == []
    for button in page.locator(".bar :is(a, button):visible").all():
        box = button.bounding_box()
        assert box and box["x"] >= 0 and box["x"] + box["width"] <= GLASS[glass][0] and box["y"] + box["height"] <= GLASS[glass][1]


def test_k14_each_is_one_touch_keeps_the_words_is_taken_back_by_a_second_and_ends_with_the_visit(watch: Watch) -> None:
    page, _ = stand(watch, "portrait")
    touch(page, ".tile-main")
    touch(page, "button[value='about=D']")
    page.locator("#words").fill("路灯坏了")
    root = page.locator("html")
    for switch, name, value in (("reach", "data-reach", "low"), ("left", "data-hand", "left"), ("right", "data-hand", "right"),
                                ("contrast", "data-contrast", "high")):
        touch(page, f".view-{switch}")
        expect(root).to_have_attribute(name, value)
        expect(page.locator(f".view-{switch}")).to_have_attribute("aria-pressed", "true")
        expect(page.locator(f".view-{switch}")).to_be_focused()
        expect(page.locator("#words")).to_have_value("路灯坏了")
    touch(page, ".view-right")
    assert root.get_attribute("data-hand") is None
    page.locator(".bar-end").click()
    page.locator(".leave button").click()
    expect(page.locator(".attract-touch")).to_be_visible()
    assert [root.get_attribute(f"data-{name}") for name in ("reach", "hand", "contrast")] == [None] * 3


def test_what_is_chosen_on_the_resting_screen_begins_the_visit_with_it(watch: Watch) -> None:
    page = watch.page({"width": 1080, "height": 1920}, has_touch=True)
    page.goto("/kiosk/at/S01?mm=4.03")
    touch(page, ".view-reach")
    expect(page.locator(".tile-main")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("data-reach", "low")
