"""The input panel under a finger: every way of typing, sizes, the timer, the language, a server that is killed (K18, K25, K30, K33, K57, K58)."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.faults.server import Running
from tests.journeys.finger import begin, touch
from tests.journeys.key_sizes import MEASURE
from tests.journeys.serving import Served
from tests.journeys.watch import Watch, watching

pytestmark = pytest.mark.browser
GLASS = {"portrait": (1080, 1920, 4.03), "landscape": (1366, 768, 3.96), "small": (1280, 800, 5.88)}


def stand(watch: Watch, glass: str = "portrait", locale: str = "zh_Hans", text: int = 1) -> Page:
    """Before the question for the visitor's words, the dictionary in the page."""
    width, height, mm = GLASS[glass]
    page = watch.page({"width": width, "height": height}, has_touch=True)
    page.goto(f"/kiosk/at/S01?mm={mm}")
    page.goto(f"/kiosk/?lang={locale}")
    page.evaluate("() => window.HuiyinInput.loaded")
    begin(page)
    if text > 1:
        touch(page, f".view-text-{text}")
    touch(page, ".tile-main")
    touch(page, "button[value='about=D']")
    return page


def tap(page: Page, signs: str) -> None:
    for sign in signs:
        page.locator(f".typing-key[data-sign=\"{sign}\"]").tap()


def way(page: Page, name: str) -> None:
    page.locator(f"[data-way={name}]").tap()


def test_k30_words_are_written_by_sound_by_zhuyin_by_letters_and_by_digits(watch: Watch) -> None:
    page = stand(watch)
    field = page.locator("#words")
    field.tap()
    expect(page.locator("[data-way=ink]")).to_be_visible(visible=page.evaluate("() => Boolean(window.HuiyinInput.ink)"))
    way(page, "pinyin")
    tap(page, "xiaoqutingche")
    page.locator(".typing-word").get_by_text("小区", exact=True).tap()
    expect(page.locator(".typing-typed")).to_have_text("tingche")
    page.locator(".typing-word").first.tap()
    tap(page, "，")
    way(page, "zhuyin")
    tap(page, "ㄌㄨˋㄉㄥ")
    page.locator(".typing-word").first.tap()
    way(page, "latin")
    tap(page, "⇧ok")
    way(page, "digits")
    tap(page, "36。")
    expect(field).to_have_value("小区停车，路灯OK36。")
    expect(page.locator(".words-left")).to_contain_text("1988")


def test_the_caret_moves_one_sign_goes_all_goes_and_a_line_begins(watch: Watch) -> None:
    page = stand(watch)
    field = page.locator("#words")
    field.tap()
    way(page, "digits")
    tap(page, "124")
    page.locator("[data-typing=left]").tap()
    tap(page, "3")
    expect(field).to_have_value("1234")
    tap(page, "⌫")
    expect(field).to_have_value("124")
    page.locator("[data-typing=right]").tap()
    page.locator("[data-typing=enter]").tap()
    tap(page, "5")
    expect(field).to_have_value("124\n5")
    page.keyboard.type("路")  # a keyboard of wood keeps working
    expect(field).to_have_value("124\n5路")
    page.locator("[data-typing=clear]").tap()
    expect(field).to_have_value("")
    page.locator("[data-typing=close]").tap()
    expect(page.locator(".typing-panel")).to_be_hidden()


def test_k30_in_traditional_the_same_sounds_give_traditional_words(watch: Watch) -> None:
    page = stand(watch, locale="zh_Hant")
    page.locator("#words").tap()
    way(page, "pinyin")
    for typed, meant in (("toufa", "頭髮"), ("huanghou", "皇后"), ("tingchewei", "停車位")):
        tap(page, typed)
        page.locator(".typing-word").get_by_text(meant, exact=True).tap()
    expect(page.locator("#words")).to_have_value("頭髮皇后停車位")


@pytest.mark.parametrize(("glass", "locale", "text"), [
    (glass, locale, text) for glass in GLASS for locale, text in (("en", 1), ("zh_Hans", 2), ("zh_Hant", 3), ("en", 3))])
def test_k01_k02_k09_k14_k58_k59_every_key_fits_the_finger_and_help_language_and_the_way_back_stay_at_hand(
        watch: Watch, glass: str, locale: str, text: int) -> None:
    """K09: question, button and labels whole, in a word or two where a low glass has no room for more."""
    page = stand(watch, glass, locale, text)
    page.locator("#words").tap()
    faults: list[str] = []
    for name, typed in (("pinyin", "xiaoqu"), ("zhuyin", "ㄒㄧㄠ"), ("latin", "a"), ("digits", "1")):
        way(page, name)
        tap(page, typed)
        watch.shot(page, f"{glass}-{locale}-{text}-{name}", whole=False)
        faults += [f"{name}: {fault}" for fault in page.evaluate(MEASURE, GLASS[glass][2])]
    for field in ("#place", "#name", "#phone"):
        if field != "#phone":  # it stands beside the name
            touch(page, ".stage-acts .btn-primary")
        page.locator(field).tap()
        watch.shot(page, f"{glass}-{locale}-{text}-{field[1:]}", whole=False)
        faults += [f"{field}: {fault}" for fault in page.evaluate(MEASURE, GLASS[glass][2])]
    assert faults == []


@pytest.mark.parametrize("glass", ["landscape", "small"])
def test_k55_k59_low_down_and_at_the_left_hand_nothing_is_covered_while_one_types(watch: Watch, glass: str) -> None:
    page = stand(watch, glass, "en")
    for switch in ("reach", "left"):
        touch(page, f".view-{switch}")
    page.locator("#words").tap()
    watch.shot(page, glass, whole=False)
    assert page.evaluate(MEASURE, GLASS[glass][2]) == []


