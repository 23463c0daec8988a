"""The form for a phone: a matter told at the door is registered once, the empty form holds nothing of anybody, and sign-out leaves nothing (FT-01, HB-34, R07, R53)."""

import re
from datetime import timedelta

import pytest
from werkzeug.test import TestResponse

from portal.cases import timeline
from portal.cases.case import Channel
from portal.cases.visitor import IdentityMode, Visitor
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.foundation.words import speaker
from portal.network import excluded, sign_in
from portal.network.draft_key import DraftKey
from tests.cast import NOW
from tests.judge import client_of
from tests.web.office.stage import Stage
from tests.web.office.visits import WORDS, count, newest, number_of

SAY = speaker("zh_Hans")
TYPED = {"words": WORDS, "channel": "home_visit", "heads": "2", "mode": "anonymous", "category": "C4", "place": "北村", "happened": ""}


def send(stage: Stage, login: str = "liaison", key: str = "a" * 32, **data: str) -> TestResponse:
    browser = stage.browser(login)
    return browser.post("/office/field/drafts", data=TYPED | {"key": key} | data, headers={"X-CSRFToken": browser.token("/office/field")})


def half(stage: Stage, login: str = "liaison") -> str:
    browser = stage.browser(login)
    answer = browser.post("/office/field/key", headers={"X-CSRFToken": browser.token("/office/field")})
    assert answer.status_code == 204
    found = browser.get_cookie("field_half", path="/office/field")
    assert found is not None
    return str(found.value)


@pytest.mark.parametrize("login", ["liaison", "clerk", "rep", "member", "volunteer", "director"])
def test_hb34_whoever_may_register_does_so_by_the_short_form_without_scripts(stage: Stage, login: str) -> None:
    browser = stage.browser(login)
    form = browser.get_page("/office/field")
    station = {"station": "S01 榆荫街道站"} if 'name="station"' in form.text else {}
    said = browser.post_form("/office/field", TYPED | station | {"key": form.value("key")}, 200)
    assert number_of(said) == "S01-26-0001"
    assert newest(stage, lambda case: (case.channel, case.heads, case.place, case.words)) == (Channel.HOME_VISIT, 2, "北村", WORDS)
    assert not newest(stage, lambda case: case.publish_result or case.publish_words or case.share_contact)


@pytest.mark.parametrize("login", ["officer", "office", "steering", "admin"])
def test_nobody_else_has_it(stage: Stage, login: str) -> None:
    stage.browser(login).get_page("/office/field", 403)
    assert send(stage, login).status_code == 403 and count(stage) == 0


def test_a_volunteers_matter_is_owned_by_the_liaison(stage: Stage) -> None:
    """Practice.md §12, T2: a volunteer under a liaison's name."""
    send(stage, "volunteer")
    assert str(newest(stage, lambda case: case.owner_id)) == stage.id_of("liaison")


def test_a_form_with_a_mistake_keeps_what_was_typed(stage: Stage) -> None:
    browser = stage.browser("liaison")
    said = browser.post_form("/office/field", TYPED | {"key": "a" * 32, "heads": "0"}, 422)
    assert SAY("refusal.heads_range") in said.text and "北村" in said.text
    for data, key in (({"words": " "}, "words_needed"), ({"happened": "2026-03-03T08:00"}, "happened_later"), ({"key": "x"}, "form_stale")):
        assert SAY("refusal." + key) in browser.post_form("/office/field", TYPED | {"key": "a" * 32} | data, 422).text
    assert count(stage) == 0


def test_r07_a_draft_sent_twice_is_one_matter_with_one_code(stage: Stage) -> None:
    one, again = send(stage), send(stage)
    assert one.json == again.json and one.json is not None
    assert one.json["number"] == "S01-26-0001" and re.fullmatch(r"\d{4} \d{4} \d{4}", one.json["code"]) and count(stage) == 1
    other = send(stage, words="另一件事。")
    assert other.status_code == 422 and other.json == {"problems": [SAY("refusal.form_key_reused")]}


def test_what_is_wrong_with_a_draft_is_said_in_words_by_field(stage: Stage) -> None:
    refused = send(stage, heads="0", mode="anonymous", name="某人")
    assert refused.status_code == 422 and refused.json is not None
    assert any(SAY("office.register.anonymous_named") in one for one in refused.json["problems"]) and count(stage) == 0
    assert send(stage, key="nothing").status_code == 422


