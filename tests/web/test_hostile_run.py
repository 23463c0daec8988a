"""The hostile run, small: python -m tests.hostile is the same with larger numbers. Nothing is found, and each part finds a fault that is planted (R74)."""

from pathlib import Path

import pytest

from tests.hostile import timing, walker, wire
from tests.hostile.__main__ import run
from tests.hostile.caller import Heard
from tests.hostile.house import House

HEAD = dict.fromkeys(walker.WANTED, "x")
HOUSE = House(0, Path(), [], "", "", ("the portal's own key",))


def test_a_short_run_finds_nothing(tmp_path: Path) -> None:
    """Routes as everybody, twisted lines, guessed codes; what time an answer takes is for the night alone."""
    assert run(["walker", "wire", "guesses"], 120, 40, 0, tmp_path) == []


@pytest.mark.parametrize(("method", "heard", "found"), [
    ("GET", Heard(500, HEAD, ""), "500"), ("GET", Heard(200, {}, ""), "without"), ("GET", Heard(404, HEAD, "Traceback (most recent call last)"), "tells"),
    ("GET", Heard(200, HEAD, "the portal's own key"), "tells"), ("POST", Heard(200, HEAD, ""), "without a token"), ("GET", Heard(303, HEAD | {"set-cookie": "x=1"}, ""), "a header"),
])
def test_r74_the_walker_sees_what_is_wrong(method: str, heard: Heard, found: str) -> None:
    assert any(found in one for one in walker.wrong(method, "/office/cases", heard, HOUSE))
    assert walker.wrong("GET", "/office/cases", Heard(404, HEAD, "nothing"), HOUSE) == []


@pytest.mark.parametrize(("said", "found"), [
    (b"HTTP/1.1 500 X\r\n\r\n", "answers 500"), (b"HTTP/1.1 303 X\r\nLocation: http://evil.example/\r\n\r\n", "says evil"),
    (b"HTTP/1.1 200 X\r\n\r\nHTTP/1.1 303 X\r\n\r\n", "smuggled"), (b"HTTP/1.1 200 X\r\n\r\ndef create_app", "says create_app"),
])
def test_r74_the_wire_sees_what_is_wrong(said: bytes, found: str) -> None:
    assert any(found in one for one in wire._wrong("", said))
    assert wire._wrong("", b"HTTP/1.1 400 X\r\n\r\n") == [] == wire._wrong("", b"")


def test_r74_medians_are_apart_or_alike() -> None:
    """A tenth and four milliseconds: an argon2 that was not computed, a look-up that was not made."""
    assert timing.judged(0.3, 0.02) and timing.judged(0.060, 0.068)
    assert not timing.judged(0.060, 0.063) and not timing.judged(0.0300, 0.0315)


def test_r74_a_404_that_tells_more_is_seen() -> None:
    """Tokens and the number itself differ on any two pages; a word more does not."""
    page = '<p "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddee">S01-26-0001'
    assert walker._apart(walker._plain(page, "S01-26-0001"), walker._plain(page.replace("a", "z").replace("0001", "9998"), "S01-26-9998")) == ""
    assert walker._apart(walker._plain(page + " sealed", "S01-26-0001"), walker._plain(page, "S01-26-0001"))
