"""The last screen at a paired terminal in a real browser: it follows the job inside the page, on every glass (K43, K44)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from kiosk.device import outcome
from kiosk.device.outcome import Outcome, Paper
from kiosk.device.printing import Agent
from kiosk.device.server import way_to
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.network import actor, entry, terminal
from portal.network import station as stations
from portal.network.person import Person
from portal.reception.print_job import PrintJob
from tests.journeys.finger import begin, measure, review, touch
from tests.journeys.inspection import Inspection
from tests.journeys.serving import Served
from tests.journeys.sight import GLASS, behind, faults
from tests.journeys.test_kiosk_measures import CAPITAL
from tests.journeys.watch import Watch

pytestmark = pytest.mark.browser
PANEL, STEP = "[data-printing]", ".stage-acts .btn-primary"
OUT = outcome.failed(outcome.OUT_OF_PAPER)


@dataclass
class Corner:
    """A terminal with a printer: its browser, and an agent that prints when it is told to."""

    served: Served
    watch: Watch
    token: str
    ticket: str
    came: Outcome = field(default_factory=outcome.printed)
    papers: list[Paper] = field(default_factory=list)

    def print(self, paper: Paper, seconds: float, printing: Callable[[], None]) -> Outcome:
        """The printer."""
        self.papers.append(paper)
        printing()
        return self.came

    def prints(self, came: Outcome | None = None) -> None:
        """The agent's next paper, which comes to this end; the press may still be setting it."""
        self.came = came or outcome.printed()
        agent = Agent(way_to(self.served.url, lambda: self.token), self)  # type: ignore[arg-type]
        while not agent.once():
            pass

    def stand(self, text: int = 1, locale: str = "zh_Hans") -> Page:
        """Before the tall glass, one touch before handing in."""
        width, height, _ = GLASS["portrait"]
        page = self.watch.page({"width": width, "height": height}, has_touch=True)
        page.goto(f"/kiosk/enter?ticket={self.ticket}")
        page.locator(".attract-touch").wait_for()
        touch(page, f".language a[href*='lang={locale}']")
        begin(page)
        if text > 1:
            touch(page, f".view-text-{text}")
        review(page)
        return page


def looked(watch: Watch, page: Page, name: str, text: int) -> list[str]:
    """What is wrong with the screen as it stands, on each glass: for the finger, for the eye, for axe."""
    found = Inspection()
    for glass, (_, _, mm) in GLASS.items():
        found.wrong += [f"{name} on {glass}: {fault}" for fault in faults(page, glass)]
        with behind(page, glass):
            watch.shot(page, f"{glass}-{text}-{name}")
            found.axe(page, f"{name} on {glass}")
            capital = measure(page, mm)["capital"]
            found.wrong += [f"{name} on {glass}: capital {capital}"] if capital < CAPITAL[text] - 0.05 else []
    page.set_viewport_size({"width": GLASS["portrait"][0], "height": GLASS["portrait"][1]})
    return found.wrong


@pytest.fixture
def corner(watch: Watch, served: Served) -> Iterator[Corner]:
    with served.app.app_context(), unit_of_work():
        liaison = db.session.scalars(select(Person).where(Person.login == "liaison")).one()
        here = stations.by_code("S01")
        assert here is not None
        own = terminal.pair(here, place="大厅", px_per_mm=GLASS["portrait"][2], by=actor.of_person(liaison, clock.now()))
        token, ticket = terminal.mint(own), entry.ticket(own, clock.now())
    yield Corner(served, watch, token, ticket)


def test_k43_the_screen_follows_the_job_inside_the_page(corner: Corner) -> None:
    page = corner.stand()
    before = page.evaluate("[history.length, location.href, performance.getEntriesByType('navigation').length]")
    touch(page, STEP)
    expect(page.locator(PANEL)).to_have_attribute("data-printing", "under_way")
    slip = page.locator(".handed .digits-run").all_text_contents()
    corner.prints()
    expect(page.locator(PANEL)).to_have_attribute("data-printing", "printed")
    assert page.locator(".handed .digits-run").all_text_contents() == slip
    assert page.evaluate("[history.length, location.href, performance.getEntriesByType('navigation').length]") == before
    assert len(corner.papers) == 1 and page.evaluate("sessionStorage.length + localStorage.length") == 0


def test_k46_the_button_prints_one_more_and_the_screen_follows_that_one(corner: Corner) -> None:
    page = corner.stand()
    touch(page, STEP)
    for left in (2, 1, 0):
        corner.prints()
        expect(page.locator(PANEL)).to_have_attribute("data-printing", "printed")
        again = page.locator(f"{PANEL} button")
        expect(again).to_have_count(1 if left else 0)
        if left:
            again.dblclick()  # an eager finger
            expect(page.locator(PANEL)).to_have_attribute("data-printing", "under_way")
    assert len(corner.papers) == 3


