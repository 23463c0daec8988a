"""A roster as rows: laid as a draft, looked at, published in time; leave takes people off; nothing else moves what is published
(HB-26, HB-40, SD-04 to SD-07)."""

from collections import Counter
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.refusal import Missing, NotAllowed, Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network import actor
from portal.network.role import Role
from portal.reception import holding, laying, leave, planning, report, roster, sitting
from portal.reception.roster import Roster, Stage
from portal.reception.rota import Reason
from portal.reception.shift import OffBy, Shift
from portal.reception.sitting import Sitting
from tests.cast import Cast
from tests.reception.opened import MONDAY, TODAY, at, keep, monday, plan, put_on, rows, weekly
from tests.together import at_once

SPAN = (date(2026, 3, 2), date(2026, 5, 31))


def draft(cast: Cast, station: str | None = "S01", span=SPAN, login: str = "office", **terms) -> Roster:
    """Ask, plan as far ahead, lay and put down, as the page does."""
    with unit_of_work():
        row = roster.ask(cast.station(station) if station else None, span, by=cast.actor(login), **terms)
        for code in ("S01", "S02"):
            planning.plan(cast.station(code), by=actor.system(clock.now()))
    laid = laying.lay(row, cast.actor(login))
    with unit_of_work():
        laying.put_down(roster.one(row.id, cast.actor(login), lock=True), laid, by=cast.actor(login))
    return roster.one(row.id, cast.actor(login))


def publish(cast: Cast, row: Roster, login: str = "office") -> int:
    with unit_of_work():
        return laying.publish(roster.one(row.id, cast.actor(login), lock=True), by=cast.actor(login))


def seats(station: str | None = None) -> list[Sitting]:
    query = select(Sitting).join(Shift).where(Sitting.taken_off_at.is_(None)).order_by(Shift.begins_at, Sitting.person_id)
    return [row for row in db.session.scalars(query) if station is None or row.shift.station.code == station]


def take_leave(cast: Cast, login: str, first: date, last: date, by: str = "liaison") -> list[Shift]:
    with unit_of_work():
        return leave.enter(cast.person(login), (first, last), reason="住院", by=cast.actor(by))[1]


def test_a_draft_is_seen_by_nobody_until_it_is_published(cast: Cast) -> None:
    """HB-40: the office rosters two for every Monday, in turn; as a draft nobody sits anywhere and no calendar hears of it."""
    monday(cast)
    row = draft(cast)
    assert not seats() and {one.sequence for one in rows(cast)} == {0}
    seen = report.of(row, cast.actor("office"))
    assert (seen.filled, seen.required, seen.days) == (20, 22, 11), "two Mondays are holidays, today is too near for a notice"
    assert publish(cast, row) == 20 and row.stage is Stage.PUBLISHED
    count = Counter(seat.person.login for seat in seats())
    assert count == {"rep": 9, "rep-2": 9, "member": 2}, "representatives in turn, the member as often as the terms ask"
    held = [one for one in rows(cast) if TODAY < one.day <= SPAN[1] and one.off_by is None]
    assert all(len(of) == 2 for of in sitting.of_shifts([one.id for one in held]).values()) and {one.sequence for one in held} == {1}


def test_the_nearest_days_are_left_to_hand(cast: Cast) -> None:
    """A notice is out at least three days before (practice.md §3.2): today's open day is not filled by a roster, and those that came
    near between draft and publication are left out and counted."""
    monday(cast)
    row = draft(cast)
    assert TODAY not in {db.session.get(Shift, seat.shift_id).day for seat in roster.seats(row)}
    at(8, 9)
    assert publish(cast, row) == 18 and row.left_out == 2
    assert min(seat.shift.day for seat in seats()) == date(2026, 3, 16)


def test_what_stands_is_kept_and_only_filled_up(cast: Cast) -> None:
    monday(cast)
    mine = put_on(cast, rows(cast)[1], "member")
    row = draft(cast)
    publish(cast, row)
    on_day = [seat for seat in seats() if seat.shift_id == mine.shift_id]
    assert mine.id in {seat.id for seat in on_day} and len(on_day) == 2
    assert any(seat.role is Role.REPRESENTATIVE for seat in on_day), "a representative beside the recommended member (SD-06)"
    again = draft(cast)
    assert publish(cast, again) == 0, "every seat is filled: a second roster moves nobody"


