"""A number at the kiosk: offered where somebody receives, taken once a form, shown and printed, about nobody (HB-40, R07)."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.reception import calling, print_job
from portal.reception.print_job import PrintJob, Progress
from portal.reception.turn import Turn
from tests.cast import Cast
from tests.kiosk.conftest import StillPress
from tests.kiosk.hand import Hand, rows
from tests.kiosk.paired import device
from tests.reception.numbered import call, move, take
from tests.reception.opened import at, monday


def test_it_is_offered_only_while_numbers_are_given_out(app: Flask, cast: Cast, hand: Hand) -> None:
    assert "取一个号" not in hand.start().words()
    hand.get("/kiosk/number")
    assert "现在不发号" in hand.seen.words()
    monday(cast)
    assert "取一个号" in hand.start().words()
    at(2, 11, 15)
    assert "取一个号" not in hand.start().words()
    hand.get("/kiosk/number")
    assert "下次接待：3月9日（星期一） 09:00–11:30" in hand.seen.words()


def test_r07_a_touch_and_its_repeat_take_one_number_and_the_visit_keeps_it(app: Flask, cast: Cast, hand: Hand) -> None:
    monday(cast)
    take(cast)
    hand.start()
    hand.get("/kiosk/number")
    assert "前面还有1批" in hand.seen.words() and "还说不准" in hand.seen.words()
    assert "11:30。不用说姓名" in hand.seen.words() and "1批。今天刚开始" in hand.seen.words(), "no blank between two Chinese sentences"
    form = hand.form() | {"go": "on"}
    for _ in range(2):
        hand.post("/kiosk/number", 303, **form)
    assert [row.number for row in rows(Turn)] == [1, 2]
    hand.get("/kiosk/number")
    assert "002" in hand.seen.words() and "过号了不用重取" in hand.seen.words() and "取一个号" not in hand.seen.words()
    row = call(cast, rows(Turn)[0].shift)
    assert row is not None
    move(cast, calling.miss, row)
    call(cast, row.shift, place="二号桌")
    hand.get("/kiosk/number")
    assert "轮到您了：二号桌" in hand.seen.words()
    assert "turn" not in (hand.get("/kiosk/"), hand.session())[1]


def test_a_stale_page_and_another_touch_take_nothing(app: Flask, cast: Cast, hand: Hand) -> None:
    monday(cast)
    hand.start()
    hand.get("/kiosk/number")
    hand.send("/kiosk/number", go="")
    hand.send("/kiosk/number", go="on", csrf_token="stale")
    hand.send("/kiosk/number", go="on", key="")
    assert rows(Turn) == []


def test_who_comes_after_the_last_number_is_told_the_next_day_and_gets_none(app: Flask, cast: Cast, hand: Hand) -> None:
    monday(cast)
    at(2, 11, 14)
    hand.start()
    hand.get("/kiosk/number")
    at(2, 11, 15)
    hand.send("/kiosk/number", 422, go="on")
    assert "下次接待：3月9日" in hand.seen.words() and rows(Turn) == []


def test_at_a_paired_terminal_the_slip_prints_once(app: Flask, cast: Cast, hand: Hand, press: StillPress) -> None:
    monday(cast)
    device(cast, hand.browse).enter(hand)
    hand.start()
    hand.get("/kiosk/number")
    form = hand.form() | {"go": "on"}
    for _ in range(2):
        hand.post("/kiosk/number", 303, **form)
    assert [(job.kind, job.case_id) for job in rows(PrintJob)] == [(print_job.Kind.NUMBER, None)]
    assert "001" in press.given[-1] and len(press.given) == 1


@pytest.mark.parametrize(("after", "said", "printed"), [(0, "号条正在打印", False), (0, "号条打印好了", True), (60, "号条没出来也不要紧", False)])
def test_k43_the_slip_is_said_as_its_job_stands(
        app: Flask, cast: Cast, hand: Hand, press: StillPress, after: int, said: str, printed: bool) -> None:
    monday(cast)
    device(cast, hand.browse).enter(hand)
    hand.start()
    hand.get("/kiosk/number")
    hand.post("/kiosk/number", 303, **(hand.form() | {"go": "on"}))
    job = rows(PrintJob)[0]
    clock.freeze(clock.now() + timedelta(seconds=after))
    if printed:
        with unit_of_work():
            db.session.execute(update(PrintJob).values({PrintJob.progress: Progress.PRINTED, PrintJob.ended_at: job.created_at}))
    hand.get("/kiosk/number")
    words = hand.seen.words()
    assert said in words and ("正在打印" in words) == (said == "号条正在打印")
