"""Call a person from any screen: rung once, what was typed stays, the screen says how it stands (K59, practice.md §10.6)."""

import re
from datetime import timedelta

import pytest
from flask import Flask

from portal.cases.case import Case
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.kiosk import help as calls
from portal.reception import help_call
from portal.reception.help_call import HelpCall, Scene
from tests.cast import NOW, Cast
from tests.judge import Seen
from tests.kiosk.hand import Hand, alone, rows

SCREENS = ["/kiosk/", "/kiosk/home", "/kiosk/people", "/kiosk/results", "/kiosk/tell", "/kiosk/track", "/kiosk/rate"]
WORDS = "路灯坏了五盏"


def call(hand: Hand) -> Seen:
    """The bar's button on a screen without a form."""
    return hand.post("/kiosk/help", csrf_token=hand.seen.value("csrf_token"), here=hand.seen.value("here"), ring="on")


def answer(cast: Cast) -> None:
    with unit_of_work():
        by = cast.actor("liaison")
        help_call.answer(help_call.at_desk(rows(HelpCall)[-1].id, by), by=by)


def standing(hand: Hand) -> tuple[str, int, int]:
    """What the waiting screen is told: state, seconds until late, seconds that it waits."""
    said = alone(lambda: hand.browse.get("/kiosk/help/state")).get_data(as_text=True)
    state, late, hold = (re.search(rf'data-{name}="(\w+)"', said) for name in ("state", "late", "hold"))
    assert state and late and hold, said
    return state[1], int(late[1]), int(hold[1])


@pytest.mark.parametrize("path", SCREENS)
def test_k59_every_screen_has_the_button_and_one_touch_rings(app: Flask, hand: Hand, path: str) -> None:
    hand.start()
    hand.get(path)
    buttons = [one for one in hand.seen.document().iter("button") if "bar-help" in (one.get("class") or "")]
    assert [one.get("name") for one in buttons] == ["ring"]
    if buttons[0].get("form"):
        hand.send("/kiosk/help", ring=str(buttons[0].get("value")))
    else:
        call(hand)
    row, = rows(HelpCall)
    assert (row.station.code, row.called_at, row.answered_at) == ("S01", NOW, None)
    assert "已经通知服务台" in hand.seen.words()


def test_a_second_touch_and_a_repeat_ring_once(app: Flask, hand: Hand) -> None:
    hand.start()
    for _ in range(3):
        call(hand)
        hand.get("/kiosk/people")
    assert len(rows(HelpCall)) == 1


@pytest.mark.parametrize(("here", "back"), [("/kiosk/people?lang=en", "/kiosk/people?lang=en"), ("/kiosk/?lang=en", "/kiosk/home"),
                                            ("/kiosk/", "/kiosk/home"), ("//elsewhere.example", "/kiosk/home")])
def test_k20_back_never_leads_to_the_resting_screen_which_would_wipe_the_call(app: Flask, hand: Hand, here: str, back: str) -> None:
    hand.start()
    seen = hand.post("/kiosk/help", csrf_token=hand.seen.value("csrf_token"), here=here, ring="on")
    assert seen.value("here") == back and f'href="{back}"' in seen.text


def test_the_desk_is_told_the_place_and_the_name_of_the_screen_alone(app: Flask, hand: Hand) -> None:
    hand.get("/kiosk/at/S02?mm=4&place=%E5%A4%A7%E5%8E%85%0A%E4%BA%8C%E5%8F%B7" + "x" * 90, 303)
    hand.start()
    hand.get("/kiosk/tell")
    hand.tell("about=O")
    hand.send("/kiosk/help", ring="/kiosk/tell", words=WORDS)
    row, = rows(HelpCall)
    assert (row.station.code, row.scene) == ("S02", Scene.TELL)
    assert row.place.startswith("大厅二号x") and len(row.place) == 40
    assert not any(WORDS in str(value) or "conduct" in str(value) for value in vars(row).values())


@pytest.mark.parametrize("form", [{}, {"csrf_token": "stale"}])
def test_a_stale_page_rings_nobody_and_loses_nothing(app: Flask, hand: Hand, form: dict[str, str]) -> None:
    hand.start()
    hand.post("/kiosk/help", ring="/kiosk/tell", words=WORDS, at="words", **form)
    assert rows(HelpCall) == []
    assert hand.form()["words"] == WORDS
    hand.send("/kiosk/help", ring="/kiosk/tell")
    assert len(rows(HelpCall)) == 1 and hand.form()["words"] == WORDS


