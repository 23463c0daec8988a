"""A receipt held to a reader, which types like a keyboard: the matter opens, and what was typed is nowhere (YT-23, R56, K21)."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import pages
from tests.journeys.conftest import Stand
from tests.journeys.finger import begin, review, stop_clock, touch
from tests.journeys.serving import Served

pytestmark = pytest.mark.browser
HOST = "https://huiyin.example"
TRACK = "a.tile[href='/kiosk/track']"


def hold(page: Page, code: str) -> None:
    """What a reader does: every sign as a key, faster than a hand, then Enter."""
    stop_clock(page)
    page.keyboard.type(code)
    page.keyboard.press("Enter")
    page.locator(".screen:not([aria-busy])").wait_for()
    page.clock.resume()


def nowhere(page: Page, *secrets: str) -> None:
    """In no field, title, address or entry of the history."""
    held = page.evaluate("""() => [document.title, location.href, document.documentElement.outerHTML, JSON.stringify(history.state),
      ...[...document.querySelectorAll("input, textarea")].map((one) => one.value),
      ...Object.values(sessionStorage)].join("\\n")""")
    assert [secret for secret in secrets if secret in held] == []


@pytest.fixture
def receipt(served: Served) -> tuple[str, str, str]:
    """Number, code and token of a matter whose answer waits for its visitor."""
    return pages.receipts(served)["delivered"]


@pytest.mark.parametrize("screen", ["resting", "home", "track", "code"])
def test_a_receipt_held_to_the_reader_opens_the_matter(stand: Stand, receipt: tuple[str, str, str], screen: str) -> None:
    page, (number, code, token) = stand(), receipt
    entries = page.evaluate("history.length")
    if screen != "resting":
        begin(page)
    if screen in ("track", "code"):
        touch(page, TRACK)
        page.locator("#number" if screen == "track" else "#code").focus()
    hold(page, f"{HOST}/t/{token}")
    expect(page.locator(".stage .soft > .number")).to_have_text(number)
    nowhere(page, token, code)
    assert page.evaluate("history.length") == entries and page.url.endswith("/kiosk/")


@pytest.mark.parametrize("between", [" ", ",", ""])
def test_number_and_code_in_one_line_are_a_receipt_too(stand: Stand, receipt: tuple[str, str, str], between: str) -> None:
    page, (number, code, _) = stand(), receipt
    begin(page)
    hold(page, f"{number}{between}{code}")
    expect(page.locator(".stage .soft > .number")).to_have_text(number)
    nowhere(page, code)


@pytest.mark.parametrize("last", ["Tab", ""], ids=["tab", "nothing"])
def test_a_reader_that_ends_with_a_tab_or_with_nothing_opens_the_matter_too(stand: Stand, receipt: tuple[str, str, str], last: str) -> None:
    page, (number, code, token) = stand(), receipt
    begin(page)
    touch(page, TRACK)
    page.locator("#number").focus()
    stop_clock(page)
    page.keyboard.type(f"{HOST}/t/{token}")
    if last:
        page.keyboard.press(last)
    page.clock.run_for(500)
    page.clock.resume()
    expect(page.locator(".stage .soft > .number")).to_have_text(number)
    nowhere(page, token, code)


def test_a_sealed_number_is_read_by_a_slow_reader_too(stand: Stand) -> None:
    page = stand()
    begin(page)
    stop_clock(page)
    for sign in "S01-26-S9999 482719360158":
        page.keyboard.press(sign)
        page.clock.run_for(150)
    page.keyboard.press("Enter")
    page.clock.resume()
    expect(page.locator(".notice-refused")).to_contain_text("查不到")


def test_on_the_way_to_rating_the_receipt_leads_to_its_first_question(stand: Stand, receipt: tuple[str, str, str]) -> None:
    page = stand()
    begin(page)
    touch(page, "a[href='/kiosk/rate']")
    hold(page, f"{HOST}/t/{receipt[2]}")
    expect(page.locator("button[value='solved=yes']")).to_be_visible()


@pytest.mark.parametrize(("held", "said"), [
    ("https://elsewhere.example/menu/17", "不是我们凭证上的"), ("6901234567892", "不是我们凭证上的"),
    (f"{HOST}/t/{'x' * 27}", "查不到"), ("S01-26-9999 482719360158", "查不到")])
def test_another_code_gets_kind_words_and_leaves_nothing(stand: Stand, held: str, said: str) -> None:
    page = stand()
    begin(page)
    touch(page, TRACK)
    page.locator("#number").focus()
    hold(page, held)
    expect(page.locator(".notice-refused")).to_contain_text(said)
    expect(page.locator("#number")).to_have_value("S01-26-")
    nowhere(page, held)


def test_while_something_is_being_told_a_reader_changes_nothing(stand: Stand, receipt: tuple[str, str, str]) -> None:
    page = stand()
    begin(page)
    touch(page, ".tile-main")
    touch(page, "button[value='about=D']")
    page.locator("#words").fill("路灯坏了")
    hold(page, f"{HOST}/t/{receipt[2]}")
    expect(page.locator("#words")).to_have_value("路灯坏了")
    page.locator("#words").press_sequentially("。")
    expect(page.locator("#words")).to_have_value("路灯坏了。")


def test_a_reader_does_not_touch_what_has_the_focus(stand: Stand) -> None:
    page = stand()
    begin(page)
    review(page)
    page.locator(".stage-acts .btn-primary").focus()
    hold(page, "6901234567892")
    expect(page.locator(".review")).to_be_visible()


def test_a_hand_at_a_keyboard_is_no_reader(stand: Stand, receipt: tuple[str, str, str]) -> None:
    page = stand()
    begin(page)
    touch(page, TRACK)
    stop_clock(page)
    page.locator("#number").fill("")
    for sign in "S01-26-9998":
        page.clock.run_for(150)
        page.locator("#number").press(sign)
    page.locator("#number").press("Enter")
    expect(page.locator(".field-bad")).to_be_visible()  # the form itself was sent, and the code is missing
    expect(page.locator("#number")).to_have_value("S01-26-9998")
