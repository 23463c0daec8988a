"""The public trace of supervision: counts, numbers and dates of what was done, on the board for ever; no word written inside."""

from datetime import date

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import DatabaseError

from portal.cases import board, dissatisfaction, invariants, ladder, publication, slip, standstill, trace
from portal.cases.ladder import Why
from portal.cases.pause import PauseReason
from portal.cases.publication import Publication
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from tests.cases.ladder_scene import LATE, LONG, B, explain, late, on, out, red, remind
from tests.cast import Cast

EXPLAIN_BY = date(2026, 3, 26)  # three working days after the red slip


def finish(cast: Cast, case: object) -> None:
    """Reply, tell, rate; then it may be published."""
    cast.reply(case)
    cast.pass_on(case)
    cast.tell(case)
    cast.rate(case)


def publish(cast: Cast, case: object) -> Publication:
    with unit_of_work():
        return cast.put_up(case)


def test_hb_60_reminders_are_counted_and_slips_told_with_number_and_dates(cast: Cast) -> None:
    case, row = red(cast)
    remind(cast, case)
    remind(cast, case)
    seen = trace.of_case(case)
    assert (seen.reminders, seen.last_on, seen.reasons) == (2, LONG, 2)
    yellow, warned = seen.slips
    assert (yellow.number, yellow.days["sent"], yellow.days["due"]) == ("督黄〔2026〕1号", LATE, date(2026, 3, 17))
    assert (warned.number, warned.days["explain_due"], "explained" in warned.days) == (row.number, EXPLAIN_BY, False)
    assert not warned.explanation_is_late(EXPLAIN_BY) and warned.explanation_is_late(date(2026, 3, 27))
    explain(cast, case, row)
    assert trace.of_case(case).slips[1].days["explained"] == LONG


def test_hb_60_a_withdrawn_slip_stays_and_one_that_never_went_out_is_not_told(cast: Cast) -> None:
    case = late(cast)
    row = out(cast, case, B)
    with unit_of_work():
        slip.withdraw(case, row, reason="单位当天已经到场，发得早了。", by=cast.actor("rep"))
    seen = trace.of_case(case).slips
    assert [(one.number, one.because, one.stands) for one in seen] == [(row.number, "单位当天已经到场，发得早了。", False)]
    assert trace.of_case(case).out(B) == 0


def test_what_the_board_keeps_reads_back_the_same_but_for_the_words(cast: Cast) -> None:
    case = late(cast)
    row = out(cast, case, B)
    with unit_of_work():
        slip.withdraw(case, row, reason="单位当天已经到场，发得早了。", by=cast.actor("rep"))
    kept = trace.written(trace.of_case(case))
    assert "到场" not in str(kept) and "特别情况" not in str(kept)
    assert trace.written(trace.read(kept)) == kept
    assert not trace.read({}).told, "a row from before it was kept tells nothing"


def test_sd_42_the_published_trace_is_the_stored_one_and_nobody_changes_it(cast: Cast) -> None:
    case, _ = red(cast)
    remind(cast, case)
    finish(cast, case)
    row = publish(cast, case)
    assert (row.supervision["reminders"], [one["level"] for one in row.supervision["slips"]]) == (1, ["b", "a"])
    assert invariants.broken() == []
    with pytest.raises(DatabaseError, match="append-only"), unit_of_work():
        db.session.execute(update(Publication).values(supervision={}))


def test_hb_66_what_comes_after_publishing_is_told_on_the_board_and_nothing_else_changes(cast: Cast) -> None:
    """A red slip stays "explanation overdue" on the board only as long as it is: the result is put up once more, the old row stays."""
    case, row = red(cast)
    finish(cast, case)
    first = publish(cast, case)
    on(date(2026, 3, 30))
    assert trace.read(first.supervision).slips[1].explanation_is_late(date(2026, 3, 30))
    explain(cast, case, row)
    stands = publication.current_of(case)
    assert stands is not None and stands.id != first.id and not first.is_current
    assert trace.read(stands.supervision).slips[1].days["explained"] == date(2026, 3, 30)
    with unit_of_work():
        slip.withdraw(case, row, reason="发错了单位，收回。", by=cast.actor("rep"))
    last = publication.current_of(case)
    assert last is not None and not trace.read(last.supervision).slips[1].stands
    same = [{name: getattr(one, name) for name in ("number", "words", "replies", "rating", "steps", "published_on", "month", "demo")}
            for one in (first, stands, last)]
    assert same[0] == same[1] == same[2] and invariants.broken() == []
    assert [one.id for one in board.newest(board.Filter(words="路灯")).rows] == [last.id]


def test_a_case_that_is_not_on_the_board_gets_no_row_by_an_explanation(cast: Cast) -> None:
    case, row = red(cast)
    explain(cast, case, row)
    assert db.session.scalar(select(Publication.id)) is None


def test_verify_finds_a_published_trace_that_leaves_a_slip_out(cast: Cast) -> None:
    case = late(cast)
    out(cast, case, B)
    finish(cast, case)
    row = publication.projection(case, cast.actor("director"))
    row.supervision = {"reminders": 1, "last_on": None, "slips": [], "reasons": 0}
    with unit_of_work():
        db.session.add(row)
    assert db.session.scalar(select(Publication.id)) is not None
    faults = " ".join(invariants.broken())
    for said in ("slips are not those", "count of missing facts", "count of reminders"):
        assert said in faults


def test_practice_13_nothing_is_due_soon_while_the_clock_stands_still(cast: Cast) -> None:
    """§3.3, §13: a paused clock presses nobody, neither as due soon nor as late; run on, it does again."""
    case = cast.handling()
    with unit_of_work():
        standstill.hold(case, reason=PauseReason.APPRAISAL, days=10, note="等专家鉴定，下周出结果。", by=cast.actor("liaison"))
    for day in (date(2026, 3, 5), date(2026, 3, 9), LATE):
        on(day)
        assert ladder.suggestions(case, cast.actor("rep")) == []
    with unit_of_work():
        dissatisfaction.ask_again(case, very=True, by=cast.visitor(case))
    assert ladder.suggestions(case, cast.actor("rep")) == [], "the visitor is dissatisfied, but nothing is overdue"
    with unit_of_work():
        standstill.run_on(case, note="鉴定结果已经收到。", by=cast.actor("liaison"))
    on(date(2026, 3, 13))
    assert [one.why for one in ladder.suggestions(case, cast.actor("rep"))] == [Why.DUE_SOON]
