"""A visit in a real browser: the timer, the wipe, the double tap (K12, K14–K23, K39, K40)."""

import pytest
from playwright.sync_api import expect

from portal.cases.case import Case
from portal.foundation.database import db
from tests.journeys.conftest import Stand
from tests.journeys.finger import begin, review, touch
from tests.journeys.serving import Served

pytestmark = pytest.mark.browser
WORDS = "我老伴在菜场路摔了一跤"


def count(served: Served) -> int:
    with served.app.app_context():
        return int(db.session.scalar(db.select(db.func.count()).select_from(Case)) or 0)


def test_k15_k16_k17_the_screen_asks_waits_and_can_be_kept_ten_times(stand: Stand) -> None:
    page = stand()
    begin(page)
    warning = page.locator("#still-there")
    page.clock.fast_forward(118_000)
    expect(warning).to_be_hidden()
    page.locator("h1").click()  # a touch anywhere begins the time anew
    for _ in range(10):
        page.clock.fast_forward(121_000)
        expect(warning).to_be_visible()
        page.locator("[data-stay]").click()
        expect(warning).to_be_hidden()
    expect(page.locator(".tile-main")).to_be_visible()


def test_k16_the_last_twenty_seconds_are_counted(stand: Stand) -> None:
    page = stand()
    begin(page)
    page.clock.fast_forward(122_000)
    expect(page.locator(".watch-count")).to_be_hidden()
    page.clock.fast_forward(26_000)
    expect(page.locator(".watch-count")).to_contain_text("秒")
    assert page.locator("[data-stay]").bounding_box()["height"] >= 20 * 4.03  # type: ignore[index]


def test_k15_typing_has_more_time_and_every_sign_typed_begins_it_anew(stand: Stand) -> None:
    page = stand()
    begin(page)
    touch(page, ".tile-main")
    touch(page, "button[value='about=D']")
    page.clock.fast_forward(150_000)
    page.locator("#words").press_sequentially("路")
    page.clock.fast_forward(150_000)
    expect(page.locator("#still-there")).to_be_hidden()
    page.clock.fast_forward(40_000)
    expect(page.locator("#still-there")).to_be_visible()


def test_k18_every_key_of_the_digit_pad_begins_the_time_anew(stand: Stand) -> None:
    page = stand()
    begin(page)
    touch(page, "a.tile[href='/kiosk/track']")
    for sign in "123":
        page.clock.fast_forward(118_000)
        page.locator(f".pad [data-key='{sign}']").tap()
        expect(page.locator("#still-there")).to_be_hidden()
    expect(page.locator("#number")).to_have_value("S01-26-123")
    page.clock.fast_forward(121_000)
    expect(page.locator("#still-there")).to_be_visible()


def test_k20_k21_when_nobody_answers_nothing_of_the_visitor_is_left(stand: Stand) -> None:
    page = stand()
    before = page.evaluate("history.length")
    begin(page)
    review(page, WORDS)
    assert page.evaluate("history.length") == before and page.url.endswith("/kiosk/")
    page.clock.fast_forward(181_000)
    expect(page.locator("#still-there")).to_be_visible()
    page.clock.fast_forward(46_000)
    expect(page.locator(".attract-touch")).to_be_visible()
    assert page.evaluate("[history.length, sessionStorage.length, localStorage.length]") == [before, 0, 0]
    assert WORDS not in page.content()
    assert [cookie["name"] for cookie in page.context.cookies()] == ["huiyin"]
    page.goto("/kiosk/tell")
    expect(page.locator(".attract-touch")).to_be_visible()


def test_k21_back_after_the_end_shows_only_the_resting_screen(stand: Stand) -> None:
    page = stand()
    begin(page)
    page.goto("/kiosk/people")
    page.locator(".bar-end").click()
    expect(page.locator(".attract-touch")).to_be_visible()
    page.go_back()
    expect(page.locator(".attract-touch")).to_be_visible()


