"""How soon the browser is back, by the launcher's own schedule on a clock that moves when told: within ten seconds (K61)."""

import json
import threading
from pathlib import Path

import pytest

from kiosk.device import __main__ as program
from kiosk.device import config, watchdog
from kiosk.device.config import Config, Places
from kiosk.device.watchdog import Launcher

SERVER = "https://portal.example"


class Hall:
    """Time, the browsers that were started in it, and a portal that answers at once, or never while it is listened to."""

    def __init__(self, life: float, silent: bool) -> None:
        self.now, self.life, self.silent = 1000.0, life, silent
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
                over = hall.now - hall.started[-1] >= hall.life
                hall.fell += [hall.now] if over else []
                return over

            def end(self) -> None:
                """It is over already."""

        self.stopped, self.browser = Stopped(), Browser

    def ask(self, method: str, path: str, body: dict[str, object]) -> tuple[int, bytes]:
        """The portal's door."""
        if self.silent and path.endswith("/tickets"):
            self.now += watchdog.PATIENCE
            raise TimeoutError
        return (201, json.dumps({"ticket": "t"}).encode()) if path.endswith("/tickets") else (503, b"")


@pytest.mark.parametrize("silent", [False, True], ids=["the portal answers", "the portal is silent"])
@pytest.mark.parametrize("life", [0.0, 3.0, 7.0], ids=["falls at once", "falls soon", "falls later"])
def test_k61_a_browser_that_falls_is_back_within_ten_seconds_however_often(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch, life: float, silent: bool) -> None:
    hall, places = Hall(life, silent), Places(tmp_path)
    config.keep_token(places, "t")
    monkeypatch.setattr(watchdog.time, "monotonic", lambda: hall.now)
    monkeypatch.setattr(watchdog, "Browser", hall.browser)
    assert Launcher(Config(SERVER), places, hall.ask, hall.stopped).run() is False
    gaps = [back - fell for fell, back in zip(hall.fell, hall.started[1:], strict=False)]
    assert len(gaps) == 14 and 0.25 + max(gaps) <= 10, "a quarter of a second until the fall is seen"
    pause, listened = watchdog.LONGEST_WAIT if life < watchdog.SHORT_LIFE else 0, watchdog.PATIENCE if silent else 0
    assert gaps[-1] == pause + listened, "what falls at once is not hammered, what lived is back at once"


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
