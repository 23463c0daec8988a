"""The wall on its screens: nothing is cut off, it turns for weeks in the same memory, and a cut line costs nothing but news."""

import pytest
from playwright.sync_api import Page, expect

from portal.web.public.sheets import PLAIN, WORDS, beginning, pieces
from tests.journeys.inspection import Inspection
from tests.journeys.serving import Served
from tests.journeys.watch import TERMINAL, Watch

pytestmark = pytest.mark.browser
LYING = {"width": 1920, "height": 1080}
TURNS, SOON, LONGEST = 10_000, 30, 70  # sheets; seconds in which most have turned, and all
NOTHING_NEW = "window.fetch = () => Promise.resolve(new Response(null, { status: 304 }));"
FULLEST = """([words, plain, part]) => {
  const all = [...document.querySelectorAll(".wall-sheet")];
  const one = all.find((sheet) => sheet.querySelector(".wall-words") && sheet.querySelector(".wall-plain") && sheet.querySelector(".wall-reply .quote-text"));
  for (const sheet of all) sheet.hidden = sheet !== one;
  one.querySelector(".wall-words").textContent = words;
  one.querySelector(".wall-plain p:last-child").textContent = plain;
  one.querySelector(".wall-reply .quote-text").textContent = part;
  }"""
CUT_OFF = """() => [...document.querySelectorAll(".wall *")].filter((one) => one.getClientRects().length && !one.closest("svg"))
  .filter((one) => { const box = one.getBoundingClientRect(), around = (one.closest(".wall-sheets") ?? document.body).getBoundingClientRect();
    return box.bottom > around.bottom + 1 || box.right > innerWidth + 1 || box.bottom > innerHeight + 1; })
  .map((one) => one.className || one.tagName)"""


def wall(watch: Watch, path: str, viewport: dict[str, int], *, before: str = "") -> Page:
    """The screen, whose clock can be moved by hand; `before` runs in the page before anything of ours does."""
    page = watch.page(viewport)
    if before:
        page.add_init_script(before)
    page.clock.install()
    page.goto(path)
    expect(page.locator(".wall-clock")).not_to_be_empty()
    return page


def until_it_asks(page: Page) -> None:
    """Moves its clock up to the next question and no further: past its patience the screen would give up an answer that is on its way."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/wall/now" in request.url else None)
    with page.expect_response("**/wall/now*"):
        while not asked:
            page.clock.run_for(1000)


def standing(page: Page) -> str:
    return page.locator(".wall-sheet:not([hidden])").get_attribute("data-key") or ""


@pytest.mark.parametrize("viewport", [LYING, TERMINAL], ids=["lying", "standing"])
@pytest.mark.parametrize("locale", ["zh_Hans", "zh_Hant", "en"])
def test_the_fullest_sheet_is_whole(
        watch: Watch, served: Served, monkeypatch: pytest.MonkeyPatch, locale: str, viewport: dict[str, int]) -> None:
    """As much as a sheet may hold, in Han characters, which take the most room, with a code to scan; none of it is cut off or covered."""
    monkeypatch.setitem(served.app.config, "PUBLIC_URL", "https://huiyin.example")
    page, found = wall(watch, f"/wall?lang={locale}", viewport), Inspection()
    found.axe(page, f"wall {locale}")
    watch.shot(page, "as it is", whole=False)
    words = beginning("路灯坏了，" * 40, *WORDS)
    plain = beginning("修好了，请看。还有一处，明天修好就来告诉您，谢谢。\n" * 9, *PLAIN)
    page.evaluate(FULLEST, [words, plain, pieces("经现场查看，路灯线路老化，已全部换新。" * 40)[0]])
    watch.shot(page, "fullest", whole=False)
    assert page.evaluate(CUT_OFF) == []
    assert not found.wrong, str(found)


def test_it_turns_ten_thousand_times_in_the_same_memory(watch: Watch) -> None:
    """Nothing new ever comes: an answer on its way would put new sheets beside the old ones in the midst of the measuring."""
    page = wall(watch, "/wall?lang=zh_Hans", LYING, before=NOTHING_NEW)
    inner = page.context.new_cdp_session(page)

    def held() -> tuple[int, int]:
        for _ in range(3):  # what one sweep lets go of, the next one frees
            inner.send("HeapProfiler.collectGarbage")
        return inner.send("Runtime.getHeapUsage")["usedSize"], inner.send("Memory.getDOMCounters")["nodes"]

    count = page.locator(".wall-sheet").count()
    first, seen = standing(page), {standing(page)}
    for _ in range(count):
        page.clock.run_for(SOON * 1000)
        seen.add(standing(page))
    assert len(seen) > count // 2 and first in seen, "it goes round"
    page.evaluate("seconds => { for (const one of document.querySelectorAll('.wall-sheet')) one.dataset.seconds = seconds; }", 1)
    before = held()
    for _ in range(TURNS // 500):
        page.clock.run_for(500 * 1000)
    after = held()
    assert after[1] <= before[1] + 50 and after[0] <= before[0] + 300_000, (before, after)


def test_without_a_line_it_goes_on_turning_and_says_of_when_it_is(watch: Watch) -> None:
    page = wall(watch, "/wall?lang=zh_Hans", LYING)
    away, nodes = page.locator(".wall-away"), page.evaluate("document.querySelectorAll('*').length")
    page.context.set_offline(True)
    for _ in range(3):
        page.clock.run_for(61_000)
    expect(away).to_be_visible()
    expect(away).to_contain_text("连不上服务器")
    before = standing(page)
    page.clock.run_for(LONGEST * 1000)
    assert standing(page) != before, "it turns all the same"
    watch.shot(page, "away", whole=False)
    assert page.evaluate(CUT_OFF) == [], "the sentence takes room from no sheet"
    page.context.set_offline(False)
    until_it_asks(page)
    expect(away).to_be_hidden()
    assert page.evaluate("document.querySelectorAll('*').length") == nodes
    watch.faults[:] = [fault for fault in watch.faults if "ERR_INTERNET_DISCONNECTED" not in fault]
