"""At the terminal as online: whom one wants to meet, a visit at home, an appointment seen, moved and called off by its code (HB-34, HB-35, CT-13)."""

import pytest
from flask import Flask

from portal.foundation.unit_of_work import unit_of_work
from portal.network import actor
from portal.reception import appointment, finding
from portal.reception.appointment import Appointment, Asked, Standing, Wanted
from tests.cast import NOW, Cast
from tests.kiosk.hand import Hand, rows
from tests.kiosk.test_appointment import code
from tests.reception.opened import monday, put_on

CODE, MINE = "/kiosk/appointment/code", "/kiosk/appointment/mine"


def booked(cast: Cast, asked: Asked | None = None) -> str:
    """An appointment of the second open day's first time, made elsewhere; its code."""
    monday(cast)
    with unit_of_work():
        slot = finding.offered(cast.station(), NOW)[1].free[0]
        return appointment.book(cast.station(), asked or Asked(slot=slot), key="other", by=actor.public(NOW)).code


def open_mine(hand: Hand, secret: str) -> None:
    hand.start()
    hand.get(CODE)
    hand.send(CODE, 303, go="on", code=secret)
    hand.get(MINE)


def test_ct13_whoever_agreed_to_be_shown_is_chosen_and_only_their_times_are_offered(app: Flask, cast: Cast, hand: Hand) -> None:
    """Who sits on the second Monday is met on the second Monday; nobody who did not agree can be asked for, by a made-up form neither."""
    shifts = monday(cast)
    put_on(cast, shifts[1])
    put_on(cast, shifts[2], "member")
    with unit_of_work():
        cast.person("rep").representative.public, cast.person("member").representative.public = True, False  # type: ignore[union-attr]
    hand.start()
    assert "/kiosk/appointment/people" in hand.get("/kiosk/appointment").text
    seen = hand.get("/kiosk/appointment/people")
    rep, member = cast.person("rep"), cast.person("member")
    assert rep.name in seen.words() and member.name not in seen.words() and "3月9日" in seen.words()
    hand.get(f"/kiosk/appointment?who={rep.id}")
    assert hand.seen.text.count('value="at=') == hand.seen.text.count(f'value="at={shifts[1].id}.') > 1
    slot = finding.offered(cast.station(), NOW)[1].free[0].word
    hand.send("/kiosk/appointment", go=f"at={slot}")
    assert f"由{rep.name}接待" in hand.seen.words()
    hand.get("/kiosk/appointment")
    elsewhere = finding.offered(cast.station(), NOW)[2].free[0].word
    hand.send("/kiosk/appointment", 422, go=f"at={elsewhere}", who=str(member.id))
    assert [(row.person_id, row.name) for row in rows(Appointment)] == [(rep.id, "")]


def test_hb34_a_visit_at_home_is_asked_for_once_and_what_was_typed_is_gone_from_the_screen(app: Flask, cast: Cast, hand: Hand) -> None:
    """Nothing typed is lost by what lacks; the same form again, in another language, is the same visit with the same code (R07)."""
    hand.start()
    hand.get("/kiosk/appointment/home")
    hand.send("/kiosk/appointment/home", 422, go="on", address="菜场路9号")
    assert 'value="菜场路9号"' in hand.seen.text and hand.seen.text.count('class="error"') == 1 and rows(Appointment) == []
    form = hand.form() | {"go": "on", "phone": "12000000017"}
    hand.post("/kiosk/appointment/home", **form)
    first = code(hand)
    assert "菜场路9号" not in hand.seen.text and "12000000017" not in hand.seen.text and "站里会打电话" in hand.seen.words()
    hand.send("/kiosk/appointment/home?lang=en")
    assert code(hand) == first and "Your visit is noted" in hand.seen.words()
    hand.post("/kiosk/appointment/home", **form)
    assert code(hand) == first
    assert [(row.wanted, row.phone, row.address, row.at) for row in rows(Appointment)] == [(Wanted.HOME, "12000000017", "菜场路9号", None)]


@pytest.mark.parametrize("more", [{"csrf_token": "stale"}, {"go": ""}])
def test_a_stale_page_or_another_touch_asks_for_nobody_and_keeps_what_was_typed(app: Flask, cast: Cast, hand: Hand, more: dict[str, str]) -> None:
    hand.start()
    hand.get("/kiosk/appointment/home")
    hand.send("/kiosk/appointment/home", **({"go": "on", "phone": "12000000017", "address": "菜场路9号"} | more))
    assert 'value="菜场路9号"' in hand.seen.text and rows(Appointment) == []


