"""What one types stands whole above the keys, and when they are put away the way down is told at once (K04, K09, K10)."""

import pytest

from tests.journeys.finger import touch
from tests.journeys.sight import GLASS, SIGHT
from tests.journeys.test_kiosk_typing import stand
from tests.journeys.watch import Watch

pytestmark = pytest.mark.browser
LONG = {"en": "The lamp went out; the internationalisation of", "zh_Hans": "菜场路的路灯坏了五盏晚上黑得看不见坑请派人来", "zh_Hant": "菜場路的路燈壞了五盞晚上黑得看不見坑請派人來"}
# The capital in mm, how many lines the field shows, and how much of a sign is cut at its upper and lower edge, in pixels.
SHOWN = """(mm) => {
  const field = document.querySelector("#words"), style = getComputedStyle(field), line = parseFloat(style.lineHeight), above = parseFloat(style.paddingTop);
  const cut = (edge) => { const over = (((edge - above) % line) + line) % line; return Math.min(over, line - over); };
  return { capital: parseFloat(style.fontSize) * 0.733 / mm, lines: field.clientHeight / line, scrolled: field.scrollTop,
    cut: Math.max(cut(field.scrollTop), cut(field.scrollTop + field.clientHeight)) - (line - 1.2 * parseFloat(style.fontSize)) / 2 };
}"""
HINT = """() => {
  const stage = document.querySelector(".stage"), long = stage.scrollHeight - stage.clientHeight >= 8, box = document.querySelector(".below");
  return { long, told: box.checkVisibility(), down: !document.querySelector(".below-down").hidden, left: stage.scrollHeight - stage.clientHeight - stage.scrollTop };
}"""
FRAMES = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 0))))"


@pytest.mark.parametrize("called", [False, True], ids=["", "called"])
@pytest.mark.parametrize("lang", LONG)
def test_k04_k09_the_line_one_writes_stands_whole_above_the_keys_in_the_largest_type(watch: Watch, lang: str, called: bool) -> None:
    page = stand(watch, "small", lang, 3)
    if called:
        touch(page, ".bar-help")
        touch(page, ".stage-acts .btn-primary")
    page.locator("#words").tap()
    page.keyboard.insert_text(LONG[lang])
    watch.shot(page, lang, whole=False)
    shown = page.evaluate(SHOWN, GLASS["small"][2])
    assert shown["capital"] >= 8.45 and shown["scrolled"] > 0 and shown["lines"] >= 0.99 and shown["cut"] <= 1, shown


@pytest.mark.parametrize(("glass", "text"), [(glass, text) for glass in GLASS for text in (1, 2, 3)])
def test_k10_the_way_down_is_told_as_soon_as_the_keys_are_put_away(watch: Watch, glass: str, text: int) -> None:
    page = stand(watch, glass, "en", text)
    for words in ("", "The street lamp is dark.\n" * 12):
        page.locator("#words").evaluate("(one) => one.focus({ preventScroll: true })")
        page.keyboard.insert_text(words)
        page.evaluate(FRAMES)
        page.locator("[data-typing=close]").tap()
        page.evaluate(FRAMES)
        hint = page.evaluate(HINT)
        assert hint["told"] is hint["long"] and (not hint["long"] or hint["down"] is (hint["left"] >= 8)), hint
        assert page.evaluate(SIGHT, False) == []
