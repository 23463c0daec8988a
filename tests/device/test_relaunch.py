"""How soon the browser is back, by the launcher's own schedule on a clock that moves when told: within ten seconds (K61)."""

import json
import threading
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import pytest

from kiosk.device import __main__ as program
from kiosk.device import browser, config, watchdog
from kiosk.device.config import Config, Places
from kiosk.device.watchdog import Launcher

SERVER = "https://portal.example"


class Hall:
    """Time, the browsers that were started in it, and a portal that answers at once, or never while it is listened to. A life ends
    with the browser or, `torn`, with the process that draws its page; `screen` is what the portal says of that page, `away` when
    it says nothing at all."""

    def __init__(self, life: float, silent: bool, torn: bool = False) -> None:
        self.now, self.life, self.silent, self.torn = 1000.0, life, silent, torn
        self.screen: Callable[[float], float | None] = lambda now: None
        self.away: Callable[[float], bool] = lambda now: silent
        self.ended: list[bool] = []
        self.waits = float("inf")
        self.started, self.fell = list[float](), list[float]()
        hall = self

        class Stopped(threading.Event):
            def wait(self, timeout: float | None = None) -> bool:
                hall.now += timeout or 0
                return self.is_set()

        class Browser:
            pid = 1

            def __init__(self, *_: object) -> None:
                hall.started.append(hall.now)
                if len(hall.started) == 15:
                    hall.stopped.set()

            def ended_within(self, seconds: float) -> bool:
                hall.now += seconds
                return not hall.torn and hall.over()

            def lost_its_page(self) -> bool:
                return hall.torn and hall.over()

            def is_stuck(self) -> bool:
                return False

            def waits_for_ever(self) -> bool:
                return hall.now - hall.started[-1] >= hall.waits

            def end(self, politely: bool = True) -> None:
                hall.ended.append(politely)

        self.stopped, self.browser = Stopped(), Browser

    def over(self) -> bool:
        """Whether the last browser's life is over; when that was."""
        over = self.now - self.started[-1] >= self.life
        self.fell += [self.started[-1] + self.life] if over else []
        return over

    def ask(self, method: str, path: str, body: dict[str, object]) -> tuple[int, bytes]:
        """The portal's door."""
        if self.away(self.now):
            self.now += watchdog.PATIENCE
            raise TimeoutError
        if path.endswith("/tickets"):
            return 201, json.dumps({"ticket": "t"}).encode()
        return 200, json.dumps({"leave": False, "screen": self.screen(self.now)}).encode()


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Hall], Hall]:
    """Let a paired terminal's launcher run in a hall, until fifteen browsers were started."""
    def done(hall: Hall) -> Hall:
        config.keep_token(Places(tmp_path), "t")
        monkeypatch.setattr(watchdog.time, "monotonic", lambda: hall.now)
        monkeypatch.setattr(watchdog, "Browser", hall.browser)
        assert Launcher(Config(SERVER), Places(tmp_path), hall.ask, hall.stopped).run() is False
        return hall
    return done


@pytest.mark.parametrize("torn", [False, True], ids=["the browser", "its page"])
@pytest.mark.parametrize("silent", [False, True], ids=["the portal answers", "the portal is silent"])
@pytest.mark.parametrize("life", [0.0, 2.1, 3.0, 7.0], ids=["falls at once", "falls as the portal is asked", "falls soon", "falls later"])
def test_k61_what_falls_is_back_within_ten_seconds_however_often(
        run: Callable[[Hall], Hall], life: float, silent: bool, torn: bool) -> None:
    hall = run(Hall(life, silent, torn))
    gaps = [back - fell for fell, back in zip(hall.fell, hall.started[1:], strict=False)]
    assert len(gaps) == 14 and watchdog.LOOK_EVERY + max(gaps) <= 10, "a torn page is seen at the second look"
    pause = watchdog.LONGEST_WAIT if life < watchdog.SHORT_LIFE else 0
    assert gaps[-1] >= pause and set(hall.ended[:-1]) == {not torn}, "what falls at once is not hammered; a torn page is not waited for"


def test_k61_all_that_the_launcher_ever_waits_for_is_less_than_ten_seconds() -> None:
    asked_as_it_fell = ticket = watchdog.PATIENCE
    assert asked_as_it_fell + 2 * watchdog.LOOK_EVERY + watchdog.LONGEST_WAIT + ticket <= 10


