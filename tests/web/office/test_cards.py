"""Faces and cards in the office: a picture given and taken away, a hidden representative is nowhere, cards printed and counted (CT-13, HB-21, HB-32)."""

import io
import re
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from PIL import Image
from werkzeug.test import TestResponse

from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.network import face
from portal.network.representative import Representative
from portal.network.role import Role
from tests.cast import NOW, Cast
from portal.reception.sitting import Presence
from tests.judge import Seen, client_of
from tests.kiosk.hand import alone
from tests.reception.opened import monday, note, put_on
from tests.recording import picture
from tests.web.office.test_terminals import Office, office

pytestmark = pytest.mark.usefixtures("resting_press")
SAID = {"kind": "区人大代表", "field": "供水", "mobile": "13900000001", "public": "y"}


@pytest.fixture
def who(cast: Cast) -> int:
    return cast.person("rep").id


def give_picture(liaison: Office, who: int, data: bytes, status: int = 303) -> Seen:
    return liaison.post_form(f"/office/faces/{who}/portrait", {"portrait": (io.BytesIO(data), "me.png")}, status)


def pictured(app: Flask, who: int) -> Path:
    """Where the picture of somebody lies who is shown in public with it."""
    liaison = office(app)
    liaison.post_form(f"/office/faces/{who}", SAID)
    give_picture(liaison, who, picture(80))
    at = address(visit(app, "/stations/S01").text)
    stored = Path(app.config["INSTANCE"]) / "portraits" / at[7:9] / at[7:71]
    assert stored.exists()
    return stored


def visit(app: Flask, path: str, status: int = 200) -> Seen:
    """What somebody from outside sees."""
    return alone(lambda: client_of(app).get_page(path, status))


def fetch(app: Flask, path: str) -> TestResponse:
    return alone(lambda: client_of(app).get(path))


def address(words: str) -> str:
    found = re.search(r"/faces/[0-9a-f]{64}\.jpg", words)
    return found[0] if found else ""


def test_ct13_what_is_said_of_a_representative_stands_where_people_look(app: Flask, cast: Cast, who: int) -> None:
    office(app).post_form(f"/office/faces/{who}", SAID)
    office(app).post_form(f"/office/faces/{who}/pledge", {"pledge": "有问必回。"})
    name = cast.person("rep").name
    station = visit(app, "/stations/S01")
    assert [said for said in (name, "区人大代表", "供水", "有问必回。") if said not in station.words()] == []
    own = visit(app, f"/stations/S01/people/{who}")
    assert "13900000001" in own.words() and "有问必回。" in own.words()
    office(app).post_form(f"/office/faces/{who}", {key: value for key, value in SAID.items() if key != "public"})
    assert name not in visit(app, "/stations/S01").words()
    visit(app, f"/stations/S01/people/{who}", 404)


def test_ct13_their_page_offers_the_days_they_come_and_a_time_of_this_station_alone(app: Flask, cast: Cast, who: int) -> None:
    """Noted as not coming they are not told to come; where they receive elsewhere alone, no time is booked here."""
    page, booking = f"/stations/S01/people/{who}", "/stations/S01/appointments"
    seat = put_on(cast, monday(cast)[0])
    told = visit(app, page)
    assert "3月2日" in told.words() and booking in told.text
    note(cast, seat, Presence.ABSENT, reason="生病")
    assert "3月2日" not in visit(app, page).words()
    put_on(cast, monday(cast, "S02")[1], by="liaison-s02")
    told = visit(app, page)
    assert "3月9日" in told.words() and booking not in told.text


def test_ct13_a_station_without_a_phone_tells_nobody_to_call(app: Flask, cast: Cast, who: int) -> None:
    assert "请打站里的电话" in visit(app, f"/stations/S01/people/{who}").words()
    with unit_of_work():
        cast.station().phone = ""
    assert "请打站里的电话" not in visit(app, f"/stations/S01/people/{who}").words()


def test_ct13_a_picture_is_drawn_anew_three_to_four_and_gone_when_taken_away(app: Flask, who: int) -> None:
    liaison = office(app)
    liaison.post_form(f"/office/faces/{who}", SAID)
    give_picture(liaison, who, picture(80, remark="a secret place"))
    at = address(visit(app, "/stations/S01").text)
    answer = fetch(app, at)
    assert answer.status_code == 200 and answer.mimetype == "image/jpeg" and b"secret" not in answer.data
    assert Image.open(io.BytesIO(answer.data)).size == (480, 640)
    stored = Path(app.config["INSTANCE"]) / "portraits" / at[7:9] / at[7:71]
    assert stored.exists()
    liaison.post_form(f"/office/faces/{who}/portrait", {"away": "1"})
    assert not stored.exists() and fetch(app, at).status_code == 404
    assert address(visit(app, "/stations/S01").text) == ""


