"""A roster through the database, held against every roster there is for small networks: laid, put down and published, it opens as many
days and fills as many seats as can be, puts nobody on twice in a half-day nor during leave, and is even where it can be (HB-40, SD-03 to SD-07).

Each example lives in a unit of work that is taken back, so that the next one finds an empty network."""

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from sqlalchemy import select, update

from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.network.person import Person, grant
from portal.network.role import RECEIVES, Grant, Role
from portal.reception import laying, leave, roster, scene, sitting
from portal.reception.pattern import halves
from portal.reception.shift import Shift
from portal.reception.sitting import Sitting
from tests.cast import Cast
from tests.reception.test_rotation import every_roster, worth

FIRST, LAST = date(2026, 3, 9), date(2026, 3, 15)  # far enough ahead for a notice
DAYS = [FIRST + timedelta(days=n) for n in range(3)]
HOURS = {"morning": (9 * 60, 11 * 60), "afternoon": (14 * 60, 16 * 60)}
STATIONS = ("S01", "S02")


class TakenBack(Exception):
    """The example is over."""


@dataclass(frozen=True)
class Network:
    """Open days as (station, day, half, seats), people as (stations, member, leave)."""

    days: list[tuple[str, date, str, int]]
    people: list[tuple[list[str], bool, tuple[date, date] | None]]


@some.composite
def networks(draw: some.DrawFn, members: bool = True) -> Network:
    days = draw(some.lists(some.tuples(some.sampled_from(STATIONS), some.sampled_from(DAYS), some.sampled_from(sorted(HOURS)), some.integers(1, 2)),
                           min_size=1, max_size=4, unique_by=lambda one: one[:3]))
    away = some.one_of(some.none(), some.tuples(some.sampled_from(DAYS), some.sampled_from(DAYS)).map(lambda pair: (min(pair), max(pair))))
    people = draw(some.lists(some.tuples(some.lists(some.sampled_from(STATIONS), min_size=1, max_size=2, unique=True),
                                         some.booleans() if members else some.just(False), away), max_size=4))
    return Network(days, people)


def build(cast: Cast, network: Network) -> None:
    """Nobody of the cast receives any more; the people and days of the example do."""
    db.session.execute(update(Grant).where(Grant.role.in_(RECEIVES)).values(until=date(2026, 1, 31)))
    for n, (station, day, half, seats) in enumerate(network.days):
        begins, ends = (clock.at_local(day, 0) + timedelta(minutes=minute) for minute in HOURS[half])
        db.session.add(Shift(station_id=cast.station(station).id, planned_on=day - timedelta(days=n), day=day, begins_at=begins, ends_at=ends,
                             required=seats, notice_days=3, changed_at=clock.now()))
    for n, (stations, member, away) in enumerate(network.people):
        one = Person(name=f"接待{n}", login=f"laid-{n}", password_hash="")
        db.session.add(one)
        db.session.flush()
        for station in stations:
            grant(one, Role.MEMBER if member else Role.REPRESENTATIVE, date(2026, 2, 1), cast.station(station).id)
        if away is not None:
            db.session.add(leave.Leave(person_id=one.id, from_on=away[0], until_on=away[1], entered_at=clock.now()))
    db.session.flush()


def laid(cast: Cast, network: Network, most: int | None):
    """What there was to lay from, the credits, and who sits where when it is published."""
    by = cast.actor("office")
    build(cast, network)
    row = roster.ask(None, (FIRST, LAST), least=0, most=most, by=by)
    seen = scene.read(None, row.span, by.at)
    found = laying.lay(row, by)
    laying.put_down(row, found, by=by)
    assert laying.publish(row, by=by) == len(found.seats) and row.left_out == 0
    db.session.flush()
    return seen, found, list(db.session.scalars(select(Sitting).where(Sitting.taken_off_at.is_(None))))


def example(app: Flask, network: Network, most: int | None, holds) -> None:
    with app.app_context(), suppress(TakenBack), unit_of_work():
        holds(*laid(Cast(), network, most))
        raise TakenBack


pytestmark = pytest.mark.usefixtures("cast")
quick = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@quick
@given(network=networks(), most=some.sampled_from([None, 1, 2]))
def test_hb40_published_nobody_sits_twice_in_a_half_day_on_leave_or_where_they_do_not_receive(empty_app: Flask, network: Network, most: int | None) -> None:
    def holds(seen: scene.Scene, found: object, seats: list[Sitting]) -> None:
        people = {one.id: one for one in seen.people}
        taken = Counter((seat.person_id, seat.shift.day, half) for seat in seats for half in halves(seat.shift.begins_at, seat.shift.ends_at))
        assert set(taken.values()) <= {1}
        for seat in seats:
            one = people[seat.person_id]
            assert one.serves(seat.shift.station_id, seat.shift.day) and not one.is_away(seat.shift.day)
            assert sitting.elsewhere(one.id, seat.shift) is None
        held = Counter(seat.shift_id for seat in seats)
        assert all(held[seat.shift_id] <= seat.shift.required for seat in seats)
        assert most is None or max(Counter(seat.person_id for seat in seats).values(), default=0) <= most
    example(empty_app, network, most, holds)


@quick
@given(network=networks(), most=some.sampled_from([None, 1]))
def test_sd07_published_no_roster_opens_more_days_or_fills_more_seats(empty_app: Flask, network: Network, most: int | None) -> None:
    def holds(seen: scene.Scene, found: object, seats: list[Sitting]) -> None:
        best = max(map(worth, every_roster(seen.needs, seen.people, most)))
        assert worth([(seat.shift_id, seat.person_id) for seat in seats]) == best
    example(empty_app, network, most, holds)


@quick
@given(network=networks(members=False))
def test_hb40_published_the_spread_is_at_most_one_wherever_a_roster_as_full_has_it(empty_app: Flask, network: Network) -> None:
    def holds(seen: scene.Scene, found, seats: list[Sitting]) -> None:
        def spread(pairs) -> int:
            count = Counter(person for _, person in pairs)
            loads = [count[one.id] + found.credit.get(one.id, 0) for one in seen.people]
            return max(loads, default=0) - min(loads, default=0)
        mine = [(seat.shift_id, seat.person_id) for seat in seats]
        feasible = any(spread(pairs) <= 1 for pairs in every_roster(seen.needs, seen.people, None) if worth(pairs) == worth(mine))
        assert not feasible or spread(mine) <= 1
    example(empty_app, network, None, holds)
