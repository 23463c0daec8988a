"""Who sits at an open day: put on by hand, nobody twice in a half-day, noted on the day (HB-40, SD-06, practice.md §9 row 11)."""

from datetime import date

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.refusal import Missing, NotAllowed, Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network import person
from portal.network.role import Role
from portal.reception import holding, shift, sitting
from portal.reception.sitting import Presence, Sitting
from tests.cast import Cast
from tests.reception.opened import MONDAY, at, keep, monday, note, plan, put_on, rows, weekly
from tests.together import at_once


def test_two_are_put_on_and_calendars_learn_of_each(cast: Cast) -> None:
    row = monday(cast)[1]
    first, second, again = put_on(cast, row), put_on(cast, row, "member"), put_on(cast, row)
    assert first.id == again.id and (first.role, second.role) == (Role.REPRESENTATIVE, Role.MEMBER)
    assert row.sequence == 2 and not row.short_notice
    with unit_of_work():
        sitting.take_off(first, by=cast.actor("liaison"))
    assert [seat.person.login for seat in sitting.of_shifts([row.id])[row.id]] == ["member"]
    assert put_on(cast, row).id == first.id, "the same row again"


def test_a_change_inside_three_days_is_marked(cast: Cast) -> None:
    row = monday(cast)[1]
    at(6, 10)
    put_on(cast, row)
    assert not row.short_notice, "three days before: in time"
    at(7, 10)
    put_on(cast, row, "rep-2")
    assert row.short_notice


def test_nobody_sits_twice_in_one_half_day_whatever_the_hours(cast: Cast) -> None:
    """Two towns on one morning: refused with the name of the other; the afternoon is free."""
    monday(cast)
    keep(cast, weekly(MONDAY, starts=8 * 60, ends=8 * 60 + 30), "S02")
    keep(cast, weekly(MONDAY, starts=14 * 60, ends=16 * 60), "S02")
    plan(cast, "S02")
    morning, afternoon = [row for row in rows(cast, "S02") if row.day == date(2026, 3, 9)]
    put_on(cast, rows(cast)[1])
    with pytest.raises(Refused, match="sitting_twice") as told:
        put_on(cast, morning, by="liaison-s02")
    assert told.value.params["station"] == "榆荫街道站"
    assert put_on(cast, afternoon, by="liaison-s02").id
    with unit_of_work():
        holding.call_off(rows(cast)[1], reason="停电", by=cast.actor("liaison"))
    put_on(cast, morning, by="liaison-s02")
    with unit_of_work():
        holding.hold_after_all(rows(cast)[1], by=cast.actor("liaison"))
    assert sitting.of_shifts([rows(cast)[1].id])[rows(cast)[1].id] == [], "held after all, and they promised elsewhere"


def test_an_evening_across_midnight_and_the_morning_after_may_be_the_same_person_but_not_the_same_hours(cast: Cast) -> None:
    """SG-04."""
    keep(cast, weekly(1, starts=20 * 60, ends=60))
    keep(cast, weekly(2, starts=30, ends=2 * 60), "S02")
    keep(cast, weekly(2), "S02")
    for code in ("S01", "S02"):
        plan(cast, code)
    night, (early, morning) = rows(cast)[0], rows(cast, "S02")[:2]
    put_on(cast, night)
    assert put_on(cast, morning, by="liaison-s02").id
    with pytest.raises(Refused, match="sitting_twice"):
        put_on(cast, early, by="liaison-s02")


