"""Old people excluded by screens (practice.md §9, row 23): how visits at a terminal end is counted by step, and nothing of any visit is kept."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from portal import jobs
from portal.cases import signals
from portal.cases.signals import Signal, What
from portal.foundation import clock, codes
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.network import visit_end
from portal.network.terminal import Terminal
from portal.network.visit_end import Ending, Step, VisitCounted, VisitEnd
from tests.cast import NOW, Cast
from tests.judge import Judge
from tests.kiosk.conftest import StillPress
from tests.kiosk.hand import Hand, alone
from tests.kiosk.paired import device
from tests.together import at_once

TODAY = date(2026, 3, 2)


@pytest.fixture
def hand(cast: Cast, browse: Judge, press: StillPress) -> Hand:
    """A visitor before a paired terminal of S01."""
    visitor = Hand(browse)
    device(cast, browse).enter(visitor)
    return visitor


def counted() -> dict[tuple[str, str], int]:
    """How many visits ended how at which step."""
    db.session.rollback()
    rows = list(db.session.scalars(select(VisitEnd)))
    assert {(row.day, row.locale) for row in rows} <= {(TODAY, "zh_Hans"), (TODAY, "en")}
    return {(row.step.value, row.ending.value): row.n for row in rows}


def leave(hand: Hand) -> None:
    """The end button, which asks the screen to rest; it asks for the resting screen, and then shows it."""
    hand.get("/kiosk/")
    hand.get("/kiosk/")


def look_up(hand: Hand, cast: Cast, made: object = None) -> None:
    told = made or cast.register()
    hand.get("/kiosk/track")
    hand.send("/kiosk/track", 303, go="on", number=told.case.number, code=told.code)  # type: ignore[attr-defined]
    hand.get("/kiosk/matter")


def test_row_23_a_visit_that_is_left_is_counted_at_its_step_once(hand: Hand) -> None:
    hand.start()
    leave(hand)
    assert counted() == {("home", "left"): 1}
    hand.start()
    hand.get("/kiosk/tell")
    hand.tell("about=D")
    hand.tell(words="路灯坏了。")
    leave(hand)
    leave(hand)
    assert counted() == {("home", "left"): 1, ("tell_place", "left"): 1}


def test_row_23_what_was_handed_in_or_read_is_finished_and_the_tiles_afterwards_change_nothing(hand: Hand, cast: Cast) -> None:
    hand.to_review()
    hand.hand_in()
    hand.get("/kiosk/home")
    leave(hand)
    hand.start()
    look_up(hand, cast)
    leave(hand)
    hand.start()
    hand.get("/kiosk/people")
    hand.get("/kiosk/home")
    leave(hand)
    assert counted() == {("tell_review", "finished"): 1, ("matter", "finished"): 1, ("reading", "finished"): 1}


def test_row_23_rating_and_acts_are_left_or_finished_at_their_own_steps(hand: Hand, cast: Cast) -> None:
    key = codes.new_key()
    case = cast.delivered(key=key)
    for answers in (("solved=yes",), ("solved=yes", "result=satisfied", "understood=yes", "reception=5")):
        hand.start()
        hand.get("/kiosk/rate")
        hand.send("/kiosk/track", 303, go="on", number=case.number, code=codes.derive_code(key))
        hand.get("/kiosk/matter/rating")
        for answer in answers:
            hand.send("/kiosk/matter/rating", go=answer)
        if len(answers) > 1:
            hand.send("/kiosk/matter/rating/give")
        leave(hand)
    hand.start()
    look_up(hand, cast)
    hand.get("/kiosk/matter/more")
    leave(hand)
    assert counted() == {("rate_result", "left"): 1, ("rate_review", "finished"): 1, ("act", "left"): 1}


def test_row_23_who_called_a_person_is_not_lost(hand: Hand) -> None:
    hand.start()
    hand.get("/kiosk/tell")
    hand.tell("about=D")
    hand.send("/kiosk/help", ring="/kiosk/tell")
    hand.post("/kiosk/end", 303, csrf_token=hand.seen.value("csrf_token"))
    leave(hand)
    assert counted() == {("tell_words", "called"): 1}


def test_row_23_a_visit_the_server_finds_over_is_counted_when_it_is_wiped(hand: Hand) -> None:
    """The screen's own timer died: seventeen minutes later the next who comes is sent to the resting screen first."""
    hand.start()
    hand.get("/kiosk/track?lang=en")
    clock.freeze(NOW + timedelta(minutes=18))
    assert hand.get("/kiosk/home", 303).location == "/kiosk/"
    leave(hand)
    assert counted() == {("track", "left"): 1}
    assert [row.locale for row in db.session.scalars(select(VisitEnd))] == ["en"]


