"""The whole way for real: a visitor hands in at a paired terminal, the agent's own process prints through CUPS (K43)."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import select

from kiosk.device import config
from kiosk.device.config import Config, Places
from portal import ROOT
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.network import actor, entry, terminal
from portal.network import station as stations
from portal.network.person import Person
from tests.bench.printing import hand_in
from tests.bench.visits import Browser
from tests.journeys.serving import Served, demonstration
from tests.kiosk.printing.cupsd import Cupsd


def paired(served: Served) -> tuple[str, str]:
    """A terminal of S01: its token and a ticket for its browser."""
    with served.app.app_context(), unit_of_work():
        liaison = db.session.scalars(select(Person).where(Person.login == "liaison")).one()
        here = stations.by_code("S01")
        assert here is not None
        own = terminal.pair(here, place="大厅", by=actor.of_person(liaison, clock.now()))
        return terminal.mint(own), entry.ticket(own, clock.now())


def state(browser: Browser, slip: dict[str, str]) -> str:
    """How the paper stands, as the screen asks."""
    _, text = browser.post("/kiosk/handed", slip)
    found = re.search(r'data-printing="(\w+)"', text)
    return found[1] if found else text


@pytest.mark.parametrize("stopped", [False, True])
def test_k43_from_the_touch_to_the_tray(daemon: Cupsd, sown: Path, tmp_path: Path, stopped: bool) -> None:
    if stopped:
        daemon.say("cupsdisable", "-r", "no paper", "receipt")
    with demonstration(tmp_path / "portal", sown) as served:
        token, ticket = paired(served)
        places = Places(tmp_path / "terminal")
        places.settings.parent.mkdir(parents=True)
        places.settings.write_text(config.dump(Config(served.url, printer=f"cups:receipt@{daemon.socket}")))
        config.keep_token(places, token)
        agent = subprocess.Popen([sys.executable, "-m", "kiosk.device", "--root", str(places.root), "beat"], cwd=ROOT,
                                 env=os.environ | {"PYTHONPATH": str(ROOT)}, stderr=subprocess.PIPE, text=True)
        try:
            browser = Browser(int(served.url.rpartition(":")[2]))
            browser.post("/kiosk/enter", browser.hidden(f"/kiosk/enter?ticket={ticket}") | {"ticket": ticket})
            slip = hand_in(browser).slip
            while (came := state(browser, slip)) == "under_way":
                assert agent.poll() is None
        finally:
            agent.terminate()
            said = agent.communicate(timeout=60)[1]
        assert came == ("failed" if stopped else "printed") and len(daemon.papers()) == (0 if stopped else 1)
        assert agent.returncode == 0 and slip["number"] not in said and "job 1:" in said
