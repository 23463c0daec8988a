"""Words stand whole and texts have room at every size of type, on every glass, in every language (K09)."""

import pytest
from playwright.sync_api import Page

from tests.journeys import pages
from tests.journeys.finger import begin, touch
from tests.journeys.sayings import ALL
from tests.journeys.serving import Served
from tests.journeys.sight import GLASS, WORDS, behind, faults
from tests.journeys.watch import Watch

pytestmark = pytest.mark.browser
NEXT = ".stage-acts .btn-primary"
SIZES = [(lang, text) for lang in ALL for text in (1, 2, 3)]


def stand(watch: Watch, lang: str, text: int) -> Page:
    """At the four tiles, in that language and size of type."""
    page = watch.page({"width": 1080, "height": 1920}, has_touch=True)
    page.goto("/kiosk/at/S01?mm=4.03")
    page.goto(f"/kiosk/?lang={lang}")
    begin(page)
    if text > 1:
        touch(page, f".view-text-{text}")
    return page


def wrong(page: Page, watch: Watch, name: str) -> list[str]:
    """What a look at the screen finds behind each glass."""
    found = []
    for glass in GLASS:
        found += [f"{name} on {glass}: {fault}" for fault in faults(page, glass)]
        if watch.folder is not None:
            with behind(page, glass):
                watch.shot(page, f"{glass}-{name}", whole=False)
    return found


def opened(page: Page, path: str, number: str, code: str) -> None:
    """A matter by its number and code."""
    page.goto(f"/kiosk/{path}")
    page.locator("#number").fill(number)
    page.locator("#code").fill(code)
    touch(page, NEXT)


@pytest.mark.parametrize(("lang", "text"), SIZES)
def test_k09_why_this_date_tears_no_word_and_no_term(watch: Watch, served: Served, lang: str, text: int) -> None:
    page, found = stand(watch, lang, text), []
    for state in ("handling", "delivered"):
        number, code, _ = pages.receipts(served)[state]
        opened(page, "track", number, code)
        if page.locator("a[href='/kiosk/matter/why']").count():
            page.goto("/kiosk/matter/why")
            found += wrong(page, watch, f"why-{state}")
    assert found == [] and page.locator(".why").count()


@pytest.mark.parametrize(("lang", "text"), SIZES)
def test_k09_k36_what_was_entered_has_room_to_be_read_before_it_is_sent(watch: Watch, served: Served, lang: str, text: int) -> None:
    page, said = stand(watch, lang, text), ALL[lang]
    touch(page, ".tile-main")
    touch(page, "button[value='about=D']")
    page.locator("#words").fill(said.words)
    touch(page, NEXT)
    page.locator("#place").fill(said.place)
    touch(page, NEXT)
    touch(page, "label.choice:has(input[value='named'])")
    page.locator("#name").fill(said.name)
    page.locator("#phone").fill("12000000017")
    touch(page, NEXT)
    touch(page, NEXT)
    found = wrong(page, watch, "review")
    number, code, _ = pages.receipts(served)["delivered"]
    opened(page, "rate", number, code)
    for answer in ("solved=no", "result=dissatisfied", "understood=", "reception="):
        touch(page, f"button[value^='{answer}']")
    found += wrong(page, watch, "rated")
    assert found == []


@pytest.mark.parametrize(("harm", "told"), [
    ("one.style.inlineSize = '1.4em'; one.style.overflowWrap = 'anywhere'", "torn: "),
    ("one.textContent = 'one two three four five six seven eight nine'; one.style.inlineSize = '4em'", "a column: ")])
def test_k09_the_look_finds_torn_words_and_columns(watch: Watch, harm: str, told: str) -> None:
    page = stand(watch, "en", 1)
    page.goto("/kiosk/track")
    assert page.evaluate(WORDS) == []
    page.evaluate(f"() => {{ const one = document.querySelector('.lead'); {harm}; }}")
    assert any(fault.startswith(told) for fault in page.evaluate(WORDS))