def test_a_telephone_number_has_its_own_pad(watch: Watch) -> None:
    page = stand(watch)
    page.locator("#words").fill("路灯坏了")
    for _ in range(2):
        touch(page, ".stage-acts .btn-primary")
    page.locator("#phone").tap()
    expect(page.locator(".typing-key")).to_have_count(12)
    tap(page, "12000000017")
    expect(page.locator("#phone")).to_have_value("12000000017")


def test_k14_the_panel_and_the_letters_outlive_a_change_of_language(watch: Watch) -> None:
    page = stand(watch)
    page.locator("#words").tap()
    way(page, "pinyin")
    tap(page, "tingche")
    touch(page, ".language button[lang='zh-Hant']")
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hant")
    expect(page.locator(".typing-typed")).to_have_text("tingche")
    page.locator(".typing-word").first.tap()
    expect(page.locator("#words")).to_have_value("停車")
    expect(page.locator("[data-typing=close]")).to_have_text("收起")


def test_k57_the_keys_are_reached_by_tab_and_arrows(watch: Watch) -> None:
    page = stand(watch)
    page.locator("#words").focus()
    way(page, "latin")
    page.locator(".typing-key[data-sign=q]").focus()
    for name in ("ArrowRight", "ArrowRight", "ArrowDown", "ArrowLeft"):
        page.keyboard.press(name)
    focused = page.evaluate("document.activeElement.dataset.sign")
    assert focused in ("s", "d")
    page.keyboard.press("Enter")
    expect(page.locator("#words")).to_have_value(focused)
    page.locator("#words").focus()
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("Boolean(document.activeElement.closest('.typing-panel'))"):
            break
    assert page.evaluate("Boolean(document.activeElement.closest('.typing-panel'))")
    page.keyboard.press("Escape")
    expect(page.locator(".typing-panel")).to_be_hidden()


def test_k18_keys_and_candidates_begin_the_time_anew(browser: Browser, served: Served) -> None:
    context = browser.new_context(base_url=served.url, viewport={"width": 1080, "height": 1920}, has_touch=True)
    page = context.new_page()
    page.clock.install()
    page.goto("/kiosk/at/S01?mm=4.03")
    page.evaluate("() => window.HuiyinInput.loaded")
    begin(page)
    touch(page, ".tile-main")
    touch(page, "button[value='about=D']")
    page.locator("#words").tap()
    way(page, "pinyin")
    for act in (lambda: tap(page, "c"), lambda: page.locator(".typing-word").first.tap(), lambda: way(page, "digits")):
        act()
        page.clock.fast_forward(150_000)
        expect(page.locator("#still-there")).to_be_hidden()
    page.clock.fast_forward(40_000)
    expect(page.locator("#still-there")).to_be_visible()
    context.close()


def test_k33_typing_goes_on_when_the_server_is_killed(browser: Browser, template: Path, tmp_path: Path) -> None:
    """kill -9 in the middle of a word: sounds, zhuyin and digits still become words; nothing is asked of anybody."""
    running = Running(tmp_path / "served", template, papers=False)
    with watching(browser, f"http://127.0.0.1:{running.port}") as watch:
        page = stand(watch)
        page.locator("#words").tap()
        way(page, "pinyin")
        tap(page, "lude")
        running.kill()
        tap(page, "ng")
        page.locator(".typing-word").get_by_text("路灯", exact=True).tap()
        way(page, "zhuyin")
        tap(page, "ㄊㄧㄥˊㄔㄜ")
        page.locator(".typing-word").first.tap()
        expect(page.locator("#words")).to_have_value("路灯停车")


def test_the_pad_for_handwriting_is_the_first_tab_where_it_is_there(watch: Watch) -> None:
    """The agreement with the script of the pad: mount, candidates, commit, clear, setScript, unmount."""
    page = stand(watch, locale="zh_Hant")
    page.evaluate("""() => {
      window.told = [];
      window.HuiyinInput.ink = { mount: (box, hooks) => { window.hooks = hooks; window.told.push(`mount ${box.children.length}`);
        return { clear: () => window.told.push("clear"), undo: () => window.told.push("undo"), flush: () => {}, drawn: () => false, setScript: (one) => window.told.push(one),
          unmount: () => window.told.push("unmount") }; } };
    }""")
    page.locator("#words").tap()
    expect(page.locator("[data-way=ink]")).to_have_attribute("aria-pressed", "true")
    page.evaluate("() => window.hooks.candidates(['電', '雷'])")
    page.locator(".typing-word").nth(1).tap()
    page.evaluate("() => { window.hooks.candidates(['雪', '電']); window.hooks.commit('雪'); }")
    expect(page.locator("#words")).to_have_value("雷雪")
    page.locator(".typing-word").nth(1).tap()  # committed too early: the other one stands in its place
    expect(page.locator("#words")).to_have_value("雷電")
    expect(page.locator(".typing-word")).to_have_count(0)
    tap(page, "↶")
    assert page.evaluate(MEASURE, GLASS["portrait"][2]) == []
    way(page, "pinyin")
    told: list[Any] = page.evaluate("() => window.told")
    assert told == ["mount 0", "hant", "clear", "undo", "unmount"]


def test_k25_what_was_typed_and_never_chosen_stays_as_letters(watch: Watch) -> None:
    page = stand(watch)
    page.locator("#words").tap()
    way(page, "pinyin")
    tap(page, "hao")
    page.locator("[data-typing=close]").tap()
    expect(page.locator("#words")).to_have_value("hao")
