"""R51, R54 in a browser, with a device that Chromium plays (WebAuthn over its protocol): added, entered by, confirmed by, removed; and without it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.serving import Served

pytestmark = pytest.mark.browser
HERE = "/office/account/passkeys"


@pytest.fixture
def named(served: Served) -> Iterator[str]:
    """The portal by a name: no device makes a key for an address of numbers."""
    before, url = served.app.config["PUBLIC_URL"], served.url.replace("127.0.0.1", "localhost")
    served.app.config["PUBLIC_URL"] = url
    yield url
    served.app.config["PUBLIC_URL"] = before


def device(page: Page, *, checks: bool = True) -> None:
    """A built-in device with a fingerprint that fits, or one that does not."""
    protocol = page.context.new_cdp_session(page)
    protocol.send("WebAuthn.enable")
    protocol.send("WebAuthn.addVirtualAuthenticator", {"options": {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True, "isUserVerified": checks,
        "automaticPresenceSimulation": True}})


def sign_in(page: Page, served: Served, url: str) -> None:
    """By the password."""
    page.goto(f"{url}/office/sign-in")
    page.locator("#login").fill("director")
    page.locator("#password").fill(served.password)
    page.locator("main form .btn-primary").click()
    expect(page.locator("a[href='/office/account']").first).to_be_visible()


def test_a_key_is_added_enters_confirms_and_is_removed(browser: Browser, served: Served, named: str) -> None:
    page = browser.new_page()
    problems: list[str] = []
    page.on("console", lambda line: problems.append(line.text) if line.type == "error" else None)
    device(page)
    sign_in(page, served, named)
    page.goto(f"{named}{HERE}")
    page.locator("[data-passkey=make] input[name=name]").fill("办公室电脑")
    page.locator("[data-passkey=make] button").click()
    expect(page.locator("main li strong")).to_have_text("办公室电脑")
    page.goto(f"{named}/office/account")
    page.locator("form[action='/office/account/sessions/end'] button").click()
    expect(page.locator("[data-passkey=answer] button")).to_be_visible()
    page.locator("[data-passkey=answer] button").click()
    expect(page).to_have_url(f"{named}/office/")
    page.goto(f"{named}/office/proof")
    page.locator("[data-passkey=answer] button").click()
    expect(page).to_have_url(f"{named}/office/")
    page.goto(f"{named}{HERE}")
    page.locator("form[action$='/remove'] button").click()
    expect(page.locator("main li strong")).to_have_count(0)
    assert problems == []
    page.close()


def test_where_the_device_does_not_know_who_it_is_the_password_still_opens(browser: Browser, served: Served, named: str) -> None:
    page = browser.new_page()
    device(page, checks=False)
    page.goto(f"{named}/office/sign-in")
    page.locator("[data-passkey=answer] button").click()
    expect(page.locator("[data-passkey-failed]")).to_be_visible()
    sign_in(page, served, named)
    page.close()


def test_without_scripts_there_is_the_password_alone(browser: Browser, served: Served, named: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{named}/office/sign-in")
    expect(page.locator("[data-passkey=answer]")).to_be_hidden()
    sign_in(page, served, named)
    context.close()


def test_after_back_the_device_is_asked_anew(browser: Browser, served: Served, named: str) -> None:
    """An answer that was given lies in the form no more: a challenge is answered once."""
    page = browser.new_page()
    page.goto(f"{named}/office/sign-in")
    left = page.evaluate("""() => { const box = document.querySelector("form[data-passkey]").elements.credential;
        box.value = "{}"; window.dispatchEvent(new Event("pageshow")); return box.value; }""")
    assert left == ""
    page.close()