def test_two_offices_that_reach_for_the_same_person_get_them_once(empty_app: Flask) -> None:
    with empty_app.app_context():
        cast = Cast()
        monday(cast)
        monday(cast, "S02")
        pairs = [(code, rows(cast, code)[1].id, who) for code, who in (("S01", "liaison"), ("S02", "liaison-s02"))] * 2
        db.session.remove()

    def reach(shift_id: int, login: str) -> int:
        with unit_of_work():
            by = Cast().actor(login)
            return sitting.put_on(shift.one(shift_id, by, lock=True), Cast().person("rep"), by=by).shift_id

    came = at_once(empty_app, [lambda pair=pair: reach(pair[1], pair[2]) for pair in pairs])  # type: ignore[misc]
    with empty_app.app_context():
        assert len(db.session.scalars(select(Sitting)).all()) == 1, came


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from(["rep", "rep-2", "member"])), max_size=10))
def test_whatever_is_asked_for_nobody_sits_twice(cast: Cast, asked: list[tuple[int, str]]) -> None:
    """No double booking: held against every pair of rows, half-days counted anew."""
    if not rows(cast):
        for starts, ends in ((9, 11), (10, 12), (11, 14), (13, 15)):
            keep(cast, weekly(MONDAY, starts=starts * 60, ends=ends * 60))
        plan(cast)
    day = [row for row in rows(cast) if row.day == date(2026, 3, 9)]
    for place, login in asked:
        try:
            put_on(cast, day[place], login)
        except Refused as refusal:
            assert refusal.key == "refusal.sitting_twice"
    seats = [(seat.person_id, seat.shift) for row in day for seat in sitting.of_shifts([row.id])[row.id]]
    for number, (who, one) in enumerate(seats):
        for other_who, other in seats[number + 1:]:
            hours = [{clock.local(each.begins_at).hour // 12, (clock.local(each.ends_at).hour * 60 - 1) // 720} for each in (one, other)]
            assert who != other_who or not hours[0] & hours[1]


def test_only_who_receives_on_that_day_is_offered_and_taken(cast: Cast) -> None:
    """SD-01: found by typing, twelve at most; those of the station first, a clerk never."""
    row = monday(cast)[1]
    assert [line.split(" · ")[0] for line in sitting.suggest(row, "")] == ["rep甲", "rep-2甲", "member甲", "rep-s02甲"]
    assert sitting.suggest(row, "s02")[0].startswith("rep-s02甲 · S02 · ") and sitting.suggest(row, "城市管") and not sitting.suggest(row, "clerk")
    assert sitting.meant(row, sitting.suggest(row, "rep-2")[0]) == cast.person("rep-2")
    assert sitting.meant(row, "rep甲") == cast.person("rep") and sitting.meant(row, "rep") is None, "four names hold that"
    assert sitting.meant(row, "rep甲 · S01 · 999999999999") is None and sitting.meant(row, "") is None
    with pytest.raises(Refused, match="sitting_may_not"):
        put_on(cast, row, "clerk")
    with unit_of_work():
        for given in cast.person("rep").grants:
            given.until = date(2026, 3, 8)
    with pytest.raises(Refused, match="sitting_may_not"):
        put_on(cast, row)
    assert person.holding(Role.REPRESENTATIVE, date(2026, 3, 8))


def test_the_liaison_notes_who_is_here_who_left_and_who_did_not_come(cast: Cast) -> None:
    row = monday(cast)[1]
    here, missing = put_on(cast, row), put_on(cast, row, "rep-2")
    at(9, 6)
    with pytest.raises(Refused, match="sitting_when"):
        note(cast, here, Presence.HERE)
    came = at(9, 8, 40)
    note(cast, here, Presence.HERE)
    with pytest.raises(Refused, match="sitting_when"):
        note(cast, missing, Presence.ABSENT)
    with pytest.raises(Refused, match="sitting_order"):
        note(cast, missing, Presence.LEFT)
    at(9, 10)
    note(cast, missing, Presence.ABSENT, reason="住院")
    left = at(9, 11)
    note(cast, here, Presence.LEFT, by="clerk")
    assert (here.came_at, here.left_at, here.came, missing.came, missing.reason) == (came, left, True, False, "住院")
    late = at(9, 11, 10)
    note(cast, missing, Presence.HERE)
    assert (missing.came_at, missing.reason) == (late, ""), "came after all"
    with pytest.raises(Refused, match="sitting_noted"), unit_of_work():
        sitting.take_off(missing, by=cast.actor("liaison"))
    at(11, 9)
    with pytest.raises(Refused, match="sitting_when"):
        note(cast, missing, Presence.ABSENT)


def test_r30_the_roster_is_the_liaisons_and_the_directors_not_the_representatives(cast: Cast) -> None:
    """HB-40."""
    row = monday(cast)[1]
    for login in ("rep", "clerk", "volunteer"):
        with pytest.raises((NotAllowed, Missing)), unit_of_work():
            sitting.put_on(row, cast.person("rep"), by=cast.actor(login))
    for login in ("liaison-s02", "rep", "officer"):
        with pytest.raises(Missing):
            shift.one(row.id, cast.actor(login))
    seat = put_on(cast, row, by="director")
    at(9, 9)
    for login in ("rep", "office", "liaison-s02"):
        with pytest.raises(NotAllowed):
            note(cast, seat, Presence.HERE, by=login)