def test_k44_a_failure_stays_and_leads_to_a_person(corner: Corner) -> None:
    page = corner.stand()
    page.clock.install()
    touch(page, STEP)
    page.clock.run_for(50_000)
    corner.prints(OUT)
    page.clock.run_for(2_000)
    expect(page.locator(PANEL)).to_have_attribute("data-printing", "failed")
    digits = page.locator(".handed .digits-run").evaluate_all("all => all.map((one) => parseFloat(getComputedStyle(one).fontSize))")
    assert len(digits) == 2 and min(digits) * 0.733 / GLASS["portrait"][2] >= 20
    page.clock.run_for(60_000)
    expect(page.locator("#still-there")).to_be_hidden()
    page.locator(f"{PANEL} button[formaction='/kiosk/help']").click()
    expect(page.locator(".desk")).to_be_visible()


def test_k43_without_a_word_from_the_portal_the_screen_does_not_pretend(corner: Corner) -> None:
    page = corner.stand()
    page.clock.install()
    touch(page, STEP)
    page.context.route("**/kiosk/handed*", lambda route: route.abort())
    for _ in range(90):
        page.clock.run_for(1_000)
        page.evaluate("new Promise((done) => { queueMicrotask(done); })")
        if page.locator(PANEL).get_attribute("data-printing") == "unknown":
            break
    expect(page.locator(PANEL)).to_have_attribute("data-printing", "unknown")
    expect(page.locator(f"{PANEL} button[formaction='/kiosk/help']")).to_be_visible()
    corner.watch.faults[:] = [fault for fault in corner.watch.faults if "ERR_FAILED" not in fault]


@pytest.mark.parametrize(("text", "locale"), [(1, "zh_Hans"), (3, "zh_Hant"), (3, "en")])
def test_k01_k04_k09_every_state_fits_the_finger_and_the_eye_on_every_glass(corner: Corner, text: int, locale: str) -> None:
    page = corner.stand(text, locale)
    touch(page, STEP)
    wrong = []
    for name, ends in (("under_way", None), ("failed", OUT), ("again", None), ("printed", outcome.printed())):
        if name == "again":
            touch(page, f"{PANEL} button[name='again']")
        if ends:
            corner.prints(ends)
        state = "under_way" if name == "again" else name
        expect(page.locator(PANEL)).to_have_attribute("data-printing", state)
        wrong += looked(corner.watch, page, name, text)
    assert wrong == []


@pytest.mark.parametrize(("text", "locale"), [(1, "zh_Hans"), (3, "en")])
def test_k01_k04_k09_k44_without_a_printer_what_is_to_be_kept_fits_every_glass(corner: Corner, text: int, locale: str) -> None:
    page = corner.stand(text, locale)
    status, _ = way_to(corner.served.url, lambda: corner.token)("POST", "/kiosk/device/beats", {"paper": outcome.NONE})
    touch(page, STEP)
    expect(page.locator(PANEL)).to_have_attribute("data-printing", "none")
    assert status == 200 and looked(corner.watch, page, "none", text) == []
    for glass, (width, _, mm) in GLASS.items():
        with behind(page, glass):
            code = page.locator(f"{PANEL} .qr").bounding_box()
            assert code is not None and 30 * mm <= code["width"] <= width, glass


@pytest.mark.parametrize("text", [1, 3])
def test_k46_a_copy_from_the_digit_pad_fits_the_finger_on_every_glass_too(corner: Corner, text: int) -> None:
    page = corner.stand(text)
    touch(page, STEP)
    slip = page.locator(".handed .digits-run").all_text_contents()
    corner.prints()
    expect(page.locator(PANEL)).to_have_attribute("data-printing", "printed")
    touch(page, ".bar-end")
    begin(page)
    if text > 1:
        touch(page, f".view-text-{text}")
    touch(page, "a.tile[href='/kiosk/track']")
    wrong = looked(corner.watch, page, "pad", text)
    for name, typed in zip(("number", "code"), slip, strict=True):
        page.locator(f"#{name}").fill(typed)
    touch(page, "[formaction='/kiosk/track/paper']")
    corner.prints(OUT)
    expect(page.locator(PANEL)).to_have_attribute("data-printing", "failed")
    assert wrong + looked(corner.watch, page, "copy", text) == []
    assert [one.strip() for one in page.locator(".handed .digits-run").all_text_contents()] == [one.strip() for one in slip]


def test_k43_the_row_and_the_screen_say_the_same(corner: Corner) -> None:
    page = corner.stand()
    touch(page, STEP)
    number = page.locator(".handed .digits-run").first.inner_text()
    corner.prints(outcome.failed(outcome.OFFLINE))
    expect(page.locator(PANEL)).to_have_attribute("data-printing", "failed")
    with corner.served.app.app_context():
        row = db.session.scalars(select(PrintJob).order_by(PrintJob.id.desc())).first()
        assert row is not None and (row.progress, row.reason) == ("failed", "offline") and number.startswith("S01-")
