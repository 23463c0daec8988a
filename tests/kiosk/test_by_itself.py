"""What a screen asks by itself may be answered late: the answer brings back nothing that a touch has changed meanwhile (K20, K21, K40)."""

import pytest
from flask import Flask

from portal.kiosk import visit
from portal.kiosk.blueprint import door
from tests.cast import Cast
from tests.kiosk.hand import Hand, alone
from tests.reception.opened import at, monday

ASKED = {
    "called": "/kiosk/help/state", "received": "/kiosk/enclosed", "near": "/kiosk/near?alive=1", "voices": "/kiosk/voices/zh_Hans",
    "voice": "/kiosk/voices/zh_Hans/none", "own_words": "/kiosk/words.json", "terminal_css": "/kiosk/terminal.css",
    "enclosed_file": "/kiosk/enclosed/1",
}


def test_each_of_them_is_tried(app: Flask) -> None:
    assert set(ASKED) == set(visit.BY_ITSELF)
    addresses = app.url_map.bind("")
    assert {addresses.match(path.partition("?")[0])[0] for path in ASKED.values()} == {f"{door.name}.{name}" for name in ASKED}


@pytest.mark.parametrize("path", ASKED.values(), ids=ASKED)
def test_k20_k40_its_answer_carries_no_cookie(app: Flask, hand: Hand, path: str) -> None:
    hand.start()
    at(2, 9, 5)
    assert "Set-Cookie" in alone(lambda: hand.browse.get("/kiosk/people")).headers, "a touch is kept"
    assert "Set-Cookie" not in alone(lambda: hand.browse.get(path)).headers


@pytest.mark.parametrize("path", ["/kiosk/number?asks=1", "/kiosk/people?asks=1"])
def test_k43_nor_does_a_screen_that_asks_how_its_paper_stands(app: Flask, cast: Cast, hand: Hand, path: str) -> None:
    monday(cast)
    hand.start()
    at(2, 9, 5)
    touched = hand.session()["touched"]
    answer = alone(lambda: hand.browse.get(path))
    assert answer.status_code == 200 and "Set-Cookie" not in answer.headers
    assert hand.session()["touched"] == touched, "nobody touched it"


def test_k43_nor_when_it_asks_with_its_form(app: Flask, hand: Hand) -> None:
    hand.to_review("路灯坏了五盏")
    hand.hand_in()
    form, kept = hand.form(), hand.session()
    at(2, 9, 5)
    answer = alone(lambda: hand.browse.post("/kiosk/handed?asks=1", data=form))
    assert answer.status_code == 200 and "Set-Cookie" not in answer.headers and hand.session() == kept
