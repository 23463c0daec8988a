"""The monthly report comes by itself, is signed by who is first responsible, and is never changed again (HB-13, CT-01, X-22)."""

import json
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import DatabaseError

from portal import daily
from portal.cases import invariants, policy, sorting
from portal.cases.ledger import Entry
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.refusal import Missing, Moved, NotAllowed, Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network.audit import AuditEntry
from portal.statistics import frozen, monthly
from portal.statistics.frozen import FrozenReport
from portal.statistics.monthly import MonthlyReport
from tests.cast import WORDS, Cast
from tests.statistics.reports import TEXTS, drafted, past, signed, written


@pytest.mark.parametrize(("today", "first", "last"), [
    ("2026-03-30", "2026-01-31", "2026-02-28"), ("2026-03-31", "2026-03-01", "2026-03-30"), ("2026-05-02", "2026-03-31", "2026-04-30"),
    ("2028-03-01", "2028-01-31", "2028-02-29"), ("2026-01-05", "2025-12-01", "2025-12-30"), ("2026-06-30", "2026-05-01", "2026-05-30")])
def test_hb13_the_period_ends_on_the_30th_and_in_february_on_its_last_day(app: Flask, today: str, first: str, last: str) -> None:
    """The 31st belongs to the next one (practice.md §4.6)."""
    assert monthly.ended(date.fromisoformat(today)) == (date.fromisoformat(first), date.fromisoformat(last))


def test_the_policy_may_say_another_day_and_31_is_the_calendar_month(cast: Cast) -> None:
    with unit_of_work():
        policy.add({monthly.NAME: policy.Wanted(31, 0)}, base="v1", from_on=date(2026, 3, 3), reason="按自然月报。", by=cast.actor("office"))
    assert monthly.ended(date(2026, 4, 1)) == (date(2026, 3, 1), date(2026, 3, 31))
    assert monthly.ended(date(2026, 5, 1)) == (date(2026, 4, 1), date(2026, 4, 30))


def test_hb13_it_comes_by_itself_once_and_for_every_station(cast: Cast) -> None:
    cast.register(heads=3)
    past(2026, 3, 30)
    daily.report(clock.now())
    assert [row.period for row in monthly.listed(cast.actor("office"))] == ["2026-02"] * 3  # the month before, as far as there was one
    past(2026, 3, 31)
    assert daily.report(clock.now()) == 3 and daily.report(clock.now()) == 0
    past(2026, 4, 1)
    assert daily.report(clock.now()) == 0
    row = next(row for row in monthly.listed(cast.actor("office")) if row.station.code == "S01")
    assert (row.period, row.first, row.last, row.figures["heads"]) == ("2026-03", date(2026, 3, 1), date(2026, 3, 30), 3)


def test_no_day_is_lost_where_the_portal_stood_still_and_none_is_told_before_work_began(cast: Cast) -> None:
    past(2026, 3, 2)
    daily.report(clock.now())
    with unit_of_work():
        cast.station("S02").opens_on = date(2026, 5, 12)
    past(2026, 6, 1)
    daily.report(clock.now())
    found = {row.station.code: (row.first, row.last) for row in monthly.listed(cast.actor("office")) if row.period == "2026-05"}
    assert found["S01"] == (date(2026, 3, 1), date(2026, 5, 30)) and found["S02"] == (date(2026, 5, 12), date(2026, 5, 30))


def test_what_is_noted_before_it_is_signed_is_counted_again(cast: Cast) -> None:
    past(2026, 3, 31)
    row = drafted()
    assert row.figures["registered"] == 0
    past(2026, 3, 20)
    cast.register()
    with unit_of_work():
        monthly.count_again(row, by=cast.actor("liaison"))
    assert row.figures["registered"] == 1


def test_ct01_the_liaison_writes_the_director_signs_and_then_nothing_changes(cast: Cast) -> None:
    cast.register(heads=3)
    past(2026, 3, 31)
    row = drafted()
    written(row)
    for login in ("liaison", "clerk", "rep", "director-s02", "steering", "admin"):
        with pytest.raises((NotAllowed, Missing)):
            signed(row, login)
    db.session.rollback()
    made = signed(row)
    told = made.told
    assert {name: told[name] for name in TEXTS} == TEXTS and told["figures"]["heads"] == 3 and told["signed"] == ["director甲"]
    assert (told["number"], told["station"], told["period"], told["last"]) == (f"REPORT-{row.id}", "S01", "2026-03", "2026-03-30")
    for turn in (lambda: signed(row), lambda: written(row), lambda: monthly.count_again(row, by=cast.actor("liaison"))):
        with pytest.raises(Moved):
            turn()
        db.session.rollback()
    entry = db.session.scalars(select(Entry).where(Entry.name == made.name)).one()
    assert json.loads(entry.data)["kind"] == "report" and invariants.broken() == []
    assert db.session.scalar(select(func.count()).select_from(AuditEntry).where(AuditEntry.act == "report_sign")) == 1


