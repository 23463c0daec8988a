"""The form on a phone where there is no line: kept encrypted, sent once when it is back, wiped after it and at sign-out (FT-01, HB-34, X-12)."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, expect

from portal.cases.case import Case
from portal.foundation.database import db
from tests.cast import PASSWORD
from tests.faults.server import Running
from tests.journeys.broken_line import AFTER, BEFORE, CUT, GATEWAY, broken_line
from tests.journeys.phone import Phone, phone
from tests.journeys.serving import Served

pytestmark = pytest.mark.browser
WORDS, PLACE, OTHER = "东头水渠塌了两丈zqx，秧苗没水", "北坡第三块田zqv", "西头路灯也不亮zqw"
MARK = b"POST /office/field/drafts"


@pytest.fixture
def held(playwright: Playwright, served: Served, tmp_path: Path) -> Iterator[Phone]:
    """The phone of the liaison, signed in, with a line."""
    with phone(playwright, tmp_path / "phone", served.url) as made:
        made.sign_in("liaison", served.password)
        yield made


def told(served: Served) -> list[str]:
    """What was registered with one of our words, oldest first."""
    with served.app.app_context():
        found = db.session.scalars(db.select(Case.words).where(Case.words.contains("zq")).order_by(Case.id))
        return [words for words in found if words in (WORDS, OTHER)]


def new(served: Served, before: list[str]) -> list[str]:
    now = told(served)
    assert now[:len(before)] == before
    return now[len(before):]


def kept(held: Phone) -> int:
    """How many drafts the phone holds."""
    return int(held.page.evaluate("fieldVault.drafts().then((all) => all.length)"))


def test_with_a_line_it_is_one_act_and_nothing_stays_on_the_phone(held: Phone, served: Served) -> None:
    before = told(served)
    held.tell(WORDS, PLACE)
    held.send()
    expect(held.page.locator(".field-told")).to_contain_text("查询码")
    assert new(served, before) == [WORDS] and kept(held) == 0
    held.close()
    assert held.holds("zqx", "zqv") == []
    held.open()


def test_ft01_no_line_typed_reloaded_the_browser_thrown_out_and_each_is_one_case_in_order(held: Phone, served: Served) -> None:
    """The whole way: the page itself comes from the phone."""
    before = told(served)
    held.context.set_offline(True)
    held.tell(WORDS, PLACE)
    held.form()
    assert held.page.locator("#words").input_value() == WORDS and held.page.locator("#place").input_value() == PLACE
    held.send()
    expect(held.page.locator("#field-line")).to_contain_text("1 件存在手机里")
    held.tell(OTHER)
    held.send()
    expect(held.page.locator("#field-drafts li")).to_have_count(2)
    assert new(served, before) == []
    held.close()
    assert held.holds("zqx", "zqv", "zqw") == [], "what was typed lies readable on the phone's disk"
    held.open()
    held.context.set_offline(True)
    held.form()
    expect(held.page.locator("#field-drafts li")).to_have_count(2)
    expect(held.page.locator("#field-drafts li").first).to_contain_text("登录后可看")  # the session went with the browser
    held.context.set_offline(False)
    held.sign_in("liaison", served.password)
    expect(held.page.locator(".field-told")).to_have_count(2)
    assert new(served, before) == [WORDS, OTHER] and kept(held) == 0


def test_without_a_session_the_phone_takes_drafts_and_gives_none_back(held: Phone, served: Served) -> None:
    """The session and the house's half of the key are gone, as when the phone threw the browser out."""
    before = told(served)
    for one in held.context.cookies():
        if one["expires"] == -1:  # kept no longer than the browser runs
            held.context.clear_cookies(name=one["name"])
    held.context.set_offline(True)
    held.form()
    held.tell(WORDS)
    held.form()
    assert held.page.locator("#words").input_value() == ""
    held.tell(OTHER)
    held.send()
    held.context.set_offline(False)
    held.sign_in("liaison", served.password)
    expect(held.page.locator(".field-told")).to_have_count(1)
    held.form()  # a slow house gives its half of the key after the page was begun
    expect(held.page.locator("#words")).to_have_value(WORDS)
    assert new(served, before) == [OTHER]


def test_r07_a_line_that_breaks_in_every_way_makes_one_case(playwright: Playwright, served: Served, tmp_path: Path) -> None:
    before = told(served)
    with broken_line(served.url, MARK) as line, phone(playwright, tmp_path / "phone", line.url) as held:
        held.sign_in("liaison", served.password)
        line.faults.extend([BEFORE, GATEWAY, AFTER, CUT])
        held.tell(WORDS)
        held.send()
        for turn in range(1, 5):
            expect(held.page.locator("#field-line")).to_contain_text("1 件存在手机里")
            held.page.evaluate("window.dispatchEvent(new Event('online'))")
            if turn < 4:
                expect(held.page.locator("#field-line")).to_contain_text("1 件")
                held.wait(lambda wanted=turn + 1: line.broken >= wanted)
        expect(held.page.locator(".field-told")).to_have_count(1)
        assert line.broken == 4 and new(served, before) == [WORDS] and kept(held) == 0


