"""R46 in a real Chromium: the pages that hold the most words of others, with a hook on every way a word could become a script."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Dialog, Page, expect

from portal.cases import acceptance, board, tracking
from portal.cases.case import seen_by
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.paper.press import Press
from tests.cast import NOW, PASSWORD, Cast
from tests.journeys.desk import Desk
from tests.journeys.serving import Served, serving
from tests.journeys.terminal import Slip, Terminal
from tests.journeys.watch import Watch, watching
from tests.web.hostile import PAYLOADS, Hostile
from tests.web.hostile_life import ROOM, live

pytestmark = pytest.mark.browser
HOOK = "window.xq7 = () => console.error('xq7 ran'); window.alert = window.xq7;"
GROWN = "document.querySelectorAll(\"[id^='xq7'], [xq7], x-xq7, [onfocus], [onmouseover], [onclick], [hx-get='/xq7'], a[href^='javascript:']\").length"


def hooked(watch: Watch, page: Page) -> Page:
    """A page on which no dialog may open and no payload may call."""
    page.context.add_init_script(HOOK)
    page.on("dialog", lambda dialog: _refused(watch, dialog))
    return page


def _refused(watch: Watch, dialog: Dialog) -> None:
    watch.faults.append(f"dialog: {dialog.message}")
    dialog.dismiss()


def quiet(watch: Watch, page: Page, name: str) -> None:
    """It shows hostile words as words, and they have grown nothing; every field has been in focus."""
    expect(page.locator("body")).to_contain_text("id=xq7")
    assert page.evaluate(GROWN) == 0, name
    page.evaluate("document.querySelectorAll('a, input, textarea, button').forEach((one) => { one.focus(); one.dispatchEvent(new Event('mouseover')); })")
    watch.shot(page, name)


def told(served: Served) -> tuple[Slip, list[str]]:
    """The life of hostile words; the open case with its code, and what was published."""
    with served.app.app_context():
        cast = Cast()
        case = live(cast, Hostile(ROOM))
        with unit_of_work():
            code = tracking.reissue(case, by=cast.actor("liaison")).code
        shown = [row.number for row in board.newest(board.Filter()).rows]
        found = Slip(case.number, code)
        db.session.remove()
    return found, shown


def overtaken(watch: Watch, served: Served, desk: Page, number: str) -> None:
    """R13: what the visitor wrote meanwhile stands beside what was typed here."""
    desk.goto(f"/office/cases/{number}/try")
    with served.app.app_context():
        with unit_of_work():
            case = seen_by(Cast().actor("liaison"), number)
            acceptance.inform(case, words=PAYLOADS[3], by=Cast().visitor(case))
        db.session.remove()
    desk.locator("input[name='way'][value='phone']").check()
    desk.locator("#note").fill(PAYLOADS[4])
    desk.locator("form.form .btn-primary").click()
    expect(desk.locator("#meanwhile")).to_contain_text(PAYLOADS[3])
    expect(desk.locator("#typed #note")).to_have_value(PAYLOADS[4])
    quiet(watch, desk, "overtaken")


def test_R46_no_hostile_word_runs_in_a_browser(browser: Browser, template: Path, press: Press, tmp_path: Path) -> None:
    shots = os.environ.get("PORTAL_TEST_SHOTS")
    clock.freeze(NOW)
    with serving(tmp_path, template, press) as served:
        served.sign_ins = [("", "", PASSWORD)]
        slip, shown = told(served)
        with watching(browser, served.url, Path(shots) / "hostile" if shots else None) as watch:
            page = hooked(watch, watch.page())
            page.goto("/")
            quiet(watch, page, "board")
            for number in shown:
                page.goto(f"/results/{number}")
                watch.shot(page, f"result-{number}")
                assert page.evaluate(GROWN) == 0
            for login in ("officer", "liaison"):
                desk = hooked(watch, Desk(watch, served, login, "zh_Hans").page)
                desk.goto(f"/office/cases/{slip.number}")
                quiet(watch, desk, f"file-{login}")
            overtaken(watch, served, desk, slip.number)
            terminal = Terminal(watch, "zh_Hans")
            hooked(watch, terminal.page)
            terminal.come()
            terminal.track(slip)
            quiet(watch, terminal.page, "tracking")