def test_ct13_nobody_sees_the_picture_of_one_who_is_not_shown(app: Flask, who: int) -> None:
    liaison = office(app)
    liaison.post_form(f"/office/faces/{who}", SAID)
    give_picture(liaison, who, picture(80))
    at = address(visit(app, "/stations/S01").text)
    assert fetch(app, at).status_code == 200
    liaison.post_form(f"/office/faces/{who}", SAID | {"public": ""})
    assert fetch(app, at).status_code == 404


def test_what_is_no_picture_is_refused_and_nothing_changes(app: Flask, who: int) -> None:
    back = give_picture(office(app), who, b"%PDF-1.7 nothing to see", 422)
    assert "JPG" in back.words() or "JPEG" in back.words()


@pytest.mark.parametrize(("login", "status"), [("liaison", 200), ("director", 200), ("office", 200), ("clerk", 403), ("rep", 403), ("liaison-s02", 404)])
def test_who_keeps_faces(app: Flask, who: int, login: str, status: int) -> None:
    office(app, login).get_page(f"/office/faces/{who}", status)


def test_hb21_cards_are_noted_counted_and_struck(app: Flask, cast: Cast, who: int) -> None:
    clerk = office(app, "clerk")
    for count in (300, 210):
        page = clerk.get_page("/office/cards")
        sent = {"count": str(count), "day": "2026-03-02", "whose": str(who), "group": "households", "place": "北门社区", "key": page.value("key")}
        clerk.post_form("/office/cards/S01", sent)
    words = clerk.get_page("/office/cards").words()
    assert "510" in words and "北门社区" in words
    action = re.search(r"/office/cards/\d+/strike", clerk.get_page("/office/cards").text)
    assert action is not None
    clerk.post_form(action[0])
    assert "510" not in clerk.get_page("/office/cards").words()


def test_hb21_a_wrong_count_comes_back_beside_what_was_typed(app: Flask) -> None:
    back = office(app).post_form("/office/cards/S01", {"count": "0", "day": "2026-03-02", "whose": "", "group": "event", "place": "菜市场"}, 422)
    assert 'value="菜市场"' in back.text and "5000" in back.words()


@pytest.mark.parametrize(("login", "status"), [("liaison-s02", 404), ("rep", 403)])
def test_nobody_prints_cards_of_another_station(app: Flask, login: str, status: int) -> None:
    office(app, login).get_page("/office/cards/S01/sheet.pdf", status)


def test_hb32_a_sheet_of_cards_and_a_plate_are_handed_out(app: Flask, who: int) -> None:
    """Where the press rests the page to print comes instead, with the same words."""
    liaison = office(app)
    liaison.post_form(f"/office/faces/{who}", SAID)
    for path in (f"/office/cards/S01/sheet.pdf?who={who}", "/office/cards/S01/sheet.pdf", f"/office/faces/{who}/plate.pdf"):
        assert "区人大代表" in liaison.get_page(path).words(), path
    liaison.get_page("/office/cards/S01/sheet.pdf?who=999", 404)


def test_ct13_a_picture_stays_where_taking_it_away_does_not_stand(app: Flask, cast: Cast, who: int) -> None:
    stored = pictured(app, who)
    with pytest.raises(RuntimeError, match="no"), unit_of_work():
        face.hide(face.one(who, cast.actor("liaison")), by=cast.actor("liaison"))
        raise RuntimeError("no")
    assert stored.exists() and face.one(who, cast.actor("liaison")).portrait


@pytest.mark.parametrize("way", ["closing", "role"])
def test_ct13_whoever_left_shows_no_face_and_has_no_picture(app: Flask, cast: Cast, who: int, way: str) -> None:
    stored, name = pictured(app, who), cast.person("rep").name
    grant = next(one for one in cast.person("rep").grants if one.role is Role.REPRESENTATIVE)
    office(app, "admin").post_form(f"/office/people/{who}/" + {"closing": "closing", "role": f"roles/{grant.id}/end"}[way], {})
    db.session.rollback()
    row = db.session.get_one(Representative, who)
    assert (row.public, row.phone, row.portrait) == (False, "", "") and not stored.exists()
    assert name not in visit(app, "/stations/S01").words() and name not in office(app).get_page("/office/cards").words()
    visit(app, f"/stations/S01/people/{who}", 404)


