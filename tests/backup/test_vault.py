"""The key of the vault is in no backup: a copy comes back without names, and with them where the key is given (issue 7)."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from portal.backup import making, restoring
from portal.cases.visitor import Visitor
from portal.foundation import resealing, vault_key, vault_state
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.foundation.vault_key import BadVault
from tests.backup.conftest import KEY, standing


@pytest.fixture
def noted(on_sqlite: Flask) -> Flask:
    """The portal with the name of its key written down, as any start does."""
    vault_state.settle()
    return on_sqlite


def names(folder: Path, **given: str) -> set[str]:
    with standing(folder, **given):
        return {row.name for row in db.session.scalars(select(Visitor))}


def test_without_the_key_the_matters_come_back_and_the_names_stay_shut(noted: Flask, tmp_path: Path) -> None:
    own = vault_key.read(noted.config["SETTINGS"])
    assert own is not None
    made = making.make(tmp_path / "one.backup", KEY)
    found = restoring.restore(made.file, tmp_path / "back", KEY, {})
    assert found.broken == [] and any(own[0].name in todo and vault_key.KEY_FILE in todo for todo in found.todo)
    assert not (tmp_path / "back" / vault_key.KEY_FILE).exists()
    with pytest.raises(BadVault, match="not here"):
        names(tmp_path / "back", PORTAL_VAULT_KEY="0123456789abcdefghijklmnopqrstuvwxyz")
    with standing(tmp_path / "back"):
        assert "is missing" in vault_state.check()


def test_with_the_key_everything_comes_back(noted: Flask, tmp_path: Path) -> None:
    own = vault_key.read(noted.config["SETTINGS"])
    assert own is not None
    made = making.make(tmp_path / "one.backup", KEY)
    found = restoring.restore(made.file, tmp_path / "back", KEY, {"PORTAL_VAULT_KEY": own[0].text})
    assert not any(vault_key.KEY_FILE in todo for todo in found.todo) and "测某甲" in names(tmp_path / "back", PORTAL_VAULT_KEY=own[0].text)


def test_after_a_new_key_an_older_backup_holds_no_names_for_anybody(noted: Flask, tmp_path: Path) -> None:
    made = making.make(tmp_path / "one.backup", KEY)
    resealing.begin()
    resealing.reseal()
    assert resealing.finish()
    now = vault_key.read(noted.config["SETTINGS"])
    assert now is not None and len(now) == 1
    found = restoring.restore(made.file, tmp_path / "back", KEY, {"PORTAL_VAULT_KEY": now[0].text})
    assert found.broken == [] and any("give-up" in todo for todo in found.todo)
    with pytest.raises(BadVault):
        names(tmp_path / "back", PORTAL_VAULT_KEY=now[0].text)
    with standing(tmp_path / "back", PORTAL_VAULT_KEY=now[0].text):
        assert resealing.give_up() > 0 and {row.name for row in db.session.scalars(select(Visitor))} == {""}
        with unit_of_work():
            vault_state.note()
        assert vault_state.check() == ""
