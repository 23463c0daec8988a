"""The vault: what says who somebody is lies sealed, opens in its own place with its own key, and cannot be grouped (issue 7, R27, R42)."""

import os
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from portal import ROOT
from portal.cases import visitor
from portal.cases.visitor import Identity, IdentityMode, Visitor
from portal.foundation import resealing, settings, vault, vault_key, vault_state
from portal.foundation.chore import Chore
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.foundation.vault import Sealed, Vault
from portal.foundation.vault_key import BadVault
from portal.tables import metadata
from tests.cast import Cast

SOME = resealing.BATCH + 30
WHO = Identity(IdentityMode.NAMED, name="测某甲", phone="120-0000-0017", address="榆荫里 3 栋")


def of(folder: Path, **variables: str) -> Vault:
    """The vault of a portal in that folder."""
    return Vault(settings.load({"PORTAL_INSTANCE": str(folder)} | variables))


def kept() -> list[str]:
    """Everything the table of visitors holds, as the database has it."""
    return [str(value) for row in db.session.execute(text("SELECT * FROM visitor")) for value in row]


def test_nothing_of_a_visitor_lies_in_the_clear(cast: Cast) -> None:
    with unit_of_work():
        first, second = visitor.keep(WHO), visitor.keep(WHO)
    db.session.expire_all()
    assert not any(part in value for value in kept() for part in ("测某", "0017", "榆荫里"))
    assert (db.session.get_one(Visitor, first).name, db.session.get_one(Visitor, second).phone) == ("测某甲", "120-0000-0017")


def test_every_column_of_contact_is_in_the_vault(app: Flask) -> None:
    sealed = {str(column) for table in metadata.sorted_tables for column in table.columns if isinstance(column.type, Sealed)}
    assert sealed == {*(f"visitor.{name}" for name in visitor.SPELT), *(f"appointment.{name}" for name in ("name", "phone", "address", "email")),
                      "wish.address", "message.address"}
    assert all(column.type.where == str(column) for table in metadata.sorted_tables for column in table.columns if isinstance(column.type, Sealed))


def test_equal_people_do_not_look_alike_to_the_database(cast: Cast) -> None:
    """No list of frequent visitors can be made: not by name, not by phone; tags of the same digits differ."""
    with unit_of_work():
        for _ in range(40):
            visitor.keep(WHO)
    for column in ("name", "phone", "address"):
        assert db.session.scalar(text(f"SELECT count(DISTINCT {column}) FROM visitor")) == 40
    tags = set(db.session.scalars(text("SELECT phone_tail FROM visitor")))
    assert len(tags) > 4 and tags <= set(vault.tags("0017"))


@pytest.mark.parametrize("ask", [lambda: Visitor.name == "测某甲", lambda: Visitor.name.desc(), lambda: Visitor.phone.contains("0017"), lambda: Visitor.name.in_(["a"]),
                                 lambda: Visitor.name + Visitor.phone, lambda: "a" == Visitor.name])
def test_the_database_cannot_be_asked_by_what_is_sealed(app: Flask, ask) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(TypeError, match="sealed"):
        select(Visitor.id).where(ask())
    assert str(select(Visitor.id).where(Visitor.name != ""))


def test_no_statement_groups_or_counts_by_who_came() -> None:
    """No query path leads from identities to figures of people: nothing groups by a visitor or by a tag, in any file."""
    said = {path: path.read_text("utf-8") for folder in ("portal", "kiosk") for path in (ROOT / folder).rglob("*.py")}
    for path, source in said.items():
        for part in source.split("group_by(")[1:] + source.split("distinct(")[1:] + source.split("partition_by=")[1:] + source.split("GROUP BY")[1:]:
            assert not any(word in part[:120].split(")")[0] for word in ("isitor", "phone", "tail")), path


def test_only_the_place_and_the_key_it_was_sealed_for_open_it(tmp_path: Path) -> None:
    keys, other = of(tmp_path / "one"), of(tmp_path / "two")
    sealed = keys.seal("visitor.name", "测某甲")
    assert keys.open("visitor.name", sealed) == "测某甲" and keys.seal("visitor.name", "测某甲") != sealed
    for one, where, what in ((keys, "visitor.phone", sealed), (other, "visitor.name", sealed), (keys, "visitor.name", sealed[:-6] + "AAAA=="),
                             (keys, "visitor.name", "测某甲"), (keys, "visitor.name", f"{keys.key.name}.?"), (keys, "visitor.name", f"{keys.key.name}.")):
        with pytest.raises(BadVault):
            one.open(where, what)


