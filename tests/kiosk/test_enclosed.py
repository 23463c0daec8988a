"""Say it, photograph it, use the own phone: screens that enclose, and an end that leaves nothing (K20, K24, K62)."""

import io
import re
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from portal.cases import attachment, enclosure
from portal.cases.enclosure import Enclosure
from portal.cases.tray import Tray
from portal.foundation import clock, throttle
from portal.foundation.unit_of_work import unit_of_work
from portal.kiosk import enclosed
from portal.network import actor
from tests.cast import NOW
from tests.judge import client_of
from tests.kiosk.hand import Hand, alone, cases, rows
from tests.recording import picture, webm


@pytest.fixture(autouse=True)
def address(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The portal has an address that a phone reaches."""
    monkeypatch.setitem(app.config, "PUBLIC_URL", "https://portal.example")


def to_words(hand: Hand) -> None:
    hand.start()
    hand.get("/kiosk/tell")
    hand.tell("about=D")


def enclose(hand: Hand, screen: str, data: bytes, status: int = 200, seconds: str = "80") -> None:
    """On the screen of that name, send this."""
    if hand.form().get("at") != screen:
        hand.tell(screen)
    hand.send("/kiosk/tell/enclosed", status, file=(io.BytesIO(data), "whatever.exe"), seconds=seconds)


def on_disk(app: Flask) -> list[Path]:
    return [one for one in (Path(app.config["INSTANCE"]) / "enclosed").rglob("*") if one.is_file()]


def nothing_is_left(app: Flask) -> bool:
    return (rows(Enclosure), rows(Tray), on_disk(app)) == ([], [], [])


def swept() -> None:
    """What the product's clock does to trays."""
    with unit_of_work():
        enclosure.forget_old(by=actor.system(clock.now()))
    enclosure.clear_ended()


def test_a_spoken_message_is_enough_and_a_person_writes_it_down(app: Flask, hand: Hand) -> None:
    to_words(hand)
    enclose(hand, "speak", webm())
    assert "您说的话，1:20" in hand.seen.words() and 'data-play="/kiosk/enclosed/' in hand.seen.text
    assert "什么地方" in hand.tell().words()
    hand.tell()
    hand.tell()
    hand.tell()
    assert "您说的话，1:20" in hand.seen.words() and "照您附上的写下来" in hand.seen.words()
    hand.hand_in()
    case = cases()[0]
    assert (case.needs_writer, case.words) == (True, "")
    assert [row.is_spoken for row in attachment.of_case(case)] == [True]
    assert "写下来" in hand.seen.words() or "代写" in hand.seen.words()
    assert nothing_is_left(app)


def test_pictures_of_a_paper_are_shown_small_and_each_can_be_taken_out(app: Flask, hand: Hand) -> None:
    to_words(hand)
    for shade in (10, 20):
        enclose(hand, "paper", picture(shade))
    first, second = re.findall(r'src="(/kiosk/enclosed/\d+)"', hand.seen.text)
    assert alone(lambda: hand.browse.get(first, buffered=True)).mimetype == "image/jpeg"
    hand.tell("drop=" + first.rpartition("/")[2])
    assert alone(lambda: hand.browse.get(first, buffered=True)).status_code == 404
    assert re.findall(r'src="(/kiosk/enclosed/\d+)"', hand.seen.text) == [second] and len(on_disk(app)) == 1
    assert "照片 1 张" in hand.tell("words").words()
    hand.tell("on", words="请看这张纸。")
    for _ in range(3):
        hand.tell()
    assert second in hand.seen.text
    hand.hand_in()
    assert (cases()[0].needs_writer, len(attachment.of_case(cases()[0]))) == (False, 1)


def test_a_sixth_picture_is_not_offered_and_not_taken(app: Flask, hand: Hand) -> None:
    to_words(hand)
    for shade in range(5):
        enclose(hand, "paper", picture(shade))
    assert "已经有 5 张了" in hand.seen.words() and "data-take" not in hand.seen.text
    enclose(hand, "paper", picture(99), 422)
    assert "最多还能放 5 张" in hand.seen.words() and len(on_disk(app)) == 5


@pytest.mark.parametrize(("screen", "data", "said"), [
    ("speak", picture(), "没有录到声音"), ("speak", b"", "空的"), ("speak", webm(codec=b"V_VP8"), "没有录到声音"),
    ("paper", webm(), "只收照片"), ("paper", b"%PDF-1.7 x", "只收照片"), ("paper", b"GIF89a", "只收照片")])
def test_what_is_not_what_it_should_be_is_said_on_its_screen_and_nothing_typed_is_lost(
        app: Flask, hand: Hand, screen: str, data: bytes, said: str) -> None:
    to_words(hand)
    hand.tell(screen, words="路灯坏了")
    enclose(hand, screen, data, 422)
    assert said in hand.seen.words() and hand.form()["words"] == "路灯坏了" and on_disk(app) == []


def test_without_a_word_and_without_an_enclosure_there_is_no_matter(app: Flask, hand: Hand) -> None:
    to_words(hand)
    enclose(hand, "paper", picture())
    hand.tell("words")
    for _ in range(4):
        hand.tell()
    hand.tell("drop=" + re.findall(r'"drop=(\d+)"', hand.seen.text)[0])
    hand.hand_in(422)
    assert cases() == []


def test_r07_the_same_form_again_after_its_enclosures_moved_gives_the_same_number(app: Flask, hand: Hand) -> None:
    to_words(hand)
    enclose(hand, "speak", webm())
    for _ in range(4):
        hand.tell()
    form, slips = hand.form(), []
    for _ in range(2):
        hand.post("/kiosk/tell/send", **form)
        slips.append(hand.slip())
    assert slips[0] == slips[1] and len(cases()) == 1 and len(attachment.of_case(cases()[0])) == 1


def test_a_repeated_sending_of_a_picture_changes_nothing(app: Flask, hand: Hand) -> None:
    to_words(hand)
    for _ in range(3):
        enclose(hand, "paper", picture(5))
    assert len(rows(Enclosure)) == 1


@pytest.mark.parametrize("way", ["end", "resting", "late", "another"])
def test_k20_however_the_visit_ends_nothing_of_it_is_left(app: Flask, hand: Hand, way: str) -> None:
    to_words(hand)
    enclose(hand, "paper", picture())
    enclose(hand, "speak", webm())
    hand.tell("mobile")
    assert len(on_disk(app)) == 2
    if way == "end":
        hand.post("/kiosk/end", 303, csrf_token=hand.seen.value("csrf_token"))
    elif way == "resting":
        hand.get("/kiosk/")  # what the screen itself opens when nobody answered
    elif way == "late":
        clock.freeze(NOW + timedelta(minutes=31))
        assert hand.get("/kiosk/home", 303).location == "/kiosk/"
        hand.get("/kiosk/")
    else:
        hand.get("/kiosk/tell")
        hand.tell("about=C")
        hand.tell("speak")
        assert (on_disk(app), len(rows(Tray))) == ([], 1)
        hand.get("/kiosk/")
    assert nothing_is_left(app)
    assert set(hand.session()) - {"csrf_token"} == {"terminal"}


def test_k20_a_sending_that_arrives_after_the_end_is_refused(app: Flask, hand: Hand) -> None:
    to_words(hand)
    hand.tell("speak")
    form = hand.form()
    hand.get("/kiosk/")
    form["csrf_token"] = hand.seen.value("csrf_token")
    hand.post("/kiosk/tell/enclosed", 422, **form, file=(io.BytesIO(webm()), "x"))
    assert nothing_is_left(app)


def test_nobody_else_sees_what_lies_in_a_tray(app: Flask, hand: Hand) -> None:
    to_words(hand)
    enclose(hand, "paper", picture())
    address = re.findall(r'src="(/kiosk/enclosed/\d+)"', hand.seen.text)[0]
    other = Hand(client_of(app))
    other.start()
    assert alone(lambda: other.browse.get(address, buffered=True)).status_code == 404
    assert b'data-n="0"' in alone(lambda: other.browse.get("/kiosk/enclosed")).data


def test_k14_another_language_keeps_what_was_enclosed(app: Flask, hand: Hand) -> None:
    to_words(hand)
    enclose(hand, "speak", webm())
    hand.send("/kiosk/tell?lang=en", go="")
    assert "Spoken message, 1:20" in hand.seen.words()


def test_k52_a_flood_of_pictures_is_refused_in_words(app: Flask, hand: Hand, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(enclosed, "MOST", 1)
    to_words(hand)
    enclose(hand, "paper", picture(1))
    enclose(hand, "paper", picture(2), throttle.TooMany(1).status)
    assert "请等 60 分钟再放" in hand.seen.words() and len(on_disk(app)) == 1


def test_a_long_visit_keeps_what_was_enclosed_while_somebody_is_at_it(app: Flask, hand: Hand) -> None:
    to_words(hand)
    enclose(hand, "speak", webm())
    for minutes in (25, 50, 75):
        clock.freeze(NOW + timedelta(minutes=minutes))
        hand.tell("place")
        swept()
    assert len(on_disk(app)) == 1
    clock.freeze(NOW + timedelta(minutes=121))
    swept()
    assert nothing_is_left(app)


@pytest.mark.parametrize("screen", ["speak", "paper", "mobile", "words"])
def test_k62_no_screen_opens_a_file_dialog(app: Flask, hand: Hand, screen: str) -> None:
    to_words(hand)
    hand.tell(screen)
    assert 'type="file"' not in hand.seen.text and "download" not in hand.seen.text


def test_a_stale_token_stores_nothing_and_keeps_what_was_typed(app: Flask, hand: Hand) -> None:
    to_words(hand)
    hand.tell("speak", words="路灯")
    hand.send("/kiosk/tell/enclosed", 422, file=(io.BytesIO(webm()), "x"), csrf_token="stale")
    assert hand.form()["words"] == "路灯" and on_disk(app) == []


def test_hb44_what_was_enclosed_before_it_became_a_report_is_sealed_with_it(app: Flask, hand: Hand) -> None:
    to_words(hand)
    enclose(hand, "speak", webm())
    hand.tell("topic")
    hand.tell("about=O")
    hand.hand_in()
    assert cases()[0].sealed and len(attachment.of_case(cases()[0])) == 1 and nothing_is_left(app)
