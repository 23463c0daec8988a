"""The board's first page weighs little, stands still while it comes, can be used without JavaScript, and is read out in its order (issue 6)."""

import pytest
from playwright.sync_api import Page

from tests.journeys import pages
from tests.journeys.serving import Served
from tests.journeys.watch import DESK, PHONE, Watch

pytestmark = pytest.mark.browser
MOST = 60_000  # bytes on the wire, fonts apart
SHIFTS = """window.shifts = []; new PerformanceObserver((list) => { for (const one of list.getEntries()) window.shifts.push(one.value); })
.observe({ type: "layout-shift", buffered: true });"""
ORDER = """() => [...document.querySelectorAll("h1, h2, h3, nav, form[role=search], article, main, aside, footer, header")]
.filter((one) => one.checkVisibility()).map((one) => one.tagName)"""


def weighed(page: Page, path: str) -> int:
    """Bytes on the wire until all that the page names is there."""
    talk = page.context.new_cdp_session(page)
    talk.send("Network.enable")
    kinds, bytes_of = dict[str, str](), dict[str, float]()
    talk.on("Network.responseReceived", lambda told: kinds.update({told["requestId"]: told["type"]}))
    talk.on("Network.loadingFinished", lambda told: bytes_of.update({told["requestId"]: told["encodedDataLength"]}))
    page.add_init_script(SHIFTS)
    page.goto(path)
    page.wait_for_load_state("networkidle")
    return round(sum(size for one, size in bytes_of.items() if kinds.get(one) != "Font"))


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_the_first_page_weighs_under_sixty_kilobytes_and_does_not_jump(watch: Watch, served: Served, size: dict[str, int]) -> None:
    assert pages.published(served)
    page = watch.page()
    page.set_viewport_size(size)  # type: ignore[arg-type]
    weight = weighed(page, "/?lang=zh_Hans")
    assert 5000 < weight <= MOST, weight
    assert page.evaluate("window.shifts") == []


@pytest.mark.parametrize("path", ["/", "result"])
def test_it_is_read_out_in_its_order(watch: Watch, served: Served, path: str) -> None:
    """Masthead, then what the page is about, then its parts, then what stands beside it, then the foot; no heading skips a level, and what
    is heard first is not what is drawn last: the order of the tree is that of the eye."""
    page = watch.page()
    page.goto("/?lang=zh_Hans" if path == "/" else f"/results/{pages.published(served)[0]}?lang=zh_Hans")
    order = page.evaluate(ORDER)
    assert order[:order.index("HEADER")] in ([], ["ASIDE"]), "what says that all of it is invented may come before"
    assert order.count("H1") == 1 and order.index("MAIN") < order.index("H1")
    assert order[-1] == "FOOTER" or "FOOTER" in order[-4:]
    levels = [int(one[1]) for one in order[order.index("H1"):] if one[0] == "H" and one[1:].isdigit()]
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False)), levels
    tops = page.evaluate("() => [...document.querySelectorAll('main h1, main h2, main article')].filter((one) => one.checkVisibility() &&"
                         " one.getBoundingClientRect().height > 2).map((one) => one.getBoundingClientRect().top)")
    assert tops == sorted(tops) and len(tops) > 1
