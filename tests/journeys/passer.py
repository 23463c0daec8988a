"""Somebody who passes by the public board and finds a result by a word of two characters."""

import hashlib
import re

from playwright.sync_api import Page, expect

from tests.journeys.sayings import Sayings
from tests.journeys.watch import Watch


class Passer:
    """A passer-by at the public door."""

    def __init__(self, watch: Watch, locale: str, scripts: bool = True) -> None:
        self.watch = watch
        self.page: Page = watch.page(java_script_enabled=scripts, accept_downloads=True)
        self.page.goto(f"/?lang={locale}")

    def find(self, number: str, sayings: Sayings) -> None:
        """Search the board by the word and open the result."""
        self.watch.shot(self.page, "board")
        self.page.locator("#words").fill(sayings.word)
        self.page.locator("form.search button").click()
        expect(self.page).to_have_url(re.compile("words="))
        card = self.page.locator(f".board a[href='/results/{number}']").first
        expect(card).to_be_visible()
        expect(self.page.locator(".board > *")).to_have_count(1)
        self.watch.shot(self.page, "board-found")
        card.click()
        expect(self.page.locator("#replies")).to_be_visible()
        self.watch.shot(self.page, "result")

    def replies(self) -> list[str]:
        """Every reply on the page, to the character."""
        quotes = self.page.locator("#replies blockquote")
        return [str(text) for text in quotes.evaluate_all("(all) => all.map((one) => one.textContent)")]

    def download(self, seq: int) -> bytes:
        """The reply as a file, whose SHA-256 must be the one printed beside it."""
        part = self.page.locator(f"#reply-{seq}")
        with self.page.expect_download() as started:
            part.locator("a[download]").click()
        content = started.value.path().read_bytes()
        expect(part.locator(".sha code")).to_have_text(hashlib.sha256(content).hexdigest())
        return content
