"""The first start: the link founds one network, once."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.network import network, setup, station
from portal.upgrade import upgrade
from tests.conftest import build
from tests.judge import client_of

GIVEN = {
    "network": "岚屿区代表工作站",
    "station": "榆荫街道站",
    "person": "测某甲",
    "login": "Admin",
    "password": "a long enough password",
}


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Flask]:
    app = build(tmp_path)
    upgrade(app)
    yield app
    app.extensions["press"].close()
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def link(app: Flask) -> str:
    with app.app_context(), unit_of_work():
        token = setup.mint_link(clock.now())
    assert token is not None
    return f"/office/setup/{token}"


def test_the_link_founds_the_network_and_lets_its_administrator_in(bare: Flask) -> None:
    url, browser = link(bare), client_of(bare)
    browser.get_page(url)
    assert browser.post_form(url, GIVEN).location == "/office/"
    words = browser.get_page("/office/").words()
    assert GIVEN["network"] in words and GIVEN["person"] in words
    with bare.app_context():
        founded = network.current()
        assert founded is not None and not founded.demo
        assert [place.code for place in station.all_open()] == ["S01", "S90"]
        assert founded.second_step_from == clock.today() + timedelta(days=14)  # R54: a fortnight to set it up
    browser.post_form("/office/sign-out")
    browser.post_form("/office/sign-in", {"login": "admin", "password": GIVEN["password"]})


def test_the_link_is_spent_and_so_is_every_other(bare: Flask) -> None:
    old = link(bare)
    url = link(bare)
    client_of(bare).get_page(old, 404)
    client_of(bare).post_form(url, GIVEN)
    client_of(bare).get_page(url, 404)
    client_of(bare).post_form(url, GIVEN, 404)


@pytest.mark.parametrize(
    ("field", "value"), [("network", " "), ("station", ""), ("password", "short"), ("login", ""), ("person", "名" * 41)]
)
def test_what_is_missing_is_said_and_nothing_is_founded(bare: Flask, field: str, value: str) -> None:
    url, browser = link(bare), client_of(bare)
    seen = browser.post_form(url, GIVEN | {field: value}, 422)
    assert [place for place in seen.document().iter("p") if place.get("id") == f"{field}-error"]
    assert seen.value("network" if field != "network" else "station")
    with bare.app_context():
        assert network.current() is None


def test_where_a_network_stands_no_link_opens(browse) -> None:
    browse.get_page("/office/setup/anything", 404)
