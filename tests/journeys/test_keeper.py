"""The keeper's hand at a paired terminal: five touches in the corner or on the seal, the PIN, the test, each screen measured and shown
to axe, the way out; no menu opens (K01–K09, K58, K62–K67)."""

import pytest
from playwright.sync_api import Page, expect

from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.network import actor, entry, person, self_test, terminal
from portal.network import station as stations
from portal.network.role import Role
from portal.network.terminal import Terminal
from tests.journeys.finger import measure, touch
from tests.journeys.inspection import Inspection
from tests.journeys.serving import Served
from tests.journeys.sight import GLASS
from tests.journeys.watch import Watch

pytestmark = pytest.mark.browser
PIN = "493817"
LANGUAGE = {"portrait": "zh_Hans", "landscape": "zh_Hant", "small": "en"}
WAY_OUT = "form[action='/kiosk/staff/leaving'] button"


def stand(served: Served, watch: Watch, glass: str) -> tuple[Page, float, int]:
    """Before a paired terminal of S01 at its resting screen."""
    width, height, mm = GLASS[glass]
    with served.app.app_context(), unit_of_work():
        here = stations.by_code("S01")
        assert here is not None
        by = actor.of_person(person.holding(Role.LIAISON, clock.today(), station_id=here.id)[0], clock.now())
        made = terminal.pair(here, place="一楼大厅进门右手边", px_per_mm=mm, keeper="护甲", keeper_phone="12000000009", by=by)
        entry.set_pin(made, PIN, by=by)
        ticket, number = entry.ticket(made, clock.now()), made.id
    page = watch.page({"width": width, "height": height}, has_touch=True)
    page.goto(f"/kiosk/enter?ticket={ticket}")
    expect(page.locator(".attract-touch")).to_be_visible()
    assert ticket not in page.url
    return page, mm, number


def pin(page: Page, digits: str) -> None:
    page.locator(".masthead").click(click_count=5)  # within three seconds also on a busy machine
    expect(page.locator(".pad-pin")).to_be_visible()
    dial(page, digits)


def dial(page: Page, digits: str) -> None:
    """Digit by digit, each seen to stand there before the next; then the one act of the screen."""
    for many, digit in enumerate(digits, 1):
        page.locator(f".pad [data-key='{digit}']").click()
        expect(page.locator(".dial .input")).to_have_value(digits[:many])
    touch(page, ".stage-acts .btn-primary")


@pytest.mark.parametrize("glass", GLASS)
def test_k64_k67_from_the_gesture_to_the_stored_test(served: Served, watch: Watch, glass: str) -> None:
    page, mm, number = stand(served, watch, glass)
    faults, found = list[str](), Inspection(watch=watch)

    def look(name: str) -> None:
        watch.shot(page, f"{glass}-{name}", whole=False)
        faults.extend(f"{name}: {fault}" for fault in measure(page, mm)["faults"])
        found.axe(page, name)

    page.goto(f"/kiosk/?lang={LANGUAGE[glass]}")
    pin(page, PIN[:-1] + "0")
    expect(page.locator(".field-bad")).to_be_visible()
    assert PIN[:-1] + "0" not in page.content()
    look("pin")
    dial(page, PIN)
    expect(page.locator("a[href='/kiosk/staff/test']")).to_be_visible()
    look("home")
    touch(page, "a[href='/kiosk/staff/test']")
    for part in self_test.PARTS:
        expect(page.locator(f"button[value='{part}=yes']")).to_be_visible()
        if part == "network":
            expect(page.locator("[data-network]")).not_to_have_text("…")
        look(part)
        touch(page, f"button[value='{part}=yes']")
    expect(page.locator(".review-line")).to_have_count(5)
    look("tested")
    page.goto("/kiosk/staff/home")
    touch(page, WAY_OUT)
    expect(page.locator(WAY_OUT)).to_have_count(0)
    look("leaving")
    assert (faults, found.wrong) == ([], [])
    assert {f"GET kiosk.{name}" for name in ("staff_home", "test_first", "tested")} <= found.routes
    with served.app.app_context():
        done = self_test.of_day(db.session.get_one(Terminal, number), clock.today())
        assert done is not None and done.failed == []


@pytest.mark.parametrize("glass", GLASS)
@pytest.mark.parametrize("screen", ["resting", "telling"])
def test_k67_the_upper_left_corner_asks_for_the_pin_also_where_no_seal_is_drawn(served: Served, watch: Watch, glass: str, screen: str) -> None:
    """The low glass has no room for the masthead, nor has the tall one in the largest type with the controls low down."""
    page, mm, _ = stand(served, watch, glass)
    if screen == "telling":
        for what in (".attract-touch", ".view-text-3", ".view-reach", ".tile-main"):
            touch(page, what)
    page.mouse.click(10 * mm, 12 * mm, click_count=5)
    expect(page.locator(".pad-pin")).to_be_visible()


def test_k67_the_large_seal_of_the_resting_screen_asks_for_the_pin_and_an_act_in_the_corner_does_not(served: Served, watch: Watch) -> None:
    """At the left hand the low glass has its bar in the corner."""
    page, _, _ = stand(served, watch, "portrait")
    page.locator(".attract-seal").click(click_count=5)
    expect(page.locator(".pad-pin")).to_be_visible()
    page, mm, _ = stand(served, watch, "small")
    for what in (".attract-touch", ".view-left"):
        touch(page, what)
    help_at = page.locator(".bar-help").bounding_box()
    assert help_at is not None and help_at["x"] < 10 * mm < help_at["x"] + help_at["width"]
    page.locator(".bar-help").evaluate("""(one, at) => {
      for (let n = 0; n < 5; n++) one.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, ...at })); }""",
                                       {"clientX": 10 * mm, "clientY": 12 * mm})  # all at once: the first already leads away
    page.locator(".screen:not([aria-busy])").wait_for()
    assert page.locator(".pad-pin").count() == 0


def test_k67_four_touches_or_slow_ones_do_nothing(served: Served, watch: Watch) -> None:
    page, _, _ = stand(served, watch, "portrait")
    page.clock.install()
    for _ in range(8):
        page.locator(".masthead").click()
        page.clock.run_for(1000)
    assert page.locator(".pad-pin").count() == 0


def test_k62_no_menu_opens_and_no_other_tab(served: Served, watch: Watch) -> None:
    page, _, _ = stand(served, watch, "portrait")
    touch(page, ".attract-touch")
    taken = page.evaluate("""() => ["contextmenu", "auxclick", "dragstart", "drop"].map((way) =>
      !document.querySelector("a.tile").dispatchEvent(new MouseEvent(way, { bubbles: true, cancelable: true, button: 1 })))""")
    assert taken == [True] * 4
    page.locator("a.tile").first.click(button="middle")
    page.locator("a.tile").first.click(modifiers=["Shift"])
    page.locator(".screen:not([aria-busy])").wait_for()
    assert len(page.context.pages) == 1


def test_k51_the_office_is_nowhere_from_its_browser(served: Served, watch: Watch) -> None:
    page, _, _ = stand(served, watch, "portrait")
    answer = page.goto("/office/sign-in")
    assert answer is not None and answer.status == 404
    expect(page.locator("input[type=password]")).to_have_count(0)
