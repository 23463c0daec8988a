"""A visitor who changes an appointment at the terminal, screen by screen (HB-34)."""

from collections.abc import Callable
from typing import Protocol

from playwright.sync_api import Page, expect


class Walker(Protocol):
    """Who walks: rounds.Round."""

    page: Page
    look: Callable[[str], None]

    def touch(self, what: str) -> None:
        """One touch and its answer."""

    def go(self, path: str, name: str) -> None:
        """An address of its own, looked at."""

    def write(self, field: str, text: str) -> None:
        """Into a field."""


def change_appointment(walk: Walker, code: str) -> None:
    """By its code on the pad: seen, asked to move, called off; then a visit at home."""
    walk.go("/kiosk/appointment/code", "booking-code")
    for digit in code.replace(" ", ""):
        walk.page.locator(f"[data-key='{digit}']").click()
    expect(walk.page.locator("#code")).to_have_value(code)
    walk.touch(".stage-acts .btn-primary")
    for name, end in (("booking-mine", "times"), ("booking-times", "end")):
        walk.look(name)
        walk.go(f"/kiosk/appointment/mine/{end}", f"booking-{end}")
    walk.touch("button[value='yes']")
    expect(walk.page.locator("a[href='/kiosk/appointment/mine/end']")).to_have_count(0)
    walk.go("/kiosk/appointment/home", "booking-home")
    walk.write("phone", "12000000017")
    walk.write("address", "菜场路9号")
    walk.touch(".stage-acts .btn-primary")
    expect(walk.page.locator(".handed .digits-run")).to_be_visible()
    walk.look("booking-asked")
