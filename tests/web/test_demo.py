"""A demonstration says so on every page, at each door, in each language, also where something went wrong; the judge expects it there
and nowhere else."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.foundation.words import LOCALES
from portal.network.network import Network
from tests.judge import Judge, client_of

BAND = '<aside class="demo"'


@pytest.fixture
def shown(empty_app: Flask, browse: Judge) -> Judge:
    """A visitor of a demonstration."""
    with empty_app.app_context(), unit_of_work():
        db.session.get_one(Network, 1).demo = True
    browse.demo = True
    return browse


def breaks(error: Exception) -> Callable[..., None]:
    """Something that always fails like this."""
    def broken(*_: object, **__: object) -> None:
        raise error
    return broken


@pytest.mark.parametrize("locale", LOCALES)
def test_every_door_and_every_error_says_that_it_is_a_demonstration(
        shown: Judge, empty_app: Flask, monkeypatch: pytest.MonkeyPatch, locale: str) -> None:
    shown.get_page(f"/about?lang={locale}")
    pages = [shown.get_page(path) for path in ("/", "/ask", "/kiosk/", "/office/sign-in")]
    for door in ("", "/kiosk", "/office"):
        pages.append(shown.get_page(f"{door}/nothing", 404))
    for path in ("/track/end", "/kiosk/start", "/office/sign-out"):
        pages.append(shown._judged(shown.post(path, headers={"Sec-Fetch-Site": "cross-site"}), 403))
    monkeypatch.setitem(empty_app.config, "SHOW_BROKEN", True)
    monkeypatch.setattr("portal.cases.board.newest", breaks(ValueError("broken")))
    pages.append(shown.get_page("/?words=灯", 500))
    assert [page.text.count(BAND) for page in pages] == [1] * len(pages)
    assert all(f'lang="{locale.replace("_", "-")}"' in page.text for page in pages)


@pytest.mark.parametrize("demo", [True, False])
def test_also_when_the_database_is_away_as_long_as_it_was_ever_seen(
        empty_app: Flask, browse: Judge, monkeypatch: pytest.MonkeyPatch, demo: bool) -> None:
    with empty_app.app_context(), unit_of_work():
        db.session.get_one(Network, 1).demo = demo
    browse.demo = demo
    browse.get_page("/about")
    away = breaks(OperationalError("SELECT", {}, Exception("disk I/O error")))
    monkeypatch.setattr("portal.foundation.marks.present", away)
    page = browse.get_page("/about", 503)
    assert "base.html" not in page.text and (BAND in page.text) is demo and "integrity" not in page.text


def test_the_judge_wants_it_on_a_demonstration_and_forbids_it_on_a_real_house(empty_app: Flask, shown: Judge) -> None:
    shown.get_page("/about")
    with pytest.raises(AssertionError, match="demonstration: False"):
        client_of(empty_app).get_page("/about")
    with empty_app.app_context(), unit_of_work():
        db.session.get_one(Network, 1).demo = False
    with pytest.raises(AssertionError, match="demonstration: True"):
        shown.get_page("/about")
