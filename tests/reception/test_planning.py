"""Open days as rows: made once for a horizon, inherited and overridden, following rule and calendar (HB-26, HB-40, SD-08, YT-10)."""

from datetime import date, timedelta

import pytest
from flask import Flask

from portal import daily, jobs
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.refusal import Missing, NotAllowed, Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network import almanac
from portal.reception import holding, opening
from portal.reception.pattern import Holiday, Months, Pattern, Repeat
from portal.reception import shift
from portal.reception.planning import HORIZON
from portal.reception.shift import OffBy
from tests.cast import Cast
from tests.reception.opened import MONDAY, TODAY, WEDNESDAY, at, keep, monday, plan, put_on, rows, weekly
from tests.together import at_once


def test_hb40_every_monday_morning_becomes_rows_once_however_often_it_is_planned(cast: Cast) -> None:
    first = monday(cast)
    assert [row.day for row in first] == [TODAY + timedelta(weeks=n) for n in range(14)] and first[-1].day <= TODAY + HORIZON
    assert {(clock.local(row.begins_at).hour, clock.local(row.ends_at).minute, row.required) for row in first} == {(9, 30, 2)}
    assert not plan(cast) and [row.sequence for row in rows(cast)] == [0] * 14
    off = [row for row in first if row.off_by is not None]
    assert [(row.day, row.off_by, row.because) for row in off] == [
        (date(2026, 4, 6), OffBy.HOLIDAY, "清明节"), (date(2026, 5, 4), OffBy.HOLIDAY, off[1].because)]


def test_two_at_the_same_moment_plan_a_day_once(empty_app: Flask) -> None:
    with empty_app.app_context():
        keep(Cast(), weekly(MONDAY))
        db.session.remove()
    at_once(empty_app, [lambda: plan(Cast()).added] * 4)
    with empty_app.app_context():
        assert len(rows(Cast())) == 14


def test_the_sweep_plans_once_a_day_and_again_when_the_calendar_changed(app: Flask, cast: Cast) -> None:
    """A closure entered in the office reaches the open days with the next sweep; the day after, the horizon has moved on."""
    keep(cast, weekly(MONDAY), None)
    jobs.sweep(app)
    assert len(rows(cast)) == len(rows(cast, "S02")) == 14 and rows(cast, "S90") == [], "the online station is open day and night"
    assert daily.plan(clock.now()) is False
    at(2, 10)
    with unit_of_work():
        almanac.close([date(2026, 3, 9)], name="台风", source="通知", by=cast.actor("office"))
    at(2, 10, 1)
    jobs.sweep(app)
    assert [(row.off_by, row.because) for row in rows(cast, "S02") if row.day == date(2026, 3, 9)] == [(OffBy.HOLIDAY, "台风")]
    at(9, 3)
    jobs.sweep(app)
    db.session.rollback()
    assert max(row.day for row in rows(cast)) == date(2026, 6, 8)


def test_sd08_an_area_has_its_rule_and_one_station_differs(cast: Cast) -> None:
    """YT-10: inherited downwards; the nearest rule in force on a day holds, and when it ends the one above does again."""
    keep(cast, weekly(MONDAY), None)
    keep(cast, weekly(WEDNESDAY), "S01", below=True)
    own = keep(cast, Pattern(Repeat.MONTHLY, month_day=10), "S02", from_on=date(2026, 4, 1), until_on=date(2026, 4, 30))
    for code in ("S01", "S02"):
        plan(cast, code)
    assert {row.day.weekday() for row in rows(cast)} == {WEDNESDAY}
    days = [row.day for row in rows(cast, "S02")]
    assert [day for day in days if day.month == 4] == [date(2026, 4, 10)]
    assert {day.weekday() for day in days if day.month != 4} == {WEDNESDAY}
    with unit_of_work():
        opening.end(own, by=cast.actor("office"))
    plan(cast, "S02")
    held = [row.day for row in rows(cast, "S02") if row.off_by is None and row.day.month == 4]
    assert held[0] == date(2026, 4, 1) and {day.weekday() for day in held} == {WEDNESDAY}