def test_a_short_name_is_as_long_as_a_longer_one(tmp_path: Path) -> None:
    keys = of(tmp_path)
    assert len(keys.seal("visitor.name", "丁")) == len(keys.seal("visitor.name", "测某某甲"))


def test_the_first_key_is_made_for_its_owner_and_is_another_each_time(tmp_path: Path) -> None:
    keys = of(tmp_path / "one")
    assert not keys.stands() and keys.key.name != of(tmp_path / "two").key.name
    assert (tmp_path / "one" / vault_key.KEY_FILE).stat().st_mode & 0o777 == 0o600 and of(tmp_path / "one").key.name == keys.key.name
    (tmp_path / "one" / vault_key.KEY_FILE).chmod(0o644)
    with pytest.raises(BadVault, match="chmod 600"):
        of(tmp_path / "one").key  # noqa: B018


def test_a_key_from_elsewhere_makes_no_file(tmp_path: Path) -> None:
    key, file = os.urandom(32).hex(), tmp_path / "key"
    file.write_text(f"{key}\n{key[::-1]}\n")
    names = [[one.name for one in of(tmp_path / str(number), **chosen).ring] for number, chosen in enumerate((
        {"PORTAL_VAULT_KEY": f"{key} {key[::-1]}"}, {"PORTAL_VAULT_KEY_FILE": str(file)}, {"PORTAL_VAULT_COMMAND": f"cat {file}"}))]
    assert names[0] == names[1] == names[2] and len(names[0]) == 2 and not list(tmp_path.glob(f"*/{vault_key.KEY_FILE}"))


@pytest.mark.parametrize("command", ["false", "echo short", "/no/such/program", "cat /dev/null"])
def test_a_key_service_that_fails_is_said_without_its_words(tmp_path: Path, command: str) -> None:
    with pytest.raises(BadVault, match="PORTAL_VAULT_COMMAND gives no key"):
        of(tmp_path, PORTAL_VAULT_COMMAND=command).key  # noqa: B018


def test_both_ways_at_once_are_refused(tmp_path: Path) -> None:
    with pytest.raises(settings.BadSetting, match="both set"):
        settings.load({"PORTAL_INSTANCE": str(tmp_path), "PORTAL_VAULT_KEY": os.urandom(32).hex(), "PORTAL_VAULT_COMMAND": "cat key"})


def test_the_key_is_noted_and_another_one_is_refused_in_words(app: Flask, tmp_path: Path) -> None:
    """Never garbage: a portal with another key, or none, says so and does not start."""
    own = app.extensions["vault"]
    assert vault_state.check() == "" and vault_state.noted() == {}
    vault_state.settle()
    assert vault_state.check() == "" and vault_state.noted()["key"] == own.key.name
    try:
        app.extensions["vault"] = of(tmp_path / "other", PORTAL_VAULT_KEY=os.urandom(32).hex())
        assert own.key.name in vault_state.check() and "bring that one back" in vault_state.check()
        app.extensions["vault"] = of(tmp_path / "none")
        assert "is missing" in vault_state.check() and not (tmp_path / "none" / vault_key.KEY_FILE).exists()
    finally:
        app.extensions["vault"] = own


def test_what_nobody_can_read_is_given_up_and_the_rest_stays(app: Flask, cast: Cast, tmp_path: Path) -> None:
    own = app.extensions["vault"]
    with unit_of_work():
        stays = visitor.keep(WHO)
        app.extensions["vault"] = of(tmp_path / "lost")
        lost = visitor.keep(WHO)
        app.extensions["vault"] = own
    assert resealing.give_up() == 1
    gone, here = db.session.get_one(Visitor, lost), db.session.get_one(Visitor, stays)
    assert (gone.name, gone.phone, gone.phone_tail, here.name) == ("", "", "", "测某甲")


