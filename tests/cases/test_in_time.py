"""The public's first figure: of all matters whose day came, how many had a real answer by the day first set (SD-20)."""

from datetime import date, datetime, timedelta

import pytest
from flask import Flask

from portal import daily
from portal.cases import care, in_time, referral, standstill
from portal.cases.case import Case
from portal.cases.in_time import InTime
from portal.cases.pause import PauseReason
from portal.foundation import clock, marks
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from tests.cast import Cast

DUE = date(2026, 3, 9)  # referred on Monday the second, five working days
DAY_AFTER = DUE + timedelta(days=1)
LAST_HOUR = clock.at_local(DUE, 23, 59)


def at(moment: datetime) -> None:
    clock.freeze(moment)


def figures() -> tuple[int, int]:
    found = in_time.counted(DAY_AFTER)
    assert found.until == DUE
    return found.due, found.answered


def tell(cast: Cast, case: Case) -> None:
    cast.pass_on(case)
    cast.tell(case)


def test_sd20_only_a_reply_that_reached_the_visitor_is_an_answer(cast: Cast) -> None:
    """Neither a signature for the matter nor a reply that nobody has read yet, nor one that was sent back, counts."""
    told, acknowledged, unread = cast.handling(), cast.handling(), cast.handling()
    assert in_time.counted(DUE).due == 0, "the day itself belongs to the unit"
    assert figures() == (3, 0)
    at(LAST_HOUR)
    cast.reply(told)
    cast.reply(unread)
    assert figures() == (3, 0)
    at(clock.at_local(DUE + timedelta(days=2), 10))
    tell(cast, told)
    cast.reply(acknowledged)
    tell(cast, acknowledged)
    assert figures() == (3, 1)


def test_sd20_the_day_first_set_is_what_counts_though_more_time_was_given(cast: Cast) -> None:
    case = cast.handling()
    with unit_of_work():
        referral.ask_extension(case, days=5, reason="等配件", by=cast.actor("officer"))
    with unit_of_work():
        referral.decide_extension(case, granted=True, decision="同意", by=cast.actor("liaison"))
    at(clock.at_local(DAY_AFTER, 9))
    cast.reply(case)
    tell(cast, case)
    assert figures() == (1, 0)


def test_sd20_whose_clock_stands_still_is_not_due_and_whose_has_run_on_is(cast: Cast) -> None:
    case = cast.handling()
    with unit_of_work():
        standstill.hold(case, reason=PauseReason.APPRAISAL, days=30, note="送检", by=cast.actor("officer"))
    assert figures() == (0, 0)
    at(clock.at_local(DAY_AFTER, 9))
    with unit_of_work():
        standstill.run_on(case, note="结果到了", by=cast.actor("officer"))
    assert figures() == (1, 0)


@pytest.mark.parametrize(("moment", "due"), [(LAST_HOUR, 0), (clock.at_local(DAY_AFTER, 0), 1)])
def test_sd20_who_withdraws_after_the_day_was_left_without_an_answer(cast: Cast, moment: datetime, due: int) -> None:
    case = cast.handling()
    at(moment)
    with unit_of_work():
        care.withdraw(case, own_will=True, by=cast.visitor(case))
    assert figures() == (due, 0)


def test_sd20_what_lives_on_in_another_matter_is_counted_once(cast: Cast) -> None:
    case, same = cast.handling(), cast.register().case
    with unit_of_work():
        care.merge(same, into=case, told=True, by=cast.actor("liaison"))
    assert figures() == (1, 0)


def test_sd20_of_two_units_the_one_it_went_to_last_has_the_day(cast: Cast) -> None:
    case = cast.referred()
    at(clock.at_local(date(2026, 3, 3), 9))
    with unit_of_work():
        referral.ask_return(case, reason="不属我办", proposed_unit_id=None, by=cast.actor("officer"))
    with unit_of_work():
        referral.decide_return(case, to=cast.unit("区水务公司"), decision="归你们", by=cast.actor("director"))
    assert figures() == (0, 0)
    assert in_time.counted(DAY_AFTER + timedelta(days=1)).due == 1


def test_hb44_a_report_about_officials_is_counted_among_all(cast: Cast) -> None:
    """The figure is one for the whole network; of a unit it says nothing."""
    cast.referred("街道纪检部门", kind=4, category="O1", target="街道城市管理办")
    assert figures() == (1, 0)


@pytest.mark.parametrize(("due", "answered", "tells", "percent"), [
    (0, 0, False, None), (2, 2, False, None), (3, 1, True, None), (4, 4, True, None), (5, 5, True, 100), (200, 199, True, 99)])
def test_r41_few_matters_make_no_figure_and_some_no_share(due: int, answered: int, tells: bool, percent: int | None) -> None:
    """practice.md §4.3: no rate under five; 100 is said of all alone."""
    found = InTime(due, answered, DUE)
    assert (found.tells, found.percent) == (tells, percent)


def test_it_is_counted_once_a_day_and_renews_the_board(app: Flask, cast: Cast) -> None:
    cast.handling()
    at(clock.at_local(DAY_AFTER, 0, 1))
    before = marks.present()["board"]
    db.session.rollback()
    assert daily.count(clock.now()) and not daily.count(clock.now()), "the second process finds it done"
    assert in_time.latest() == InTime(1, 0, DUE) and marks.present()["board"] != before
    at(clock.at_local(DAY_AFTER + timedelta(days=1), 0, 1))
    db.session.rollback()
    assert daily.count(clock.now())
    assert in_time.latest() == InTime(1, 0, DAY_AFTER)
