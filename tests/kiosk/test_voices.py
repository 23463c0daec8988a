"""Reading aloud: a switch that ends with the visit, and the station's own recordings found by the sentence on the screen (K56)."""

from pathlib import Path

import pytest
from flask import Flask

from portal.foundation import words
from tests.kiosk.hand import Hand, alone


@pytest.fixture
def shelf(app: Flask) -> Path:
    folder = Path(app.config["INSTANCE"]) / "voices" / "zh_Hans"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "kiosk.home.ask.ogg").write_bytes(b"OggS spoken")
    (folder / "kiosk.home.tell.mp3").write_bytes(b"ID3 spoken")
    (folder / "kiosk.nothing.of.ours.ogg").write_bytes(b"OggS")
    (folder / "kiosk.home.track.exe").write_bytes(b"MZ")
    return folder


def test_k56_the_switch_is_on_every_screen_and_over_with_the_visit(app: Flask, hand: Hand) -> None:
    assert 'name="voice" value="on"' in hand.get("/kiosk/").text
    hand.post("/kiosk/view", 303, csrf_token=hand.seen.value("csrf_token"), here="/kiosk/", voice="on")
    assert hand.seen.location == "/kiosk/home"
    assert 'data-voice="on"' in hand.get("/kiosk/home").text and 'data-speak="louder"' in hand.seen.text
    for path in ("/kiosk/tell", "/kiosk/track", "/kiosk/results", "/kiosk/people"):
        assert 'data-voice="on"' in hand.get(path).text
    hand.get("/kiosk/")
    assert 'data-voice="on"' not in hand.seen.text


def test_k56_the_switch_of_the_resting_screen_holds_after_a_language_was_chosen_there(app: Flask, hand: Hand) -> None:
    hand.get("/kiosk/?lang=en")
    hand.post("/kiosk/view", 303, csrf_token=hand.seen.value("csrf_token"), here="/kiosk/?lang=en", voice="on")
    assert hand.seen.location == "/kiosk/home"
    assert 'data-voice="on"' in hand.get("/kiosk/home").text and 'lang="en"' in hand.seen.text


def test_k56_touched_in_a_form_it_keeps_what_was_typed(app: Flask, hand: Hand) -> None:
    hand.start()
    hand.get("/kiosk/tell")
    hand.tell("about=D")
    hand.send("/kiosk/tell", words="路灯", voice="on")
    assert 'data-voice="on"' in hand.seen.text and hand.form()["words"] == "路灯"
    hand.send("/kiosk/tell", voice="off")
    assert 'data-voice="on"' not in hand.seen.text


def test_recordings_are_found_by_their_sentence(app: Flask, hand: Hand, shelf: Path) -> None:
    hand.start()
    found = alone(lambda: hand.browse.get("/kiosk/voices/zh_Hans", buffered=True)).get_json()
    say = words.speaker("zh_Hans")
    assert found == {say("kiosk.home.ask"): "/kiosk/voices/zh_Hans/kiosk.home.ask",
                     say("kiosk.home.tell"): "/kiosk/voices/zh_Hans/kiosk.home.tell"}
    heard = [alone(lambda address=address: hand.browse.get(address, buffered=True)) for address in found.values()]
    assert [(one.mimetype, one.data) for one in heard] == [("audio/ogg", b"OggS spoken"), ("audio/mpeg", b"ID3 spoken")]


def test_k56_a_stations_own_recordings_stand_before_those_of_all_and_are_heard_nowhere_else(app: Flask, hand: Hand, shelf: Path) -> None:
    own = shelf.parent / "S01" / "zh_Hans"
    own.mkdir(parents=True)
    (own / "kiosk.home.ask.mp3").write_bytes(b"ID3 of S01")
    (own / "kiosk.home.people.ogg").write_bytes(b"OggS of S01")
    say = words.speaker("zh_Hans")

    def heard(code: str) -> dict[str, bytes]:
        hand.get(f"/kiosk/at/{code}", 303)
        hand.start()
        found = alone(lambda: hand.browse.get("/kiosk/voices/zh_Hans", buffered=True)).get_json()
        return {text: alone(lambda address=address: hand.browse.get(address, buffered=True)).data for text, address in found.items()}

    told = {say("kiosk.home.ask"): b"OggS spoken", say("kiosk.home.tell"): b"ID3 spoken"}
    assert heard("S02") == told
    assert heard("S01") == told | {say("kiosk.home.ask"): b"ID3 of S01", say("kiosk.home.people"): b"OggS of S01"}


@pytest.mark.parametrize("path", ["/kiosk/voices/xx", "/kiosk/voices/zh_Hans/kiosk.home.track",
                                  "/kiosk/voices/zh_Hans/kiosk.nothing.of.ours", "/kiosk/voices/..", "/kiosk/voices/zh_Hans/..%2f..%2fportal.db"])
def test_nothing_else_is_served_from_there(app: Flask, hand: Hand, shelf: Path, path: str) -> None:
    hand.start()
    assert alone(lambda: hand.browse.get(path, buffered=True)).status_code == 404


def test_a_station_without_recordings_has_none(app: Flask, hand: Hand) -> None:
    hand.start()
    assert alone(lambda: hand.browse.get("/kiosk/voices/en", buffered=True)).get_json() == {}
