"""Somebody of the staff at a desk: signs in, sees the list of the day, opens the file, does the one next act."""

from collections.abc import Mapping

from playwright.sync_api import Page, expect

from tests.journeys.serving import Served
from tests.journeys.watch import Watch

Typed = Mapping[str, str | bool]


class Desk:
    """A signed-in browser; `fill` and `act` work with and without JavaScript."""

    def __init__(self, watch: Watch, served: Served, login: str, locale: str, scripts: bool = True) -> None:
        self.watch, self.login = watch, login
        self.page: Page = watch.page(java_script_enabled=scripts)
        self.page.goto(f"/office/sign-in?lang={locale}")
        self.fill({"login": login, "password": served.password})
        self.shot("sign-in")
        self.page.locator("main form .btn-primary").click()
        expect(self.page.locator(".topbar-name")).to_be_visible()

    def today(self, number: str) -> None:
        """Find the case in the list of the day and open its file."""
        self.page.goto("/office/")
        row = self.page.locator(f".workrow a[href^='/office/cases/{number}']")
        expect(row).to_be_visible()
        self.shot("today")
        row.click()
        expect(self.page.locator("h1")).to_have_text(number)
        self.shot("file")

    def do(self, number: str, noun: str, typed: Typed | None = None, look: bool = False) -> None:
        """Do the act that the file offers as the next one; `look` at it before it is sent."""
        self.today(number)
        self.page.locator(f".page-aside a.btn-primary[href$='/{noun}']").click()
        self._send(noun, typed or {}, look)

    def also(self, number: str, noun: str, typed: Typed | None = None) -> None:
        """Do an act that the file offers beside the next one."""
        self.page.goto(f"/office/cases/{number}")
        self.page.locator(f".others a[href$='/{noun}']").click()
        self._send(noun, typed or {}, False)

    def _send(self, noun: str, typed: Typed, look: bool) -> None:
        self.fill(typed)
        self.shot(noun)
        if look:
            self.page.locator("button[name='look']").click()
            self.shot(f"{noun}-looked-at")
        self.page.locator("main form .acts .btn-primary").click()
        expect(self.page.locator("main .notice-done")).to_be_visible()

    def fill(self, typed: Typed) -> None:
        """Fill in fields by their names, whatever kind they are."""
        for name, value in typed.items():
            field = self.page.locator(f"main form [name='{name}']")
            kind = field.first.evaluate("(field) => field.type") if value is not True else "checkbox"
            if kind == "radio":
                self.page.locator(f"main form [name='{name}'][value='{value}']").check()
            elif kind == "checkbox":
                field.check()
            elif kind == "select-one":
                field.select_option(str(value))
            else:
                field.fill(str(value))

    def shot(self, name: str) -> None:
        """A picture of the whole page."""
        self.watch.shot(self.page, f"{self.login}-{name}")
