"""Whoever looks over the shoulder: faults of a page as they happen, and a picture of every step (K27, K29)."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response

VIOLATION = """document.addEventListener("securitypolicyviolation", (event) => {
  console.error("policy: " + event.violatedDirective + " stopped " + (event.blockedURI || event.sourceFile));
});"""
PAGE_OF = "x-page-of"  # what the tests' server writes on a whole page: its method and route
REFUSED = "Failed to load resource: the server responded with a status of 4"  # a form that is refused in words is no fault
DESK = {"width": 1366, "height": 768}
TERMINAL = {"width": 1080, "height": 1920}
LANDSCAPE = {"width": 1366, "height": 768}
SMALL = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}


class Watch:
    """The pages of one journey: what went wrong on them is kept in `faults`, pictures go to `folder`, if there is one."""

    def __init__(self, browser: Browser, origin: str, folder: Path | None) -> None:
        self.browser, self.origin, self.folder = browser, origin, folder
        self.faults: list[str] = []
        self.shown = ""  # the route of the page that came last: "GET office.case"
        self.look: Callable[[Page, str], None] = lambda page, name: None  # what else is asked of each step
        self._contexts: list[BrowserContext] = []
        self._taken = 0

    def page(self, viewport: dict[str, int] = DESK, locale: str = "zh-CN", **more: Any) -> Page:
        """A fresh browser of somebody: nothing is shared with anybody else's."""
        context = self.browser.new_context(viewport=viewport, base_url=self.origin, locale=locale,  # type: ignore[arg-type]
                                           reduced_motion="reduce", **more)
        context.set_default_timeout(30_000)
        context.add_init_script(VIOLATION)
        context.on("request", self._sent)
        context.on("response", self._came)
        context.on("console", self._said)
        context.on("weberror", lambda error: self.faults.append(f"script: {error.error}"))
        self._contexts.append(context)
        return context.new_page()

    def shot(self, page: Page, name: str, whole: bool = True) -> None:
        """A picture of this step, where there is a folder for it; `whole` also what has to be scrolled to."""
        if self.folder is not None:
            self._taken += 1
            self.folder.mkdir(parents=True, exist_ok=True)
            # hiding the caret would leave an empty style attribute behind, which htmx then copies and the policy stops
            page.screenshot(path=self.folder / f"{self._taken:02d}-{name}.png", full_page=whole, caret="initial")
        self.look(page, name)

    def close(self) -> None:
        """Send everybody home."""
        for context in self._contexts:
            context.close()
        self._contexts.clear()

    def _sent(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if f"{parts.scheme}://{parts.netloc}" != self.origin and parts.scheme not in ("data", "blob", "about"):
            self.faults.append(f"left the origin: {request.url}")

    def _came(self, response: Response) -> None:
        if response.status >= 500:
            self.faults.append(f"{response.status} on {response.request.method} {response.url}")
        self.shown = response.headers.get(PAGE_OF, self.shown)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.text.startswith(REFUSED):
            self.faults.append(f"console: {message.text} on {message.location.get('url')}")


@contextmanager
def watching(browser: Browser, origin: str, folder: Path | None = None) -> Iterator[Watch]:
    """A watch whose pages may show no fault at all."""
    watch = Watch(browser, origin, folder)
    try:
        yield watch
    finally:
        watch.close()
    assert not watch.faults, "\n".join(dict.fromkeys(watch.faults))