def test_signing_out_warns_then_wipes_keys_drafts_and_the_page(held: Phone, served: Served) -> None:
    before = told(served)
    held.context.set_offline(True)
    held.tell(WORDS)
    held.send()
    expect(held.page.locator("#field-drafts li")).to_have_count(1)
    held.page.evaluate("() => { window.fetch = () => Promise.reject(new Error('still no line')); }")  # before the line is back: nothing may go
    held.context.set_offline(False)
    leave = held.page.locator("form[action='/office/sign-out'] button")
    leave.click()
    expect(held.page.locator("#field-line")).to_contain_text("退出就删掉了")
    leave.click()
    held.page.wait_for_url("**/office/sign-in")
    assert held.page.evaluate("Promise.all([indexedDB.databases(), caches.keys(), navigator.serviceWorker.getRegistrations()])"
                              ".then((all) => all.map((one) => one.length))") == [0, 0, 0]
    assert not [cookie["name"] for cookie in held.context.cookies() if cookie["name"].startswith("field")]
    assert held.page.evaluate("localStorage.length + sessionStorage.length") == 0
    held.sign_in("liaison", served.password)
    assert kept(held) == 0 and new(served, before) == []


def test_signing_out_on_another_page_wipes_as_well(held: Phone, served: Served) -> None:
    held.tell(WORDS)
    held.page.goto("/office/")
    for _ in range(2):  # the first is answered by how many wait
        held.page.locator("form[action='/office/sign-out'] button").click()
        expect(held.page.locator("#main [role=alert], #login").first).to_be_visible()
    held.page.wait_for_url("**/office/sign-in")
    assert held.page.evaluate("indexedDB.databases().then((all) => all.length)") == 0


def test_whoever_signs_in_next_neither_reads_nor_sends_what_another_wrote(held: Phone, served: Served) -> None:
    before = told(served)
    held.context.set_offline(True)
    held.tell(WORDS)
    held.send()
    held.close()
    held.open()
    held.sign_in("clerk", served.password)
    expect(held.page.locator("#field-drafts li")).to_contain_text("登录后可看")
    assert WORDS[:8] not in held.page.content() and new(served, before) == [] and kept(held) == 1
    assert held.page.evaluate("fieldVault.drafts().then(async (all) => fieldVault.read(all[0], (await fieldVault.enter()).priv))"
                              ".then(() => 'read', () => 'noise')") == "noise"


def test_a_draft_that_is_refused_says_why_and_can_be_corrected(held: Phone, served: Served) -> None:
    before = told(served)
    held.tell(WORDS)
    held.page.locator("#heads").fill("0")
    held.send()
    expect(held.page.locator("#field-drafts .field-bad-draft")).to_contain_text("没有收下")
    held.page.locator("#field-drafts button", has_text="打开改").click()
    expect(held.page.locator("#words")).to_be_focused()
    held.page.locator("#heads").fill("4")
    held.send()
    expect(held.page.locator(".field-told")).to_have_count(1)
    assert new(served, before) == [WORDS]


def test_a_draft_of_eight_days_is_wiped(held: Phone, served: Served) -> None:
    before = told(served)
    held.context.set_offline(True)
    held.tell(WORDS)
    held.send()
    expect(held.page.locator("#field-drafts li")).to_have_count(1)
    held.page.clock.set_system_time(held.page.evaluate("Date.now() + 8 * 86400000"))
    held.form()
    expect(held.page.locator("#field-line")).to_contain_text("七天")
    assert kept(held) == 0 and new(served, before) == []


def test_r11_the_server_is_killed_while_it_registers_and_there_is_one_case(playwright: Playwright, template: Path, tmp_path: Path) -> None:
    """A real process, kill -9 at the moment the matter reaches it."""
    running = Running(tmp_path / "house", template, papers=False)
    try:
        with broken_line(f"http://127.0.0.1:{running.port}", MARK) as line, phone(playwright, tmp_path / "phone", line.url) as held:
            held.sign_in("liaison", PASSWORD)
            line.faults.extend([AFTER])
            held.tell(WORDS)
            held.send()
            expect(held.page.locator("#field-line")).to_contain_text("1 件存在手机里")
            running.kill()
            held.page.evaluate("window.dispatchEvent(new Event('online'))")
            expect(held.page.locator("#field-line")).to_contain_text("1 件存在手机里")
            running.start()
            held.page.evaluate("window.dispatchEvent(new Event('online'))")
            expect(held.page.locator(".field-told")).to_contain_text("S01-26-0001")
            assert kept(held) == 0
    finally:
        running.kill()


def test_ft01_signing_out_on_any_page_says_how_many_drafts_it_wipes_and_asks_once(held: Phone, served: Served) -> None:
    """On the page of the day, with one that was not sent; with none, one press is enough and nothing is laid down by looking."""
    held.page.goto("/office/")
    held.page.locator(".topbar-me form[action='/office/sign-out'] button").click()
    held.page.wait_for_url("**/office/sign-in**")
    held.sign_in("liaison", served.password)
    held.tell(WORDS, PLACE)
    expect(held.page.locator("#field-line")).to_contain_text("手机")
    held.page.goto("/office/")
    leave = held.page.locator(".topbar-me form[action='/office/sign-out'] button")
    leave.click()
    expect(held.page.locator("#main [role=alert]")).to_contain_text("还有 1 件没有送出")
    leave.click()
    held.page.wait_for_url("**/office/sign-in**")
