"""The pad for number and code: every key is in sight above the act at the usual size of type, in every language (K09, K36, K44)."""

import pytest

from tests.journeys.finger import begin, touch
from tests.journeys.sight import GLASS, SIGHT
from tests.journeys.watch import Watch

pytestmark = pytest.mark.browser
CUT = """() => {
  const keys = [...document.querySelectorAll(".pad [data-key]")], acts = document.querySelector(".stage-acts").getBoundingClientRect();
  return keys.length < 12 ? ["no pad"] : keys.filter((one) => {
    const { bottom, left, right } = one.getBoundingClientRect();
    return bottom > innerHeight || (bottom > acts.top + 1 && left < acts.right && right > acts.left);
  }).map((one) => one.dataset.key);
}"""


@pytest.mark.parametrize("glass", GLASS)
@pytest.mark.parametrize("lang", ["zh_Hans", "zh_Hant", "en"])
def test_k09_k36_no_key_of_the_pad_is_cut(watch: Watch, lang: str, glass: str) -> None:
    """With the banner of a demonstration above, as a newcomer sees it."""
    width, height, mm = GLASS[glass]
    page = watch.page({"width": width, "height": height}, has_touch=True)
    page.goto(f"/kiosk/at/S01?mm={mm}")
    begin(page)
    touch(page, f".bar .language :is(a, button)[lang='{lang.replace('_', '-')}']")
    page.goto("/kiosk/track")
    page.locator(".pad").wait_for()
    assert page.evaluate(CUT) == []
    assert width > height or page.locator(".below-down").is_hidden(), "nothing lies below"
    touch(page, ".bar-help")
    touch(page, ".stage-acts .btn-primary")
    page.locator(".bar .called-wait:not([hidden])").wait_for()
    watch.shot(page, f"{glass}-called", whole=False)
    assert page.evaluate(CUT) == [], "while a person is on the way too"
    assert page.evaluate(SIGHT, True) == []
