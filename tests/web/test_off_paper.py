"""What each door prints on the receipt, read off the PDF: own words where they may stand, none where they may not or the visitor
says so (practice.md §2.2)."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from portal.cases import intake
from portal.cases.case import Case
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.paper.press import Press
from tests.cast import Cast
from tests.judge import Judge
from tests.kiosk.hand import Hand, alone
from tests.paper import pdfs
from tests.web.office.stage import Stage
from tests.web.office.visits import number_of, send
from tests.web.public.told import tell

SAID = "菜场路三号门口的路灯坏了五盏"
OFF = pytest.param({"off_paper": "y"}, id="the visitor says so")
HARDSHIP = pytest.param({"category": "F"}, id="hardship")
CONDUCT = pytest.param({"category": "O"}, id="conduct report")


@pytest.fixture(scope="session")
def setter(tmp_path_factory: pytest.TempPathFactory) -> Press:
    """One press that works in this process."""
    return Press(tmp_path_factory.mktemp("receipts"), inline=True)


@pytest.fixture(autouse=True)
def printing(empty_app: Flask, setter: Press, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The application prints on it."""
    monkeypatch.setitem(empty_app.extensions, "press", setter)
    yield setter.shelf.folder


def at_the_kiosk(browse: Judge, category: str = "D", **told: str) -> tuple[Hand, str]:
    """Told at the terminal; the hand still holds the last screen. The text of the paper without blanks."""
    hand = Hand(browse)
    hand.get("/kiosk/at/S01", 303)
    hand.get("/kiosk/")
    hand.to_review(SAID, topic=category)
    hand.hand_in(**told)
    return hand, printed(hand)


def printed(hand: Hand) -> str:
    """The receipt as the last screen gives it."""
    paper = hand.post("/kiosk/receipt", **{name: value for name, value in hand.form().items() if name in ("number", "key", "csrf_token")})
    return pdfs.text(paper.response.data)


def online(browse: Judge, **told: str) -> str:
    """Told at home."""
    made = alone(lambda: tell(browse, words=SAID, **told))
    sent = {"number": made.number, "key": made.seen.value("key")}
    return pdfs.text(alone(lambda: browse.post_form("/ask/receipt", sent, status=200)).response.data)


def by_hand(app: Flask, size: str, **told: str) -> str:
    """Registered by the liaison."""
    stage = Stage(app)
    seen = send(stage, words=SAID, **{"category": "C4", **told})
    sent = {"code": seen.value("code"), "token": seen.value("token"), "size": size}
    number = number_of(seen)
    return pdfs.text(stage.browser("liaison").post_form(f"/office/cases/{number}/receipt/paper", sent, 200).response.data)


def test_2_2_unasked_the_words_stand_on_the_paper_of_every_door(empty_app: Flask, browse: Judge) -> None:
    assert SAID in at_the_kiosk(browse)[1]
    assert SAID in online(browse)
    assert all(SAID in by_hand(empty_app, size) for size in ("roll80", "a5"))


@pytest.mark.parametrize("told", [OFF, HARDSHIP])
def test_2_2_no_word_on_the_paper_of_the_terminal(browse: Judge, told: dict[str, str]) -> None:
    assert "路灯" not in at_the_kiosk(browse, **told)[1]


@pytest.mark.parametrize("told", [OFF, HARDSHIP, CONDUCT])
def test_2_2_no_word_on_the_paper_for_home(browse: Judge, told: dict[str, str]) -> None:
    assert "路灯" not in online(browse, **told)


@pytest.mark.parametrize("told", [OFF, HARDSHIP, CONDUCT, pytest.param({"kind": "4"}, id="kind 4"), pytest.param({"kind": "3"}, id="kind 3")])
def test_2_2_no_word_on_the_paper_of_the_desk(empty_app: Flask, told: dict[str, str]) -> None:
    assert not [size for size in ("roll80", "a5") if "路灯" in by_hand(empty_app, size, **told)]