@pytest.mark.parametrize("statement", ["UPDATE frozen_report SET record = '{}'", "DELETE FROM frozen_report"])
def test_r21_the_database_itself_refuses_a_change(cast: Cast, statement: str) -> None:
    past(2026, 3, 31)
    signed(drafted())
    with pytest.raises(DatabaseError, match="append-only"), unit_of_work():
        db.session.execute(db.text(statement))


def test_what_comes_late_stands_in_the_next_report_once_and_never_in_the_old_one(cast: Cast) -> None:
    """HB-13: later changes show as corrections."""
    cast.register()
    past(2026, 3, 31)
    first = drafted()
    before = signed(first).record
    past(2026, 3, 20)
    cast.register(heads=4)
    past(2026, 5, 1)
    second = drafted()
    signed(second)
    assert [one for one in second.corrections if one["figure"] in ("heads", "registered")] == [
        {"period": "2026-03", "figure": "heads", "was": 1, "now": 5}, {"period": "2026-03", "figure": "registered", "was": 1, "now": 2}]
    assert db.session.get_one(FrozenReport, first.id).record == before
    past(2026, 3, 21)
    cast.register()
    past(2026, 5, 31)
    third = drafted()
    assert [one for one in third.corrections if one["figure"] == "registered"] == [{"period": "2026-03", "figure": "registered", "was": 2, "now": 3}]
    past(2026, 7, 1)
    assert third.period == "2026-05" and drafted().corrections == []


def test_hb44_that_a_matter_was_sealed_meanwhile_is_no_correction(cast: Cast) -> None:
    """Else the next report would say in which month a report about officials came."""
    case = cast.register().case
    past(2026, 3, 31)
    signed(drafted())
    with unit_of_work():
        sorting.seal(case)
    past(2026, 5, 1)
    assert drafted().corrections == []


@pytest.mark.parametrize(("text", "key"), [("请联系12000000017。", "concern_points"), (f"有人说：{WORDS}", "report_borrowed")])
def test_x05_no_private_word_comes_into_it(cast: Cast, text: str, key: str) -> None:
    cast.register()
    past(2026, 3, 31)
    row = drafted()
    with pytest.raises(Refused, match=key), unit_of_work():
        monthly.write(row, TEXTS | {"practice": text}, locale="zh_Hans", by=cast.actor("liaison"))


def test_x22_who_sees_which(cast: Cast) -> None:
    """A liaison their own station's, a director those below too, the office and the steering group all; nobody else any."""
    past(2026, 3, 31)
    row = drafted("S02")
    db.session.rollback()
    seen = {login: {one.station.code for one in monthly.listed(cast.actor(login))} for login in ("liaison", "director", "steering", "rep", "officer", "admin")}
    assert seen == {"liaison": {"S01"}, "director": {"S01", "S02", "S90"}, "steering": {"S01", "S02", "S90"}, "rep": set(), "officer": set(), "admin": set()}
    with pytest.raises(Missing):
        monthly.seen_by(row.id, cast.actor("liaison"))
    assert monthly.seen_by(row.id, cast.actor("director")).id == row.id
    assert isinstance(row, MonthlyReport) and row.last - row.first == timedelta(days=29)


def test_periods_and_reports_of_several_stations(cast: Cast) -> None:
    past(2026, 3, 31)
    for code in ("S01", "S02"):
        signed(drafted(code))
    assert frozen.periods() == ["2026-03"] and [row.station_code for row in frozen.in_period("2026-03")] == ["S01", "S02"]
    assert [row.station_code for row in frozen.in_period("2026-03", ["S02"])] == ["S02"] and frozen.of("S02", "2026-03").name.startswith("REPORT-")
    for missing in (lambda: frozen.of("S90", "2026-03"), lambda: frozen.one(99)):
        with pytest.raises(Missing):
            missing()