def test_practice_3_3_the_day_it_was_told_and_now_are_two_facts(stage: Stage) -> None:
    clock.freeze(NOW + timedelta(minutes=20))
    send(stage, happened="2026-03-01T16:30")
    first = newest(stage, lambda case: [(one.happened_at, one.entered_at) for one in timeline.story(case)][0])
    assert first == (NOW - timedelta(hours=16, minutes=30), NOW + timedelta(minutes=20))


def test_named_and_consents_as_ticked(stage: Stage) -> None:
    send(stage, mode="named", name="测某甲", phone="12000000017", publish_result="y")
    assert newest(stage, lambda case: (case.publish_result, case.publish_words)) == (True, False)
    assert newest(stage, lambda case: db.session.get_one(Visitor, case.visitor_id).mode) is IdentityMode.NAMED


def test_the_empty_form_holds_neither_name_nor_token(stage: Stage) -> None:
    """The phone keeps this one page: it must be the same for everybody of a station."""
    empty = stage.browser("liaison").get_page("/office/field/empty").text
    assert empty == stage.browser("clerk").get_page("/office/field/empty").text
    for held in ("liaison", "csrf", "CSRF", 'name="key"', "榆荫"):
        assert held not in empty, held
    assert "csrf_token" in stage.browser("liaison").get_page("/office/field").text


def test_the_worker_may_open_this_page_alone_and_is_the_same_for_everybody(stage: Stage) -> None:
    answer = stage.browser("volunteer").get("/office/field/worker.js")
    assert answer.data == stage.browser("liaison").get("/office/field/worker.js").data
    assert (answer.status_code, answer.mimetype) == (200, "text/javascript") and answer.headers["Service-Worker-Allowed"] == "/office/field"
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_line_says_who_without_a_name_and_keeps_nobody_signed_in(stage: Stage) -> None:
    browser = stage.browser("liaison")
    said = browser.get("/office/field/line").json
    assert said is not None and said["now"] == "2026-03-02T09:00" and re.fullmatch(r"[0-9a-f]{16}", said["who"]) and set(said) == {"token", "who", "now"}
    assert said["who"] != (stage.browser("clerk").get("/office/field/line").json or {})["who"]
    clock.freeze(NOW + sign_in.IDLE)
    assert browser.get("/office/field/line").status_code == 200
    clock.freeze(NOW + sign_in.IDLE + timedelta(minutes=1))
    assert browser.get("/office/field/line").status_code == 204
    assert client_of(stage.app).get("/office/field/line").status_code == 204


def test_r53_sign_out_destroys_the_houses_half_and_tells_the_browser_to_wipe(stage: Stage) -> None:
    browser, before = stage.browser("liaison"), half(stage)
    assert half(stage) == before
    left = browser.post_form("/office/sign-out")
    assert left.response.headers["Clear-Site-Data"] == '"storage"'
    assert browser.get_cookie("field_half", path="/office/field") is None and browser.get_cookie("field_device", path="/office") is None
    with stage.app.app_context():
        assert db.session.query(DraftKey).count() == 0
    browser.let_in("liaison")
    assert half(stage) != before


def test_whoever_kept_nothing_signs_out_as_ever(stage: Stage) -> None:
    assert "Clear-Site-Data" not in stage.browser("liaison").post_form("/office/sign-out").response.headers


def test_another_who_signs_in_on_the_phone_finds_the_half_gone_and_the_drafts_wait(stage: Stage) -> None:
    browser, before = stage.browser("liaison"), half(stage)
    with stage.app.app_context(), unit_of_work():
        person = sign_in.find("liaison")
        assert person is not None
        sign_in.end(sign_in.living(person.id, clock.now())[0], clock.now())  # as after half an hour
    browser.sign_in("clerk")
    assert browser.get_cookie("field_half", path="/office/field") is None
    browser.post_form("/office/sign-out")
    browser.sign_in("liaison")
    assert half(stage).split(".")[0] == before.split(".")[0]


def test_r52_the_device_is_not_for_scripts_and_the_half_is_gone_with_the_browser(stage: Stage) -> None:
    half(stage)
    browser = stage.browser("liaison")
    device, key = browser.get_cookie("field_device", path="/office"), browser.get_cookie("field_half", path="/office/field")
    assert device is not None and key is not None
    assert device.http_only and device.same_site == key.same_site == "Strict" and key.max_age is None and device.max_age == 7 * 86400


def test_x04_who_may_not_see_it_is_asked_on_the_doorstep_too(stage: Stage) -> None:
    form = stage.browser("liaison").get_page("/office/field")
    assert 'name="kept_words"' in form.text and "本站谁都打不开这件事" in form.words()
    assert send(stage, kept_words="officer甲").status_code == 200
    assert newest(stage, lambda case: excluded.people(case.id)) == {int(stage.id_of("officer"))}