def test_ct13_whose_role_is_over_is_not_shown_whatever_is_ticked(app: Flask, cast: Cast, who: int) -> None:
    with unit_of_work():
        grant = next(one for one in cast.person("rep").grants if one.role is Role.REPRESENTATIVE)
        grant.until = NOW.date() - timedelta(days=1)
    assert cast.person("rep").name not in visit(app, "/stations/S01").words()
    visit(app, f"/stations/S01/people/{who}", 404)


def test_r08_a_changed_form_under_a_used_key_is_refused_and_noted_when_it_is_sent_again(app: Flask) -> None:
    clerk = office(app, "clerk")
    sent = {"count": "300", "day": "2026-03-02", "whose": "", "group": "households", "place": "北门社区", "key": clerk.get_page("/office/cards").value("key")}
    clerk.post_form("/office/cards/S01", sent)
    refused = clerk.post_form("/office/cards/S01", sent | {"count": "210"}, 422)
    assert refused.value("count") == "210" and refused.value("key") != sent["key"]
    clerk.post_form("/office/cards/S01", sent | {"count": "210", "key": refused.value("key")})
    assert "510" in clerk.get_page("/office/cards").words()


@pytest.mark.parametrize("key", ["", "k" * 65])
def test_r07_what_is_no_key_is_not_kept_and_the_form_gets_one(app: Flask, key: str) -> None:
    clerk = office(app, "clerk")
    sent = {"count": "30", "day": "2026-03-02", "whose": "", "group": "event", "place": "", "key": key}
    again = clerk.post_form("/office/cards/S01", sent, 422)
    clerk.post_form("/office/cards/S01", sent | {"key": again.value("key")})
@pytest.mark.parametrize(("lang", "refused", "but"), [
    ("zh_Hans", "不印联络卡和桌牌", "已经公示的结果里写到的姓名不变"), ("zh_Hant", "不印聯絡卡和桌牌", "已經公示的結果裡寫到的姓名不變"),
    ("en", "no cards and no plate are printed", "Results already published keep the name")])
def test_ct13_of_one_who_is_not_shown_no_card_and_no_plate_is_printed(app: Flask, who: int, lang: str, refused: str, but: str) -> None:
    liaison = office(app)
    papers = [f"/office/cards/S01/sheet.pdf?who={who}", f"/office/faces/{who}/plate.pdf"]
    shown = liaison.get_page(f"/office/cards?lang={lang}").text
    liaison.post_form(f"/office/faces/{who}", SAID | {"public": ""})
    hidden = liaison.get_page("/office/cards").text
    assert [path in shown for path in papers] == [True, True] and [path in hidden for path in papers] == [False, False]
    for path in papers:
        assert refused in liaison.get_page(path, 422).words()
    assert but in liaison.get_page(f"/office/faces/{who}").words()


def test_ct13_whoever_keeps_a_picture_sees_it_though_it_is_not_shown(app: Flask, cast: Cast, who: int) -> None:
    liaison = office(app)
    at = f"/office/faces/{who}/portrait.jpg"
    liaison.get_page(at, 404)
    give_picture(liaison, who, picture(80))
    liaison.post_form(f"/office/faces/{who}", SAID | {"public": ""})
    assert at in liaison.get_page(f"/office/faces/{who}").text and at in liaison.get_page("/office/cards").text
    answer = alone(lambda: liaison.browser.get(at))
    assert (answer.status_code, answer.mimetype, answer.headers["Cache-Control"]) == (200, "image/jpeg", "no-store")
    assert at not in office(app, "clerk").get_page("/office/cards").text
    office(app, "clerk").get_page(at, 403)
    office(app, "liaison-s02").get_page(at, 404)


def test_hb32_the_card_of_a_station_with_one_representative_is_the_stations(app: Flask, cast: Cast, who: int) -> None:
    liaison = office(app)
    liaison.post_form(f"/office/faces/{who}", SAID)
    liaison.post_form(f"/office/faces/{cast.person('rep-2').id}", SAID | {"public": ""})
    own, of_station = (liaison.get_page(f"/office/cards/S01/sheet.pdf{query}").words() for query in (f"?who={who}", ""))
    assert "13900000001" in own and "13900000001" not in of_station and cast.person("rep").name in of_station
