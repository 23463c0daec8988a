"""Numbers stay gapless and one a form when the server is killed in the middle of the rush and every touch comes twice (R01, R07, R12)."""

import http.client
import re
import shutil
import sqlite3
import threading
import urllib.parse
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.reception.shift import Shift
from tests.cast import Cast
from tests.conftest import build
from tests.faults.server import Answer, Running, Visitor

VISITORS, EACH, KILLS = 5, 8, 4
_FIELD = re.compile(r'<input[^>]*name="(csrf_token|key)"[^>]*value="([^"]+)"')


@pytest.fixture
def running(template: Path, tmp_path: Path) -> Iterator[Running]:
    """The seated network with a reception that goes on now."""
    clock.freeze(None)
    made = tmp_path / "made"
    app = build(made)
    shutil.copyfile(template, made / "portal.db")
    with app.app_context(), unit_of_work():
        now = clock.now()
        db.session.add(Shift(station_id=Cast().station().id, planned_on=clock.today(), day=clock.today(), begins_at=now - timedelta(hours=1),
                             ends_at=now + timedelta(hours=5), required=1, notice_days=0, changed_at=now))
    with app.app_context():
        db.session.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
        db.session.remove()
        db.engine.dispose()
    app.extensions["press"].close()
    server = Running(tmp_path / "instance", made / "portal.db", papers=False)
    yield server
    server.kill()


class Rush:
    """Visitors side by side, each with a terminal of their own; `given` holds the number that each form was shown."""

    def __init__(self, port: int) -> None:
        self.port, self.given, self.news = port, dict[str, int](), threading.Condition()

    def wait_for(self, count: int) -> None:
        """Until so many have their number."""
        with self.news:
            assert self.news.wait_for(lambda: len(self.given) >= count, timeout=240), len(self.given)

    def visit(self, seat: int) -> None:
        """One after the other at the same terminal; each form is sent twice."""
        visitor = Visitor(self.port, address=f"10.8.0.{seat}")
        self.ask(visitor, "GET", "/kiosk/at/S01")
        for _ in range(EACH):
            self.ask(visitor, "POST", "/kiosk/start", dict(_FIELD.findall(self.ask(visitor, "GET", "/kiosk/").text)))
            form = dict(_FIELD.findall(self.ask(visitor, "GET", "/kiosk/number").text)) | {"go": "on"}
            shown = set()
            for _ in range(2):
                self.ask(visitor, "POST", "/kiosk/number", form)
                shown.add(re.findall(r'class="digits-run"[^>]*>(\d+)<', self.ask(visitor, "GET", "/kiosk/number").text)[0])
            assert len(shown) == 1
            with self.news:
                self.given[form["key"]] = int(shown.pop())
                self.news.notify_all()

    def ask(self, visitor: Visitor, method: str, path: str, form: dict[str, str] | None = None) -> Answer:
        """Again until somebody answers."""
        for _ in range(2000):
            try:
                answer = visitor.send(method, path, urllib.parse.urlencode(form or {}))
            except (OSError, http.client.HTTPException):
                threading.Event().wait(0.05)
                continue
            if answer.status < 500:
                return answer
        raise AssertionError(f"no answer to {method} {path}")


def test_killed_again_and_again_numbers_have_no_gap_and_nobody_two(running: Running) -> None:
    rush = Rush(running.port)
    with ThreadPoolExecutor(VISITORS) as people:
        work = [people.submit(rush.visit, seat) for seat in range(VISITORS)]
        for kill in range(KILLS):
            rush.wait_for((kill + 1) * 6)
            running.kill()
            running.start()
        for one in work:
            one.result()
    assert sorted(rush.given.values()) == list(range(1, VISITORS * EACH + 1))
    with closing(sqlite3.connect(running.folder / "portal.db")) as database:
        assert [row[0] for row in database.execute("SELECT number FROM turn ORDER BY number")] == list(range(1, VISITORS * EACH + 1))