def test_2_2_what_was_said_on_the_review_holds_while_its_lines_are_changed_and_for_every_later_copy(
        empty_app: Flask, browse: Judge) -> None:
    """Unticked to begin with; kept through another line, another language and a new code from the desk."""
    hand = Hand(browse)
    hand.get("/kiosk/at/S01", 303)
    hand.get("/kiosk/")
    hand.to_review(SAID)
    assert "off_paper" in hand.visible_fields() and "off_paper" not in hand.form()
    hand.tell("place", off_paper="y")
    hand.tell(place="菜场路 3 号")
    hand.send("/kiosk/tell?lang=en", go="")
    assert hand.form()["off_paper"] == "y"
    hand.hand_in()
    number, code = hand.slip()
    assert "路灯" not in printed(hand)
    desk = Stage(empty_app).browser("liaison")
    again = desk.post_form(f"/office/cases/{number}/receipt", {"checked": "y"}, 200)
    sent = {"code": again.value("code"), "token": again.value("token"), "size": "a5", "reprint": "y"}
    assert again.value("code") != code
    assert "路灯" not in pdfs.text(desk.post_form(f"/office/cases/{number}/receipt/paper", sent, 200).response.data)


def test_2_2_of_a_conduct_report_nothing_is_asked_and_nothing_printed_when_it_is_written_down(
        empty_app: Flask, browse: Judge) -> None:
    hand = Hand(browse)
    hand.get("/kiosk/at/S01", 303)
    hand.get("/kiosk/")
    hand.start()
    hand.get("/kiosk/tell")
    hand.tell("about=O")
    assert hand.tell("review").value("at") == "review" and "off_paper" not in hand.visible_fields()
    hand.hand_in()
    _written_down(empty_app, {})
    assert "路灯" not in printed(hand)


@pytest.mark.parametrize(("at_the_desk", "stands"), [({}, True), ({"off_paper": "y"}, False)])
def test_2_2_whoever_had_it_written_down_can_still_say_so_at_the_desk(
        empty_app: Flask, browse: Judge, at_the_desk: dict[str, str], stands: bool) -> None:
    hand = Hand(browse)
    hand.get("/kiosk/at/S01", 303)
    hand.get("/kiosk/")
    hand.start()
    hand.get("/kiosk/tell")
    hand.tell("about=D")
    hand.tell("writer")
    hand.hand_in()
    _written_down(empty_app, at_the_desk)
    assert (SAID in printed(hand)) is stands


def _written_down(app: Flask, more: dict[str, str]) -> None:
    with app.app_context():
        number = db.session.scalars(select(Case.number)).one()
    desk, path = Stage(app).browser("liaison"), f"/office/cases/{number}/words"
    form = desk.get_page(path)
    desk.post_form(path, {"version": form.value("version"), "words": SAID, **more})


def test_2_2_what_was_kept_off_at_the_terminal_stays_off(cast: Cast) -> None:
    """The desk can add to what the visitor said there, never take it back."""
    case = cast.register(words="", needs_writer=True, off_paper=True).case
    with unit_of_work():
        intake.write_down(case, words=SAID, by=cast.actor("liaison"), off_paper=False)
    assert case.off_paper


def test_r07_2_2_what_is_said_with_a_repeat_keeps_the_words_off_and_nothing_in_it_takes_that_back(browse: Judge) -> None:
    """The earlier matter comes back, with its number, its code and its receipt: a "none of my words" that is new with the repeat is
    heard on every paper from then on, and a repeat that lacks it leaves it as it was."""
    hand = Hand(browse)
    hand.get("/kiosk/at/S01", 303)
    hand.get("/kiosk/")
    hand.to_review(SAID)
    form, slips = hand.form(), set()
    for tick, stands in (({}, True), ({"off_paper": "y"}, False), ({}, False)):
        hand.post("/kiosk/tell/send", **form | tick)
        slips.add(hand.slip())
        assert (SAID in printed(hand)) is stands
    assert len(slips) == 1
