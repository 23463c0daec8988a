"""Terminals in the office: paired by a code, each one's state in words, revoked; "today" says when one is silent (K50, K53, K64)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from portal.foundation import clock
from portal.foundation.unit_of_work import unit_of_work
from portal.network import entry, pairing, self_test, terminal
from portal.network.terminal import Paper, Terminal
from tests.cast import NOW, Cast
from tests.judge import Judge, Seen, client_of
from tests.kiosk.hand import alone

TYPED = {"ears": "no", "station": "S01", "place": "一楼大厅", "keeper": "护甲", "keeper_phone": "12000000009", "pin": "493817"}


@pytest.fixture
def paired(cast: Cast) -> int:
    with unit_of_work():
        made = terminal.pair(cast.station(), place="一楼大厅", keeper="护甲", keeper_phone="12000000009", by=cast.actor("liaison"))
        return made.id


class Office:
    """Somebody's browser; each request stands in a context of its own, apart from the test's."""

    def __init__(self, app: Flask, login: str) -> None:
        self.browser: Judge = alone(lambda: client_of(app).sign_in(login))

    def get_page(self, path: str, status: int = 200) -> Seen:
        return alone(lambda: self.browser.get_page(path, status))

    def part(self, path: str) -> str:
        """A part of a page, as htmx fetches it."""
        return alone(lambda: self.browser.get(path)).get_data(as_text=True)

    def post_form(self, path: str, data: dict[str, str] | None = None, status: int = 303) -> Seen:
        return alone(lambda: self.browser.post_form(path, data, status))


def office(app: Flask, login: str = "liaison") -> Office:
    return Office(app, login)


def code() -> str:
    with unit_of_work():
        return pairing.ask(clock.now())[0]


def change(terminal_id: int, how: Callable[[Terminal], object]) -> None:
    with unit_of_work():
        how(terminal.db.session.get_one(Terminal, terminal_id))


def beat(terminal_id: int, **more: object) -> None:
    said = {"version": "0.1.0", "paper": Paper.READY, "clock_skew": 0, "last_print_at": None, "at": clock.now()} | more
    change(terminal_id, lambda own: terminal.beat(own, **said))  # type: ignore[arg-type]


def test_k50_pairing_in_the_office(app: Flask, cast: Cast) -> None:
    seen = office(app).post_form("/office/terminals/new", {**TYPED, "code": code(), "px_per_mm": "2.71", "ears": "hf"})
    assert seen.location == "/office/terminals"
    (own,) = terminal.kept_by(cast.actor("liaison"))
    assert (own.place, own.px_per_mm, own.ears, own.station.code, entry.tries_left(own)) == ("一楼大厅", 2.71, "hf", "S01", 5)


@pytest.mark.parametrize(("wrong", "says"), [
    ({"code": "000000"}, "没有终端正显示"), ({"pin": "123"}, "六位数字"), ({"px_per_mm": "400"}, "1.5 到 20"), ({"station": "S02"}, "没有"),
    ({"place": ""}, "填"), ({"place": "字" * 61}, "60")])
def test_k50_what_is_wrong_is_said_beside_what_was_typed(app: Flask, cast: Cast, wrong: dict[str, str], says: str) -> None:
    typed = {**TYPED, "code": code() if "code" not in wrong else "", **wrong}
    seen = office(app).post_form("/office/terminals/new", typed, 404 if "code" in wrong else 422)
    assert says in seen.words() and seen.value("keeper") == "护甲"
    assert terminal.kept_by(cast.actor("liaison")) == []


def test_k50_codes_cannot_be_guessed(app: Flask, cast: Cast) -> None:
    right, browser = code(), office(app)
    guesses = [f"{n:06d}" for n in range(6) if f"{n:06d}" != right][:5]
    for guess in guesses:
        browser.post_form("/office/terminals/new", {**TYPED, "code": guess}, 404)
    browser.post_form("/office/terminals/new", {**TYPED, "code": right}, 429)
    assert terminal.kept_by(cast.actor("liaison")) == []


@pytest.mark.parametrize("login", ["clerk", "rep", "officer", "admin", "volunteer"])
def test_k50_nobody_else_sees_terminals(app: Flask, paired: int, login: str) -> None:
    browser = office(app, login)
    for path in ("/office/terminals", "/office/terminals/new", f"/office/terminals/{paired}", "/office/terminals/silent"):
        browser.get_page(path, 403)
    assert "/office/terminals" not in browser.get_page("/office/").text


def test_k53_the_office_hears_of_a_silent_one_and_keeps_none(app: Flask, paired: int) -> None:
    """Where neither liaison nor director sits somebody is told still; looking after it stays the keepers'."""
    browser = office(app, "office")
    for path in ("/office/terminals", "/office/terminals/new", f"/office/terminals/{paired}"):
        browser.get_page(path, 403)
    clock.freeze(NOW + timedelta(minutes=9))
    page = browser.get_page("/office/")
    assert "“一楼大厅”已 9 分钟没有消息" in page.words() and 'href="/office/terminals"' not in page.text
    assert "已 9 分钟" in browser.part("/office/terminals/silent")


