"""The roster as pure arithmetic, held against every roster there is for small networks (HB-40, SD-03 to SD-07)."""

import itertools
from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from portal.reception import coverage, report
from portal.reception.coverage import Day, Gap
from portal.reception.pattern import Half
from portal.reception.rota import Need, Reason, Receiver, Term, Terms
from portal.reception.rotation import rotate

FIRST = date(2027, 3, 1)  # a Monday
ALWAYS = date(2020, 1, 1)
DAYS = [FIRST + timedelta(days=n) for n in range(4)]


def need(number, station=0, day=FIRST, half=Half.MORNING, seats=2, led=False):
    return Need(number, station, day, frozenset({(day, half)}), seats, seats, led)


def receiver(number, *stations, member=False, away=(), busy=(), carried=0):
    return Receiver(number, member, tuple(Term(station, ALWAYS) for station in stations or (0,)), tuple(away), frozenset(busy), carried)


def weekly(count, station=0, seats=2, first=0):
    return [need(first + n, station, FIRST + timedelta(days=7 * n), seats=seats) for n in range(count)]


def loads(rota, people):
    count = Counter(person for _, person in rota.seats)
    return {person.id: person.carried + count[person.id] + rota.credit.get(person.id, 0) for person in people}


@some.composite
def networks(draw, members=True, halves=tuple(Half), most_needs=4):
    """A few stations, days and people: small enough that every roster can be written down."""
    needs = [Need(n, draw(some.integers(0, 2)), day := draw(some.sampled_from(DAYS)), frozenset({(day, draw(some.sampled_from(halves)))}),
                  draw(some.integers(1, 2)), 2) for n in range(draw(some.integers(1, most_needs)))]
    people = []
    for n in range(draw(some.integers(0, 4))):
        away = draw(some.lists(some.tuples(some.sampled_from(DAYS), some.sampled_from(DAYS)).map(sorted).map(tuple), max_size=1))
        stations = draw(some.sets(some.integers(0, 2), min_size=1, max_size=2))
        busy = draw(some.sets(some.tuples(some.sampled_from(DAYS), some.sampled_from(halves)), max_size=1))
        people.append(receiver(n, *sorted(stations), member=members and draw(some.booleans()), away=away, busy=busy))
    return needs, people


def every_roster(needs, people, most):
    """All ways to seat people, as lists of (need, person): the oracle knows no cleverness."""
    def ways(need):
        may = [p for p in people if p.serves(need.station, need.day) and not p.is_away(need.day) and not need.slots & p.busy]
        return [chosen for size in range(need.seats + 1) for chosen in itertools.combinations(may, size)]

    def go(at, busy, count):
        if at == len(needs):
            yield []
            return
        for chosen in ways(needs[at]):
            if any(busy.get(p.id, frozenset()) & needs[at].slots or (most is not None and count[p.id] >= most) for p in chosen):
                continue
            taken = busy | {p.id: busy.get(p.id, frozenset()) | needs[at].slots for p in chosen}
            for rest in go(at + 1, taken, count + Counter(p.id for p in chosen)):
                yield [(needs[at].id, p.id) for p in chosen] + rest
    return go(0, {}, Counter())


def worth(seats):
    return len({n for n, _ in seats}), len(seats)


@settings(max_examples=80, deadline=None)
@given(networks(), some.sampled_from([None, 1, 2]))
def test_nobody_twice_in_a_half_day_leave_honoured_and_nobody_where_they_do_not_receive(network, most):
    needs, people = network
    by_need, by_person = {n.id: n for n in needs}, {p.id: p for p in people}
    rota = rotate(needs, people, Terms(0, most))
    taken = Counter((person, slot) for n, person in rota.seats for slot in by_need[n].slots)
    assert all(times == 1 for times in taken.values())
    for n, person in rota.seats:
        assert by_person[person].serves(by_need[n].station, by_need[n].day) and not by_person[person].is_away(by_need[n].day)
        assert not by_need[n].slots & by_person[person].busy
    assert most is None or all(times <= most for times in Counter(person for _, person in rota.seats).values())


@settings(max_examples=80, deadline=None)
@given(networks(), some.sampled_from([None, 1, 2]))
def test_no_roster_opens_more_days_or_fills_more_seats_and_what_is_empty_is_named(network, most):
    """SD-07: whatever can be opened is; of that whatever can be filled is; every empty seat has its reason."""
    needs, people = network
    rota = rotate(needs, people, Terms(0, most))
    best = max(map(worth, every_roster(needs, people, most)))
    assert worth(rota.seats) == best
    filled = Counter(n for n, _ in rota.seats)
    assert {n.id: n.seats - filled[n.id] for n in needs if filled[n.id] < n.seats} == {n: count for n, (count, _) in rota.empty.items()}
    assert all(reason in set(Reason) for _, reason in rota.empty.values())


@settings(max_examples=80, deadline=None)
@given(networks(members=False), some.sampled_from([None, 2]))
def test_no_roster_is_fairer(network, most):
    """HB-40: of all rosters that fill as much, none has a lower highest load or a higher lowest one."""
    needs, people = network
    rota = rotate(needs, people, Terms(0, most))

    def sorted_loads(seats):
        count = Counter(person for _, person in seats)
        return sorted((count[p.id] + rota.credit.get(p.id, 0) for p in people), reverse=True)
    as_full = [sorted_loads(seats) for seats in every_roster(needs, people, most) if worth(seats) == worth(rota.seats)]
    assert sorted_loads(rota.seats) == min(as_full)


@settings(max_examples=40, deadline=None)
@given(networks(), some.randoms(use_true_random=False))
def test_the_same_data_give_the_same_roster_in_whatever_order(network, dice):
    needs, people = network
    mixed, others = list(needs), list(people)
    dice.shuffle(mixed)
    dice.shuffle(others)
    assert rotate(needs, people, Terms()) == rotate(mixed, others, Terms())


