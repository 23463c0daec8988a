"""The progress on the board is what the case is: every move, every limit, every slip, in the same unit of work (SD-40, HB-60 … 66)."""

from datetime import date

import pytest
from sqlalchemy import func, select

from portal.cases import board, invariants, rating, referral, reply, slip, standstill
from portal.cases.case import State
from portal.cases.pause import PauseReason
from portal.cases.progress import Progress
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from tests.cases.ladder_scene import DUE, LATE, A, B, explain, late, on, out, red, remind
from tests.cases.progress_scene import ALONE, row, show, steps
from tests.cast import Cast


def test_the_board_follows_every_move_of_the_case(cast: Cast) -> None:
    """Board and case never disagree: each unit of work ends with the row as the case is; old rows stay and are current no more."""
    case = show(cast, cast.accepted())
    with unit_of_work():
        referral.refer(case, to=cast.unit(), clock_name="reply_simple", opinion="请按期办理。", opinion_by_id=cast.person("rep").id,
                       by=cast.actor("liaison"))
    assert steps(case)[-1] == "referred" and row(case).state is State.REFERRED
    with unit_of_work():
        referral.acknowledge(case, by=cast.actor("officer"))
    cast.reply(case)
    with unit_of_work():
        reply.send_back(case, reason="没有答到点上。", by=cast.actor("rep"))
    assert steps(case)[-3:] == ["received", "replied", "sent_back"] and invariants.broken() == []
    cast.reply(case)
    cast.pass_on(case)
    assert (steps(case)[-1], row(case).stage) == ("passed", 3)
    cast.tell(case)
    assert (steps(case)[-1], row(case).stage) == ("told", 4)
    assert db.session.scalar(select(func.count()).select_from(Progress).where(Progress.is_current.is_(True))) == 1
    assert (db.session.scalar(select(func.count()).select_from(Progress)) or 0) > 6 and invariants.broken() == []


def test_that_it_goes_round_again_is_told_and_the_rating_is_not(cast: Cast) -> None:
    """T21, T23: the visitor's word has its own permission (practice.md §6.1); the round has none to ask for."""
    case = show(cast, cast.delivered(consent=ALONE))
    cast.rate(case, rating.Result.DISSATISFIED, rating.Solved.NO)
    assert (steps(case)[-1], row(case).rounds) == ("again", 2)
    cast.reply(case)
    cast.pass_on(case)
    cast.tell(case)
    cast.rate(case, rating.Result.DISSATISFIED, rating.Solved.NO)
    assert steps(case)[-1] == "review"
    assert "dissatisfied" not in str([getattr(row(case), column.key) for column in Progress.__mapper__.column_attrs])


@pytest.mark.parametrize("day", [DUE, LATE])
def test_sd_40_lateness_needs_nobody_to_enter_it(cast: Cast, day: date) -> None:
    """Nothing moves, the day passes: on the day it is due it is not late, on the next it is, in every list."""
    case = show(cast, cast.handling())
    on(day)
    assert board.under_way(day).late == (day == LATE) == len(board.waiting(late_on=day)[0])
    assert row(case).late_on == LATE


def test_more_time_stands_beside_the_first_day_and_makes_nothing_in_time(cast: Cast) -> None:
    """§4.2, issue 4 §7: both due days; late is measured by the first, as with results."""
    case = show(cast, cast.handling())
    with unit_of_work():
        referral.ask_extension(case, days=5, reason="等配件。", by=cast.actor("officer"))
    with unit_of_work():
        referral.decide_extension(case, granted=True, decision="同意。", by=cast.actor("liaison"))
    assert row(case).next == {"clock": "reply_simple", "first": "2026-03-09", "due": "2026-03-16"}
    assert board.under_way(LATE).late == 1
    on(date(2026, 3, 12))
    cast.reply(case)
    missed = [one for one in row(case).limits if "ended" in one]
    assert missed == [{"clock": "reply_simple", "first": "2026-03-09", "due": "2026-03-16", "ended": "2026-03-12"}]
    assert row(case).late_on == LATE, "that it came late stays told while the next step is in time"


def test_the_house_is_late_as_visibly_as_a_unit(cast: Cast) -> None:
    """HB-52: a reply that the representative leaves lying is late by the representative's own two days."""
    case = show(cast, cast.replied())
    assert row(case).next["clock"] == "review" and row(case).late_on == date(2026, 3, 5)
    told = show(cast, cast.delivered())
    assert row(told).next["clock"] == "rate" and row(told).late_on == date(2026, 5, 2), "the visitor's own days are nobody's lateness"


def test_a_clock_that_stands_still_says_so_without_saying_why(cast: Cast) -> None:
    """§3.3: since when and until when at most; whether a court or the visitor is waited for stays inside."""
    case = show(cast, cast.handling())
    with unit_of_work():
        standstill.hold(case, reason=PauseReason.COURT, days=5, note="等法院开庭。", by=cast.actor("liaison"))
    assert (row(case).held, row(case).next) == ({"since": "2026-03-02", "until": "2026-03-09"}, {})
    assert "court" not in str([getattr(row(case), column.key) for column in Progress.__mapper__.column_attrs])
    with unit_of_work():
        standstill.run_on(case, note="开过庭了，接着办。", by=cast.actor("liaison"))
    assert row(case).held == {} and invariants.broken() == []


def test_issue_4_the_days_from_registration_run_on_through_every_referral(cast: Cast) -> None:
    case = show(cast, cast.referred())
    ceiling = next(one for one in row(case).limits if one["clock"] == "ceiling")
    with unit_of_work():
        referral.ask_return(case, reason="不归我办。", proposed_unit_id=None, by=cast.actor("officer"))
    on(date(2026, 3, 4))
    with unit_of_work():
        referral.decide_return(case, to=cast.unit("区水务公司"), decision="由水务公司办。", by=cast.actor("director"))
    told = row(case)
    assert told.registered_on == date(2026, 3, 2) and steps(case)[-2:] == ["return_asked", "return_decided"]
    assert next(one for one in told.limits if one["clock"] == "ceiling") == ceiling
    assert told.next["first"] == "2026-03-11" and "水务" not in str(told.reached)


def test_hb_64_66_slips_and_reminders_stand_there_and_a_withdrawn_one_stays(cast: Cast) -> None:
    """Number, level and dates; the reason of a withdrawal stays inside, missing facts are counted."""
    case, last = red(cast)
    show(cast, case)
    remind(cast, case)
    told = row(case).supervision
    assert ([one["number"] for one in told["slips"]], told["reminders"], told["reasons"]) == (["督黄〔2026〕1号", last.number], 1, 2)
    explain(cast, case, last)
    assert "explained" in row(case).supervision["slips"][1]
    with unit_of_work():
        slip.withdraw(case, last, reason="单位当天已经到测某甲家门口。", by=cast.actor("rep"))
    shown = row(case).supervision["slips"][1]
    assert (shown["number"], shown["level"], "withdrawn" in shown) == (last.number, A.value, True)
    assert "家门口" not in str(row(case).supervision) and invariants.broken() == []


def test_a_slip_is_on_the_board_in_the_unit_of_work_that_sends_it(cast: Cast) -> None:
    case = show(cast, late(cast))
    assert row(case).supervision["slips"] == []
    out(cast, case, B)
    assert [one["level"] for one in row(case).supervision["slips"]] == ["b"]