def test_leave_is_honoured_and_takes_off_who_was_planned(cast: Cast) -> None:
    monday(cast)
    publish(cast, draft(cast))
    before = {seat.shift_id: seat.shift.sequence for seat in seats() if seat.person_id == cast.person("rep").id}
    freed = take_leave(cast, "rep", date(2026, 3, 1), date(2026, 4, 30))
    assert freed and {one.id for one in freed} == {key for key in before if db.session.get(Shift, key).day <= date(2026, 4, 30)}
    assert all(one.sequence == before[one.id] + 1 for one in freed), "their calendars hear of it"
    publish(cast, draft(cast))
    assert not [seat for seat in seats() if seat.person_id == cast.person("rep").id and seat.shift.day <= date(2026, 4, 30)]
    with unit_of_work():
        leave.take_back(leave.standing(cast.actor("liaison"))[0][0], by=cast.actor("liaison"))
    assert not leave.standing(cast.actor("liaison"))
    with pytest.raises(Refused, match="leave_over"), unit_of_work():
        leave.take_back(db.session.scalars(select(leave.Leave)).one(), by=cast.actor("liaison"))


@pytest.mark.parametrize(("first", "last"), [(date(2026, 3, 9), date(2026, 3, 8)), (date(2026, 1, 1), date(2026, 2, 1)),
                                             (date(2026, 3, 9), date(2027, 3, 10))])
def test_leave_nobody_means_is_refused(cast: Cast, first: date, last: date) -> None:
    with pytest.raises(Refused, match="leave_span"):
        take_leave(cast, "rep", first, last)