@pytest.mark.parametrize("count", [3, 4, 5, 7, 20])
def test_one_station_rotates_over_a_year_within_one_sitting(count):
    """HB-40: two of the town's representatives every Monday, in turn: spread at most one, and nobody again before half a round is over."""
    needs, people = weekly(52), [receiver(n) for n in range(count)]
    rota = rotate(needs, people, Terms())
    found = loads(rota, people)
    assert sum(found.values()) == 104 and max(found.values()) - min(found.values()) <= 1
    for person in people:
        mine = sorted(n for n, who in rota.seats if who == person.id)
        assert all(later - earlier >= count / 4 for earlier, later in itertools.pairwise(mine))


def test_members_fill_up_what_representatives_leave():
    """SD-05, SD-06: with at most 26 sittings each, one representative and three members hold 52 weeks, a representative in each she can."""
    people = [receiver(1), *(receiver(10 + n, member=True) for n in range(3))]
    rota = rotate(weekly(52), people, Terms(2, 26))
    count = Counter(person for _, person in rota.seats)
    assert not rota.empty and sorted(count.values()) == [26, 26, 26, 26]
    assert len({n for n, person in rota.seats if person == 1}) == 26


def test_representatives_sit_first_and_members_at_least_as_often_as_the_terms_ask():
    people = [receiver(1), receiver(2), *(receiver(10 + n, member=True) for n in range(2))]
    rota = rotate(weekly(20), people, Terms(least=3))
    count = Counter(person for _, person in rota.seats)
    assert (count[10], count[11]) == (3, 3) and count[1] + count[2] == 34 and abs(count[1] - count[2]) <= 1
    led = {n for n, person in rota.seats if person in (1, 2)}
    assert len(led) == 20


def test_leave_counts_as_sat_so_that_nobody_pays_for_it_with_double_turns():
    away = (FIRST, FIRST + timedelta(days=7 * 26 - 1))
    people = [receiver(1, away=[away]), receiver(2), receiver(3), receiver(4)]
    rota = rotate(weekly(52), people, Terms())
    count = Counter(person for _, person in rota.seats)
    assert rota.credit == {1: 13} and max(loads(rota, people).values()) - min(loads(rota, people).values()) <= 1
    assert count[1] <= 17 and not any(n < 26 for n, person in rota.seats if person == 1)


def test_people_of_the_area_help_out_only_where_the_stations_own_do_not_suffice():
    needs = [*weekly(4, station=0), *[need(100 + n, 1, FIRST + timedelta(days=7 * n), Half.EVENING) for n in range(4)]]
    people = [receiver(1, 0), receiver(2, 0), receiver(3, 0), receiver(4, 1)]
    alone = rotate(needs, people, Terms(0))
    assert {reason for _, reason in alone.empty.values()} == {Reason.TOO_FEW} and set(alone.empty) == {100, 101, 102, 103}
    helped = rotate(needs, people, Terms(0, None, {0: 7, 1: 7}))
    assert not helped.empty and Counter(person for n, person in helped.seats if n >= 100)[4] == 4
    apart = rotate(needs, people, Terms(0, None, {0: 7, 1: 8}))
    assert set(apart.empty) == {100, 101, 102, 103}


@pytest.mark.parametrize(("people", "most", "reason"), [
    ([], None, Reason.NOBODY),
    ([receiver(1)], None, Reason.TOO_FEW),
    ([receiver(1), receiver(2, away=[(FIRST, FIRST)])], None, Reason.LEAVE),
    ([receiver(1, away=[(FIRST, FIRST)])], None, Reason.LEAVE),  # the only one of two: had they come, the day would be held
    ([receiver(1, away=[(FIRST + timedelta(days=1), FIRST + timedelta(days=1))])], None, Reason.TOO_FEW),
    ([receiver(1), receiver(2, carried=4)], 4, Reason.MOST),
    ([receiver(1), receiver(2, busy={(FIRST, Half.MORNING)})], None, Reason.ELSEWHERE),
])
def test_what_cannot_be_filled_says_why(people, most, reason):
    assert rotate([need(1)], people, Terms(0, most)).empty[1][1] is reason


def test_weeks_without_anybody_are_named_with_their_reason():
    """SD-07: "every station weekly", and where not, which weeks and why."""
    span = (FIRST, FIRST + timedelta(days=27))
    days = [Day(1, FIRST, 2), Day(1, FIRST + timedelta(days=7), 0, Reason.OFF), Day(1, FIRST + timedelta(days=14), 0, Reason.LEAVE),
            Day(1, FIRST + timedelta(days=16), 0, Reason.OFF), Day(1, FIRST + timedelta(days=21), 1, Reason.TOO_FEW)]
    found = coverage.gaps([1, 2], days, span)
    assert found == [Gap(1, Reason.OFF, (FIRST + timedelta(days=7),)), Gap(1, Reason.LEAVE, (FIRST + timedelta(days=14),)),
                     Gap(2, Reason.NO_DAY, tuple(FIRST + timedelta(days=7 * n) for n in range(4)))]


def test_shares_show_spread_and_stations_without_one_to_three_of_their_own_are_listed():
    people = [receiver(1, 5), receiver(2, 5), receiver(3, 5, member=True), *(receiver(10 + n, 6) for n in range(4))]
    found = coverage.shares(people, {1: 3, 2: 1, 3: 9}, {2: 1})
    assert [(one.station, one.is_member, one.people, one.least, one.most, one.even) for one in found][:2] == [
        (5, False, 2, 2, 3, True), (5, True, 1, 9, 9, True)]
    assert report.residents([5, 6, 7], people, FIRST) == {6: 4, 7: 0}
