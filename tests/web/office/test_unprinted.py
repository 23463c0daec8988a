"""The desk is told of a receipt that did not print: where, when and why, never whose (K44, K48, R30, R31)."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.network import terminal
from portal.network.terminal import Terminal
from portal.reception import print_job
from portal.reception.print_job import Progress, Reason
from tests.cast import NOW, Cast
from tests.judge import Judge, client_of

TITLE = "有人的凭证没打出来"


@pytest.fixture
def number(empty_app: Flask) -> str:
    """A matter told at the first terminal of S01, whose receipt did not come out for want of paper."""
    with empty_app.app_context():
        cast = Cast()
        case = cast.register().case
        with unit_of_work():
            made = terminal.pair(cast.station(), place="大厅<一>号", by=cast.actor("liaison"))
            terminal.beat(made, version="0.1.0", paper=terminal.Paper.READY, clock_skew=0, last_print_at=None, at=NOW)
            job = print_job.ask(case, paper="a" * 64, terminal=made, by=cast.visitor(case))
            job.progress, job.reason, job.ended_at = Progress.FAILED, Reason.OUT_OF_PAPER, NOW
        return case.number


def test_k44_k48_today_says_place_time_and_why_and_no_number(browse: Judge, number: str) -> None:
    browse.sign_in("clerk")
    for page in (browse.get_page("/office/").text, browse.get("/office/unprinted").get_data(as_text=True)):
        part = page[page.index('id="unprinted"'):].partition("</form>")[0]
        assert all(word in part for word in (TITLE, "榆荫街道站", "大厅&lt;一&gt;号", f"{clock.local(NOW):%H:%M}", "没纸了", "我去处理"))
        assert number not in part and 'hx-trigger="every 30s"' in part


def test_k44_whoever_goes_says_so_and_it_leaves_everybodys_page(empty_app: Flask, browse: Judge, number: str) -> None:
    liaison = client_of(empty_app).sign_in("liaison")
    browse.sign_in("clerk")
    assert TITLE in liaison.get_page("/office/").words()
    assert browse.post_form("/office/unprinted/1/seen").location == "/office/"
    assert "已记下有人处理" in browse.get_page("/office/").words()
    assert TITLE not in liaison.get_page("/office/").words()


@pytest.mark.parametrize(("login", "status"), [("officer", 403), ("admin", 403), ("liaison-s02", 404)])
def test_r30_r31_nobody_of_another_desk_is_told(browse: Judge, number: str, login: str, status: int) -> None:
    browse.sign_in(login)
    assert TITLE not in browse.get_page("/office/").words()
    browse.post_form("/office/unprinted/1/seen", status=status)


def test_k44_next_morning_it_is_nobodys_errand(browse: Judge, number: str) -> None:
    browse.sign_in("clerk")
    clock.freeze(NOW + timedelta(hours=12))
    assert TITLE not in browse.get("/office/unprinted").get_data(as_text=True)


def test_k43_a_number_that_did_not_print_is_told_for_a_quarter_of_an_hour(empty_app: Flask, browse: Judge, number: str) -> None:
    """Whoever waits without one is soon called or gone."""
    with empty_app.app_context(), unit_of_work():
        made = db.session.scalars(select(Terminal)).one()
        job = print_job.number(made, paper="b" * 64, at=NOW)
        job.progress, job.reason, job.ended_at = Progress.FAILED, Reason.OFFLINE, NOW
    browse.sign_in("clerk")
    for minutes, told in ((14, True), (15, False)):
        clock.freeze(NOW + timedelta(minutes=minutes))
        assert ("有人的号条没打出来" in browse.get("/office/unprinted").get_data(as_text=True)) is told