def test_a_station_may_say_that_it_has_no_fixed_days(cast: Cast) -> None:
    keep(cast, weekly(MONDAY), None)
    keep(cast, Pattern(Repeat.NONE), "S02")
    plan(cast, "S02")
    assert rows(cast, "S02") == []


def test_a_changed_rule_moves_what_is_to_come_and_leaves_what_has_begun(cast: Cast) -> None:
    """A calendar learns of it by SEQUENCE; fewer than three days before it is marked (practice.md §3.2)."""
    rule = keep(cast, weekly(MONDAY))
    plan(cast)
    keep(cast, weekly(MONDAY, starts=14 * 60, ends=17 * 60), rule=rule)
    made = plan(cast)
    running, *later = rows(cast)
    assert clock.local(running.begins_at).hour == 9 and running.sequence == 0, "it began at nine, and it is nine"
    assert {clock.local(row.begins_at).hour for row in later if row.off_by is None} == {14}
    assert made.changed == 13 and {row.sequence for row in later} == {1} and not any(row.short_notice for row in later)
    at(7, 10)
    keep(cast, weekly(WEDNESDAY), rule=rule)
    plan(cast)
    off = [row for row in rows(cast) if row.off_by is OffBy.RULE]
    assert [row.short_notice for row in off[:3]] == [True, False, False], "Monday is two days off, the one after nine"
    assert {row.day.weekday() for row in rows(cast) if row.off_by is None and row.day > date(2026, 3, 8)} == {WEDNESDAY}
    assert not plan(cast)


def test_a_day_moved_by_a_holiday_knows_both_days_and_comes_back_when_the_calendar_does(cast: Cast) -> None:
    keep(cast, weekly(MONDAY, holiday=Holiday.NEXT))
    plan(cast)
    moved = next(row for row in rows(cast) if row.planned_on == date(2026, 4, 6))
    assert (moved.day, moved.is_moved, moved.off_by) == (date(2026, 4, 7), True, None)
    with unit_of_work():
        almanac.close([date(2026, 3, 16)], name="迎检", source="通知", by=cast.actor("office"))
    plan(cast)
    assert [row.day for row in rows(cast) if row.planned_on == date(2026, 3, 16)] == [date(2026, 3, 17)]
    with unit_of_work():
        almanac.open_again(date(2026, 3, 16), by=cast.actor("office"))
    plan(cast)
    back = next(row for row in rows(cast) if row.planned_on == date(2026, 3, 16))
    assert (back.day, back.sequence) == (date(2026, 3, 16), 2)


def test_sg04_an_evening_that_ends_after_midnight_is_one_day(cast: Cast) -> None:
    keep(cast, weekly(2, starts=20 * 60, ends=30))
    plan(cast)
    first = rows(cast)[0]
    assert (first.day, clock.day_of(first.ends_at)) == (date(2026, 3, 4), date(2026, 3, 5))
    moment = at(5, 0, 10)
    assert first.is_on(moment) and not first.is_over(moment)


def test_by_hand_called_off_stays_so_whatever_is_planned_until_somebody_takes_it_back(cast: Cast) -> None:
    monday(cast)
    row = rows(cast)[1]
    with unit_of_work():
        holding.call_off(row, reason="会议室装修", by=cast.actor("liaison"))
    assert (row.off_by, row.because, row.short_notice) == (OffBy.HAND, "会议室装修", False)
    assert not plan(cast)
    with unit_of_work():
        holding.hold_after_all(row, by=cast.actor("liaison"))
    assert (row.off_by, row.sequence) == (None, 2)
    with pytest.raises(Refused, match="shift_over"), unit_of_work():
        holding.hold_after_all(row, by=cast.actor("liaison"))


