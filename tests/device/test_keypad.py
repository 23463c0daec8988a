"""The five-key pad on the installed keys: the way back and the call for a person, by real keys of a real screen (K57, K62)."""

import contextlib
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.device import keys
from portal.foundation import words
from portal.foundation.database import db
from portal.reception.help_call import HelpCall
from tests.device.conftest import Office
from tests.device.screen import Launched, Screen, until
from tests.device.test_policy import focused, press
from tests.device.test_screen import RESTING, paired, shows

say = words.speaker("zh_Hans")
TRIES, PATIENCE = 4, 20.0
ESCAPE, ENTER, DOWN, F1 = "09", "36", "116", "67"   # by the places of the keys on any board; 9 alone would be the digit


@pytest.mark.browser
def test_k57_k62_escape_goes_back_and_f1_calls_by_the_keys_that_are_installed(
        office: Office, before: Screen, launch: Callable[[], Launched], root: Path) -> None:
    (root / "xkb/symbols").mkdir(parents=True)
    (root / "xkb/symbols" / keys.NAME).write_text(keys.symbols())
    before.use(keys.keymap(), root / "xkb")
    own, _ = paired(office, before, launch)
    browser = own.browser()
    focused(before)

    def leads(key: str, *more: str, to: str) -> None:
        """Chromium drops keys until a page is painted, which nobody sees from outside: like a person, press again where nothing came."""
        seen = shows(before, say(to))
        for _ in range(TRIES):
            for each in (key, *more):
                press(before, key=each)
            with contextlib.suppress(AssertionError):
                until(seen, PATIENCE)
                return
        raise AssertionError(f"{key} {' '.join(more)} led to {before.titles()}, {TRIES} times")

    leads(DOWN, ENTER, to="kiosk.home.ask")
    leads(DOWN, ENTER, to="kiosk.topic.ask")
    leads(ESCAPE, to="kiosk.home.ask")
    leads(DOWN, ENTER, to="kiosk.topic.ask")
    leads(F1, to="kiosk.help.ask")
    assert office.do(lambda _: db.session.scalar(db.select(db.func.count()).select_from(HelpCall))) == 1
    leads(ESCAPE, to="kiosk.topic.ask")
    assert own.browser() == browser and len(before.places()) == 1 and not shows(before, RESTING)()
