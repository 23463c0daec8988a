"""The second signature has a day of its own: told when it passes, to the representative and the station above, and never given by it."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from portal import jobs
from portal.cases import issuing, ladder_desk, timeline
from portal.cases.slip import Level, Standing
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.refusal import Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network import actor
from portal.network.person import Person
from portal.notices.notice import Kind, Notice
from portal.web.office import reading
from tests.cases.ladder_scene import ALL, A, B, draw, late, on
from tests.cast import Cast

BY, PASSED = date(2026, 3, 11), date(2026, 3, 12)  # one working day after it was drawn up on the tenth


def told() -> list[str]:
    db.session.rollback()
    return sorted(db.session.scalars(select(Person.login).join(Notice, Notice.person_id == Person.id)
                                     .where(Notice.kind == Kind.SLIP_UNSIGNED)))


@pytest.mark.parametrize(("level", "signs"), [(B, "director"), (A, "office")])
def test_a_slip_left_unsigned_is_told_of_once_and_stays_unsigned(app: Flask, cast: Cast, level: Level, signs: str) -> None:
    """practice.md §13, X-02: the signer reads until when; after it the representative and the station above hear of it, the unit nothing."""
    case = late(cast, danger=True)
    row = draw(cast, case, level, ALL)
    (step,) = [one for one in ladder_desk.steps(cast.actor(signs)) if one.act.startswith("slip.send_")]
    assert step.day == BY == issuing.sign_by(case, row)
    on(BY)
    jobs.sweep(app)
    assert told() == []
    for day in (PASSED, PASSED, date(2026, 3, 20)):
        on(day)
        jobs.sweep(app)
        assert told() == ["office", "rep"], "no station is above it: the office"
    assert row.standing is Standing.WAITING and row.number == ""
    assert issuing.UNSIGNED in [event.act for event in timeline.story(case)]
    assert issuing.UNSIGNED not in [event.act for event in reading.events(case, cast.actor("officer"))]


def test_what_was_signed_declined_or_taken_away_is_not_told_of(app: Flask, cast: Cast) -> None:
    """And of two slips that wait, each is told of by itself."""
    signed, declined, answered, two = (late(cast, danger=True) for _ in range(4))
    rows = [draw(cast, case, B, ALL) for case in (signed, declined, answered, two)]
    with unit_of_work():
        issuing.countersign(signed, rows[0], by=cast.actor("director"))
        issuing.decline(declined, rows[1], reason="先打电话。", by=cast.actor("director"))
    cast.reply(answered)
    on(PASSED)
    jobs.sweep(app)
    assert told() == ["office", "rep"]
    draw(cast, two, A, ALL)
    with pytest.raises(Refused, match="slip_decided"), unit_of_work():
        issuing.tell_unsigned(two, by=actor.system(clock.now()))
    on(date(2026, 3, 16))
    jobs.sweep(app)
    assert told() == ["office", "office", "rep", "rep"]
