"""The database at the start: brought up to date, or refused in words (R17, R18)."""

import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask

import portal
from portal import upgrade
from portal.foundation import examination, settings
from portal.foundation.database import db
from portal.foundation.unit_of_work import GateBusy, unit_of_work
from tests.scratch import database_of_our_own

NEXT = '''"""A step of the future."""
from alembic import op
import sqlalchemy as sa
revision = "9999"
down_revision = "{head}"
def upgrade():
    op.create_table("of_the_future", sa.Column("id", sa.Integer, primary_key=True))
def downgrade():
    op.drop_table("of_the_future")
'''
Maker = Callable[..., Flask]


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Maker]:
    """Makes an application on an instance of its own; engines are closed afterwards."""
    made: list[Flask] = []

    def app(**variables: str) -> Flask:
        made.append(portal.create_app(settings.load({"PORTAL_INSTANCE": str(tmp_path / "instance")} | variables)))
        return made[-1]

    yield app
    for each in made:
        with each.app_context():
            db.engine.dispose()


@pytest.fixture
def future(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Lets this version know one migration more."""
    def come() -> None:
        folder = tmp_path / "migrations"
        shutil.copytree(upgrade.MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
        (folder / "versions/9999_future.py").write_text(NEXT.format(head=upgrade.revisions()[1]))
        monkeypatch.setattr(upgrade, "MIGRATIONS", folder)
    return come


def plant(tmp_path: Path, *statements: str) -> None:
    """Change the SQLite file behind the portal's back."""
    with closing(sqlite3.connect(tmp_path / "instance/portal.db", isolation_level=None)) as database:
        for statement in statements:
            database.execute(statement)


def test_an_empty_database_is_brought_up_to_date_and_then_left_alone(make: Maker) -> None:
    app = make()
    upgrade.ready(app)
    with app.app_context():
        assert upgrade.is_current()
    assert upgrade.upgrade(app) is False and upgrade.standing(app) is app


def test_a_newer_database_is_refused_r17(make: Maker, tmp_path: Path) -> None:
    upgrade.ready(make())
    plant(tmp_path, "UPDATE alembic_version SET version_num = 'f00d'")
    with pytest.raises(upgrade.Unfit, match="newer Huiyin .revision f00d"):
        upgrade.ready(make())


def test_a_file_that_is_no_database_is_refused_r17(make: Maker, tmp_path: Path) -> None:
    upgrade.ready(make())
    for file in (tmp_path / "instance").glob("portal.db*"):
        file.write_bytes(b"no database at all " * 500)
    with pytest.raises(upgrade.Unfit, match="cannot be opened"):
        upgrade.ready(make())


def test_a_damaged_page_is_refused_r17(make: Maker, tmp_path: Path) -> None:
    app = make()
    upgrade.ready(app)
    with app.app_context():
        db.engine.dispose()
    plant(tmp_path, "PRAGMA journal_mode=DELETE")
    file = tmp_path / "instance/portal.db"
    content = bytearray(file.read_bytes())
    content[4096 * 5:4096 * 5 + 64] = b"\xff" * 64
    file.write_bytes(content)
    with pytest.raises(upgrade.Unfit, match="damaged|cannot be opened"):
        upgrade.ready(make())


def test_a_row_that_points_nowhere_is_refused_r17(make: Maker, tmp_path: Path) -> None:
    upgrade.ready(make())
    plant(tmp_path, "PRAGMA foreign_keys=OFF",
          "INSERT INTO role_grant (person_id, role, since) VALUES (404, 'office', '2026-01-01')")
    with pytest.raises(upgrade.Unfit, match="role_grant points to a missing one of person"):
        upgrade.ready(make())


def test_an_older_sqlite_file_is_copied_aside_and_upgraded(make: Maker, tmp_path: Path, future: Callable[[], None]) -> None:
    upgrade.ready(make())
    before = upgrade.revisions()[1]
    future()
    app = make()
    upgrade.ready(app)
    with app.app_context():
        assert upgrade.present() == "9999"
    (copy,) = (tmp_path / "instance").glob(f"portal-before-{before}-*.db")
    assert copy.stat().st_mode & 0o077 == 0
    with closing(sqlite3.connect(copy)) as database:
        assert database.execute("SELECT version_num FROM alembic_version").fetchone() == (before,)


def test_two_upgrades_at_once_do_the_work_once_r18(tmp_path: Path) -> None:
    env = os.environ | {"PORTAL_INSTANCE": str(tmp_path / "instance"), "PYTHONPATH": str(portal.ROOT)}
    command = [sys.executable, "-c", "from portal import cli; cli.main()", "upgrade"]
    both = [subprocess.Popen(command, env=env, cwd=tmp_path, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said = sorted(each.communicate()[0] for each in both)
    assert [each.returncode for each in both] == [0, 0]
    assert said == ["The database is up to date.\n", "The database was up to date already.\n"]


@pytest.fixture
def scratch() -> Iterator[str]:
    """The address of a PostgreSQL database of our own, dropped afterwards."""
    with database_of_our_own("upgrade") as address:
        yield address


@pytest.mark.postgres
def test_an_older_postgresql_waits_for_its_administrator(make: Maker, scratch: str, future: Callable[[], None]) -> None:
    upgrade.ready(make(PORTAL_DATABASE_URL=scratch))
    future()
    app = make(PORTAL_DATABASE_URL=scratch)
    with pytest.raises(upgrade.Unfit, match="say `portal upgrade`"):
        upgrade.ready(app)
    assert upgrade.upgrade(app)
    with app.app_context():
        assert upgrade.present() == "9999"


def test_a_command_that_reads_does_not_make_a_database(make: Maker, tmp_path: Path) -> None:
    with pytest.raises(upgrade.Unfit, match="still empty"):
        upgrade.standing(make())
    assert not (tmp_path / "instance/portal.db").exists()


def test_a_large_file_is_read_and_not_written_while_it_is_looked_through_r17(make: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    """A start does not wait for it, and nothing is acknowledged before the file is known to be whole."""
    looking, told = threading.Event(), threading.Event()

    def look() -> str:
        looking.set()
        told.wait(30)
        return ""

    app = make()
    upgrade.ready(app)
    monkeypatch.setattr(examination, "damage", look)
    under_way = upgrade.opening(app)
    assert under_way is not None and looking.is_set() and under_way.is_alive()
    app.extensions["write_gate"].timeout = 0.1
    with app.app_context():
        assert upgrade.is_current()
        with pytest.raises(GateBusy), unit_of_work():
            pytest.fail("written on a file that nobody knew to be whole")
        told.set()
        under_way.insist()
        with unit_of_work():
            assert upgrade.is_current()


def test_a_database_that_another_program_holds_says_so_r17(make: Maker) -> None:
    app = make()
    upgrade.ready(app)
    app.extensions["write_gate"].timeout = 0.05
    with app.extensions["write_gate"](), pytest.raises(upgrade.Unfit, match="another program"):
        opened = upgrade.opening(app)
        assert opened is not None
        opened.insist()
