"""A line that breaks, in a real browser: nothing lost or doubled, honest words, a person after ninety seconds, back within five
(K39–K41)."""

import random
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, TimeoutError, expect

from portal.cases.case import Case
from portal.foundation.database import db
from tests.journeys import pages
from tests.journeys.broken_line import ALL, DEAF, SILENT, WHOLE, Line, broken_line
from tests.journeys.conftest import Stand
from tests.journeys.finger import begin, review, stop_clock, touch
from tests.journeys.serving import Served

pytestmark = pytest.mark.browser
WORDS = "我老伴在菜场路摔了一跤"
SEND = ".stage-acts .btn-primary"


def count(served: Served) -> int:
    with served.app.app_context():
        return int(db.session.scalar(db.select(db.func.count()).select_from(Case)) or 0)


def sent_while_away(page: Page, line: Line) -> None:
    """Everything told, the server gone, the last button touched."""
    begin(page)
    review(page, WORDS)
    line.away = True
    page.locator(SEND).click()
    expect(page.locator(".network-away")).to_be_visible()


def heard(page: Page, way: str, touch: Callable[[], None]) -> None:
    """Do something, and wait until the screen's question whether the portal is near came back, or failed."""
    with page.expect_event(way, lambda request: "/kiosk/near" in request.url):
        touch()


def test_k39_k40_twenty_submissions_over_a_line_that_breaks_none_lost_none_doubled(stand: Stand, served: Served) -> None:
    chance, numbers, before = random.Random(7), set(), count(served)
    with broken_line(served.url) as line:
        page = stand(line.url)
        for turn in range(20):
            begin(page)
            review(page, f"第 {turn} 件事")
            line.faults.extend([ALL[turn % len(ALL)], *chance.choices(ALL, k=turn % 2)])
            button = page.locator(SEND)
            if turn % 3:
                button.click()
            else:
                button.dblclick()
            numbers.add(_number(page))
            page.locator(".bar-end").click()
            expect(page.locator(".attract-touch")).to_be_visible()
    assert line.broken == 30
    assert len(numbers) == 20
    assert count(served) == before + 20


def _number(page: Page) -> str:
    """The number on the last screen, moving the terminal's clock on until it stands there; a slow machine is waited for longer and
    longer, or no answer would ever come before the terminal gives up."""
    number = page.locator(".handed .digits-run").first
    for turn in range(40):
        try:
            return number.inner_text(timeout=100 + 200 * turn)
        except TimeoutError:
            page.clock.fast_forward(11_000)
    raise AssertionError("no number after all tries")


def test_k40_five_seconds_after_the_server_is_back_the_number_stands_there(stand: Stand, served: Served) -> None:
    with broken_line(served.url) as line:
        page = stand(line.url)
        sent_while_away(page, line)
        for _ in range(12):
            with page.expect_event("requestfailed"):
                page.clock.fast_forward(5_000)
        line.away = False
        page.clock.fast_forward(5_000)
        expect(page.locator(".handed")).to_be_visible()


def test_k40_a_try_that_hangs_when_the_server_goes_is_given_up_when_it_comes_back(stand: Stand, served: Served) -> None:
    with broken_line(served.url) as line:
        page = stand(line.url)
        begin(page)
        review(page, WORDS)
        stop_clock(page)
        line.faults.append(DEAF)
        with page.expect_request("**/kiosk/tell/send"):
            page.locator(SEND).click()
        line.away = True
        heard(page, "requestfailed", lambda: page.clock.run_for(2_000))
        line.away = False
        heard(page, "requestfinished", lambda: page.clock.run_for(2_000))
        expect(page.locator(".network-away")).to_be_visible()
        page.clock.run_for(1_000)
        expect(page.locator(".handed")).to_be_visible()


def test_k40_after_ninety_seconds_a_person_is_offered_and_one_may_end(stand: Stand, served: Served) -> None:
    with broken_line(served.url) as line:
        page = stand(line.url)
        sent_while_away(page, line)
        long = page.locator(".network-long")
        expect(long).to_be_hidden()
        page.clock.fast_forward(60_000)
        expect(long).to_be_hidden()
        page.clock.fast_forward(31_000)
        with page.expect_event("requestfailed"):
            page.clock.fast_forward(5_000)
        expect(long).to_contain_text("服务台")
        with served.app.app_context():
            expect(long).to_contain_text(str(db.session.scalar(db.text("SELECT phone FROM station WHERE code = 'S01'"))))
        expect(page.locator(".review")).to_contain_text(WORDS)
        assert long.locator("button").bounding_box()["height"] >= 12.7 * 4.03  # type: ignore[index]
        long.locator("[data-abandon]").click()
        expect(page.locator(".resting-away")).to_be_visible()
        assert WORDS not in page.content()


