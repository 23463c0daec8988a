"""The loop with JavaScript switched off for everybody: ask online, the acts of the office, track, rate, the board."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.passer import Passer
from tests.journeys.sayings import HANS, Sayings
from tests.journeys.serving import Served
from tests.journeys.stationed import UNIT, Desk
from tests.journeys.watch import Watch

pytestmark = pytest.mark.browser


def ask(watch: Watch, sayings: Sayings) -> tuple[Page, str, str]:
    """Raise a matter online; returns the visitor's page, number and code."""
    page = watch.page(java_script_enabled=False)
    page.goto("/ask?lang=zh_Hans")
    page.locator("#words").fill(sayings.words)
    page.locator("input[name=category][value=D]").check()
    page.locator("#place").fill(sayings.place)
    for name in ("publish_result", "publish_words", "publish_rating"):
        page.locator(f"#{name}").check()
    page.locator("#name").fill(sayings.name)
    watch.shot(page, "ask")
    page.locator("main .btn-primary").click()
    digits = page.locator(".asked-digits .digits-run")
    expect(digits).to_have_count(2)
    watch.shot(page, "asked")
    number, code = digits.all_text_contents()
    return page, number.strip(), code.strip()


def track(watch: Watch, page: Page, number: str, code: str) -> None:
    """Open the matter with number and code."""
    page.goto("/track")
    page.locator("#number").fill(number)
    page.locator("#code").fill(code)
    page.locator("main .btn-primary").click()
    expect(page.locator("h1")).to_contain_text(number)
    assert code.replace(" ", "") not in re.sub(r"\s", "", page.url + page.content())
    watch.shot(page, "tracked")


def rate(watch: Watch, page: Page) -> None:
    """Give the rating, all by hand."""
    page.locator("a[href='/track/rating']").click()
    for name, value in (("result", "satisfied"), ("solved", "yes"), ("understood", "yes")):
        page.locator(f"input[name={name}][value={value}]").check()
    watch.shot(page, "rating")
    page.locator("main .btn-primary").click()
    expect(page.locator("main .notice-done")).to_be_visible()
    watch.shot(page, "rated")


def test_the_whole_loop_without_javascript(watch: Watch, served: Served) -> None:
    page, number, code = ask(watch, HANS)
    track(watch, page, number, code)
    desks = {login: Desk(watch, served, login, "zh_Hans", scripts=False)
             for login in ("liaison-s90", "officer", served.agent_of(number), "director-s90")}
    liaison, officer, agent, director = desks.values()
    asked, answer, after, disagree = HANS.sentences
    liaison.do(number, "acceptance", {"kind": "2", "category": "D1", "nature": "help", "common": "1", "points_to_nobody": True})
    liaison.do(number, "referral", {"unit": UNIT, "clock": "reply_simple", "opinion": HANS.opinion})
    officer.do(number, "acknowledgement")
    officer.do(number, "reply", {"text": HANS.reply, "claim": "solved", "signed_off_by": "主任甲"}, look=True)
    agent.do(number, "passing", {"answers": True})
    liaison.do(number, "summary", {"asked": asked, "answer": answer, "next": after, "disagree": disagree})
    agent.do(number, "confirmation")
    liaison.do(number, "delivery", {"way": "tracking_page"})
    track(watch, page, number, code)
    rate(watch, page)
    liaison.do(number, "showing", {"names_nobody": True})
    liaison.also(number, "visitor-word", {"word": "well"})
    director.do(number, "publication", {"names_nobody": True})
    passer = Passer(watch, "zh_Hans", scripts=False)
    passer.find(number, HANS)
    assert passer.replies() == [HANS.reply]
    assert passer.download(1) == HANS.reply.encode()


@pytest.mark.parametrize("path", ["/ask", "/track"])
def test_what_is_missing_is_said_by_the_page_and_not_by_the_browser(watch: Watch, served: Served, path: str) -> None:
    """In the language the visitor chose, beside the field; a browser's own bubble speaks whatever its maker set."""
    page = watch.page(java_script_enabled=False)
    page.goto(f"{path}?lang=en")
    page.locator("main form .btn-primary").click()
    expect(page.locator(".field-bad .error").first).to_be_visible()
    expect(page.locator(".field-bad .error").first).to_contain_text("Please")
    watch.shot(page, "missing")
