"""Versions of the policy: from a coming day, for matters registered from then on; none is ever written again (HB-68)."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from portal.cases import acceptance, deadline, delivery, policy, referral
from portal.cases.policy import PolicyLimit, PolicyVersion, Wanted
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.refusal import NotAllowed, Refused
from portal.foundation.unit_of_work import unit_of_work
from tests.cast import Cast

# practice.md §3.2: clock, limit, working or calendar days, longest extension
PRACTICE = {
    "accept": (3, True, 2), "clarify": (10, True, 0), "refer": (1, True, 0), "acknowledge": (1, True, 0), "return": (2, True, 0),
    "return_decision": (1, True, 0), "reply_simple": (5, True, 5), "reply_ordinary": (15, True, 15),
    "reply_complex": (30, True, 15),
    "reply_danger": (1, True, 0), "send_back": (5, True, 0), "review": (2, True, 0), "deliver": (2, True, 0), "rate": (10, True, 0),
    "rehandle": (10, True, 0), "second_review": (5, True, 0), "publish": (5, True, 15), "contest": (30, False, 0),
    "follow_up": (30, False, 0), "look_again": (5, True, 0), "ceiling": (60, False, 30),
    "yellow": (5, True, 0), "red": (5, True, 0), "explanation": (3, True, 0), "slip_acknowledge": (1, True, 0),
    "countersign": (1, True, 0),
    "long_overdue": (10, True, 0), "due_soon": (2, True, 0),
    "pause_visitor": (10, True, 0), "pause_appraisal": (30, True, 0), "pause_court": (60, True, 0), "danger_call": (2, False, 0),
    "tries": (3, False, 0), "tries_ways": (2, False, 0), "monthly_report": (30, False, 0)}
MARCH = {day: date(2026, 3, day) for day in range(1, 32)}


def make(cast: Cast, from_on: date = MARCH[10], base: str = "v1", who: str = "office", **limits: tuple[int, int]) -> PolicyVersion:
    with unit_of_work():
        return policy.add({name: Wanted(*two) for name, two in limits.items()}, base=base, from_on=from_on, reason="会议定的",
                          by=cast.actor(who))


def test_policy_v1_is_the_one_of_the_practice(cast: Cast) -> None:
    assert {name: (row.limit, row.working, row.extension) for name in policy.SHIPPED
            if (row := policy.limit_of("v1", name))} == PRACTICE
    with pytest.raises(LookupError, match="policy v1 has no clock tea"):
        policy.limit_of("v1", "tea")


def test_hb68_old_cases_keep_their_version_and_new_ones_take_the_one_of_their_local_day(cast: Cast) -> None:
    old = cast.register().case
    made = make(cast, accept=(4, 2), refer=(2, 0))
    assert (made.name, made.reason, made.made_by_id) == ("v2", "会议定的", cast.person("office").id)
    clock.freeze(clock.at_local(MARCH[9], 23, 59))
    last = cast.register().case
    clock.freeze(clock.at_local(MARCH[10], 0, 1))
    new = cast.register().case
    assert (old.policy, last.policy, new.policy) == ("v1", "v1", "v2")
    assert (last.next_on, new.next_on) == (MARCH[12], MARCH[16])
    with unit_of_work():
        acceptance.accept(old, acceptance.Sorting(2, "C4"), decided_by_id=cast.person("rep").id, by=cast.actor("liaison"))
    assert old.next_on == MARCH[11]


def test_of_two_the_one_that_began_last_holds_and_a_plan_is_replaced_by_a_newer_one(cast: Cast) -> None:
    make(cast, MARCH[20], accept=(5, 2))
    make(cast, MARCH[10], accept=(4, 2))
    make(cast, MARCH[20], base="v2", accept=(6, 2))
    assert [policy.in_force(MARCH[day]) for day in (9, 10, 19, 20, 31)] == ["v1", "v3", "v3", "v4", "v4"]
    assert policy.limits_of("v4")["accept"].limit == 6 and list(policy.limits_of("v4")) == list(policy.SHIPPED)


@pytest.mark.parametrize(("limits", "key", "clock_name"), [
    ({"accept": (0, 0)}, "policy_limit", "accept"), ({"rate": (401, 0)}, "policy_limit", "rate"),
    ({"monthly_report": (32, 0)}, "policy_limit", "monthly_report"), ({"review": (2, 1)}, "policy_extension", "review"),
    ({"reply_simple": (5, 16)}, "policy_extension", "reply_simple"), ({"reply_complex": (90, 15)}, "policy_ceiling", "ceiling"),
    ({"tries": (3, 0), "tries_ways": (4, 0)}, "policy_tries", "tries"), ({"accept": (3, 2)}, "policy_same", None)])
def test_what_no_office_could_keep_is_refused_by_its_row(cast: Cast, limits: dict[str, tuple[int, int]], key: str,
                                                         clock_name: str | None) -> None:
    with pytest.raises(Refused, match=key) as refusal:
        make(cast, **limits)
    assert refusal.value.params.get("clock") == clock_name and len(policy.versions()) == 1


@pytest.mark.parametrize("day", [MARCH[1], MARCH[2]])
def test_a_version_never_begins_today_or_before(cast: Cast, day: date) -> None:
    with pytest.raises(Refused, match="policy_future"):
        make(cast, day, accept=(4, 2))


@pytest.mark.parametrize("who", ["liaison", "director", "rep", "steering"])
def test_only_the_office_and_the_administrator_make_one(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        make(cast, who=who, accept=(4, 2))


@pytest.mark.parametrize("table", [PolicyLimit, PolicyVersion])
def test_the_database_keeps_every_version_as_it_was(cast: Cast, table: type[PolicyLimit] | type[PolicyVersion]) -> None:
    with pytest.raises(DBAPIError, match="append-only"), unit_of_work():
        row = db.session.scalars(select(table)).first()
        assert row is not None
        if isinstance(row, PolicyLimit):
            row.limit = 99
        else:
            row.from_on = MARCH[31]
        db.session.flush()


def test_tries_and_the_time_to_object_follow_the_cases_policy(cast: Cast) -> None:
    """X-01: how often and in how many ways is a limit like any other."""
    make(cast, tries=(2, 0), tries_ways=(1, 0), contest=(7, 0))
    clock.freeze(clock.at_local(MARCH[10], 9))
    case = cast.delivered()
    assert acceptance.contest_days(case) == 7
    for day in (11, 12):
        assert not delivery.tried_enough(case)
        clock.freeze(clock.at_local(MARCH[day], 9))
        with unit_of_work():
            delivery.record_try(case, way=delivery.Way.PHONE, by=cast.actor("liaison"))
    assert delivery.tried_enough(case)


def test_an_extension_may_stretch_the_visitors_clock_once_and_never_lead_beyond_it(cast: Cast) -> None:
    """practice.md §3.2: sixty days, with an extension ninety, no more."""
    case = cast.handling(clock_name="reply_complex")
    ceiling = deadline.running(case, "ceiling")
    assert ceiling is not None
    with unit_of_work():
        referral.ask_extension(case, days=15, reason="要做三次检测", by=cast.actor("officer"))
    with unit_of_work():
        referral.decide_extension(case, granted=True, decision="同意延长", by=cast.actor("liaison"))
    assert (ceiling.original_due_on, ceiling.due_on, ceiling.extended_by) == (date(2026, 5, 1), date(2026, 5, 31), 30)
    make(cast, ceiling=(45, 0))
    clock.freeze(clock.at_local(MARCH[10], 9))
    tight = cast.handling(clock_name="reply_complex")
    with pytest.raises(Refused, match="extension_ceiling"), unit_of_work():
        referral.ask_extension(tight, days=15, reason="要做三次检测", by=cast.actor("officer"))
