"""From an act to a message that arrived: real servers, a frozen clock for the tries, no content anywhere (R09, R34)."""

import json
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from portal import jobs, post
from portal.cases import invariants, support
from portal.cases.case import Case
from portal.cases.rating import Result, Solved
from portal.cases.visitor import Identity, IdentityMode
from portal.exchange import postman
from portal.foundation import clock, settings
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.network import actor
from portal.notices import outbox, wish
from portal.notices.outbox import Message
from portal.notices.wish import Way
from portal.reception import appointment, finding
from portal.reception.appointment import Asked
from tests.cast import NOW, Cast
from tests.exchange import receivers
from tests.exchange.receivers import Hook, MailBox
from tests.judge import Judge
from tests.reception import opened
from tests.setup.ports import free_port

SECRET = "0123456789abcdefghijklmnopqrstuvwxyz"
MARKED = {"words": "金丝雀路灯坏了", "wants": "金丝雀要修", "place": "金丝雀巷七号",
          "identity": Identity(IdentityMode.NAMED, "金丝雀某", "12000009917", "金丝雀院")}


@pytest.fixture
def box(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[MailBox]:
    """A mail server, and a portal that knows it and the two webhooks."""
    port = free_port()
    with receivers.mail_server(port) as box:
        know(app, monkeypatch, PORTAL_SMTP_URL=f"smtp+plain://127.0.0.1:{port}", PORTAL_SMTP_FROM="portal@mail.example")
        yield box


@pytest.fixture
def hook(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hook]:
    with receivers.hook() as hook:
        know(app, monkeypatch, PORTAL_NOTICE_WEBHOOK=hook.url, PORTAL_SMS_WEBHOOK=hook.url, PORTAL_WEBHOOK_SECRET=SECRET,
             PORTAL_WEBHOOK_PRIVATE="yes")
        yield hook


def know(app: Flask, monkeypatch: pytest.MonkeyPatch, **more: str) -> None:
    given = settings.load({"PORTAL_INSTANCE": str(Path(app.config["INSTANCE"])), "PORTAL_SECRET_KEY": app.config["SECRET_KEY"],
                           "PORTAL_PUBLIC_URL": "https://portal.example", **more})
    monkeypatch.setitem(app.config, "SETTINGS", given)


def wishes(cast: Cast, case: Case, way: Way = Way.MAIL, address: str = "visitor@mail.example") -> None:
    with unit_of_work():
        wish.hear(case, way=way, address=address, locale="zh_Hans", agreed=True, by=cast.visitor(case))
    with unit_of_work():
        wish.hear_myself(way=Way.MAIL, address="officer@mail.example", locale="zh_Hans", by=cast.actor("officer"))


def test_mail_holds_a_number_a_kind_and_a_link_and_nothing_of_the_matter(app: Flask, cast: Cast, box: MailBox) -> None:
    case = cast.register(**MARKED).case
    wishes(cast, case)
    case = cast.delivered(**MARKED)
    wishes(cast, case)
    cast.rate(case, Result.DISSATISFIED, Solved.NO)
    cast.reply(case, "金丝雀已修好，三日内再查两次。")
    cast.pass_on(case)
    cast.tell(case)
    assert post.carry_all(app) == len(box.taken) > 2
    mails = [message_from_bytes(envelope.content, policy=default) for envelope in box.taken]
    said = "\n".join(f"{mail['Subject']} {mail.get_content()}" for mail in mails)
    assert "金丝雀" not in said and "12000009917" not in said and "甲" not in said
    assert f"{case.number}：您反映的事有新进展" in said and "https://portal.example/track\n" in said
    assert f"{case.number}：来访人不满意，要重新办理" in said and f"https://portal.example/office/cases/{case.number}" in said
    assert {envelope.rcpt_tos[0] for envelope in box.taken} == {"visitor@mail.example", "officer@mail.example"}
    assert set(db.session.scalars(select(Message.address).where(Message.sent))) == {""}, "what was sent is forgotten"
    assert post.carry_all(app) == 0, "each once"



def test_a_supporting_unit_hears_by_mail_too_and_its_link_leads_to_the_day_not_to_the_file(app: Flask, cast: Cast, box: MailBox) -> None:
    case = cast.handling(**MARKED)
    with unit_of_work():
        wish.hear_myself(way=Way.MAIL, address="helper@mail.example", locale="zh_Hans", by=cast.actor("officer-2"))
    with unit_of_work():
        support.name(case, [cast.unit("区水务公司").id], by=cast.actor("liaison"))
    assert post.carry_all(app) == 1
    mail = message_from_bytes(box.taken[0].content, policy=default)
    assert (mail["To"], mail["Subject"]) == ("helper@mail.example", f"{case.number}：请您的单位协办一件事")
    assert "https://portal.example/office/" in mail.get_content().splitlines() and "金丝雀" not in mail.get_content()


def test_news_that_waits_is_told_once(app: Flask, cast: Cast, box: MailBox) -> None:
    case = cast.accepted()
    wishes(cast, case)
    for _ in range(2):
        cast.referred()
    with unit_of_work():
        for _ in range(3):
            db.session.add(outbox.Notice(case_id=case.id, kind=outbox.Kind.NEWS, at=NOW))
    post.carry_all(app)
    assert [envelope.rcpt_tos for envelope in box.taken].count(["visitor@mail.example"]) == 1


def test_webhooks_get_who_what_and_where_signed_and_text_messages_a_number(app: Flask, cast: Cast, hook: Hook) -> None:
    case = cast.accepted(**MARKED)
    wishes(cast, case, Way.SMS, "012000000017")
    cast.referred()
    with unit_of_work():
        db.session.add(outbox.Notice(case_id=case.id, kind=outbox.Kind.NEWS, at=NOW))
    assert post.carry_all(app) == 3
    bodies = [json.loads(body) for _, body in hook.came]
    assert {"to": "012000000017", "text": f"{case.number}：您反映的事有新进展"} in bodies
    assert {body["to"] for body in bodies} == {"officer", "head", "012000000017"}
    assert sorted(bodies[0]) == ["at", "case", "kind", "link", "to"] and "金丝雀" not in repr(hook.came)


def test_what_did_not_arrive_is_tried_again_with_longer_pauses_and_given_up_at_last(app: Flask, cast: Cast, hook: Hook) -> None:
    hook.status = 500
    cast.referred()
    tries, at = [], NOW
    for minutes in (0, 1, 5, 15, 60, 240, 720, 1440):
        at += timedelta(minutes=minutes)
        if minutes:
            clock.freeze(at - timedelta(seconds=1))
            assert post.carry_all(app) == 0
        clock.freeze(at)
        post.carry_all(app)
        tries.append(len(hook.came))
    assert tries == [2, 4, 6, 8, 10, 12, 14, 16], "two heads, eight tries each, none before its time"
    rows = db.session.scalars(select(Message)).all()
    assert {(row.sent, row.address, row.error, row.done_at) for row in rows} == {(False, "", "the webhook answered 500", at)}
    assert outbox.given_up(NOW) == 2
    hook.status = 200
    clock.freeze(at + timedelta(days=30))
    assert post.carry_all(app) == 0


def test_r09_no_failure_of_sending_touches_a_case_or_stops_the_sweep(app: Flask, cast: Cast, hook: Hook, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_: object) -> None:
        raise ZeroDivisionError
    monkeypatch.setattr(postman, "carry", breaks)
    case = cast.referred()
    story = case.events
    assert jobs.sweep(app) == 0
    db.session.rollback()
    assert db.session.get_one(Case, case.id).events == story and invariants.broken() == []
    assert set(db.session.scalars(select(Message.error))) == {"ZeroDivisionError"}


def test_a_silent_server_is_left_and_the_message_kept(app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "POST_WAIT", 0.02)
    with receivers.silent() as port:
        know(app, monkeypatch, PORTAL_SMTP_URL=f"smtp+plain://127.0.0.1:{port}", PORTAL_SMTP_FROM="portal@mail.example")
        wishes(cast, cast.accepted())
        cast.referred()
        assert post.carry_all(app) == 0
    row = db.session.scalars(select(Message)).one()
    assert (row.tries, row.done_at, row.address, row.next_at) == (1, None, "officer@mail.example", NOW + timedelta(minutes=1))


def test_two_that_carry_at_once_carry_each_once(app: Flask, cast: Cast, hook: Hook) -> None:
    cast.referred()
    post.carry_all(app)
    (first, *_) = db.session.scalars(select(Message.id)).all()
    with unit_of_work():
        assert outbox.take(first, NOW) is None, "it is done"
    hook.status = 500
    cast.referred()
    with unit_of_work():
        outbox.spread(frozenset({Way.WEBHOOK}), "en", 10, NOW)
    (one, *_) = outbox.waiting(NOW, 10)
    with unit_of_work():
        assert outbox.take(one, NOW) is not None and outbox.take(one, NOW) is None


def test_without_settings_nothing_leaves_and_the_office_still_has_its_list(app: Flask, cast: Cast) -> None:
    cast.referred()
    assert post.carry_all(app) == 0 and db.session.scalars(select(Message)).all() == []


def test_the_visitor_asks_on_the_tracking_page_and_takes_it_back(empty_app: Flask, browse: Judge, monkeypatch: pytest.MonkeyPatch) -> None:
    know(empty_app, monkeypatch, PORTAL_SMTP_URL="smtp://mail.example", PORTAL_SMTP_FROM="portal@mail.example")
    with empty_app.app_context():
        done = Cast().register()
        number, code, case_id = done.case.number, done.code, done.case.id
    browse.post_form("/track", {"number": number, "code": code})
    assert "/track/news" in browse.get_page("/track/case").text
    kept = browse.post_form("/track/news", {"way": "mail", "address": "我的邮箱", "agreed": "y"}, 422)
    assert kept.value("address") == "我的邮箱"
    browse.post_form("/track/news", {"way": "mail", "address": "a@b.example", "agreed": "y"})
    assert "a@b.example" in browse.get_page("/track/news").words()
    browse.post_form("/track/news", {"way": "off", "address": ""})
    with empty_app.app_context():
        assert wish.of_case(case_id) is None


def test_where_nothing_is_set_up_nothing_is_promised(empty_app: Flask, browse: Judge) -> None:
    with empty_app.app_context():
        done = Cast().register()
        browse_to = {"number": done.case.number, "code": done.code}
    browse.post_form("/track", browse_to)
    assert "/track/news" not in browse.get_page("/track/case").text
    browse.post_form("/track/news", {"way": "mail", "address": "a@b.example", "agreed": "y"})
    with empty_app.app_context():
        assert wish.of_case(1) is None


def test_staff_choose_their_own_address(empty_app: Flask, browse: Judge) -> None:
    browse.sign_in("rep")
    browse.post_form("/office/account/notices", {"way": "sms", "address": "nobody"}, 422)
    browse.post_form("/office/account/notices", {"way": "mail", "address": "rep@mail.example"})
    assert browse.get_page("/office/account/notices").value("address") == "rep@mail.example"
    browse.post_form("/office/account/notices", {"way": "", "address": ""})
    with empty_app.app_context():
        assert wish.of_person(Cast().person("rep").id) is None


@pytest.mark.parametrize(("lang", "says"), [
    ("zh_Hans", "您约的时间快到了"), ("zh_Hant", "您約的時間快到了"), ("en", "your time is coming up")])
def test_hb26_a_reminder_holds_a_number_a_kind_and_a_link_and_nothing_of_the_appointment(
        app: Flask, cast: Cast, box: MailBox, lang: str, says: str) -> None:
    """It leaves with the sweep of the day before, once; neither name nor phone, day, hour or person stand in it."""
    opened.put_on(cast, opened.monday(cast)[1])
    slot = finding.offered(cast.station(), NOW)[1].free[0]
    with unit_of_work():
        row = appointment.book(cast.station(), Asked(slot=slot, person_id=cast.person("rep").id, name="金丝雀某", phone="12000009917",
                                                     email="visitor@mail.example", locale=lang), key="k", by=actor.public(NOW)).appointment
    jobs.sweep(app)
    assert box.taken == []
    opened.at(8, 9)
    for _ in range(2):
        jobs.sweep(app)
    envelope, = box.taken
    mail = message_from_bytes(envelope.content, policy=default)
    said = f"{mail['Subject']} {mail.get_content()}"
    assert envelope.rcpt_tos == ["visitor@mail.example"] and says in mail["Subject"] and str(row.id) in mail["Subject"]
    assert "https://portal.example/appointments" in mail.get_content().splitlines()
    assert not any(word in said for word in ("金丝雀", "12000009917", "甲", "09:00", "9:00", "3月", "March"))
