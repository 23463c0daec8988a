"""R51, R53, R54 by their pages: made after a fresh proof, in by one key without password and code, the proof by key or code, one refusal for all that is wrong."""

import html
import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask

from portal.foundation import clock
from portal.foundation.database import db
from portal.network import passkey, second_step
from portal.network.audit import AuditEntry
from tests.cast import Cast
from tests.judge import Judge, Seen, client_of
from tests.network.authenticator import Device, challenge_in
from tests.network.test_second_step import set_up, shown
from tests.web.office.stage import Stage

HERE = "/office/account/passkeys"
PLACE = {"host": "portal.example", "origin": "https://portal.example"}


@pytest.fixture
def named(stage: Stage) -> Iterator[Flask]:
    """The portal as one reaches it by a name."""
    before, stage.app.config["PUBLIC_URL"] = stage.app.config["PUBLIC_URL"], PLACE["origin"]
    yield stage.app
    stage.app.config["PUBLIC_URL"] = before


def question(page: Seen) -> bytes:
    """The challenge on a page."""
    return challenge_in(html.unescape(re.findall(r'data-question="([^"]*)"', page.text)[0]))


def last_question(page: Seen) -> bytes:
    """That of the form below, which a key one has answers."""
    return challenge_in(html.unescape(re.findall(r'data-question="([^"]*)"', page.text)[-1]))


def with_key(app: Flask, login: str = "director") -> Device:
    """Somebody who is inside adds a key of a new device."""
    device, browse = Device(**PLACE), client_of(app).let_in(login)
    browse.post_form(HERE, {"name": "办公室电脑", "credential": device.make(question(browse.get_page(HERE)))})
    assert "办公室电脑" in browse.get_page(HERE).words()
    return device


def enter(browse: Judge, device: Device, status: int = 303) -> Seen:
    """By the key, at the door."""
    sent = device.answer(question(browse.get_page("/office/sign-in")))
    return browse.post_form("/office/sign-in/passkey", {"credential": sent}, status)


def test_a_key_opens_without_password_and_code_and_the_log_says_so(named: Flask) -> None:
    device = with_key(named)
    with named.app_context():
        set_up(Cast())
    browse = client_of(named)
    assert enter(browse, device).location == "/office/"
    browse.get_page("/office/")
    with named.app_context():
        acts = [row.act for row in db.session.query(AuditEntry).order_by(AuditEntry.seq.desc()).limit(2)]
    assert sorted(acts) == ["passkey_used", "sign_in"]


def test_a_key_one_has_stands_for_the_code_that_one_more_is_added_for(named: Flask) -> None:
    """Once, in this very session, within five minutes; without it the code is asked for."""
    device = with_key(named)
    with named.app_context():
        set_up(Cast())
    browse, other = client_of(named), Device(**PLACE)
    enter(browse, device)
    page = browse.get_page(HERE)
    made = {"name": "手机", "credential": other.make(question(page))}
    browse.post_form(HERE, made, 422)
    page = browse.get_page(HERE)
    wrong = browse.post_form(HERE + "/step", {"credential": other.answer(last_question(page))}, 422)
    assert "没有通过" in wrong.words()
    browse.post_form(HERE + "/step", {"credential": device.answer(last_question(browse.get_page(HERE)))})
    page = browse.get_page(HERE)
    assert 'name="second"' not in page.text
    browse.post_form(HERE, {"name": "手机", "credential": other.make(question(page))})
    page = browse.get_page(HERE)
    assert "手机" in page.words()
    third = Device(**PLACE)
    browse.post_form(HERE, {"name": "第三个", "credential": third.make(question(page))}, 422)
    assert 'name="second"' in browse.get_page(HERE).text, "it was taken"


def test_a_step_by_a_key_is_over_after_five_minutes(named: Flask) -> None:
    device = with_key(named)
    with named.app_context():
        set_up(Cast())
    browse = client_of(named)
    enter(browse, device)
    browse.post_form(HERE + "/step", {"credential": device.answer(last_question(browse.get_page(HERE)))})
    clock.freeze(clock.now() + timedelta(minutes=6))
    assert 'name="second"' in browse.get_page(HERE).text