def test_k61_a_page_that_turns_in_a_circle_is_seen_and_back_within_ten_seconds(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(browser.subprocess, "Popen", lambda *_, **__: SimpleNamespace(pid=1))
    monkeypatch.setattr(browser, "pages", lambda _: [2])
    running, seconds, looks = browser.Browser(Config(SERVER), tmp_path, "file:///page.html"), 0.0, 0
    monkeypatch.setattr(browser, "thread", lambda _: ("R", seconds))
    while not (running.lost_its_page() or running.is_stuck()):
        looks, seconds = looks + 1, seconds + watchdog.LOOK_EVERY
    assert (looks + 1) * watchdog.LOOK_EVERY + watchdog.PATIENCE <= 10, "seen, and the portal asked for the next ticket"


@pytest.mark.parametrize(("state", "works"), [("R", 0.05), ("S", 0.25), ("I", 0.0), ("D", 0.0)],
                         ids=["waits for its turn", "rests", "idles", "waits for a disk"])
def test_k61_a_page_that_rests_or_waits_for_a_busy_machine_is_let_be(
        monkeypatch: pytest.MonkeyPatch, tmp_path: Path, state: str, works: float) -> None:
    monkeypatch.setattr(browser.subprocess, "Popen", lambda *_, **__: SimpleNamespace(pid=1))
    monkeypatch.setattr(browser, "pages", lambda _: [2])
    running, seconds = browser.Browser(Config(SERVER), tmp_path, "file:///page.html"), 0.0
    monkeypatch.setattr(browser, "thread", lambda _: (state, seconds))
    for _ in range(3 * browser.STUCK_LOOKS):
        seconds += works
        assert not running.lost_its_page() and not running.is_stuck()


def test_k61_a_page_that_was_stopped_is_seen_and_each_process_is_counted_for_itself(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A page that turns has another process: what the one before had worked, and how long it did not rest, are not its own."""
    monkeypatch.setattr(browser.subprocess, "Popen", lambda *_, **__: SimpleNamespace(pid=1))
    running, process, state, seconds = browser.Browser(Config(SERVER), tmp_path, "file:///page.html"), 2, "R", 0.0
    monkeypatch.setattr(browser, "pages", lambda _: [process])
    monkeypatch.setattr(browser, "thread", lambda _: (state, seconds))

    def stuck() -> bool:
        running.lost_its_page()
        return running.is_stuck()

    assert not any(stuck() for _ in range(browser.STUCK_LOOKS))
    process, seconds = 3, 100.0
    assert not any(stuck() for _ in range(3 * browser.STUCK_LOOKS))
    state = "T"
    assert stuck()


def test_k61_a_page_that_nothing_wakes_is_seen_and_back_within_half_a_minute(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(browser.subprocess, "Popen", lambda *_, **__: SimpleNamespace(pid=1))
    monkeypatch.setattr(browser, "pages", lambda _: [2])
    running, woken, looks = browser.Browser(Config(SERVER), tmp_path, "file:///page.html"), 0, 0
    monkeypatch.setattr(browser, "wakes", lambda _: woken)

    def waits() -> bool:
        assert not running.lost_its_page()
        return running.waits_for_ever()

    for look in range(10 * browser.WAITS_LOOKS):  # as long as it is woken every three seconds it is let be
        woken += 1 if look % 12 == 0 else 0
        assert not waits()
    monkeypatch.setattr(browser, "pages", lambda _: [])
    assert not any(running.lost_its_page() or running.waits_for_ever() for _ in range(1)), "without a page there is nothing to wait"
    monkeypatch.setattr(browser, "pages", lambda _: [2])
    while not waits():
        looks += 1
    assert (looks + 1) * watchdog.LOOK_EVERY + watchdog.PATIENCE <= 25, "five seconds are left for Chromium to start"


@pytest.mark.parametrize("paired", [True, False], ids=["the portal's", "our own"])
def test_k61_what_waits_for_ever_is_started_anew_and_our_own_pages_which_run_nothing_are_let_be(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch, paired: bool) -> None:
    hall = Hall(300, silent=not paired)
    hall.waits = 20.0
    config.keep_token(Places(tmp_path), "t")
    monkeypatch.setattr(watchdog.time, "monotonic", lambda: hall.now)
    monkeypatch.setattr(watchdog, "Browser", hall.browser)
    assert Launcher(Config(SERVER), Places(tmp_path), hall.ask, hall.stopped).run() is False
    lives = {round(after - before) for before, after in pairwise(hall.started)}
    assert max(lives) <= 24 if paired else min(lives) >= 300


def test_k61_a_page_that_hangs_is_started_anew(run: Callable[[Hall], Hall]) -> None:
    hall = Hall(10 ** 6, silent=False)
    hall.screen = lambda now: now - hall.started[-1]  # it spoke once, and never more
    lives = [after - before for before, after in pairwise(run(hall).started)]
    assert all(watchdog.SILENT < life <= watchdog.SILENT + 3 * watchdog.ORDERS_EVERY for life in lives) and len(lives) == 14


@pytest.mark.parametrize("says", [None, 0.0, 20.0, watchdog.SILENT], ids=str)
def test_k61_a_page_that_speaks_or_never_spoke_is_let_be(run: Callable[[Hall], Hall], says: float | None) -> None:
    hall = Hall(300, silent=False)
    hall.screen = lambda now: says
    assert {after - before for before, after in pairwise(run(hall).started)} == {300}


def test_k40_k61_a_page_whose_portal_was_away_keeps_its_words(run: Callable[[Hall], Hall]) -> None:
    hall = Hall(300, silent=False)
    hall.away = lambda now: 50 < now - hall.started[-1] < 150 if hall.started else False
    hall.screen = lambda now: now - hall.started[-1] if 50 < now - hall.started[-1] < 180 else 0
    lives = [after - before for before, after in pairwise(run(hall).started)]
    assert min(lives) >= 300, "half a minute after the portal is back the page has spoken again"


def test_k61_the_launcher_listens_no_longer_than_its_schedule_allows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    listened: list[float] = []
    places = Places(tmp_path)
    places.settings.parent.mkdir(parents=True)
    places.settings.write_text(config.dump(Config(SERVER)))
    monkeypatch.setattr(program.signal, "signal", lambda *_: None)
    monkeypatch.setattr(program, "way_to", lambda _server, _token, patience: (listened.append(patience), None)[1])
    monkeypatch.setattr(Launcher, "run", lambda _: True)
    assert program.main(["--root", str(tmp_path), "launch"]) == 0
    assert listened == [watchdog.PATIENCE]
