"""A call from the terminal to the desk, in two browsers: rung, seen, answered by one touch, told to the visitor (practice.md §10)."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from portal.foundation.database import db
from portal.reception.help_call import HelpCall
from tests.journeys.desk import Desk
from tests.journeys.finger import begin, touch
from tests.journeys.inspection import Inspection
from tests.journeys.serving import Served
from tests.journeys.watch import Watch

pytestmark = pytest.mark.browser
WORDS = "菜场路的路灯坏了五盏"


@pytest.fixture
def page(watch: Watch, served: Served) -> Iterator[Page]:
    """A terminal whose clock can be moved by hand, at the question for the visitor's own words, some of them typed."""
    page = watch.page({"width": 1080, "height": 1920}, has_touch=True)
    page.clock.install()
    page.goto("/kiosk/at/S01?mm=4.03&place=大厅一号")
    begin(page)
    touch(page, ".tile-main")
    touch(page, "button[value='about=D']")
    page.locator("#words").fill(WORDS)
    yield page
    if page.locator(".bar-end").count():
        page.goto("/kiosk/help")
        page.locator(".bar-end").click()
        expect(page.locator(".attract-touch")).to_be_visible()


def calls(served: Served) -> list[HelpCall]:
    with served.app.app_context():
        return list(db.session.scalars(db.select(HelpCall).order_by(HelpCall.id)))


def test_rung_seen_answered_and_told_without_leaving_any_page(watch: Watch, served: Served, page: Page) -> None:
    found, before = Inspection(), len(calls(served))
    liaison = Desk(watch, served, "liaison", "zh_Hans")
    liaison.page.goto("/office/register")
    liaison.page.locator("#words").fill("正在替另一位来访者记")
    page.locator(".bar-help").dblclick()
    expect(page.locator(".called-ringing")).to_contain_text("已经通知服务台")
    watch.shot(page, "ringing", whole=False)
    found.axe(page, "ringing")
    assert len(calls(served)) == before + 1
    ring = liaison.page.locator(".call")
    expect(ring).to_contain_text("大厅一号")
    liaison.shot("called")
    found.axe(liaison.page, "called")
    ring.locator("button").click()
    expect(liaison.page.locator(".call-going")).to_be_visible()
    expect(liaison.page.locator("#words")).to_have_value("正在替另一位来访者记")
    liaison.shot("going")
    expect(page.locator(".called-coming")).to_contain_text("马上过来")
    watch.shot(page, "coming", whole=False)
    found.axe(page, "coming")
    touch(page, ".stage-acts .btn-primary")
    expect(page.locator("#words")).to_have_value(WORDS)
    expect(page.locator(".bar .called-coming")).to_be_visible()
    watch.shot(page, "coming-in-the-bar", whole=False)
    found.axe(page, "coming-in-the-bar")
    assert not found.wrong, str(found)


def test_after_two_minutes_without_an_answer_the_screen_says_what_to_do(watch: Watch, page: Page) -> None:
    touch(page, ".bar-help")
    page.clock.fast_forward(100_000)
    expect(page.locator(".called-wait")).to_be_visible()
    expect(page.locator(".called-late")).to_be_hidden()
    page.clock.fast_forward(25_000)
    late = page.locator(".called-late")
    for word in ("请直接到服务台", "打电话", "写在纸上也一样"):
        expect(late).to_contain_text(word)
    expect(late).to_be_visible()
    expect(page.locator(".called-wait")).to_be_hidden()
    watch.shot(page, "late", whole=False)
    touch(page, ".stage-acts .btn-primary")
    expect(page.locator(".bar .called-late")).to_be_visible()
    watch.shot(page, "late-in-the-bar", whole=False)
    expect(page.locator("#words")).to_have_value(WORDS)


