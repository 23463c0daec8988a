"""The device's own interface and the browser it opens: one station, kiosk routes only, revocable at once (K50–K53, K66)."""

from datetime import timedelta

import pytest
from flask import Flask

from portal.foundation import clock
from portal.foundation.throttle import Failures
from portal.foundation.unit_of_work import unit_of_work
from portal.network import terminal
from portal.network.terminal import Ears, Paper
from tests.cast import NOW, Cast
from tests.judge import Judge, client_of
from tests.kiosk.conftest import StillPress
from tests.kiosk.hand import Hand, alone, cases, rows
from tests.kiosk.paired import Device, device

OFFICE = ["/office/", "/office/sign-in", "/office/cases", "/office/terminals", "/office/setup/x", "/office/nowhere"]


@pytest.fixture
def paired(cast: Cast, browse: Judge) -> Device:
    return device(cast, browse)


@pytest.fixture
def inside(paired: Device, browse: Judge, press: StillPress) -> Hand:
    """The browser of the paired terminal at its resting screen."""
    visitor = Hand(browse)
    paired.enter(visitor)
    return visitor


def test_k50_pairing_from_the_first_call_to_the_token(app: Flask, cast: Cast, browse: Judge) -> None:
    def call(path: str, body: object) -> tuple[int, dict[str, object]]:
        answer = alone(lambda: browse.post(f"/kiosk/device/{path}", json=body))
        return answer.status_code, answer.get_json(silent=True) or {}

    status, asked = call("pairings", {"px_per_mm": 2.71})
    assert status == 201 and asked["seconds"] == 600
    assert call("tokens", {"secret": asked["secret"]}) == (202, {"waits": True})
    office = alone(lambda: Judge(app, response_wrapper=app.response_class).sign_in("liaison"))
    typed = {"code": asked["code"], "station": "S01", "place": "一楼大厅", "keeper": "护甲", "keeper_phone": "12000000009", "pin": "493817"}
    alone(lambda: office.post_form("/office/terminals/new", typed))
    status, got = call("tokens", {"secret": asked["secret"]})
    assert status == 201 and (got["station"], got["place"], got["px_per_mm"]) == ("S01", "一楼大厅", 2.71)
    assert call("tokens", {"secret": asked["secret"]})[0] == 404, "exactly once"
    assert terminal.of_token(str(got["token"])) is not None


@pytest.mark.parametrize("body", [[], "x", 7, {"px_per_mm": "4"}, {"px_per_mm": True}, {"px_per_mm": 1e300}, {"px_per_mm": None}])
def test_k50_odd_bodies_break_nothing(app: Flask, browse: Judge, body: object) -> None:
    assert alone(lambda: browse.post("/kiosk/device/pairings", json=body)).status_code == 201
    assert alone(lambda: browse.post("/kiosk/device/tokens", json=body)).status_code == 404
    assert alone(lambda: browse.post("/kiosk/device/pairings", data="px_per_mm=4")).status_code == 400


def test_k52_an_address_that_asks_for_codes_without_end_is_told_to_wait(app: Flask, browse: Judge) -> None:
    came = [alone(lambda: browse.post("/kiosk/device/pairings", json={})) for _ in range(31)]
    assert [answer.status_code for answer in came] == [201] * 30 + [429]
    assert int(came[-1].headers["Retry-After"]) > 0


@pytest.mark.parametrize("path", ["beats", "tickets"])
@pytest.mark.parametrize("token", ["", "x", "测", "A" * 5000])
def test_k50_without_its_token_a_device_gets_nothing(app: Flask, paired: Device, path: str, token: str) -> None:
    answer = paired.call(path, token=token.encode().decode("latin-1"))
    assert answer.status_code == 401 and answer.headers["WWW-Authenticate"] == "Bearer"
    assert paired.row().seen_at is None and paired.row().ticket_hash is None


def test_k50_the_token_opens_no_other_door(app: Flask, paired: Device) -> None:
    headers = {"Authorization": f"Bearer {paired.token}"}
    apart = paired.browse.application.test_client(use_cookies=False)
    for path in ("/office/", "/office/cases", "/office/terminals"):
        assert alone(lambda path=path: apart.get(path, headers=headers)).status_code == 303  # to the sign-in
    assert alone(lambda: apart.post("/kiosk/tell/send", data={}, headers=headers)).status_code == 422  # no token of a form
    assert cases() == []