def test_r31_a_terminal_of_another_station_is_nowhere(app: Flask, cast: Cast, paired: int) -> None:
    browser = office(app, "liaison-s02")
    browser.get_page(f"/office/terminals/{paired}", 404)
    browser.post_form(f"/office/terminals/{paired}/revocation", status=404)
    assert "一楼大厅" not in browser.get_page("/office/terminals").words()
    assert terminal.one(paired, cast.actor("liaison")).in_service


def test_k53_each_state_in_words(app: Flask, paired: int) -> None:
    browser = office(app)
    assert "还没报到过" in browser.get_page("/office/terminals").words()
    beat(paired)
    assert "正常" in browser.get_page("/office/terminals").words()
    clock.freeze(NOW + timedelta(minutes=1))
    beat(paired, paper=Paper.OUT, clock_skew=-90)
    words = browser.part("/office/terminals/states")
    assert "没纸了" in words and "-90" in words and "正常" not in words
    clock.freeze(NOW + timedelta(minutes=2))
    beat(paired, paper=Paper.OFFLINE)
    assert "打印机连不上" in browser.get_page("/office/terminals").words()
    clock.freeze(NOW + timedelta(minutes=2, seconds=5))
    beat(paired, paper=Paper.NONE)
    assert "没有打印机" in browser.get_page("/office/terminals").words()
    clock.freeze(NOW + timedelta(minutes=7, seconds=5))
    assert "已 5 分钟没有消息" in browser.get_page("/office/terminals").words()
    change(paired, lambda own: setattr(own, "pin_hash", "x") or setattr(own, "pin_wrong", 5))
    assert "锁住" in browser.get_page("/office/terminals").words()


@pytest.mark.parametrize("login", ["liaison", "director"])
def test_k53_today_says_when_a_terminal_is_silent_for_three_minutes(app: Flask, paired: int, login: str) -> None:
    beat(paired)
    browser = office(app, login)
    clock.freeze(NOW + timedelta(minutes=3))
    assert "没有消息" not in browser.get_page("/office/").words()
    clock.freeze(NOW + timedelta(minutes=3, seconds=1))
    assert "“一楼大厅”已 3 分钟没有消息" in browser.get_page("/office/").words()
    part = browser.part("/office/terminals/silent")
    assert "已 3 分钟" in part and 'hx-trigger="every 30s"' in part and "<html" not in part
    beat(paired)
    assert "没有消息" not in browser.get_page("/office/").words()


def test_k53_the_liaison_of_another_station_is_not_told(app: Flask, paired: int) -> None:
    clock.freeze(NOW + timedelta(minutes=9))
    assert "没有消息" not in office(app, "liaison-s02").get_page("/office/").words()


def test_k64_todays_self_test_is_shown(app: Flask, paired: int) -> None:
    browser = office(app)
    assert "还没做" in browser.get_page("/office/terminals").words()
    good = dict.fromkeys(self_test.PARTS, True)
    change(paired, lambda own: self_test.store(own, {**good, "print": False, "speaker": False}, NOW))
    assert "有问题：打印、喇叭" in browser.get_page("/office/terminals").words()
    change(paired, lambda own: self_test.store(own, good, NOW))
    assert "都好" in browser.get_page("/office/terminals").words()


def test_a_terminal_is_described_anew_and_its_pin_stays_unless_typed(app: Flask, cast: Cast, paired: int) -> None:
    change(paired, lambda own: entry.set_pin(own, "493817", by=cast.actor("liaison")))
    before = terminal.one(paired, cast.actor("liaison")).pin_hash
    browser = office(app)
    assert browser.get_page(f"/office/terminals/{paired}").value("place") == "一楼大厅"
    browser.post_form(f"/office/terminals/{paired}", {**TYPED, "place": "二楼", "pin": ""})
    terminal.db.session.rollback()
    own = terminal.one(paired, cast.actor("liaison"))
    assert (own.place, own.pin_hash) == ("二楼", before)
    browser.post_form(f"/office/terminals/{paired}", {**TYPED, "pin": "1"}, 422)
    browser.post_form(f"/office/terminals/{paired}", {**TYPED, "pin": "806142"})
    terminal.db.session.rollback()
    assert terminal.one(paired, cast.actor("liaison")).pin_hash != before


def test_r69_revoking_takes_it_out_at_once(app: Flask, cast: Cast, paired: int) -> None:
    browser = office(app, "director")
    browser.post_form(f"/office/terminals/{paired}/revocation")
    assert terminal.kept_by(cast.actor("director")) == []
    assert "已停用" in browser.get_page(f"/office/terminals/{paired}").words()


def test_k53_a_dark_screen_of_a_device_that_beats_is_told_with_the_time(app: Flask, paired: int) -> None:
    browser = office(app)
    change(paired, lambda own: terminal.shows(own, NOW))
    clock.freeze(NOW + timedelta(minutes=3, seconds=1))
    beat(paired)
    since = f"{clock.local(NOW):%H:%M}"
    for path, says in (("/office/", "“一楼大厅”的屏幕自"), ("/office/terminals/silent", "“一楼大厅”的屏幕自"), ("/office/terminals", "屏幕自")):
        words = browser.get_page(path).words() if path != "/office/terminals/silent" else browser.part(path)
        assert says in words and since in words, path
    change(paired, lambda own: terminal.shows(own, clock.now()))
    assert "屏幕自" not in browser.get_page("/office/").words() and "正常" in browser.get_page("/office/terminals").words()