def test_k15_k16_k40_after_five_minutes_of_sending_it_is_asked_who_is_there_and_wiped(stand: Stand, served: Served) -> None:
    before = count(served)
    with broken_line(served.url) as line:
        page = stand(line.url)
        begin(page)
        review(page, WORDS)
        stop_clock(page)
        line.away = True
        page.locator(SEND).click()
        expect(page.locator(".network-away")).to_be_visible()
        page.clock.fast_forward(299_000)
        expect(page.locator(".network-long")).to_contain_text("服务台")
        expect(page.locator("#still-there")).to_be_hidden()
        page.clock.fast_forward(2_000)
        expect(page.locator("#still-there")).to_contain_text("屏幕会清空，您写的不会留下")
        page.clock.fast_forward(40_000)
        expect(page.locator("#still-there [data-stay]")).to_be_visible()
        expect(page.locator(".review")).to_contain_text(WORDS)
        page.clock.fast_forward(5_000)
        expect(page.locator(".resting-away")).to_contain_text("服务台")
        assert WORDS not in page.content() and count(served) == before
        line.away = False
        page.clock.resume()
        expect(page.locator(".attract-touch")).to_be_visible()
    assert count(served) == before, "nothing was sent behind the visitor's back"


@pytest.mark.parametrize("way", [".bar-help", ".bar-end"])
def test_k40_who_asks_for_a_person_or_wants_to_go_is_told_at_once(stand: Stand, served: Served, way: str) -> None:
    with broken_line(served.url) as line:
        page = stand(line.url)
        sent_while_away(page, line)
        page.locator(way).click()
        expect(page.locator(".network-long")).to_be_visible()
        expect(page.locator(".review")).to_contain_text(WORDS)
        for _ in range(2):
            with page.expect_event("requestfailed"):
                page.clock.fast_forward(5_000)
        expect(page.locator(".network-long")).to_be_visible()  # the next try does not take it away
        line.away = False
        page.clock.fast_forward(5_000)
        expect(page.locator(".handed")).to_be_visible()


def test_k40_before_anything_is_sent_too_a_person_can_be_found_while_the_server_is_away(stand: Stand, served: Served) -> None:
    with broken_line(served.url) as line:
        page = stand(line.url)
        begin(page)
        line.away = True
        page.locator(".bar-help").click()
        expect(page.locator(".network-long")).to_contain_text("服务台")


def test_k41_a_reset_while_the_server_is_away_says_so_and_comes_back_by_itself(stand: Stand, served: Served) -> None:
    with broken_line(served.url) as line:
        page = stand(line.url)
        begin(page)
        review(page, WORDS)
        went: list[str] = []
        page.on("framenavigated", lambda frame: went.append(frame.url))
        line.away = True
        page.clock.fast_forward(181_000)
        expect(page.locator("#still-there")).to_be_visible()
        page.clock.fast_forward(46_000)
        notice = page.locator(".resting-away")
        expect(notice).to_contain_text("服务台")
        assert WORDS not in page.content() and WORDS not in page.title()
        for _ in range(6):
            with page.expect_event("requestfailed"):
                page.clock.fast_forward(5_000)
        expect(notice).to_be_visible()
        assert went == []  # the browser's own error page never came
        line.away = False
        page.clock.fast_forward(5_000)
        expect(page.locator(".attract-touch")).to_be_visible()


def test_k41_a_resting_screen_that_never_comes_is_given_up_and_asked_for_anew(stand: Stand, served: Served) -> None:
    with broken_line(served.url, b"GET /kiosk/ ") as line:
        page = stand(line.url)
        begin(page)
        line.faults.extend([WHOLE, DEAF])  # the portal answers the question whether it is there, and not the browser that is sent
        with page.expect_request(lambda request: request.is_navigation_request()):
            page.locator(".bar-end").click()
        expect(page.locator(".resting")).to_be_visible()
        page.clock.fast_forward(11_000)
        expect(page.locator(".attract-touch")).to_be_visible()


def test_k20_an_answer_that_comes_after_the_end_brings_nothing_back(stand: Stand, served: Served) -> None:
    number, code, _ = pages.receipts(served)["delivered"]
    with broken_line(served.url, b"POST /kiosk/track") as line:
        page = stand(line.url)
        begin(page)
        touch(page, "a.tile[href='/kiosk/track']")
        page.locator("#number").fill(number)
        page.locator("#code").fill(code)
        line.faults.append(SILENT)
        stop_clock(page)  # its patience does not end by itself
        with page.expect_request("**/kiosk/track"):
            page.locator(SEND).click()
        line.away = True  # the wipe has to wait, and the answer with its cookie comes meanwhile
        with page.expect_event("requestfailed", lambda request: request.url.endswith("/kiosk/track")):
            page.locator(".bar-end").click()
        page.clock.resume()
        expect(page.locator(".resting-away")).to_be_visible()
        line.speak()
        line.away = False
        expect(page.locator(".attract-touch")).to_be_visible()
        begin(page)
        page.goto("/kiosk/matter")
        expect(page.locator("#number")).to_be_visible()
        assert number not in page.content()
