"""Kill -9 while everything is sealed anew: every name is read meanwhile and afterwards, and at the end one key is left (issue 7)."""

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from portal import ROOT
from portal.cases import visitor
from portal.cases.visitor import Identity, IdentityMode
from portal.foundation import settings, vault_key
from portal.foundation.unit_of_work import unit_of_work
from portal.foundation.vault import Vault
from tests.conftest import build
from tests.faults.server import PROGRAM, SECRET
from tests.made_once import let_go

MANY = 1000


@pytest.fixture
def folder(tmp_path: Path, template: Path) -> Path:
    """An instance whose key lies in its own file, with many visitors."""
    made = tmp_path / "instance"
    made.mkdir()
    shutil.copyfile(template, made / "portal.db")
    app = build(made, PORTAL_VAULT_KEY=SECRET[::-1])
    (made / vault_key.KEY_FILE).touch(0o600)
    (made / vault_key.KEY_FILE).write_text(SECRET[::-1])
    with app.app_context():
        with unit_of_work():
            for number in range(MANY):
                visitor.keep(Identity(IdentityMode.NAMED, name=f"测某{number}", phone=f"1200000{number:04d}"))
        let_go()
    app.extensions["press"].close()
    return made


def rotating(folder: Path) -> subprocess.Popen[str]:
    """The command, under way."""
    return subprocess.Popen([sys.executable, "-c", PROGRAM, "vault", "rotate"], cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={
        "PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PORTAL_INSTANCE": str(folder), "PORTAL_SECRET_KEY": SECRET, "HOME": str(folder)})


def rows(folder: Path) -> list[tuple[int, str, str]]:
    """Every visitor as the file has it."""
    with closing(sqlite3.connect(folder / "portal.db")) as file:
        return file.execute("SELECT id, name, phone FROM visitor ORDER BY id").fetchall()


def read(folder: Path) -> list[tuple[str, str]]:
    """Name and phone of every visitor, opened with the keys that lie there now."""
    keys = Vault(settings.load({"PORTAL_INSTANCE": str(folder)}))
    return [(keys.open("visitor.name", name), keys.open("visitor.phone", phone)) for _, name, phone in rows(folder)]


def newer(folder: Path, old: str) -> int:
    """How many have another key than the first."""
    with closing(sqlite3.connect(folder / "portal.db")) as file:
        return int(file.execute("SELECT count(*) FROM visitor WHERE substr(name, 1, 8) <> ?", (old,)).fetchone()[0])


@pytest.mark.parametrize("after", [(0, 1), (1, 400, 700)])
def test_killed_at_any_moment_nothing_is_lost_and_it_goes_on(folder: Path, after: tuple[int, ...]) -> None:
    old, told = vault_key.Key(SECRET[::-1]).name, read(folder)
    assert len(set(told)) == MANY
    for count in after:
        process = rotating(folder)
        while process.poll() is None and (newer(folder, old) < count or len((folder / vault_key.KEY_FILE).read_text().split()) < 2):
            pass
        process.kill()
        process.communicate()
        assert process.returncode == -9 and read(folder) == told
    assert 0 < newer(folder, old) < MANY
    whole = rotating(folder)
    said, wrong = whole.communicate()
    assert (whole.returncode, wrong) == (0, "") and "sealed anew" in said
    assert newer(folder, old) == MANY and read(folder) == told and len((folder / vault_key.KEY_FILE).read_text().split()) == 1
    assert SECRET[::-1] not in (folder / vault_key.KEY_FILE).read_text()


def test_a_server_without_the_key_says_so_and_does_not_start(folder: Path) -> None:
    process = rotating(folder)
    assert process.communicate()[1] == ""
    (folder / vault_key.KEY_FILE).rename(folder.with_name("away"))
    again = rotating(folder)
    assert "vault_key is missing" in again.communicate()[1] and again.returncode == 1 and not (folder / vault_key.KEY_FILE).exists()