def test_while_somebody_is_called_the_screen_is_not_wiped_but_not_for_ever(served: Served, page: Page) -> None:
    touch(page, ".bar-help")
    touch(page, ".stage-acts .btn-primary")
    page.clock.fast_forward(590_000)
    expect(page.locator("#still-there")).to_be_hidden()
    expect(page.locator("#words")).to_have_value(WORDS)
    page.clock.fast_forward(15_000)
    page.clock.fast_forward(185_000)
    expect(page.locator("#still-there")).to_be_visible()
    page.clock.fast_forward(50_000)
    expect(page.locator(".attract-touch")).to_be_visible()
    assert WORDS not in page.content()
    assert calls(served)[-1].ended_at is not None


def test_nobody_needed_any_more_leaves_the_desk_in_peace(watch: Watch, served: Served, page: Page) -> None:
    clerk = Desk(watch, served, "clerk", "zh_Hans")
    touch(page, ".bar-help")
    expect(clerk.page.locator(".call")).to_be_visible()
    touch(page, "button[value='enough']")
    expect(page.locator("button[name='ring']")).to_be_visible()
    expect(clerk.page.locator(".call")).to_have_count(0)
    watch.shot(page, "given-up", whole=False)


# Every sound of the page also runs through an analyser: what it hears, and how often a tone was struck.
EAR = """(() => {
  const { connect } = AudioNode.prototype, { start } = OscillatorNode.prototype;
  window.struck = 0;
  AudioNode.prototype.connect = function (to, ...more) {
    if (to instanceof AudioDestinationNode) connect.call(this, window.ear ??= new AnalyserNode(this.context, { fftSize: 32768 }));
    return connect.call(this, to, ...more);
  };
  OscillatorNode.prototype.start = function (...when) { window.struck += 1; return start.apply(this, when); };
})()"""
HEARD = """() => new Promise((done) => {
  const wave = new Float32Array(32768);
  const listen = () => {
    window.ear?.getFloatTimeDomainData(wave);
    if (window.struck >= 4 && Math.max(...wave) > 0.1) done(window.ear.context.state);
    else setTimeout(listen, 50);
  };
  listen();
})"""


def test_once_switched_on_a_call_is_heard_until_it_is_answered(watch: Watch, served: Served, page: Page) -> None:
    """practice.md §10.6: real samples leave a running AudioContext, again and again, and none is struck after the answer."""
    desk = Desk(watch, served, "liaison", "zh_Hans").page
    desk.context.add_init_script(EAR)
    desk.clock.install()
    desk.goto("/office/")
    expect(desk.locator("[data-ring-off]")).to_be_visible()
    desk.locator("[data-ring] button").click()
    expect(desk.locator("[data-ring] button")).to_have_attribute("aria-pressed", "true")
    expect(desk.locator("[data-ring-on]")).to_be_visible()
    desk.goto("/office/cases")
    touch(page, ".bar-help")
    expect(desk.locator(".call")).to_be_visible()
    desk.locator("h1").click()  # a new page has to be touched before it may be heard
    assert desk.evaluate(HEARD) == "running"
    desk.locator(".call button").click()
    expect(desk.locator(".call")).to_have_count(0)
    struck = desk.evaluate("window.struck")
    desk.clock.fast_forward(20_000)
    assert desk.evaluate("window.struck") == struck


def test_calling_and_answering_work_without_javascript(watch: Watch, served: Served) -> None:
    page = watch.page({"width": 1080, "height": 1920}, java_script_enabled=False)
    page.goto("/kiosk/at/S01")
    page.locator(".attract-touch").click()
    page.locator("a.tile[href='/kiosk/track']").click()
    page.locator("#code").fill("1234")
    page.locator(".bar-help").click()
    clerk = Desk(watch, served, "clerk", "zh_Hans", scripts=False)
    clerk.page.locator(".call button").click()
    expect(clerk.page.locator("main .notice-done")).to_be_visible()
    page.locator("button[value='look']").click()
    expect(page.locator(".called-coming")).to_be_visible()
    page.locator(".stage-acts .btn-primary").click()
    expect(page.locator("#code")).to_have_value("1234")
    page.locator(".bar-end").click()
    expect(page.locator(".attract-touch")).to_be_visible()
