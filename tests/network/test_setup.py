"""The first start: one link founds one network, once (issue §1)."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from portal.cases import founding
from portal.cases.category import Category
from portal.foundation.database import db, is_sqlite
from portal.foundation.refusal import Missing, Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network import network as networks
from portal.network import setup
from portal.network import station as stations
from portal.network.network import Network
from portal.network.person import Person
from portal.network.role import Role
from tests.cast import NOW
from tests.together import at_once

GUARDED = ("policy_limit", "policy_version")
TABLES = ("representative", "role_grant", "person", "station", "unit", *GUARDED, "category", "calendar_day", "calendar_year", "network")


@pytest.fixture
def bare(app: Flask) -> Flask:
    """A migrated database that nobody founded yet."""
    with unit_of_work():
        for table in GUARDED:  # what only grows in a network that stands is not there yet in one that nobody founded
            db.session.execute(text(f"DROP TRIGGER {table}_no_delete" if is_sqlite() else f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        for table in TABLES:
            db.session.execute(text(f"DELETE FROM {table} WHERE parent_id IS NOT NULL" if table == "station"
                                    else f"DELETE FROM {table}"))
        db.session.execute(text("DELETE FROM station"))
        for table in () if is_sqlite() else GUARDED:
            db.session.execute(text(f"ALTER TABLE {table} ENABLE TRIGGER USER"))
    return app


def mint() -> str:
    with unit_of_work():
        token = setup.mint_link(NOW)
    assert token is not None
    return token


def founder(token: str) -> Callable[[], Person]:
    def found() -> Person:
        with unit_of_work():
            return founding.found_by_link(setup.find(token), network="岚屿区", station="榆荫街道站", person="管甲", login=" Admin ",
                                          password_hash="x", at=NOW)
    return found


def test_a_link_founds_everything_the_loop_needs(bare: Flask) -> None:
    administrator = founder(mint())()
    network = networks.current()
    assert network is not None and (network.name, network.demo) == ("岚屿区", False)
    assert administrator.login == "admin"
    assert [grant.role for grant in administrator.grants] == [Role.ADMINISTRATOR, Role.DIRECTOR, Role.LIAISON]
    assert stations.online() is not None and len(stations.all_open()) == 2
    assert (db.session.scalar(select(func.count()).select_from(Category)) or 0) > 60


def test_a_link_works_once(bare: Flask) -> None:
    token = mint()
    founder(token)()
    with pytest.raises(Missing):
        founder(token)()
    with unit_of_work():
        assert setup.mint_link(NOW) is None


def test_a_newer_link_kills_the_older(bare: Flask) -> None:
    older, newer = mint(), mint()
    with pytest.raises(Missing):
        setup.find(older)
    assert setup.find(newer).used_at is None


@pytest.mark.parametrize("token", ["", "x", "x" * 5000, "\x00", "' OR 1=1 --"])
def test_a_guessed_link_is_nothing(bare: Flask, token: str) -> None:
    mint()
    with pytest.raises(Missing):
        setup.find(token)


def test_two_who_use_it_at_once_found_one_network(bare: Flask) -> None:
    token = mint()
    came = at_once(bare, [founder(token)] * 4)
    assert sum(isinstance(each, Person) for each in came) == 1, came
    assert all(isinstance(each, Person | Refused) for each in came), came
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(Network)) == 1
    assert db.session.scalar(select(func.count()).select_from(Person)) == 1


def test_a_network_is_founded_once(app: Flask) -> None:
    with pytest.raises(Refused, match="network_stands"), unit_of_work():
        founding.found("again")
