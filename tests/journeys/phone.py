"""A phone whose browser is closed and opened again: one folder of its own on the disk, which can be searched for what was typed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, expect

from tests.browsers import FLAGS, on_path
from tests.journeys.watch import PHONE


class Phone:
    """The browser of one phone; `page` is what is open now."""

    def __init__(self, playwright: Playwright, folder: Path, url: str) -> None:
        self._playwright, self.folder, self.url = playwright, folder, url
        self.context: BrowserContext
        self.page: Page
        self.open()

    def open(self) -> None:
        """Start the browser on what the phone's disk holds."""
        self.context = self._playwright.chromium.launch_persistent_context(
            str(self.folder), executable_path=on_path(), args=FLAGS, base_url=self.url, locale="zh-CN", is_mobile=True, has_touch=True, viewport=PHONE)  # type: ignore[arg-type]
        self.context.set_default_timeout(30_000)
        self.page = self.context.pages[0] if self.context.pages else self.context.new_page()

    def close(self) -> None:
        """The phone throws the browser out."""
        self.context.close()

    def sign_in(self, login: str, password: str) -> None:
        """Sign in and open the form, until the phone can open it without a line."""
        self.page.goto("/office/sign-in")
        self.page.locator("#login").fill(login)
        self.page.locator("#password").fill(password)
        self.page.locator("main [type=submit]").click()
        self.page.wait_for_url(lambda url: "/office/" in url and "sign-in" not in url)
        self.form()
        self.page.evaluate("navigator.serviceWorker.ready.then((found) => found.active.state)")
        self.wait(lambda: bool(self.page.evaluate("caches.match('/office/field/empty').then((found) => Boolean(found))")))

    def wait(self, stands: Callable[[], bool]) -> None:
        """Let the page go on, picture by picture, until something stands; a page that may evaluate no text cannot be asked to wait itself."""
        for _ in range(5000):
            if stands():
                return
            self.page.evaluate("new Promise(requestAnimationFrame)")
        pytest.fail("waited for in vain")

    def form(self) -> None:
        """Open the form and wait until its script has looked at what is kept."""
        self.page.goto("/office/field")
        expect(self.page.locator("#field-form[data-ready]")).to_have_count(1)

    def tell(self, words: str, place: str = "") -> None:
        """Write a matter down."""
        self.page.locator("#mode [value=anonymous]").check()
        self.page.locator("#words").fill(words)
        if place:
            self.page.locator("#place").fill(place)
        expect(self.page.locator("#field-line")).to_contain_text("已存在手机里")

    def send(self) -> None:
        """Touch the one act."""
        self.page.locator(".field-acts .btn").click()

    def holds(self, *texts: str) -> list[str]:
        """The files of the phone's disk that hold one of these texts, in any of three encodings."""
        wanted = [text.encode(way) for text in texts for way in ("utf-8", "utf-16-le", "utf-16-be")]
        return [str(path) for path in self.folder.rglob("*") if path.is_file() and any(one in path.read_bytes() for one in wanted)]


@contextmanager
def phone(playwright: Playwright, folder: Path, url: str) -> Iterator[Phone]:
    """A phone until the block ends."""
    made = Phone(playwright, folder, url)
    try:
        yield made
    finally:
        made.close()