@pytest.fixture
def rotating(app: Flask, tmp_path: Path) -> Vault:
    """The portal with a key in a file of its own, and some visitors sealed with it."""
    own, keys = app.extensions["vault"], of(tmp_path / "keys")
    app.extensions["vault"] = keys
    with unit_of_work():
        db.session.execute(Chore.__table__.delete())
        for _ in range(SOME):
            visitor.keep(WHO)
    yield keys
    app.extensions["vault"] = own


def test_everything_is_sealed_anew_and_the_old_key_is_gone(rotating: Vault, app: Flask) -> None:
    old = rotating.key.name
    new = resealing.begin()
    assert resealing.begin() == new != old and [key.name for key in rotating.ring] == [new, old]
    assert not resealing.finish() and resealing.reseal() == SOME and resealing.reseal() == 0 and resealing.finish()
    assert [key.name for key in rotating.ring] == [new] and vault_state.noted()["key"] == new
    assert not any(value.startswith(old) for value in kept())
    row = db.session.scalars(select(Visitor)).first()
    assert row.phone == WHO.phone and row.phone_tail in vault.tags("0017")  # type: ignore[union-attr]
    assert db.session.scalar(select(func.count()).where(Visitor.phone_tail.in_(vault.tags("0017")))) == SOME


def test_cut_off_half_way_everything_is_read_and_found_and_it_goes_on(rotating: Vault) -> None:
    resealing.begin()
    place = next(place for place in resealing.places() if place.rows.name == "visitor")
    with unit_of_work():
        resealing._batch(place, 0)
    assert {row.name for row in db.session.scalars(select(Visitor))} == {"测某甲"}
    assert db.session.scalar(select(func.count()).where(Visitor.phone_tail.in_(vault.tags("0017")))) == SOME
    assert not resealing.finish() and len(rotating.ring) == 2 and resealing.reseal() == SOME - resealing.BATCH and resealing.finish()


def test_another_process_notices_the_new_key_and_never_seals_with_the_old(rotating: Vault, app: Flask) -> None:
    """A server beside the command: its next write carries the new key, and it reads what the command sealed."""
    server = Vault(rotating.settings)
    before = server.seal("visitor.name", "测某甲")
    vault_key.put_on_top(rotating.settings.instance / vault_key.KEY_FILE, rotating.ring)
    assert server.seal("visitor.name", "测某甲").startswith(rotating.key.name) and server.open("visitor.name", before) == "测某甲"
    vault_key.replace(rotating.settings.instance / vault_key.KEY_FILE, rotating.ring[:1])
    with pytest.raises(BadVault, match="not here"):
        Vault(rotating.settings).open("visitor.name", before)


def test_a_key_from_elsewhere_is_changed_there(app: Flask, tmp_path: Path) -> None:
    with pytest.raises(BadVault, match="kept elsewhere"):
        resealing.begin()


def test_each_database_of_an_instance_has_a_key_of_its_own(tmp_path: Path) -> None:
    """To turn the key of the demonstration must not destroy that of the real network beside it."""
    def file(url: str) -> Path | None:
        return vault_key.own_file(settings.load({"PORTAL_INSTANCE": str(tmp_path), "PORTAL_SECRET_KEY": "0123456789abcdef" * 4} | ({"PORTAL_DATABASE_URL": url} if url else {})))

    assert file("") == file(f"sqlite:///{tmp_path}/portal.db") == file("postgresql://one@two/three") == tmp_path / vault_key.KEY_FILE
    assert file(f"sqlite:///{tmp_path}/demo.db") == tmp_path / f"{vault_key.KEY_FILE}_demo"


def test_a_key_that_goes_away_under_a_running_portal_is_missed_and_not_made_anew(tmp_path: Path) -> None:
    keys = of(tmp_path)
    sealed = keys.seal("a.b", "测某甲")
    (tmp_path / vault_key.KEY_FILE).rename(tmp_path / "away")
    with pytest.raises(BadVault, match="is gone"):
        keys.seal("a.b", "测某乙")
    assert not (tmp_path / vault_key.KEY_FILE).exists()
    (tmp_path / "away").rename(tmp_path / vault_key.KEY_FILE)
    assert keys.open("a.b", sealed) == "测某甲"
