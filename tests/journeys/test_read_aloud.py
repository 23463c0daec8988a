"""Read aloud in a real browser: in order and slowly, by a voice of this terminal; never at rest, over at a touch (K13, K56)."""

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from portal.foundation import words
from tests.journeys.devices import VOICES, give_voices
from tests.journeys.finger import begin, review, touch
from tests.journeys.serving import Served
from tests.journeys.watch import Watch

pytestmark = pytest.mark.browser
GLASS = {"width": 1080, "height": 1920}


def stand(watch: Watch, *voices: tuple[str, str, bool], hold: bool = False, lang: str = "zh_Hans") -> Page:
    page = watch.page(GLASS, has_touch=True)
    give_voices(page, *voices, hold=hold)
    page.goto("/kiosk/at/S01?mm=4.03")
    touch(page, f".language a[href*='lang={lang}']")
    return page


def said(page: Page, name: str = "text") -> list[str]:
    told: list[str] = page.evaluate(f"window.said.map((one) => one.{name})")
    return told


def heard(page: Page, sentence: str) -> None:
    """Wait until this was read."""
    for _ in range(200):
        if sentence in said(page):
            return
        page.evaluate("new Promise((done) => requestAnimationFrame(done))")
    raise AssertionError(f"{sentence} was not read, only {said(page)}")


def test_k13_k56_the_resting_screen_is_silent_and_the_switch_reads_the_next_in_order(watch: Watch) -> None:
    page = stand(watch, *VOICES)
    page.locator(".attract-touch").wait_for()
    assert said(page) == []
    touch(page, ".view-voice")
    say = words.speaker("zh_Hans")
    order = [say(f"kiosk.home.{part}") for part in ("ask", "tell", "tell_text", "track", "track_text", "people", "people_text")]
    heard(page, order[-1])
    here = set(page.locator(".here-now, .here-faces span > *").all_text_contents())
    assert [one for one in said(page) if one not in here][:7] == order
    assert here <= set(said(page)), "on an open day also who receives, before what one can do"
    assert set(said(page, "rate")) == {0.8} and set(said(page, "voice")) == {"Mandarin"}
    watch.shot(page, "voice-on", whole=False)


@pytest.mark.parametrize(("lang", "voice"), [("zh_Hans", "Mandarin"), ("zh_Hant", "Cantonese"), ("en", "English")])
def test_k56_the_voice_is_of_this_terminal_and_of_the_language(watch: Watch, lang: str, voice: str) -> None:
    page = stand(watch, *VOICES, lang=lang)
    touch(page, ".view-voice")
    heard(page, words.speaker(lang)("kiosk.home.ask"))
    assert set(said(page, "voice")) == {voice}


@pytest.mark.parametrize("voices", [(), (("Remote", "zh-CN", False),), (("English", "en-US", True),)])
def test_k56_without_a_voice_it_says_so_and_whom_to_call(watch: Watch, voices: tuple[tuple[str, str, bool], ...]) -> None:
    page = stand(watch, *voices)
    touch(page, ".view-voice")
    expect(page.locator(".voice-none")).to_contain_text("没有语音")
    assert said(page) == []
    watch.shot(page, "no-voice", whole=False)


def test_k56_a_touch_ends_it_and_again_begins_anew(watch: Watch) -> None:
    page = stand(watch, *VOICES, hold=True)
    touch(page, ".view-voice")
    heard(page, "您想做什么？")
    assert len(said(page)) == 1
    before = page.evaluate("window.stopped")
    page.locator("h1").click()
    assert page.evaluate("window.stopped") > before and len(said(page)) == 1
    page.locator("[data-speak=again]").click()
    heard(page, "您想做什么？")
    assert len(said(page)) == 2