def test_number_and_code_that_were_typed_are_still_there_after_calling(app: Flask, hand: Hand) -> None:
    hand.start()
    hand.get("/kiosk/track")
    hand.send("/kiosk/help", ring="/kiosk/track", number="S01-26-0007", code="1234 5678")
    hand.send("/kiosk/help", text="3", hand="left")
    hand.send("/kiosk/track", go="")
    assert (hand.form()["number"], hand.form()["code"]) == ("S01-26-0007", "1234 5678")
    assert 'data-hand="left"' in hand.seen.text and 'data-text="3"' in hand.seen.text


def opened(hand: Hand, case: Case, code: str) -> None:
    hand.start()
    hand.get("/kiosk/track")
    hand.send("/kiosk/track", 303, go="on", number=case.number, code=code)


def test_words_and_answers_about_an_open_matter_are_kept_too(app: Flask, hand: Hand, cast: Cast) -> None:
    made = cast.register()
    opened(hand, made.case, made.code)
    hand.get("/kiosk/matter/more")
    hand.send("/kiosk/help", ring="/kiosk/matter/more", words=WORDS)
    assert rows(HelpCall)[0].scene is Scene.MATTER
    hand.send("/kiosk/matter/more", go="")
    assert hand.form()["words"] == WORDS


def test_once_answered_the_screen_says_that_somebody_is_coming(app: Flask, hand: Hand, cast: Cast) -> None:
    hand.start()
    call(hand)
    assert standing(hand) == ("ringing", 120, 600)
    answer(cast)
    assert standing(hand)[0] == "coming"
    assert "马上过来" in hand.get("/kiosk/home").words()


def test_after_two_minutes_it_says_where_to_go_and_after_ten_waits_no_longer(app: Flask, hand: Hand) -> None:
    hand.start()
    call(hand)
    clock.freeze(NOW + timedelta(seconds=90))
    assert standing(hand) == ("ringing", 30, 510)
    clock.freeze(NOW + timedelta(minutes=2))
    assert standing(hand) == ("late", 0, 480)
    said = hand.get("/kiosk/help").words()
    assert all(word in said for word in ("请直接到服务台", "12000000001", "写在纸上也一样"))
    clock.freeze(NOW + timedelta(minutes=10))
    assert standing(hand)[2] == 0


def test_giving_up_and_calling_again(app: Flask, hand: Hand) -> None:
    hand.start()
    call(hand)
    hand.send("/kiosk/help", go="enough")
    assert standing(hand)[0] == "none"
    hand.get("/kiosk/help")
    hand.send("/kiosk/help", ring="on")
    assert [bool(row.ended_at) for row in rows(HelpCall)] == [True, False]


def test_the_end_of_the_visit_ends_the_call(app: Flask, hand: Hand) -> None:
    hand.start()
    call(hand)
    hand.post("/kiosk/end", 303, csrf_token=hand.seen.value("csrf_token"))
    assert rows(HelpCall)[0].ended_at == NOW
    hand.get("/kiosk/")
    assert not {"word", "called"} & set(hand.session())


def test_a_waiting_screen_does_not_keep_a_visit_alive(app: Flask, hand: Hand) -> None:
    hand.start()
    call(hand)
    for minutes in (5, 10, 16):
        clock.freeze(NOW + timedelta(minutes=minutes))
        standing(hand)
    clock.freeze(NOW + timedelta(minutes=18))
    assert hand.get("/kiosk/help/state", 303).location == "/kiosk/"


def test_too_many_calls_are_told_where_the_desk_is(app: Flask, hand: Hand, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calls, "MOST", 2)
    for _ in range(3):
        hand.start()
        call(hand)
        said = hand.seen.words()
        hand.post("/kiosk/end", 303, csrf_token=hand.seen.value("csrf_token"))
    assert len(rows(HelpCall)) == 2
    assert "请直接到服务台" in said


@pytest.mark.parametrize("back", ["//elsewhere.example", "https://elsewhere.example/", "/office/", "/kiosk/../office/", ""])
def test_the_way_back_leads_nowhere_but_into_the_kiosk(app: Flask, hand: Hand, back: str) -> None:
    hand.start()
    token = hand.seen.value("csrf_token")
    hand.post("/kiosk/help", csrf_token=token, ring=back, here=back)
    ways = [one.get(name) for one in hand.seen.document().iter() for name in ("formaction", "action", "href") if one.get(name)]
    assert all("elsewhere" not in str(way) and not str(way).startswith("/office") for way in ways)


def test_calls_are_not_counted_as_matters(app: Flask, hand: Hand) -> None:
    hand.start()
    call(hand)
    assert db.session.scalar(db.select(db.func.count()).select_from(Case)) == 0
