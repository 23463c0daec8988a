"""What a slip rested on when it was drawn up may be gone when its second signature is due: then it does not go out (HB-64, practice.md §13)."""

from datetime import date, timedelta

import pytest
from flask import Flask

from portal import jobs
from portal.cases import invariants, issuing, ladder_desk, referral, reply, slip
from portal.cases.case import Case
from portal.cases.rating import Result, Solved
from portal.cases.slip import Level, Slip, Standing
from portal.foundation.refusal import Moved
from portal.foundation.unit_of_work import unit_of_work
from tests.cases.ladder_scene import ALL, DUE, LATE, A, B, draw, late, on, out
from tests.cases.test_countersign import PASSED, told
from tests.cast import Cast


def countersign(cast: Cast, case: Case, row: Slip, by: str = "director") -> None:
    with unit_of_work():
        issuing.countersign(case, row, by=cast.actor(by))


def waiting_for(cast: Cast, login: str) -> list[str]:
    return [step.act for step in ladder_desk.steps(cast.actor(login)) if step.act.startswith("slip.send_")]


@pytest.mark.parametrize(("level", "signs", "again"), [(B, "director", False), (B, "director", True), (A, "office", False)])
def test_hb_64_a_reply_overtakes_the_slip_that_waits_for_its_signature(cast: Cast, level: Level, signs: str, again: bool) -> None:
    """Sent back (T17) or taken into another round (T21), it is drawn up anew with the facts of that day; the old one never goes out."""
    case = late(cast, danger=True)
    row = draw(cast, case, level, ALL)
    assert waiting_for(cast, signs) != []
    cast.reply(case)
    if again:
        cast.pass_on(case)
        cast.tell(case)
        cast.rate(case, Result.DISSATISFIED, Solved.NO)
    else:
        with unit_of_work():
            reply.send_back(case, reason="没有回答问题。", by=cast.actor("rep"))
    on(date(2026, 4, 20))
    assert row.standing is Standing.OVERTAKEN and waiting_for(cast, signs) == []
    with pytest.raises(Moved, match="slip_decided"):
        countersign(cast, case, row, signs)
    anew = out(cast, case, level)
    assert (anew.standing, row.number) == (Standing.OUT, "") and anew.overdue_days > row.overdue_days and invariants.broken() == []


def test_hb_64_a_yellow_slip_waits_while_its_unit_is_not_late_any_more(app: Flask, cast: Cast) -> None:
    """An extension granted after it was drawn up: nobody is asked to sign it, nobody is told that it was not signed; the
    representative takes it back."""
    case = cast.handling()
    on(DUE)
    with unit_of_work():
        referral.ask_extension(case, days=3, reason="等配件。", by=cast.actor("officer"))
    on(LATE)
    row = draw(cast, case, B, ALL)
    with unit_of_work():
        referral.decide_extension(case, granted=True, decision="同意。", by=cast.actor("liaison"))
    assert waiting_for(cast, "director") == []
    with pytest.raises(Moved, match="slip_not_overdue"):
        countersign(cast, case, row)
    on(PASSED)
    jobs.sweep(app)
    assert told() == []
    with unit_of_work():
        slip.withdraw(case, row, reason="已经同意延期。", by=cast.actor("rep"))
    on(PASSED + timedelta(days=1))
    assert draw(cast, case, B, ALL).overdue_days == 1