def test_what_opened_once_opens_nothing_again_and_a_closed_door_counts(named: Flask) -> None:
    """A replayed answer, one to another browser's question, one that comes late: refused in words; after thirty it has to wait."""
    device, browse, thief = with_key(named), client_of(named), client_of(named)
    sent = device.answer(question(browse.get_page("/office/sign-in")))
    thief.get_page("/office/sign-in")
    assert "没有通过" in thief.post_form("/office/sign-in/passkey", {"credential": sent}, 422).words()
    assert browse.post_form("/office/sign-in/passkey", {"credential": sent}).location == "/office/"
    again = client_of(named)
    again.get_page("/office/sign-in")
    again.post_form("/office/sign-in/passkey", {"credential": sent}, 422)
    late = client_of(named)
    sent = device.answer(question(late.get_page("/office/sign-in")))
    clock.freeze(clock.now() + timedelta(minutes=6))
    assert "等得太久" in late.post_form("/office/sign-in/passkey", {"credential": sent}, 422).words()
    for _ in range(30):
        status = late.post("/office/sign-in/passkey", data={"csrf_token": (late.get_page("/office/sign-in").value("csrf_token")), "credential": "{}"}).status_code
    assert status == 429


def test_a_key_is_made_only_after_a_fresh_proof(named: Flask) -> None:
    browse = client_of(named).let_in("director")
    sent = Device(**PLACE).make(question(browse.get_page(HERE)))
    clock.freeze(clock.now() + timedelta(minutes=16))
    answer = browse.post_form(HERE, {"name": "x", "credential": sent}, 307)
    assert answer.location.startswith("/office/proof")
    with named.app_context():
        assert passkey.of(Cast().person("director").id) == []


def test_the_proof_is_given_by_a_key_or_a_code_as_well_as_by_the_password(named: Flask) -> None:
    """And by nobody else's key; what was asked for goes on."""
    device, other = with_key(named), with_key(named, "rep")
    with named.app_context():
        set_up(Cast())
    browse = client_of(named).let_in("director")
    clock.freeze(clock.now() + timedelta(minutes=16))
    page = browse.get_page("/office/proof")
    assert "用验证码确认" in page.words()
    assert "没有通过" in browse.post_form("/office/proof/passkey", {"credential": other.answer(question(page))}, 422).words()
    page = browse.get_page("/office/proof")
    browse.post_form("/office/proof/passkey", {"credential": device.answer(question(page))})
    browse.post_form(f"{HERE}/1/remove", {}, 303)
    with named.app_context():
        assert passkey.of(Cast().person("director").id) == []
    clock.freeze(clock.now() + timedelta(minutes=16))
    browse.post_form("/office/proof/code", {"second": "000000"}, 422)
    with named.app_context():
        code = shown(Cast(), later=timedelta(minutes=32))
        assert second_step.stands(Cast().person("director").id)
    browse.post_form("/office/proof/code", {"second": code}, 303)


def test_ones_own_keys_are_named_and_removed_and_nobody_elses(named: Flask) -> None:
    with_key(named)
    browse, other = client_of(named).let_in("director"), client_of(named).let_in("rep")
    browse.post_form(f"{HERE}/1/name", {"name": "我的手机"})
    assert "我的手机" in browse.get_page(HERE).words()
    browse.post_form(f"{HERE}/1/name", {"name": " "}, 422)
    for act in ("name", "remove"):
        other.post_form(f"{HERE}/1/{act}", {"name": "x"}, 404)
    browse.post_form(f"{HERE}/1/remove")
    assert "还没有。" in browse.get_page(HERE).words()


def test_by_a_bare_address_none_is_offered_and_the_password_still_opens(stage: Stage) -> None:
    """127.0.0.1 is no name that a device makes a key for; nothing on the page asks for one."""
    browse = client_of(stage.app)
    assert "data-passkey" not in browse.get_page("/office/sign-in").text
    browse.sign_in("director")
    assert "没有域名" in browse.get_page(HERE).words() and "data-passkey=" not in browse.get_page(HERE).text
    browse.post_form("/office/sign-in/passkey", {"credential": "{}"}, 422)