def test_k53_k66_a_heartbeat_is_kept_and_answered_with_the_servers_time(app: Flask, paired: Device) -> None:
    said = {"version": "0.1.0", "paper": "out", "clock": NOW.timestamp() - 42.4, "last_print": NOW.timestamp() - 60}
    answer = paired.call("beats", said)
    assert answer.status_code == 200 and answer.get_json() == {"now": NOW.timestamp()}
    row = paired.row()
    assert (row.seen_at, row.version, row.paper, row.clock_skew) == (NOW, "0.1.0", Paper.OUT, -42)
    assert row.last_print_at == NOW - timedelta(minutes=1) and row.clock_is_wrong


@pytest.mark.parametrize("said", [{"paper": "confetti"}, {"paper": 3}, {"clock": "noon"}, {"clock": 1e308}, {"last_print": -1e11},
                                  {"version": ["x"] * 99}, [], {"clock": True}])
def test_k53_odd_heartbeats_break_nothing(app: Flask, paired: Device, said: object) -> None:
    assert paired.call("beats", said).status_code == 200
    assert paired.row().seen_at == NOW and paired.row().last_print_at is None


def test_k50_the_browser_becomes_the_terminals_by_a_ticket_that_works_once(app: Flask, paired: Device, hand: Hand) -> None:
    ticket = paired.ticket()
    page = hand.get(f"/kiosk/enter?ticket={ticket}")
    assert paired.token not in page.text and ticket not in page.text.split("<body")[0]
    hand.post("/kiosk/enter", 303, csrf_token=page.value("csrf_token"), ticket=ticket)
    kept = hand.session()
    assert (kept["device"], kept["terminal"], kept["mm"]) == (paired.id, "S01", 4.03)
    assert paired.token not in str(hand.session())
    other = Hand(Judge(app, response_wrapper=app.response_class))
    page = other.get(f"/kiosk/enter?ticket={ticket}")
    assert "停用" in other.post("/kiosk/enter", 403, csrf_token=page.value("csrf_token"), ticket=ticket).text


def test_k50_a_ticket_is_over_after_a_minute(app: Flask, paired: Device, hand: Hand) -> None:
    ticket = paired.ticket()
    page = hand.get(f"/kiosk/enter?ticket={ticket}")
    clock.freeze(NOW + timedelta(seconds=61))
    hand.post("/kiosk/enter", 403, csrf_token=page.value("csrf_token"), ticket=ticket)
    assert "device" not in hand.session()


def test_k50_what_a_visitor_says_there_belongs_to_its_station_and_is_noted(app: Flask, cast: Cast, browse: Judge,
                                                                         press: StillPress) -> None:
    below, visitor = device(cast, browse, "S02"), Hand(browse)
    below.enter(visitor)
    visitor.to_review("井盖不见了。")
    visitor.hand_in()
    assert [case.number[:3] for case in cases()] == ["S02"] and below.row().last_submit_at == NOW


def test_k50_a_revoked_terminal_says_so_and_takes_nothing(app: Flask, cast: Cast, paired: Device, inside: Hand) -> None:
    inside.to_review("井盖不见了。")
    with unit_of_work():
        terminal.revoke(paired.row(), by=cast.actor("director"))
    assert "暂时停用" in inside.hand_in(403).words()
    assert cases() == []
    for path in ("/kiosk/", "/kiosk/home", "/kiosk/track", "/kiosk/staff"):
        assert "暂时停用" in inside.get(path, 403).words()
    assert paired.call("beats").status_code == paired.call("orders", method="GET").status_code == 401


@pytest.mark.parametrize("path", OFFICE)
def test_k51_the_office_is_nowhere_from_a_terminal(app: Flask, inside: Hand, path: str) -> None:
    page = inside.get(path, 404)
    assert 'data-look="kiosk"' in page.text and 'action="/office' not in page.text and 'type="password"' not in page.text
    assert alone(lambda: inside.browse.post(path, data={})).status_code == 404


