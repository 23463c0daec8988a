"""What lies open over a screen: the input panel, the question who is there, the long word of a broken line; and a whole visit's requests
(K04, K09, K29, K58)."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.journeys.broken_line import broken_line
from tests.journeys.conftest import Stand
from tests.journeys.finger import begin, review, touch
from tests.journeys.inspection import Inspection
from tests.journeys.serving import Served
from tests.journeys.sight import GLASS, behind
from tests.journeys.watch import TERMINAL, Watch

pytestmark = pytest.mark.browser
LANGS = ("zh_Hans", "zh_Hant", "en")
LEAST = {"portrait": 8.5, "landscape": 8.5, "small": 6.4}  # mm of a capital at the largest type; the lowest glass has room for the middle one
LONG = """(mm) => {
  const box = document.querySelector(".network").getBoundingClientRect(), parts = [...document.querySelectorAll(".network-long > *")];
  const faults = box.bottom > innerHeight + 1 ? [`${box.bottom} of ${innerHeight}`] : [];
  for (const one of parts) {
    const { left, right, bottom, height } = one.getBoundingClientRect();
    if (left < 0 || right > innerWidth || bottom > innerHeight || one.scrollWidth > one.clientWidth + 1) faults.push(`cut off: ${one.textContent}`);
    if (one.matches("button") && height < 12.7 * mm - 0.6) faults.push(`K01 ${height / mm}`);
  }
  return [faults, Math.min(...parts.map((one) => parseFloat(getComputedStyle(one).fontSize))) * 0.733 / mm];
}"""


@pytest.mark.parametrize("lang", LANGS)
def test_k58_axe_finds_nothing_serious_in_the_open_panel_and_the_question_who_is_there(stand: Stand, lang: str) -> None:
    page, found = stand(), Inspection()
    page.goto(f"/kiosk/?lang={lang}")
    page.evaluate("() => window.HuiyinInput.loaded")
    begin(page)
    touch(page, ".tile-main")
    touch(page, "button[value='about=D']")
    page.locator("#words").tap()
    for way, key in (("ink", ""), ("pinyin", "a"), ("zhuyin", "ㄚ"), ("latin", "a"), ("digits", "1")):
        page.locator(f"[data-way={way}]").tap()
        if key:
            page.locator(f".typing-key[data-sign='{key}']").tap()
        expect(page.locator(".typing-keys")).to_have_attribute("data-mode", way)
        found.axe(page, way)
    page.clock.fast_forward(181_000)
    expect(page.locator("#still-there")).to_be_visible()
    found.axe(page, "the question")
    page.clock.fast_forward(30_000)
    expect(page.locator(".watch-count")).to_be_visible()
    found.axe(page, "the question as it counts")
    assert not found.wrong and found.looked == 7, str(found)


@pytest.mark.parametrize("lang", LANGS)
def test_k04_k09_the_long_word_of_a_broken_line_is_whole_at_the_largest_type(stand: Stand, served: Served, lang: str) -> None:
    with broken_line(served.url) as line:
        page = stand(line.url)
        page.goto(f"/kiosk/?lang={lang}")
        begin(page)
        touch(page, ".view-text-3")
        line.away = True
        page.locator(".bar-help").click()
        expect(page.locator(".network-long")).to_be_visible()
        for glass, (_, _, mm) in GLASS.items():
            with behind(page, glass):
                wrong, capital = page.evaluate(LONG, mm)
            assert (glass, wrong) == (glass, []) and capital >= LEAST[glass] - 0.05, glass


def test_k29_no_request_of_a_whole_visit_leaves_the_origin_and_none_could(watch: Watch, served: Served) -> None:
    """With handwriting, dictionary, read aloud and what the station keeps; the policy stops a page that tried."""
    page = watch.page(TERMINAL, has_touch=True)
    asked: list[str] = []
    page.context.on("request", lambda request: asked.append(request.url))
    page.goto("/kiosk/at/S01?mm=4.03")
    page.evaluate("() => window.HuiyinInput.loaded")
    begin(page)
    touch(page, ".view-voice")
    review(page)
    touch(page, ".stage-acts .btn-primary")
    expect(page.locator(".handed")).to_be_visible()
    parts = [urlsplit(url) for url in asked]
    assert {f"{each.scheme}://{each.netloc}" for each in parts} == {served.url}
    assert {"dictionary.bin", "words.json", "zh_Hans", "send"} <= {each.path.rpartition("/")[2] for each in parts}
    policy = page.request.get("/kiosk/").headers["content-security-policy"]
    told = dict(each.strip().partition(" ")[::2] for each in policy.split(";"))
    assert told["default-src"] == "'none'" and told["connect-src"] == "'self'" and not [each for each in told.values() if "*" in each or "http" in each]