def test_leave_is_a_matter_of_ones_own_stations(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        take_leave(cast, "rep", date(2026, 3, 9), date(2026, 3, 9), by="liaison-s02")
    take_leave(cast, "rep", date(2026, 3, 9), date(2026, 3, 9))
    row = db.session.scalars(select(leave.Leave)).one()
    assert not leave.standing(cast.actor("liaison-s02")) and leave.one(row.id, cast.actor("director")).reason == "住院"
    with pytest.raises(Missing):
        leave.one(row.id, cast.actor("liaison-s02"))


def test_somebody_who_was_taken_off_is_put_on_again_in_the_same_row(cast: Cast) -> None:
    row = monday(cast)[1]
    seat = put_on(cast, row)
    put_on(cast, row, "rep-2")
    with unit_of_work():
        sitting.take_off(seat, by=cast.actor("liaison"))
    for login in ("member", "rep-2"):
        take_leave(cast, login, date(2026, 3, 3), date(2026, 5, 31))
    with unit_of_work():
        seat.role = Role.MEMBER  # what they were when they were put on the last time
    publish(cast, draft(cast))
    again = db.session.get_one(Sitting, seat.id, populate_existing=True)
    assert (again.taken_off_at, again.role) == (None, Role.REPRESENTATIVE)


def test_weeks_without_anybody_are_named(cast: Cast) -> None:
    """SD-07: called off, on leave, no rule at all; and stations without one to three representatives of their own (SD-04)."""
    monday(cast)
    with unit_of_work():
        holding.call_off(rows(cast)[2], reason="停电", by=cast.actor("liaison"))
    for login in ("rep", "rep-2", "member"):
        take_leave(cast, login, date(2026, 3, 23), date(2026, 3, 29))
    seen = report.of(draft(cast), cast.actor("office"))
    told = {(gap.station, gap.reason): gap.mondays for gap in seen.gaps}
    here, below = cast.station("S01").id, cast.station("S02").id
    assert told[here, Reason.OFF] == (date(2026, 3, 16), date(2026, 4, 6), date(2026, 5, 4)), "by hand and by the calendar"
    assert told[here, Reason.LEAVE] == (date(2026, 3, 23),)
    assert len(told[below, Reason.NO_DAY]) == 13


def test_once_published_a_week_is_told_with_the_reason_that_holds_now(cast: Cast) -> None:
    """SD-07, HB-40: on leave, too near to be planned, put on and gone; and weeks in which one sits where two are needed."""
    monday(cast)
    for login in ("rep", "rep-2", "member"):
        take_leave(cast, login, date(2026, 3, 23), date(2026, 3, 29))
    take_leave(cast, "rep-2", date(2026, 4, 20), date(2026, 4, 26))
    take_leave(cast, "member", date(2026, 4, 20), date(2026, 4, 26))
    row = draft(cast)
    publish(cast, row)
    for login in ("rep", "rep-2", "member"):
        take_leave(cast, login, date(2026, 5, 11), date(2026, 5, 17))
    seen, here = report.of(row, cast.actor("office")), cast.station("S01").id
    told = {gap.reason: gap.mondays for gap in seen.gaps if gap.station == here}
    assert told[Reason.LEAVE] == (date(2026, 3, 23),) and told[Reason.NEAR] == (TODAY,) and told[Reason.GONE] == (date(2026, 5, 11),)
    assert Reason.NOBODY not in told
    assert [(gap.reason, gap.mondays) for gap in seen.short if gap.station == here] == [(Reason.LEAVE, (date(2026, 4, 20),))]


def test_whoever_went_busy_or_away_meanwhile_is_left_out(cast: Cast) -> None:
    monday(cast)
    row = draft(cast)
    wanted = {(seat.shift_id, seat.person_id) for seat in roster.seats(row) if seat.person_id}
    take_leave(cast, "rep", date(2026, 3, 9), date(2026, 5, 31))
    gone = [one for one in wanted if one[1] == cast.person("rep").id]
    assert gone and publish(cast, row) == len(wanted) - len(gone) and row.left_out == len(gone)


def test_a_draft_is_decided_once(cast: Cast) -> None:
    monday(cast)
    row = draft(cast)
    with unit_of_work():
        roster.discard(roster.one(row.id, cast.actor("office"), lock=True), by=cast.actor("office"))
    with pytest.raises(Refused, match="roster_decided"):
        publish(cast, row)
    assert not seats() and row.stage is Stage.DISCARDED


def test_a_thrown_away_draft_calls_no_day_off(cast: Cast) -> None:
    """Open days were made as far ahead as the draft asked; when it goes, they stand."""
    monday(cast)
    row = draft(cast, span=(date(2026, 3, 2), date(2026, 12, 31)))
    assert rows(cast)[-1].day == date(2026, 12, 28)
    with unit_of_work():
        roster.discard(roster.one(row.id, cast.actor("office"), lock=True), by=cast.actor("office"))
    plan(cast)
    assert {one.off_by for one in rows(cast)} == {None, OffBy.HOLIDAY} and rows(cast)[-1].off_by is None


@pytest.mark.parametrize(("span", "terms", "key"), [
    ((date(2026, 3, 9), date(2026, 3, 8)), {}, "roster_span"), ((date(2026, 3, 1), date(2026, 4, 1)), {}, "roster_span"),
    ((date(2026, 3, 2), date(2027, 3, 3)), {}, "roster_span"), (SPAN, {"least": 5, "most": 4}, "roster_terms"),
    (SPAN, {"most": 0, "least": 0}, "roster_terms"), (SPAN, {"least": -1}, "roster_terms")])
def test_a_span_or_terms_nobody_means_are_refused(cast: Cast, span, terms, key: str) -> None:
    with pytest.raises(Refused, match=key), unit_of_work():
        roster.ask(cast.station("S01"), span, by=cast.actor("office"), **terms)


def test_a_director_plans_the_stations_below_and_no_others(cast: Cast) -> None:
    monday(cast)
    row = draft(cast, login="director")
    assert [one.id for one in roster.latest(cast.actor("director"))] == [row.id] and not roster.latest(cast.actor("director-s02"))
    with pytest.raises(Missing):
        roster.one(row.id, cast.actor("director-s02"))
    with pytest.raises(NotAllowed), unit_of_work():
        roster.ask(None, SPAN, by=cast.actor("director"))
    with pytest.raises(NotAllowed), unit_of_work():
        roster.ask(cast.station("S01"), SPAN, by=cast.actor("liaison"))


def test_people_of_the_area_help_and_sit_nowhere_twice(cast: Cast) -> None:
    """SD-05: S02's own do not suffice on the morning of S01's day: who helps there does not sit at S01 at the same hours."""
    monday(cast)
    keep(cast, weekly(MONDAY, starts=8 * 60, ends=10 * 60), "S02", required=3)
    row = draft(cast, helps=True)
    publish(cast, row)
    taken = Counter((seat.person_id, seat.shift.day) for seat in seats())
    assert set(taken.values()) == {1} and {seat.shift.station.code for seat in seats()} == {"S01", "S02"}


def test_two_offices_publish_at_once_and_nobody_sits_twice(app: Flask, cast: Cast) -> None:
    monday(cast)
    ids = [draft(cast).id, draft(cast).id]

    def one(roster_id: int) -> int:
        with unit_of_work():
            by = cast.actor("office")
            return laying.publish(roster.one(roster_id, by, lock=True), by=by)
    db.session.rollback()
    assert sorted(at_once(app, [lambda roster_id=each: one(roster_id) for each in ids])) == [0, 20]
    assert max(Counter(seat.shift_id for seat in seats()).values()) == 2
