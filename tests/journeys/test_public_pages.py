"""Every public page, also with a matter opened in each state: nothing serious for axe, no sideways scroll (K58, YT-23)."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from playwright.sync_api import Page

from portal.cases import tray
from portal.foundation import clock, codes, settings
from portal.foundation.unit_of_work import unit_of_work
from portal.network import actor
from portal.network import station as stations
from tests.journeys import pages
from tests.journeys.inspection import Inspection
from tests.journeys.serving import Served
from tests.journeys.watch import DESK, PHONE, Watch
from tests.recording import picture

pytestmark = pytest.mark.browser


def look(found: Inspection, watch: Watch, page: Page, path: str, where: str) -> None:
    """Open a page (or stay where one is) and ask everything of it."""
    page.set_viewport_size(DESK)  # type: ignore[arg-type]
    if path:
        page.goto(path)
    watch.shot(page, where.strip("/").replace("/", "-") or "board")
    found.axe(page, where)
    found.width(page, where, DESK, PHONE)


def walk(watch: Watch, served: Served, locale: str) -> Inspection:
    """First as somebody who only reads, then with the receipt of one matter in each state."""
    found, seen, numbers = Inspection(watch=watch), pages.Seen(), pages.published(served)
    page = watch.page()
    page.goto(f"/?lang={locale}")
    reader = pages.visitor(served)
    for path in pages.Walk(served, reader.get, seen).pages("public", lambda endpoint: numbers):
        look(found, watch, page, path, path)
    for path in ("/?words=没有这样的词", "/results/S01-26-9999"):
        look(found, watch, page, path, path.replace("?", "-"))
    receipts = pages.receipts(served)
    for state in receipts if locale == "zh_Hans" else ("not_accepted", "delivered"):
        token = receipts[state][2]
        page.goto(f"/t/{token}")
        reader.get(f"/t/{token}")
        for path in pages.Walk(served, reader.get, seen).pages("public", lambda endpoint: []):
            look(found, watch, page, path, f"{state}{path}")
    return found


def send(found: Inspection, watch: Watch, page: Page, path: str, typed: dict[str, str]) -> None:
    """Send a form first as it is, then filled in, and look at both answers."""
    page.goto(path)
    for where, texts in ((f"{path}-empty", dict[str, str]()), (f"{path}-sent", typed)):
        for name, text in texts.items():
            page.locator(f"main [name='{name}']").fill(text)
        page.locator("main form .btn-primary").last.click()
        page.wait_for_load_state()
        look(found, watch, page, "", where)


def send_pictures(found: Inspection, watch: Watch, served: Served, page: Page) -> None:
    """What a visitor's own phone shows behind the code on a terminal's screen: empty, refused, some sent, all taken, over."""
    with served.app.app_context(), unit_of_work():
        here = stations.by_code("S01")
        assert here is not None
        token = tray.give_pass(codes.new_key(), by=actor.kiosk(here.id, clock.now()))
    look(found, watch, page, f"/u/{token}", "upload")
    for where, shades in (("upload-refused", []), ("upload-some", [1]), ("upload-full", [2, 3, 4, 5])):
        page.locator("input[type=file]").set_input_files([{"name": f"{n}.png", "mimeType": "image/png", "buffer": picture(n)} for n in shades])
        page.locator("main form .btn-primary").click()
        page.wait_for_load_state()
        look(found, watch, page, "", where)
    look(found, watch, page, "/u/nobody", "upload-over")


def book(found: Inspection, watch: Watch, page: Page) -> None:
    """A time at a station, then its code, and a reminder by mail."""
    page.goto("/stations/S01/appointments")
    page.locator("main form .btn-primary").click()
    page.wait_for_load_state()
    look(found, watch, page, "", "booking-empty")
    page.locator("#slot").select_option(index=1)
    page.locator("main form .btn-primary").click()
    code = page.locator("main .digits-run").inner_text()
    look(found, watch, page, "", "booked")
    send(found, watch, page, "/appointments", {"code": code})
    for where, address in (("reminder-wrong", "nowhere"), ("reminder-set", "one@mail.example"), ("reminder-off", "")):
        form = page.locator("form[action='/appointments/mine/reminder']")
        if address:
            form.locator("[name=email]").fill(address)
        form.locator("button").click()
        page.wait_for_load_state()
        look(found, watch, page, "", where)


@contextmanager
def mailing(served: Served) -> Iterator[None]:
    """A portal that can write: only then a reminder is offered. Nothing is posted."""
    known = served.app.config["SETTINGS"]
    able = settings.load({"PORTAL_INSTANCE": str(known.instance), "PORTAL_SECRET_KEY": served.app.config["SECRET_KEY"],
                          "PORTAL_SMTP_URL": "smtp+plain://127.0.0.1:9", "PORTAL_SMTP_FROM": "portal@mail.example"})
    served.app.config["SETTINGS"] = replace(known, smtp_url=able.smtp_url, smtp_from=able.smtp_from)
    yield
    served.app.config["SETTINGS"] = known


@pytest.mark.parametrize("locale", ["zh_Hans", "zh_Hant", "en"])
def test_every_page_of_the_public_door(watch: Watch, served: Served, locale: str) -> None:
    found = walk(watch, served, locale)
    page = watch.page()
    page.goto(f"/track?lang={locale}")
    send(found, watch, page, "/track", {"number": "S01-26-0001", "code": "1234 5678 9012"})
    send(found, watch, page, "/ask", {"words": "𠮷安里的路灯不亮了。"})
    send_pictures(found, watch, served, page)
    with mailing(served):
        book(found, watch, page)
    assert pages.left_out(served, "public", found.routes) == set()
    assert found.looked > 20
    assert not found.wrong, str(found)
