"""One fact is one notice: what the clock tells of by itself is not suggested beside it on the same morning (R09, X-02)."""

from datetime import date

from flask import Flask
from sqlalchemy import select

from portal import jobs
from portal.cases.case import Case
from portal.cases.ladder import Why
from portal.foundation.database import db
from portal.network.person import Person
from portal.notices.notice import Kind, Notice
from tests.cases.ladder_scene import LATE, B, ask, late, on, out
from tests.cases.test_advice import CLOCKS, kept
from tests.cast import Cast


def kinds(case: Case) -> list[Kind]:
    """What the representative was told of it by the clock, oldest first."""
    db.session.rollback()
    return list(db.session.scalars(select(Notice.kind).join(Person, Notice.person_id == Person.id).where(
        Notice.case_id == case.id, Person.login == "rep", Notice.kind.in_(CLOCKS)).order_by(Notice.id)))


def test_one_fact_is_one_notice_and_its_advice_is_kept(app: Flask, cast: Cast) -> None:
    """R09: what the clock's own notice says on a morning is not suggested in a second one; a reason with more to say is."""
    case, asked_for = late(cast), late(cast)
    ask(cast, asked_for)
    slip_late = late(cast)
    out(cast, slip_late, B)
    for day in (LATE, date(2026, 3, 12)):
        on(day)
        jobs.sweep(app)
    assert kinds(case) == [Kind.LATE] and kept(case) == [(Why.LEFT_LYING, True)]
    assert kinds(asked_for) == [Kind.LATE, Kind.SUGGESTED] and kept(asked_for) == [(Why.OVERDUE, True)]
    assert kinds(slip_late)[-1] is Kind.SLIP_LATE and Kind.SUGGESTED not in kinds(slip_late) and kept(slip_late) == [(Why.UNSIGNED, True)]
