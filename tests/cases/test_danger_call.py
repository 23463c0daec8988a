"""Danger to life: somebody is told at once, and told again when nobody called within the hours (practice.md §3.2, §13)."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from portal import jobs
from portal.cases import care, danger, desk, ladder, reminder, timeline
from portal.cases.case import Case
from portal.cases.due import Uncalled
from portal.cases.ladder import Why
from portal.cases.reminder import RemindBy
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.refusal import Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network import actor
from portal.network.person import Person
from portal.notices.notice import Kind, Notice
from tests.cases.ladder_scene import remind
from tests.cast import NOW, Cast

HOURS = timedelta(hours=2)


def told(kind: Kind) -> list[str]:
    db.session.rollback()
    return sorted(db.session.scalars(select(Person.login).join(Notice, Notice.person_id == Person.id).where(Notice.kind == kind)))


def missed(case: Case) -> int:
    return [event.act for event in timeline.story(case)].count(reminder.MISSED)


def sweep_at(app: Flask, later: timedelta) -> None:
    clock.freeze(NOW + later)
    jobs.sweep(app)


def test_owner_and_representative_are_told_when_danger_is_registered(cast: Cast) -> None:
    """Only of danger, and not of what one registered oneself."""
    cast.register()
    assert told(Kind.DANGER) == []
    cast.register(danger=True)
    assert told(Kind.DANGER) == ["liaison", "rep"]
    later = cast.register().case
    with unit_of_work():
        danger.mark(later, reason="老人倒在家里。", by=cast.actor("clerk"))
    assert told(Kind.DANGER) == ["liaison", "liaison", "rep", "rep"]


def test_when_the_hours_passed_without_a_call_they_are_told_once(app: Flask, cast: Cast) -> None:
    """Wherever it lies, and whatever else was done: a visit to the visitor is no call. The visitor's story does not tell it."""
    new, lying, called, plain, over = (cast.register(danger=True).case, cast.referred(danger=True), cast.referred(danger=True),
                                       cast.register().case, cast.register(danger=True).case)
    remind(cast, lying, way=RemindBy.VISIT)
    remind(cast, called, way=RemindBy.ENQUIRY)
    with unit_of_work():
        care.withdraw(over, own_will=True, reason="", by=cast.visitor(over))
    sweep_at(app, HOURS)
    assert told(Kind.UNCALLED) == [], "the second hour is not over"
    for later in (timedelta(minutes=1), timedelta(minutes=2), timedelta(days=1)):
        sweep_at(app, HOURS + later)
        assert told(Kind.UNCALLED) == ["liaison", "liaison", "rep", "rep"]
    assert [missed(case) for case in (new, lying, called, plain, over)] == [1, 1, 0, 0, 0]
    assert reminder.MISSED not in [event.act for event in timeline.story(new, for_visitor=True)]


def test_what_was_looked_at_or_called_meanwhile_is_not_taken_again(app: Flask, cast: Cast) -> None:
    """R14: two sweeps side by side tell once."""
    case = cast.referred(danger=True)
    clock.freeze(NOW + timedelta(hours=3))
    due = Uncalled(clock.now())
    assert due.waiting(9) == [case.id]
    with unit_of_work():
        reminder.miss_call(case, by=actor.system(clock.now()))
    with unit_of_work():
        assert due.take(case.id) is None and due.waiting(9) == []
    with pytest.raises(Refused, match="call_not_missed"), unit_of_work():
        reminder.miss_call(case, by=actor.system(clock.now()))


def test_the_hours_count_from_the_mark_where_it_came_later(app: Flask, cast: Cast) -> None:
    """practice.md §3.2: a matter of three days ago that turns out to be danger now is called in within two hours from now, and what was
    said to the unit before speaks of no danger; taken back and marked anew it has two hours again."""
    case = cast.referred()
    remind(cast, case, way=RemindBy.URGING)
    marked = timedelta(days=3)
    for again, told_of in ((marked, 2), (marked + timedelta(hours=5), 4)):
        clock.freeze(NOW + again)
        with unit_of_work():
            danger.mark(case, reason="灯杆漏电。", by=cast.actor("clerk"))
        until = NOW + again + HOURS
        assert desk.uncalled(cast.actor("liaison")) == [(case, until)]
        sweep_at(app, again + HOURS)
        assert len(told(Kind.UNCALLED)) == told_of - 2, "the second hour is not over"
        for minutes in (1, 2):
            sweep_at(app, again + HOURS + timedelta(minutes=minutes))
            assert len(told(Kind.UNCALLED)) == told_of
        with unit_of_work():
            danger.take_back(case, reason="已断电。", by=cast.actor("liaison"))
        assert desk.uncalled(cast.actor("liaison")) == []
    assert missed(case) == 2


def test_the_call_after_the_mark_ends_it(app: Flask, cast: Cast) -> None:
    """The suggestion to call and the hours end with the first call that was entered since."""
    case = cast.referred()
    remind(cast, case, way=RemindBy.URGING)
    clock.freeze(NOW + timedelta(hours=1))
    with unit_of_work():
        danger.mark(case, reason="灯杆漏电。", by=cast.actor("clerk"))
    assert [one.why for one in ladder.suggestions(case, cast.actor("rep"))] == [Why.DANGER_CALL]
    remind(cast, case, way=RemindBy.ENQUIRY)
    assert Why.DANGER_CALL not in [one.why for one in ladder.suggestions(case, cast.actor("rep"))]
    sweep_at(app, timedelta(days=2))
    assert (told(Kind.UNCALLED), desk.uncalled(cast.actor("liaison"))) == ([], [])
