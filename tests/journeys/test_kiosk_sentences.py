"""A long sentence among the candidates: seen whole in every size of type on every glass, or not offered (K04, K09, K30)."""

import pytest

from tests.journeys.key_sizes import MEASURE
from tests.journeys.test_kiosk_typing import GLASS, stand, tap, way
from tests.journeys.watch import Watch

pytestmark = pytest.mark.browser
# Of each candidate: its words, whether it lies wholly in the strip, its lines, its type in mm.
SENTENCE, WHOLE = "womenxiaoqumenkouyouyigexiashuidaojinggaihuaile", "我们小区门口有一个下水道井盖坏了"
SHOWN = """(mm) => [...document.querySelectorAll(".typing-word")].map((one) => {
  const text = document.createRange(), strip = one.parentElement.getBoundingClientRect();
  text.selectNodeContents(one);
  const lines = [...text.getClientRects()], inside = lines.every((line) => line.left >= strip.left - 0.5 && line.right <= strip.right + 0.5);
  return [one.textContent, inside, lines.length, parseFloat(getComputedStyle(one).fontSize) / mm];
})"""


@pytest.mark.parametrize(("glass", "text"), [(glass, text) for glass in GLASS for text in (1, 2, 3)])
def test_k04_k09_k30_a_long_sentence_is_offered_whole_on_every_glass(watch: Watch, glass: str, text: int) -> None:
    page = stand(watch, glass, "zh_Hans", text)
    page.locator("#words").tap()
    way(page, "pinyin")
    tap(page, SENTENCE)
    watch.shot(page, f"{glass}-{text}", whole=False)
    shown = page.evaluate(SHOWN, GLASS[glass][2])
    assert shown[0][0] == WHOLE and [one for one in shown if not one[1] or one[2] > 2 or one[3] < 6.5] == []
    assert page.evaluate(MEASURE, GLASS[glass][2]) == []
    tap(page, SENTENCE * 2)
    shown = page.evaluate(SHOWN, GLASS[glass][2])
    assert shown and [one for one in shown if not one[1] or one[2] > 2] == [], "what cannot be seen whole is not offered"
    while page.locator(".typing-typed").text_content():
        page.locator(".typing-word").first.tap()
    assert page.locator("#words").input_value().startswith(WHOLE[:2]) and len(page.locator("#words").input_value()) == 3 * len(WHOLE)
