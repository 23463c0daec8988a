"""A representative's page says what they look after and did: days, matters and results counted, nobody ranked (HB-74, SD-03, R41)."""

import pytest
from flask import Flask

from portal.cases import acceptance
from portal.cases.case import Case
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.network import network
from portal.reception import plot_record
from portal.reception.sitting import Presence
from tests.cast import Cast
from tests.judge import client_of
from tests.kiosk.hand import alone
from tests.reception.opened import at, monday, note, put_on


def page(app: Flask, cast: Cast) -> str:
    who = cast.person("rep").id
    return alone(lambda: client_of(app).get_page(f"/stations/S01/people/{who}").words())


def test_sd03_the_page_says_which_area_they_look_after_and_since_when(app: Flask, cast: Cast) -> None:
    assert "负责联系的片区 榆荫街道 从2026-01-01起" in page(app, cast)


def test_hb74_days_on_which_they_were_there_are_counted_and_told(app: Flask, cast: Cast) -> None:
    """A day they were planned for and did not come is none, nor one that is still to come."""
    first, second, third, *_ = monday(cast)
    seats = [put_on(cast, row) for row in (first, second, third)]
    note(cast, seats[0], Presence.HERE)
    at(9, 12)
    note(cast, seats[1], Presence.ABSENT, reason="住院")
    words = page(app, cast)
    assert "参加接待1次" in words and "最近参加接待的日子3月2日（星期一） 09:00–11:30 榆荫街道站" in words and "3月9日" not in words and "住院" not in words


@pytest.mark.parametrize(("matters", "sealed", "said"), [(0, 0, "接下的事：0"), (2, 0, "接下的事：不到 3 件"), (3, 0, "接下的事：3"), (0, 4, "接下的事：0")])
def test_hb74_r41_matters_are_counted_and_few_are_not_told(app: Flask, cast: Cast, matters: int, sealed: int, said: str) -> None:
    """A report about officials is no figure of anybody (HB-44)."""
    for _ in range(matters):
        cast.register()
    for _ in range(sealed):
        case = cast.register(kind=4).case
        assert case.sealed
    assert said in page(app, cast)


@pytest.mark.parametrize(("closed", "left", "said"), [(3, 0, "接下的事：3，其中办结：3"), (3, 3, "接下的事：6，其中办结：3"), (2, 3, "接下的事：5，其中办结：不到 3 件"),
                                                      (3, 1, "接下的事：4，其中没有办结的：不到 3 件"), (4, 2, "接下的事：6，其中没有办结的：不到 3 件")])
def test_hb74_r41_what_is_closed_is_a_figure_of_its_own_unless_it_tells_the_few_that_are_not(app: Flask, cast: Cast, closed: int, left: int, said: str) -> None:
    """Settled by the visitor's word, or answered on the spot."""
    spot = cast.register().case
    with unit_of_work():
        acceptance.answer(spot, text="已答复。", answered_by="甲", by=cast.actor("liaison"))
    for _ in range(closed - 1):
        cast.closed()
    for _ in range(left):
        cast.register()
    assert said in page(app, cast)


def test_what_is_invented_counts_only_where_all_is(app: Flask, cast: Cast) -> None:
    cases = [cast.register().case for _ in range(4)]
    with unit_of_work():
        for case in cases[:3]:
            db.session.get_one(Case, case.id).demo = True
    assert "接下的事：不到 3 件" in page(app, cast)
    with unit_of_work():
        network.current().demo = True  # type: ignore[union-attr]
    assert plot_record.of(cast.person("rep").representative, clock.now()).taken == 4  # type: ignore[arg-type]
