"""R51, R54: a key takes the place of the second step for ever, so that one is added for a code of it; each page has a challenge of its own;
the address is read as a browser says it."""

from datetime import timedelta

import pytest
from flask import Flask

from portal.network import passkey
from portal.web.office import passkey_form
from tests.cast import Cast
from tests.judge import client_of
from tests.network.authenticator import Device
from tests.network.test_second_step import set_up, shown
from tests.web.office.stage import Stage
from tests.web.office.test_passkeys import HERE, PLACE, named, question, with_key  # noqa: F401

AGAIN = timedelta(seconds=30)


def test_where_the_second_step_stands_a_key_is_added_for_a_code_of_it(named: Flask) -> None:  # noqa: F811
    browse = client_of(named).let_in("director")
    with named.app_context():
        set_up(Cast())
    for typed in ("", "000000"):
        page = browse.get_page(HERE)
        assert "验证码" in page.words()
        assert "验证码" in browse.post_form(HERE, {"name": "偷来的", "second": typed, "credential": Device(**PLACE).make(question(page))}, 422).words()
    with named.app_context():
        assert passkey.of(Cast().person("director").id) == []
        code = shown(Cast(), later=AGAIN)
    sent = Device(**PLACE).make(question(browse.get_page(HERE)))
    browse.post_form(HERE, {"name": "我的", "second": code, "credential": sent}, 303)
    assert "我的" in browse.get_page(HERE).words()


def test_a_page_opened_beside_takes_no_challenge_away(named: Flask) -> None:  # noqa: F811
    """The page to add one and the proof, in two tabs of one browser: both answers count."""
    device, browse = with_key(named), client_of(named).let_in("director")
    adding, proving = question(browse.get_page(HERE)), question(browse.get_page("/office/proof"))
    browse.post_form(HERE, {"name": "第二个", "credential": Device(**PLACE).make(adding)}, 303)
    browse.post_form("/office/proof/passkey", {"credential": device.answer(proving)}, 303)


def test_a_refused_name_is_said_beside_that_key(named: Flask) -> None:  # noqa: F811
    with_key(named)
    browse = client_of(named).let_in("director")
    page = browse.post_form(f"{HERE}/1/name", {"name": "长" * 41}, 422)
    assert 'id="name-1-error"' in page.text and "长" * 41 in page.text and 'id="name-error"' not in page.text


@pytest.mark.parametrize(("typed", "origin"), [
    ("https://Portal.Example:443", "https://portal.example"), ("http://PORTAL.example:80/", "http://portal.example"),
    ("https://portal.example:8443", "https://portal.example:8443"), ("http://portal.example:443", "http://portal.example:443")])
def test_the_origin_is_what_a_browser_says(stage: Stage, typed: str, origin: str) -> None:
    before, stage.app.config["PUBLIC_URL"] = stage.app.config["PUBLIC_URL"], typed
    try:
        with stage.app.app_context():
            assert passkey_form.place() == ("portal.example", origin)
    finally:
        stage.app.config["PUBLIC_URL"] = before