def test_k14_language_type_and_contrast_change_in_the_middle_and_end_with_the_visit(stand: Stand) -> None:
    page = stand()
    begin(page)
    touch(page, ".tile-main")
    touch(page, "button[value='about=D']")
    page.locator("#words").fill(WORDS)
    for button in (".language button[lang='en']", ".view-text-3", ".view-contrast"):
        touch(page, button)
        expect(page.locator("#words")).to_have_value(WORDS)
    root = page.locator("html")
    for name, value in (("lang", "en"), ("data-text", "3"), ("data-contrast", "high")):
        expect(root).to_have_attribute(name, value)
    page.locator(".bar-end").click()
    page.locator(".leave button").click()
    expect(page.locator(".attract-touch")).to_be_visible()
    for name, value in (("lang", "zh-Hans"), ("data-text", "1")):
        expect(root).to_have_attribute(name, value)


def test_k38_what_is_wrong_is_said_beside_the_field_and_the_field_has_the_focus(stand: Stand) -> None:
    page = stand()
    begin(page)
    touch(page, ".tile-main")
    touch(page, "button[value='about=D']")
    touch(page, ".stage-acts .btn-primary")
    expect(page.locator(".field-bad .error")).to_be_visible()
    expect(page.locator("#words")).to_be_focused()


def test_k52_the_length_is_stated_and_counted_as_one_types_and_too_much_is_refused_with_every_word_kept(stand: Stand) -> None:
    page = stand()
    begin(page)
    touch(page, ".tile-main")
    touch(page, "button[value='about=D']")
    left, field = page.locator(".words-left"), page.locator("#words")
    expect(left).to_have_text("还可以写 2000 个字")
    field.press_sequentially("路灯😀")
    expect(left).to_have_text("还可以写 1997 个字")
    field.fill("字" * 2003)
    expect(left).to_have_text("多了 3 个字，请删短一些")
    touch(page, ".stage-acts .btn-primary")
    expect(page.locator(".field-bad .error")).to_contain_text("最多 2000 个字，现在是 2003 个")
    expect(field).to_have_value("字" * 2003)
    field.fill("字" * 2000)
    expect(left).to_have_text("还可以写 0 个字")
    touch(page, ".stage-acts .btn-primary")
    expect(page.locator("#place")).to_be_visible()


def test_k39_a_double_tap_makes_one_case(stand: Stand, served: Served) -> None:
    page, before = stand(), count(served)
    begin(page)
    review(page)
    page.locator(".stage-acts .btn-primary").dblclick()
    expect(page.locator(".handed")).to_be_visible()
    assert count(served) == before + 1


def test_k40_while_it_is_being_sent_nothing_is_wiped_and_the_visitor_is_told(stand: Stand, served: Served) -> None:
    page = stand()
    begin(page)
    review(page, WORDS)
    page.route("**/kiosk/tell/send", lambda route: route.abort())
    page.locator(".stage-acts .btn-primary").click()
    expect(page.locator(".network-away")).to_have_text("网络中断，内容未丢失，正在重试")
    page.clock.fast_forward(240_000)
    expect(page.locator("#still-there")).to_be_hidden()
    expect(page.locator(".review")).to_contain_text(WORDS)
    expect(page.locator(".network-long")).to_be_visible()
    page.unroute("**/kiosk/tell/send")
    page.clock.fast_forward(10_000)
    expect(page.locator(".handed")).to_be_visible()


def test_the_line_away_while_a_person_is_called_is_borne_and_the_two_minutes_are_kept(stand: Stand) -> None:
    page = stand()
    begin(page)
    touch(page, ".bar-help")
    page.route("**/kiosk/help/state", lambda route: route.abort())
    page.clock.fast_forward(60_000)
    expect(page.locator(".called-wait")).to_be_visible()
    page.clock.fast_forward(65_000)
    expect(page.locator(".called-late")).to_be_visible()


def test_a_refusal_is_an_answer_and_is_never_sent_again(stand: Stand) -> None:
    page = stand()
    begin(page)
    review(page)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.url.endswith("/send") else None)
    page.locator("input[name=words]").evaluate("field => { field.value = ''; }")
    page.locator(".stage-acts .btn-primary").click()
    expect(page.locator(".notice-refused")).to_be_visible()
    page.clock.fast_forward(30_000)
    assert len(sent) == 1
