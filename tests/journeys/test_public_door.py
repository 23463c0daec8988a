"""The public door in a real browser: told, followed and withdrawn without any script, and a board that htmx only makes smoother."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.watch import PHONE, Watch

# language: (browser locale, what the button on the form says, the ring's first stage, withdraw)
SPOKEN = {"zh_Hans": ("zh-CN", "交给服务站", "上报", "撤回"), "zh_Hant": ("zh-TW", "交給服務站", "上報", "撤回"),
          "en": ("en-GB", "Send it to the station", "Reported", "Withdraw")}


def tell(page: Page, send: str) -> tuple[str, str]:
    """Tell something online; number and code as the page shows them."""
    page.goto("/ask")
    page.fill("#words", "东门外的路灯坏了五盏。𠮷")
    page.check("input[name=category][value=C]")
    page.check("#publish_result")
    page.get_by_role("button", name=send).click()
    digits = page.locator(".digits-run")
    expect(digits).to_have_count(2)  # a click does not wait for the answer, nor does reading all that stand there
    number, code = digits.all_inner_texts()
    return number, code


@pytest.mark.parametrize("lang", SPOKEN)
def test_told_followed_and_withdrawn_without_a_script(watch: Watch, lang: str) -> None:
    """YT-23, T25, R49: JavaScript off, a telephone's screen, each language."""
    locale, send, stage, withdraw = SPOKEN[lang]
    page = watch.page(PHONE, locale, java_script_enabled=False)
    number, code = tell(page, send)
    assert re.fullmatch(r"S\d\d-\d\d-\d{4}", number) and code not in page.url
    watch.shot(page, "told")
    page.goto("/track")
    page.fill("#number", number)
    page.fill("#code", code)
    page.locator("main button[type=submit]").click()
    expect(page.locator("[aria-current=step]")).to_contain_text(stage)
    expect(page.locator(".quote-words")).to_contain_text("东门外的路灯坏了五盏。𠮷")
    watch.shot(page, "followed")
    page.goto("/track/withdrawal")
    page.check("#own_will")
    page.get_by_role("button", name=withdraw, exact=True).click()
    expect(page.locator("#flashes .notice-done")).to_be_visible()
    watch.shot(page, "withdrawn")


def test_practice_6_1_the_contact_is_asked_of_whoever_is_named_and_a_tick_outlives_a_change_of_mind(watch: Watch) -> None:
    """JavaScript off: the page itself offers the fourth permission, and keeps it ticked while it is hidden."""
    page = watch.page(PHONE, "zh-CN", java_script_enabled=False)
    page.goto("/ask")
    tick = page.locator("#share_contact")
    expect(page.locator("#publish_words")).to_be_visible()
    expect(tick).to_be_hidden()
    page.check("input[name=mode][value=named]")
    tick.check()
    page.check("input[name=mode][value=confidential]")
    expect(tick).to_be_hidden()
    page.check("input[name=mode][value=named]")
    expect(tick).to_be_checked()
    page.check("input[name=category][value=O]")
    expect(tick).to_be_hidden()
    watch.shot(page, "not_offered")


def test_a_filter_changes_the_board_in_place_and_stands_in_the_address(watch: Watch) -> None:
    """look.md: filters are words; with htmx the page stays, the address changes, and the address alone shows the same."""
    page = watch.page()
    page.goto("/")
    page.evaluate("document.querySelector('h1').dataset.kept = 'yes'")
    page.locator("nav.filter summary").first.click()
    page.locator("nav.filter").first.get_by_role("link").nth(1).click()
    page.wait_for_url("**/?area=*")
    expect(page.locator("nav.filter").first.locator(".filter-on")).to_have_count(1)
    expect(page.locator("nav.filter summary").first).not_to_contain_text("全部")
    assert page.locator("h1").get_attribute("data-kept") == "yes"
    shown = page.locator(".card").evaluate_all("cards => cards.map(card => card.id)")
    watch.shot(page, "filtered", whole=False)
    again = watch.page()
    again.goto(page.url)
    assert again.locator(".card").evaluate_all("cards => cards.map(card => card.id)") == shown
    page.fill("#words", "zzzz")
    page.locator("form[role=search] button").click()
    expect(page.locator(".empty")).to_be_visible()
    page.wait_for_url(lambda url: "words=zzzz" in url and "area=" in url)
    page.go_back()
    expect(page.locator(".card")).to_have_count(len(shown))


def test_the_same_board_without_a_script(watch: Watch) -> None:
    page = watch.page(java_script_enabled=False)
    page.goto("/")
    page.locator("nav.filter summary").first.click()
    page.locator("nav.filter").first.get_by_role("link").nth(1).click()
    expect(page).to_have_url(re.compile(r"/\?area="))
    page.locator("#words").fill("路")
    page.locator("form[role=search] button").click()
    expect(page).to_have_url(re.compile(r"area=.*words="))


@pytest.mark.parametrize("path", ["/", "/ask", "/track", "/stations", "/about"])
def test_no_page_is_wider_than_a_telephone(watch: Watch, path: str) -> None:
    page = watch.page(PHONE)
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    watch.shot(page, "telephone")
