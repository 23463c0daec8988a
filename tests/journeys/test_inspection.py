"""The ruler itself: axe finds every serious and critical fault, though the rules for lesser ones do not look (K58)."""

import pytest
from playwright.sync_api import Browser

from tests.journeys.inspection import AXE, Inspection

pytestmark = pytest.mark.browser
WRONG = """<!doctype html><html><title>x</title><body><main><h1>One</h1><h4>Four</h4><h2></h2><img src=a.png><input><button></button>
<a href=#></a><p style="color:#bbb;background:#fff">pale</p><ul><p>no item</p></ul><div role=button aria-foo=1 tabindex=3>x</div>
<select></select><div role=checkbox></div><dl><p>y</p></dl><div role=main>two</div><iframe src="about:blank"></iframe></main></body></html>"""
ALL = """async () => (await axe.run(document)).violations.map((one) => [one.id, one.impact])"""


def test_k58_the_look_finds_all_that_is_serious(browser: Browser) -> None:
    page, found = browser.new_page(), Inspection()
    page.set_content(WRONG)
    found.axe(page, "wrong")
    page.evaluate(AXE)
    everything = page.evaluate(ALL)
    page.context.close()
    grave = {rule for rule, impact in everything if impact in ("serious", "critical")}
    assert {line.split(": ")[1] for line in found.wrong} == grave >= {"image-alt", "label", "html-has-lang", "color-contrast", "button-name"}
    assert {impact for _, impact in everything} >= {"minor", "moderate"}, "the page has lesser faults too"
