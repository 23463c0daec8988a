"""Telling, measured on three pieces of glass and at three sizes of type (K01–K05, K09, K25, K55), and used without JavaScript."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.finger import READING, begin, measure, review, screens_of_telling, touch
from tests.journeys.serving import Served
from tests.journeys.sight import GLASS, behind
from tests.journeys.watch import Watch

pytestmark = pytest.mark.browser
CAPITAL = {1: 4.8, 2: 6.4, 3: 8.5}
SMALL_TARGETS = """() => [...document.querySelectorAll("a[href], button, .input, label.choice, label.tick")].filter((one) => {
  const { width, height } = one.getBoundingClientRect();
  return one.checkVisibility({ visibilityProperty: true }) && !one.matches(".skip") && Math.min(width, height) < 43.5;
}).map((one) => one.outerHTML.slice(0, 80))"""


def stand(watch: Watch, glass: str, text: int) -> tuple[Page, float]:
    """Before a terminal of that glass, at that size of type, at the four tiles."""
    width, height, mm = GLASS[glass]
    page = watch.page({"width": width, "height": height}, has_touch=True)
    page.goto(f"/kiosk/at/S01?mm={mm}")
    begin(page)
    if text > 1:
        touch(page, f".view-text-{text}")
    return page, mm


def on_every_glass(page: Page) -> Iterator[tuple[str, float]]:
    """The screen as it stands behind each glass, one after the other; at the end behind the tall one, on which it was opened."""
    for glass in reversed(GLASS):
        with behind(page, glass):
            yield glass, GLASS[glass][2]


@pytest.mark.parametrize("text", CAPITAL)
def test_k01_k04_k05_k09_every_screen_of_telling_fits_the_finger_and_the_eye(watch: Watch, text: int) -> None:
    """Targets, gaps (K02), never under 44 pixels (K03), capitals, lines, nothing clipped, on every glass."""
    page, _ = stand(watch, "portrait", text)
    faults: list[str] = []
    capitals = {}
    for name in screens_of_telling(page):
        for glass, mm in on_every_glass(page):
            watch.shot(page, f"{glass}-{name.strip('.')}")
            found = measure(page, mm)
            faults += [f"{name} on {glass}: {fault}" for fault in [*page.evaluate(READING), *found["faults"]]]
            capitals[f"{name} on {glass}"] = found["capital"]
    assert faults == []
    assert {name: height for name, height in capitals.items() if height < CAPITAL[text] - 0.05} == {}


def test_k09_the_longest_words_at_the_largest_type_stay_on_the_last_screen(watch: Watch) -> None:
    page, _ = stand(watch, "portrait", 3)
    touch(page, ".bar .language :is(a, button)[lang='en']")
    review(page)
    touch(page, ".stage-acts .btn-primary")
    expect(page.locator(".handed")).to_be_visible()
    for glass, mm in on_every_glass(page):
        watch.shot(page, f"{glass}-done")
        assert measure(page, mm)["faults"] == [], glass
        width, mine = page.locator(".final-next").bounding_box(), page.viewport_size
        assert width is not None and mine is not None and width["width"] > mine["width"] * 0.4, "a sentence is no column of single words"


COPIED = """() => {
  const acts = [...document.querySelectorAll(".stage-acts .btn")].filter((one) => one.checkVisibility()).map((one) => one.getBoundingClientRect());
  const under = ({ bottom, right, left, top }) => acts.some((act) => act.top < bottom - 1 && act.bottom > top && act.left < right && act.right > left);
  const floor = document.querySelector(".stage").getBoundingClientRect().bottom;
  return [...document.querySelectorAll(".handed .digits-run")].filter((one) => {
    const lines = one.getClientRects(), sign = parseFloat(getComputedStyle(one).fontSize) * 0.733, [{ top, bottom }] = lines;
    const middle = (top + bottom) / 2, box = { ...lines[0].toJSON(), top: middle - sign / 2, bottom: middle + sign / 2 };
    return lines.length !== 1 || box.bottom > floor + 1 || box.right > innerWidth || under(box);
  }).map((one) => one.textContent);
}"""


@pytest.mark.parametrize("text", CAPITAL)
@pytest.mark.parametrize("lang", ["zh-Hans", "en"])
def test_k09_k44_on_the_small_glass_number_and_code_stand_whole_in_sight_while_a_person_is_called(watch: Watch, lang: str, text: int) -> None:
    page, _ = stand(watch, "small", text)
    touch(page, f".bar .language :is(a, button)[lang='{lang}']")
    review(page)
    touch(page, ".bar-help")
    touch(page, ".stage-acts .btn-primary")
    touch(page, ".stage-acts .btn-primary")
    expect(page.locator(".handed .digits-run")).to_have_count(2)
    expect(page.locator(".bar .called, .called")).to_be_visible()
    watch.shot(page, "copied", whole=False)
    assert page.evaluate(COPIED) == []


@pytest.mark.parametrize("path", ["track", "rate", "people", "results", "help"])
def test_k01_k09_the_other_tiles_too(watch: Watch, path: str) -> None:
    page, _ = stand(watch, "portrait", 1)
    page.goto(f"/kiosk/{path}")
    for glass, mm in on_every_glass(page):
        watch.shot(page, f"{glass}-{path}")
        assert measure(page, mm)["faults"] + page.evaluate(READING) == [], glass


def test_k55_on_a_portrait_screen_all_controls_lie_in_the_lower_part(watch: Watch) -> None:
    page, mm = stand(watch, "portrait", 1)
    tops = {name: measure(page, mm)["top"] for name in screens_of_telling(page)}
    assert {name: top for name, top in tops.items() if top < 0.4} == {}


SETTLED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
WHOLE = """(what) => [...document.querySelectorAll(what)].every((one) => {
  const { top, bottom } = one.getBoundingClientRect();
  return top >= 0 && bottom <= window.innerHeight + 1;
})"""


@pytest.mark.parametrize(("glass", "text"), [("small", 1), ("landscape", 1), ("portrait", 1), ("portrait", 3)])
def test_k09_k14_k59_the_first_acts_and_the_whole_bar_stand_in_sight(watch: Watch, glass: str, text: int) -> None:
    page, mm = stand(watch, glass, text)
    watch.shot(page, "home", whole=False)
    assert measure(page, mm)["faults"] == []
    assert page.evaluate(WHOLE, ".tile, .bar button, .bar a")
    page.goto("/kiosk/?lang=en")
    watch.shot(page, "resting", whole=False)
    assert page.evaluate(WHOLE, ".attract-touch, .bar button:not([hidden]), .bar a")


IN_SIGHT = """() => {
  const faults = [], { top: floor } = document.querySelector(".bar").getBoundingClientRect(), beside = document.querySelector(".bar").offsetWidth < innerWidth / 2;
  for (const act of document.querySelectorAll(".stage-acts .btn-primary")) {
    const { top, bottom } = act.getBoundingClientRect();
    if (top < 0 || bottom > (beside ? innerHeight : floor) + 1) faults.push(`${act.textContent.trim()} ${top}–${bottom}`);
  }
  const tops = [...document.querySelectorAll(".bar :is(button, a)")].filter((one) => one.checkVisibility()).map((one) => one.getBoundingClientRect());
  const middles = tops.map((one) => (one.top + one.bottom) / 2);
  if (innerWidth > innerHeight && !beside && Math.max(...middles) - Math.min(...middles) > 3) faults.push("the bar stands in two rows");
  return faults;
}"""


ABOVE = """() => {
  const box = (what) => document.querySelector(what).getBoundingClientRect();
  return box("label[for='off_paper']").bottom <= box(".stage-acts .btn-primary").top + 1;
}"""


@pytest.mark.parametrize("lang", ["zh_Hans", "zh_Hant", "en"])
def test_k36_k59_the_one_act_of_every_screen_is_in_sight_and_the_bar_in_one_row(watch: Watch, lang: str) -> None:
    """On every glass, in the largest type too: what is long scrolls between the question and its act."""
    page, _ = stand(watch, "portrait", 1)
    touch(page, f".bar .language :is(a, button)[lang='{lang.replace('_', '-')}']")
    faults = []
    for name in screens_of_telling(page):
        for glass, _ in on_every_glass(page):
            faults += [f"{name} on {glass}: {fault}" for fault in page.evaluate(IN_SIGHT)]
            if name == "review":
                assert page.evaluate(ABOVE), "what stands on the receipt is chosen in sight, above the act (practice.md §2.2)"
        if name == "review":
            touch(page, ".view-text-3")
            for glass, _ in on_every_glass(page):
                faults += [f"{name} on {glass}, largest: {fault}" for fault in page.evaluate(IN_SIGHT)]
            touch(page, ".view-text-1")
    assert faults == []


def test_k13_the_resting_screen_says_what_it_is_for_and_does_not_move(watch: Watch) -> None:
    page = watch.page({"width": 1080, "height": 1920})
    page.goto("/kiosk/at/S01?mm=4.03")
    expect(page.locator(".attract-ways li")).to_have_count(4)
    expect(page.locator(".language a")).to_have_count(3)
    assert measure(page, 4.03)["faults"] == []
    assert page.evaluate("document.getAnimations().length") == 0


def test_k05_the_sentences_of_an_answer_stand_apart(watch: Watch) -> None:
    page, _ = stand(watch, "portrait", 1)
    page.goto("/kiosk/results?of=all")
    for one in range(page.locator("a.result").count()):
        touch(page, f"a.result >> nth={one}")
        if page.locator(".plain li + li").count():
            break
        touch(page, ".bar-back")
    expect(page.locator(".plain li + li").first).to_be_visible()
    assert page.evaluate(READING) == []


def test_k11_what_slides_off_before_it_is_let_go_does_nothing(watch: Watch) -> None:
    page, _ = stand(watch, "portrait", 1)
    box = page.locator(".tile-main").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 40, box["y"] + 40)
    page.mouse.down()
    expect(page.locator(".tile-main")).to_be_visible()  # nothing is done on the press
    page.mouse.move(4, 4)
    page.mouse.up()
    page.evaluate(SETTLED)
    expect(page.locator(".tile-main")).to_be_visible()
    page.mouse.move(box["x"] + 40, box["y"] + 40)
    page.mouse.down()
    page.mouse.up()
    expect(page.locator("button[value='about=D']")).to_be_visible()


def test_k25_no_field_is_remembered_or_corrected(watch: Watch) -> None:
    page, _ = stand(watch, "portrait", 1)
    told = [[field.get_attribute(name) for name in ("autocomplete", "spellcheck", "inputmode")]
            for _ in screens_of_telling(page) for field in page.locator(".stage .input").all()]
    assert len(told) >= 4
    assert all(one == ["off", "false", "none"] for one in told)


def test_k10_a_long_screen_is_read_by_touches_alone(watch: Watch) -> None:
    page, _ = stand(watch, "small", 3)
    further = page.locator("[data-further]")
    for _ in range(12):
        if page.locator(".below-up").is_visible():
            break
        further.click()
        page.evaluate(SETTLED)
    expect(page.locator(".below-up")).to_be_visible()
    further.click()
    expect(page.locator(".below-down")).to_be_visible()


def test_the_whole_flow_works_without_javascript(browser: Browser, served: Served) -> None:
    glass = {"width": 1080, "height": 1920}
    context = browser.new_context(base_url=served.url, java_script_enabled=False, viewport=glass)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto("/kiosk/at/S01")
    page.locator(".attract-touch").click()
    page.locator(".tile-main").click()
    page.locator("button[value='about=C']").click()
    page.locator("#words").fill("门口停满了车")
    for _ in range(5):
        page.locator(".stage-acts .btn-primary").click()
    expect(page.locator(".handed .digits-run")).to_have_count(2)
    page.locator(".bar-end").click()
    expect(page.locator(".attract-touch")).to_be_visible()
    context.close()


def test_k03_on_a_coarse_glass_too_no_target_is_smaller_than_44_pixels(watch: Watch) -> None:
    """32 inches high: 12.7 mm are 34 pixels there, so that only the pixels bind."""
    page = watch.page({"width": 1080, "height": 1920}, has_touch=True)
    page.goto("/kiosk/at/S01?mm=2.71")
    begin(page)
    small: list[str] = []
    for name in screens_of_telling(page):
        small += [f"{name}: {one}" for one in page.evaluate(SMALL_TARGETS)]
    assert small == []
