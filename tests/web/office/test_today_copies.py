"""How old the backups are is told on the page of the day, to those who answer for the machine and to nobody else (R68)."""

from datetime import timedelta
from pathlib import Path

import pytest

from portal.backup import noted
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.network.network import Network
from tests.cast import NOW
from tests.web.office.stage import Stage
from tests.web.office.visits import SAY

TOLD = {what: SAY(f"office.today.copies_{what}") for what in ("failed", "never", "old")}


def told(stage: Stage, login: str) -> list[str]:
    text = stage.browser(login).get_page("/office/").text
    return [what for what, words in TOLD.items() if words in text]


@pytest.mark.parametrize(("login", "hears"), [("admin", True), ("office", True), ("director", False), ("liaison", False), ("officer", False)])
def test_r68_before_the_first_backup_who_answers_for_the_machine_is_told(stage: Stage, login: str, hears: bool) -> None:
    assert told(stage, login) == ["never"] * hears


@pytest.mark.parametrize(("hours", "rehearsal", "hears"), [(0, None, []), (26, None, []), (27, None, ["old"]), (0, True, []), (0, False, ["failed"])])
def test_r68_after_26_hours_or_when_it_does_not_come_back(
        stage: Stage, tmp_path: Path, hours: int, rehearsal: bool | None, hears: list[str]) -> None:
    at = NOW - timedelta(hours=hours)
    with stage.app.app_context():
        noted.backup_made(tmp_path / "one.backup", 1, at)
        if rehearsal is not None:
            noted.rehearsed(rehearsal, [], at)
    assert told(stage, "office") == hears


def test_a_demonstration_has_nothing_to_lose(stage: Stage) -> None:
    browser = stage.browser("office")
    with stage.app.app_context(), unit_of_work():
        db.session.get_one(Network, 1).demo = True
    browser.demo = True
    assert told(stage, "office") == []
