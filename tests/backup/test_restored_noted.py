"""R42, R67: that a portal was brought back stands in its own audit log, with the moment from which it comes; and the log is whole with it."""

import sqlite3
from contextlib import closing
from pathlib import Path

from flask import Flask
from sqlalchemy import create_engine, text

from portal.backup import dumping, making
from tests.backup.conftest import back

LAST = "SELECT act, facts, person_id FROM audit_entry ORDER BY seq DESC LIMIT 1"


def test_r42_the_last_entry_of_what_came_back_says_so(house: Flask, made: making.Made, empty: str | None, tmp_path: Path) -> None:
    found = back(made.file, tmp_path / "back", empty)
    if empty is None:
        with closing(sqlite3.connect(tmp_path / "back" / "portal.db")) as there:
            act, facts, who = there.execute(LAST).fetchone()
    else:
        engine = create_engine(dumping.address(empty))
        with engine.connect() as there:
            act, facts, who = there.execute(text(LAST)).one()
        engine.dispose()
    assert (act, who) == ("restored", None) and found.told["made_at"] in str(facts) and found.broken == []