def test_k51_not_even_for_staff_who_are_signed_in_elsewhere(app: Flask, paired: Device, browse: Judge, press: StillPress) -> None:
    visitor = Hand(browse)
    alone(lambda: browse.sign_in("liaison"))
    paired.enter(visitor)
    visitor.get("/office/", 404)


def test_a_terminal_can_not_be_bound_elsewhere_by_an_address(app: Flask, inside: Hand) -> None:
    inside.get("/kiosk/at/S02", 404)
    assert inside.session()["terminal"] == "S01"


def test_the_ears_of_a_terminal_reach_its_keys(app: Flask, cast: Cast, paired: Device, browse: Judge, press: StillPress) -> None:
    with unit_of_work():
        terminal.describe(paired.row(), place="大厅", px_per_mm=None, keeper="护甲", keeper_phone="12000000009", ears=Ears.SOUTHERN,
                          by=cast.actor("liaison"))
    visitor = Hand(browse)
    paired.enter(visitor)
    assert 'data-fuzzy="yes"' in visitor.get("/kiosk/").text


def test_k20_the_wipe_leaves_the_terminal_itself(app: Flask, inside: Hand) -> None:
    inside.start()
    inside.get("/kiosk/")
    assert set(inside.session()) - {"csrf_token"} == {"device", "terminal", "mm", "place"}


def test_k52_a_device_that_asks_for_tickets_without_pause_is_told_to_wait(app: Flask, paired: Device) -> None:
    assert [paired.call("tickets").status_code for _ in range(3)] == [201, 429, 429]


def test_k52_floods_are_counted_for_the_terminal_wherever_it_calls_from(app: Flask, inside: Hand) -> None:
    inside.to_review("井盖不见了。")
    inside.hand_in()
    assert [row.subject for row in rows(Failures) if "terminal:" in row.subject] != []
    assert not any("@" in row.subject for row in rows(Failures))


def test_k52_a_terminal_over_its_hour_says_so_keeps_the_words_and_leaves_the_one_beside_it_alone(
        app: Flask, cast: Cast, inside: Hand, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "HOURLY_CAP", 2)
    for words in ("井盖不见了。", "路灯坏了。"):
        inside.to_review(words)
        inside.hand_in()
    inside.to_review("又一件事。")
    inside.hand_in(429)
    assert "这一小时里从这里送来的太多了" in inside.seen.words() and "请等 60 分钟再送" in inside.seen.words()
    assert inside.form()["words"] == "又一件事。" and len(cases()) == 2
    beside = Hand(client_of(app))
    device(cast, beside.browse).enter(beside)
    beside.to_review("旁边那台的事。")
    beside.hand_in()
    clock.freeze(NOW + timedelta(minutes=61))
    inside.to_review("又一件事。")
    inside.hand_in()
    assert len(cases()) == 4


def test_k53_the_page_of_a_paired_terminal_says_that_it_lives_and_the_launcher_hears_how_long_ago(app: Flask, paired: Device, inside: Hand) -> None:
    def silent() -> object:
        answer: dict[str, object] = paired.call("orders", method="GET").get_json()
        return answer["screen"]

    assert "kiosk/alive.js" in inside.seen.text
    assert alone(lambda: inside.browse.get("/kiosk/near?alive=1")).status_code == 204
    assert paired.row().screen_at == NOW and silent() == 0
    clock.freeze(NOW + timedelta(seconds=70))
    alone(lambda: inside.browse.get("/kiosk/near"))
    assert silent() == 70, "a line that is tried says nothing of the page"
    alone(lambda: inside.browse.get("/kiosk/near?alive=1"))
    assert silent() == 0


def test_k53_a_screen_that_never_speaks_after_its_ticket_is_missed(app: Flask, paired: Device) -> None:
    paired.call("tickets")
    clock.freeze(NOW + timedelta(seconds=181))
    paired.call("beats", {"version": "0.1.0", "paper": "ready"})
    assert paired.call("orders", method="GET").get_json()["screen"] == 181
    assert paired.row().is_dark(clock.now())


def test_k53_elsewhere_no_page_says_so(app: Flask, cast: Cast, paired: Device) -> None:
    stranger = client_of(app)
    assert "kiosk/alive.js" not in alone(lambda: stranger.get_page("/kiosk/")).text
    alone(lambda: stranger.get("/kiosk/near?alive=1"))
    assert paired.row().screen_at is None