def test_k56_louder_and_quieter_until_the_visit_ends(watch: Watch) -> None:
    page = stand(watch, *VOICES)
    touch(page, ".view-voice")
    heard(page, "您想做什么？")
    page.locator("[data-speak=softer]").click()
    expect(page.locator(".voice-level")).to_have_text("音量 6")
    page.locator("[data-speak=softer]").click()
    expect(page.locator(".voice-level")).to_have_text("音量 4")
    page.locator("[data-speak=again]").click()
    page.wait_for_function("() => window.said.at(-1).volume < 0.45")
    page.locator(".bar-end").click()
    expect(page.locator(".attract-touch")).to_be_visible()
    page.wait_for_function("() => window.said.length === 0")
    touch(page, ".view-voice")
    heard(page, "您想做什么？")
    assert set(said(page, "volume")) == {0.8}


def test_what_was_typed_can_be_heard_on_the_review(watch: Watch) -> None:
    page = stand(watch, *VOICES)
    begin(page)
    review(page, "菜场路的路灯坏了五盏。")
    assert said(page) == []
    page.locator("[data-hear]").click()
    heard(page, "菜场路的路灯坏了五盏。")


@pytest.mark.parametrize("on", [False, True])
def test_k56_what_one_has_typed_is_heard_in_the_fields_own_screen(watch: Watch, on: bool) -> None:
    """By a key of the panel, sentence by sentence, whether the screen is read or not; an empty field says what it is for."""
    page = stand(watch, *VOICES)
    touch(page, ".view-voice" if on else ".attract-touch")
    touch(page, ".tile-main")
    touch(page, "button[value='about=D']")
    page.locator("#words").tap()
    hear = page.locator("[data-hear-typed]")
    hear.tap()
    heard(page, page.locator("label[for=words]").inner_text())
    page.locator("#words").fill("菜场路的路灯坏了五盏。晚上黑得看不见坑！")
    hear.tap()
    heard(page, "晚上黑得看不见坑！")
    assert said(page)[-2:] == ["菜场路的路灯坏了五盏。", "晚上黑得看不见坑！"]
    for _ in range(2):
        touch(page, ".stage-acts .btn-primary")
    page.locator("#phone").fill("12000000017")
    page.locator("#phone").tap()
    hear.tap()
    heard(page, "1 2 0 0 0 0 0 0 0 1 7")


def test_k56_whoever_has_the_screen_read_hears_the_field_in_its_place(watch: Watch) -> None:
    page = stand(watch, *VOICES)
    touch(page, ".view-voice")
    touch(page, ".tile-main")
    touch(page, "button[value='about=D']")
    page.locator("#words").fill("路灯坏了。")
    page.locator("[data-speak=again]").click()
    heard(page, "路灯坏了。")
    told = said(page)
    label = page.locator("label[for=words]").inner_text()
    assert told.index(label) < len(told) - told[::-1].index("路灯坏了。")


def test_a_recording_of_the_station_is_heard_instead(watch: Watch, served: Served) -> None:
    folder = Path(served.app.config["INSTANCE"]) / "voices" / "zh_Hans"
    folder.mkdir(parents=True)
    (folder / "kiosk.home.ask.ogg").write_bytes(b"OggS")
    page = stand(watch, *VOICES)
    with page.expect_response("**/kiosk/voices/zh_Hans/kiosk.home.ask"):
        touch(page, ".view-voice")
    heard(page, words.speaker("zh_Hans")("kiosk.home.tell"))
    assert words.speaker("zh_Hans")("kiosk.home.ask") not in said(page)
    shutil.rmtree(folder.parent)


def test_k56_on_each_screen_it_is_said_when_nothing_of_it_can_be_heard(watch: Watch, served: Served) -> None:
    """A recording of the first screen alone, and no voice: the first is heard, the second says that it cannot be."""
    folder = Path(served.app.config["INSTANCE"]) / "voices" / "S01" / "zh_Hans"
    folder.mkdir(parents=True)
    (folder / "kiosk.home.ask.ogg").write_bytes(b"OggS")
    page = stand(watch)
    with page.expect_response("**/kiosk/voices/zh_Hans/kiosk.home.ask"):
        touch(page, ".view-voice")
    expect(page.locator(".voice-none")).to_have_text("")
    touch(page, ".tile-main")
    expect(page.locator(".voice-none")).to_contain_text("没有语音")
    shutil.rmtree(folder.parent.parent)
