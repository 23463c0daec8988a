"""The feeds as a real calendar client keeps them: khal imports what was fetched, and what was fetched later, and lists it (HB-40)."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import vobject
from flask import Flask

from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.reception import holding, opening
from tests.cast import NOW, Cast
from tests.judge import client_of
from tests.reception.opened import keep, monday, plan, put_on, rows, weekly
from tests.web.public.test_own_calendar import _address

KHAL = Path(sys.executable).with_name("khal")
CONFIG = """[calendars]
[[one]]
path = {folder}/calendar
[locale]
local_timezone = Asia/Shanghai
default_timezone = Asia/Shanghai
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
[sqlite]
path = {folder}/cache.db
"""


class Client:
    """One calendar on a desk."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "calendar").mkdir()
        (folder / "config").write_text(CONFIG.format(folder=folder), "utf-8")

    def run(self, *words: str) -> str:
        """What it says; whatever it cannot do ends the test."""
        told = subprocess.run([KHAL, "-c", self.folder / "config", *words], capture_output=True, text=True, timeout=120, check=True,
                              env=os.environ | {"HOME": str(self.folder), "LC_ALL": "C.UTF-8", "XDG_CONFIG_HOME": str(self.folder)})
        assert "rror" not in told.stderr, told.stderr
        return told.stdout

    def take(self, feed: bytes) -> list[str]:
        """Fetch a feed into it and list March, a line for each date."""
        (self.folder / "feed.ics").write_bytes(feed)
        self.run("import", "--batch", "-a", "one", str(self.folder / "feed.ics"))
        listed = self.run("list", "--day-format", "", "--format", "{start}-{end-time} {status}", "2026-03-08", "2026-03-25")
        return [line.strip() for line in listed.splitlines() if line.strip()]


def fetched(app: Flask, address: str) -> bytes:
    db.session.rollback()
    answer = client_of(app).get(address)
    assert answer.status_code == 200
    return bytes(answer.get_data())


@pytest.mark.parametrize("own", [False, True])
def test_hb40_a_client_keeps_one_date_each_moves_it_and_sees_what_is_called_off(app: Flask, cast: Cast, tmp_path: Path, own: bool) -> None:
    """The station's feed and a representative's: two Mondays, the second at other hours then, the first called off."""
    shifts, client = monday(cast), Client(tmp_path)
    for shift in shifts[1:3]:
        put_on(cast, shift)
    address = _address(app) if own else "/stations/S01/open-days.ics"
    before = client.take(fetched(app, address))
    assert before[:2] == ["2026-03-09 09:00-11:30 CONFIRMED", "2026-03-16 09:00-11:30 CONFIRMED"]
    with unit_of_work():
        holding.call_off(rows(cast)[1], reason="停电", by=cast.actor("liaison"))
    keep(cast, weekly(0, starts=14 * 60, ends=16 * 60), rule=opening.standing(NOW.date())[0])
    plan(cast)
    after = client.take(fetched(app, address))
    assert len(after) == len(before) and "2026-03-16 14:00-16:00 CONFIRMED" in after and not any("09:00" in line for line in after)
    assert [line for line in after if line.startswith("2026-03-09")] == ["2026-03-09 14:00-16:00 CANCELLED"]


def test_hb40_what_knows_nothing_of_our_writer_reads_the_stations_feed_and_finds_it_whole(app: Flask, cast: Cast) -> None:
    """Each day once by its own name, with its hours, its station and where it is; the one called off says so (RFC 5545)."""
    monday(cast)
    with unit_of_work():
        holding.call_off(rows(cast)[1], reason="停电", by=cast.actor("liaison"))
    told = vobject.readOne(fetched(app, "/stations/S01/open-days.ics").decode())
    assert told.validate(raiseException=True) and told.prodid.value and told.version.value == "2.0"
    events = told.vevent_list
    assert len({one.uid.value for one in events}) == len(events) > 3
    assert all(one.dtstart.value < one.dtend.value and one.summary.value and one.dtstamp.value for one in events)
    assert [one.status.value for one in events if one.dtstart.value.date().isoformat() == "2026-03-09"] == ["CANCELLED"]
