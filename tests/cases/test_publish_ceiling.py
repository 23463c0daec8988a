"""What waits for publication is told twice: when its five working days passed, and to the office when the twenty did (practice.md §3.2)."""

from datetime import date

from flask import Flask
from sqlalchemy import select

from portal import jobs
from portal.cases import deadline
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.network.person import Person
from portal.notices.notice import Kind, Notice
from tests.cases.ladder_scene import on
from tests.cast import Cast

PASSED, LAST, OVER = date(2026, 3, 10), date(2026, 3, 30), date(2026, 3, 31)


def told(case_id: int) -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(Person.login).join(Notice, Notice.person_id == Person.id).where(
        Notice.kind == Kind.LATE, Notice.case_id == case_id).order_by(Notice.id)))


def test_the_ceiling_of_publication_is_told_to_the_office_once(app: Flask, cast: Cast) -> None:
    case = cast.closed()
    row = deadline.running(case, "publish")
    assert row is not None and deadline.last_day(case, row) == LAST
    for day in (PASSED, date(2026, 3, 11), LAST):
        on(day)
        jobs.sweep(app)
        assert sorted(told(case.id)) == ["director", "liaison"], day
    for _ in range(2):
        on(OVER)
        jobs.sweep(app)
        assert sorted(told(case.id)) == ["director", "liaison", "office"]


def test_what_was_not_looked_at_until_the_ceiling_passed_is_told_at_once_and_what_is_up_never(app: Flask, cast: Cast) -> None:
    """The machine stood still for a month; another result went up in time."""
    case, done = cast.closed(), cast.closed()
    with unit_of_work():
        deadline.step(done, None, by=cast.actor("liaison"))
    on(OVER)
    for _ in range(2):
        jobs.sweep(app)
        assert sorted(told(case.id)) == ["director", "liaison", "office"] and told(done.id) == []