def test_row_23_an_end_whose_answer_was_lost_and_is_told_again_counts_once(app: Flask, hand: Hand) -> None:
    """The same cookie twice, and twice at the same moment: the first answer never came."""
    hand.start()
    cookie = hand.browse.get_cookie("huiyin")
    assert cookie is not None
    leave(hand)
    hand.browse.set_cookie("huiyin", cookie.value)
    leave(hand)
    assert counted() == {("home", "left"): 1}
    terminal_id = db.session.scalars(select(Terminal.id)).one()

    def end() -> bool:
        with unit_of_work():
            return visit_end.count(db.session.get_one(Terminal, terminal_id), word="w", step=Step.HOME, ending=Ending.LEFT, locale="zh_Hans",
                                   day=TODAY)
    db.session.remove()
    assert sorted(str(one) for one in at_once(app, [end, end])) == ["False", "True"] and counted() == {("home", "left"): 2}


def test_row_23_nothing_of_the_visit_is_kept_and_the_random_word_goes_with_the_day(app: Flask, hand: Hand) -> None:
    """No word, no time finer than the day, no row of one visit; and of who stood there the cookie keeps nothing (K20)."""
    hand.to_review(name="测某甲", phone="12000000017")
    leave(hand)
    assert {column.name for column in VisitEnd.__table__.columns} == {"terminal_id", "day", "locale", "step", "ending", "n"}
    assert {column.name for column in VisitCounted.__table__.columns} == {"word_hash", "day"}
    assert not {"step", "done", "rang", "word"} & set(hand.session())
    jobs.sweep(app)
    assert len(list(db.session.scalars(select(VisitCounted)))) == 1
    clock.freeze(NOW + timedelta(days=1))
    jobs.sweep(app)
    assert counted() == {("tell_review", "left"): 1} and list(db.session.scalars(select(VisitCounted))) == []


def test_row_23_a_count_that_fails_keeps_no_screen_from_being_wiped(hand: Hand, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError("no space left")
    monkeypatch.setattr(visit_end, "count", full)
    hand.start()
    hand.get("/kiosk/track?lang=en")
    leave(hand)
    assert "lang" not in hand.session() and counted() == {}


def test_row_23_a_browser_anybody_may_open_is_no_terminal(app: Flask, cast: Cast, browse: Judge, press: StillPress) -> None:
    visitor = Hand(browse)
    visitor.get("/kiosk/at/S01", 303)
    visitor.get("/kiosk/")
    visitor.start()
    leave(visitor)
    assert counted() == {}


def test_row_23_a_step_that_loses_more_than_a_quarter_of_twenty_is_a_sign(cast: Cast, browse: Judge) -> None:
    """By station and language, of those who were on that way; the day's span is that of all signs."""
    own = device(cast, browse).row()

    def ended(step: Step, ending: Ending, times: int, locale: str = "zh_Hans") -> None:
        with unit_of_work():
            for _ in range(times):
                visit_end.count(db.session.merge(own), word=codes.new_key(), step=step, ending=ending, locale=locale, day=clock.today())

    def seen(days: int = 0) -> list[Signal]:
        return [one for one in signals.seen(clock.now() + timedelta(days=days)) if one.what is What.LEFT_AT]

    ended(Step.TELL_REVIEW, Ending.FINISHED, 10)
    ended(Step.TELL_REACH, Ending.CALLED, 4)
    ended(Step.TELL_WORDS, Ending.LEFT, 5)
    ended(Step.TELL_WORDS, Ending.LEFT, 5, "en")
    ended(Step.READING, Ending.FINISHED, 90)
    assert seen() == [], "nineteen on the way of telling"
    ended(Step.TELL_PLACE, Ending.LEFT, 1)
    assert seen() == [], "five of twenty are no more than a quarter"
    ended(Step.TELL_WORDS, Ending.LEFT, 1)
    assert seen() == [Signal(23, What.LEFT_AT, "榆荫街道站", 6, 21, Step.TELL_WORDS, "zh_Hans")]
    ended(Step.HOME, Ending.LEFT, 38)
    assert [(one.step, one.n, one.of) for one in seen()] == [(Step.HOME, 38, 149), (Step.TELL_WORDS, 6, 21)]
    assert seen(days=31) == []


def test_row_23_the_office_reads_step_station_language_and_figures(app: Flask, cast: Cast, browse: Judge) -> None:
    own = device(cast, browse).row()
    with unit_of_work():
        for _ in range(20):
            visit_end.count(db.session.merge(own), word=codes.new_key(), step=Step.TRACK, ending=Ending.LEFT, locale="zh_Hant", day=TODAY)
    words = alone(lambda: Judge(app, response_wrapper=app.response_class).sign_in("office").get_page("/office/signals")).words()
    for said in ("终端上有一步走掉的人偏多", "输编号和查询码", "榆荫街道站 · 繁體中文", "20 / 20"):
        assert said in words