@pytest.mark.parametrize(("pattern", "more", "key"), [
    (weekly(), {}, "opening_weekdays"), (weekly(1, starts=60, ends=60), {}, "opening_hours"),
    (weekly(1), {"until_on": date(2025, 1, 1)}, "opening_span"), (weekly(1), {"required": 10}, "field_number"),
    (Pattern(Repeat.MONTHLY, month_day=32), {}, "field_number"), (weekly(1, ends=24 * 60), {}, "opening_hours")])
def test_a_rule_nobody_means_is_refused_in_words(cast: Cast, pattern: Pattern, more: dict[str, object], key: str) -> None:
    with pytest.raises(Refused, match=key):
        keep(cast, pattern, **more)


@pytest.mark.parametrize(("login", "station", "may"), [
    ("office", None, True), ("director", None, False), ("director", "S01", True), ("director", "S02", True), ("director-s02", "S02", True),
    ("director-s02", "S01", False), ("liaison", "S01", False), ("rep", "S01", False), ("admin", "S01", False)])
def test_r30_rules_are_kept_by_the_office_and_the_director_of_the_place(cast: Cast, login: str, station: str | None, may: bool) -> None:
    if may:
        rule = keep(cast, weekly(MONDAY), station, login=login)
        assert opening.one(rule.id, cast.actor(login)) is rule
        return
    with pytest.raises(NotAllowed):
        keep(cast, weekly(MONDAY), station, login=login)
    rule = keep(cast, weekly(MONDAY), station)
    with pytest.raises(Missing):
        opening.one(rule.id, cast.actor(login))
    with pytest.raises(NotAllowed), unit_of_work():
        opening.end(rule, by=cast.actor(login))


def test_a_director_does_not_take_a_rule_of_the_network_for_a_station(cast: Cast) -> None:
    rule = keep(cast, Pattern(Repeat.DAILY, months=Months.ODD), None)
    with pytest.raises(NotAllowed):
        keep(cast, weekly(MONDAY), "S01", rule=rule, login="director")


def test_who_would_sit_twice_when_a_day_moves_is_let_go(cast: Cast) -> None:
    """Nobody twice in one half-day holds for what the rule does too: another hour of the same half-day keeps them, the half-day in which
    they sit elsewhere does not, and the day then lacks somebody and says so."""
    rule = keep(cast, weekly(MONDAY))
    keep(cast, weekly(MONDAY, starts=14 * 60, ends=16 * 60), "S02")
    for code in ("S01", "S02"):
        plan(cast, code)
    seat = put_on(cast, rows(cast)[1])
    there = put_on(cast, rows(cast, "S02")[1], by="liaison-s02")
    keep(cast, weekly(MONDAY, starts=9 * 60 + 30), rule=rule)
    assert plan(cast).changed == 13
    db.session.expire_all()
    assert seat.taken_off_at is None and rows(cast)[1].sequence == 2, "put on, then another hour"
    keep(cast, weekly(MONDAY, starts=14 * 60, ends=16 * 60), rule=rule)
    plan(cast)
    db.session.expire_all()
    assert seat.taken_off_at is not None and there.taken_off_at is None


def test_ft03_hours_open_are_those_of_the_seven_days_to_come_that_nobody_called_off(cast: Cast) -> None:
    """Of every station that receives people, also of one that gives no day; the online one is no place to go to."""
    assert shift.open_minutes(TODAY) == {"S01": 0, "S02": 0}
    first = monday(cast)
    took = first[0].ends_at - first[0].begins_at
    assert shift.open_minutes(TODAY) == {"S01": int(took.total_seconds()) // 60, "S02": 0}
    assert shift.open_minutes(TODAY + timedelta(days=1)) == {"S01": int(took.total_seconds()) // 60, "S02": 0}, "the Monday after"
    off = next(row for row in first if row.off_by is not None)
    assert shift.open_minutes(off.day)["S01"] == 0