@pytest.mark.parametrize("key", ["", "x"])
def test_r07_two_visits_asked_for_with_a_key_we_did_not_mint_are_two(app: Flask, cast: Cast, hand: Hand, key: str) -> None:
    """Whoever sends a made-up key never gets the code of another who sent the same one."""
    hand.start()
    for street in ("菜场路9号", "菜场路11号"):
        hand.get("/kiosk/appointment/home")
        hand.send("/kiosk/appointment/home", key=key, go="on", phone="12000000017", address=street)
    assert len({row.code_hash for row in rows(Appointment)}) == 2
    monday(cast)
    hand.get("/kiosk/appointment")
    hand.send("/kiosk/appointment", key=key, go=f"at={finding.offered(cast.station(), NOW)[1].free[0].word}")
    assert 'value="at=' in hand.seen.text and len(rows(Appointment)) == 2


def test_hb34_an_appointment_is_moved_here_by_its_code_which_stays(app: Flask, cast: Cast, hand: Hand) -> None:
    secret = booked(cast)
    open_mine(hand, secret)
    assert "3月9日（星期一） 09:00" in hand.seen.words()
    hand.get(f"{MINE}/times")
    slot = finding.offered(cast.station(), NOW)[2].free[1]
    hand.send(f"{MINE}/times", go=f"at={slot.word}", csrf_token="stale")
    with unit_of_work():
        appointment.book(cast.station(), Asked(slot=slot), key="faster", by=actor.public(NOW))
    hand.send(f"{MINE}/times", 422, go=f"at={slot.word}")
    assert "刚刚有人约了" in hand.seen.words()
    free = finding.offered(cast.station(), NOW)[2].free[2]
    hand.send(f"{MINE}/times", 303, go=f"at={free.word}")
    assert "已经改期，预约码不变" in hand.get(MINE).words()
    assert rows(Appointment)[0].at == free.at and finding.by_code(secret, source="x", at=NOW).at == free.at


def test_ct13_whoever_asked_for_somebody_is_offered_their_times_first_and_told_where_another_receives(app: Flask, cast: Cast, hand: Hand) -> None:
    """Moved to a day on which whom they asked for is not there, the name goes: that is said before the touch."""
    shifts = monday(cast)
    for shift in (shifts[1], shifts[3]):
        put_on(cast, shift)
    with unit_of_work():
        rep = cast.person("rep")
        rep.representative.public = True  # type: ignore[union-attr]
        secret = appointment.book(cast.station(), Asked(slot=finding.offered(cast.station(), NOW)[1].free[0], person_id=rep.id), key="other", by=actor.public(NOW)).code
    open_mine(hand, secret)
    page = hand.get(f"{MINE}/times").text
    theirs, others = page.split(f"{rep.name}不在，由别的代表接待")
    assert f"{rep.name}接待的时间" in theirs and f'value="at={shifts[2].id}.' in others
    for shift in (shifts[1], shifts[3]):
        assert f'value="at={shift.id}.' not in others
    assert f'value="at={shifts[1].id}.' in theirs and f'value="at={shifts[2].id}.' not in theirs
    slot = next(slot for slot in finding.offered(cast.station(), NOW)[1].free)
    hand.send(f"{MINE}/times", 303, go=f"at={slot.word}")
    assert rows(Appointment)[0].person_id == rep.id


def test_hb34_called_off_here_after_one_more_question_its_name_and_address_are_gone(app: Flask, cast: Cast, hand: Hand) -> None:
    secret = booked(cast, Asked(Wanted.HOME, name="测某甲", phone="12000000017", address="菜场路9号"))
    open_mine(hand, secret)
    assert f"{MINE}/times" not in hand.seen.text and "测某甲" not in hand.seen.text and "菜场路9号" not in hand.seen.text
    hand.get(f"{MINE}/times", 303)
    hand.get(f"{MINE}/end")
    hand.send(f"{MINE}/end", go="")
    hand.send(f"{MINE}/end", go="yes", csrf_token="stale")
    assert rows(Appointment)[0].stage is Standing.BOOKED
    hand.send(f"{MINE}/end", 303, go="yes")
    row = rows(Appointment)[0]
    assert (row.stage, row.name, row.phone, row.address) == (Standing.CANCELLED, "", "", "")
    assert "已经取消" in hand.get(MINE).words() and f"{MINE}/end" not in hand.seen.text


def test_k20_it_closes_with_the_four_tiles_and_with_the_visit_and_wrong_codes_wait(app: Flask, cast: Cast, hand: Hand) -> None:
    """R56, K20: whoever goes on from the tiles may be somebody else; what is sent after the end opens nothing."""
    secret = booked(cast)
    open_mine(hand, secret)
    hand.get("/kiosk/home")
    hand.get(MINE, 303)
    open_mine(hand, secret)
    hand.get(f"{MINE}/end")
    form = hand.form()
    hand.get("/kiosk/")
    hand.post(f"{MINE}/end", 303, **(form | {"go": "yes"}))
    assert rows(Appointment)[0].stage is Standing.BOOKED
    hand.start()
    hand.get(CODE)
    hand.send(CODE, 422, go="on", code="")
    for _ in range(finding.FREE_TRIES):
        hand.send(CODE, 404, go="on", code="482719360158")
    hand.send(CODE, 429, go="on", code=secret)
    assert int(hand.seen.response.headers["Retry-After"]) > 0
