"""Clocks: every limit of practice.md §3.2, pauses, extensions that keep the original day, years nobody knows (HB-52, HB-68)."""

from collections.abc import Callable
from datetime import date

import pytest

from portal.cases import acceptance, deadline, delivery, referral, reply, timeline
from portal.cases.case import Case, Outcome
from portal.cases.deadline import Deadline
from portal.foundation import clock
from portal.foundation.refusal import Refused
from portal.foundation.unit_of_work import unit_of_work
from tests.cast import Cast

MARCH = {day: date(2026, 3, day) for day in range(1, 32)}


def on(day: date, hour: int = 9) -> None:
    """It is that day now."""
    clock.freeze(clock.at_local(day, hour))


def running(case: Case, name: str) -> Deadline:
    row = deadline.running(case, name)
    assert row is not None, name
    return row


@pytest.mark.parametrize(("make", "name", "due"), [
    (lambda cast: cast.register().case, "accept", MARCH[5]),
    (lambda cast: cast.accepted(), "refer", MARCH[3]),
    (lambda cast: cast.referred(), "reply_simple", MARCH[9]),
    (lambda cast: cast.referred(clock_name="reply_ordinary"), "reply_ordinary", MARCH[23]),
    (lambda cast: cast.referred(clock_name="reply_complex"), "reply_complex", date(2026, 4, 14)),
    (lambda cast: cast.referred(clock_name="reply_danger"), "reply_danger", MARCH[3]),
    (lambda cast: cast.replied(), "review", MARCH[4]),
    (lambda cast: cast.to_deliver(), "deliver", MARCH[4]),
    (lambda cast: cast.delivered(), "rate", MARCH[16]),
    (lambda cast: cast.closed(), "publish", MARCH[9])])
def test_each_step_gives_the_case_its_next_date(cast: Cast, make: Callable[[Cast], Case], name: str, due: date) -> None:
    """Monday 2 March does not count; 6 April is a rest day."""
    case = make(cast)
    assert (case.next_clock, case.next_on) == (name, due)
    row = running(case, name)
    assert (row.started_on, row.due_on, row.original_due_on, row.provisional, row.round) == (MARCH[2], due, due, False, 1)


@pytest.mark.parametrize(("make", "name", "due"), [
    (lambda cast: cast.register().case, "ceiling", date(2026, 5, 1)),
    (lambda cast: cast.referred(), "acknowledge", MARCH[3]),
    (lambda cast: cast.referred(), "return", MARCH[4]),
    (lambda cast: cast.closed(), "follow_up", date(2026, 4, 1))])
def test_clocks_beside_the_step(cast: Cast, make: Callable[[Cast], Case], name: str, due: date) -> None:
    assert running(make(cast), name).due_on == due


def test_the_visitors_clock_runs_from_the_first_word_to_the_end(cast: Cast) -> None:
    case = cast.delivered()
    assert running(case, "ceiling").started_on == MARCH[2]
    cast.rate(case)
    assert deadline.running(case, "ceiling") is None
    assert {row.clock for row in deadline.of_case(case) if row.ended_at is None} == {"follow_up", "publish"}


def test_a_promised_day_is_followed_up_on_that_day(cast: Cast) -> None:
    case = cast.handling()
    with unit_of_work():
        reply.write(case, text="六月底前完成改造。", claim=Outcome.PLANNED, planned_on=date(2026, 6, 30), officer="甲",
                    signed_off_by="乙",
                    by=cast.actor("officer"))
    cast.pass_on(case)
    cast.tell(case)
    cast.rate(case)
    row = running(case, "follow_up")
    assert (row.due_on, row.original_due_on) == (date(2026, 6, 30), date(2026, 6, 30))


def test_waiting_for_the_visitor_holds_the_acceptance_clock(cast: Cast) -> None:
    case = cast.register().case
    on(MARCH[3])
    with unit_of_work():
        acceptance.clarify(case, question="在哪一段路？", by=cast.actor("liaison"))
    assert (case.next_clock, case.next_on, running(case, "accept").paused_on) == ("clarify", MARCH[17], MARCH[3])
    on(MARCH[9])
    with unit_of_work():
        acceptance.inform(case, words="北段", by=cast.visitor(case))
    row = running(case, "accept")
    assert (row.due_on, row.original_due_on, row.paused_on) == (MARCH[11], MARCH[5], None)
    assert (case.next_clock, case.next_on) == ("accept", MARCH[11])


def test_a_pause_over_a_weekend_moves_nothing(cast: Cast) -> None:
    case = cast.register().case
    on(MARCH[7])
    with unit_of_work():
        acceptance.clarify(case, question="在哪？", by=cast.actor("liaison"))
    on(MARCH[8])
    with unit_of_work():
        acceptance.inform(case, words="北段", by=cast.visitor(case))
    assert running(case, "accept").due_on == MARCH[5]


def extended(cast: Cast, days: int = 3, granted: bool = True) -> Case:
    case = cast.handling()
    on(MARCH[9])
    with unit_of_work():
        referral.ask_extension(case, days=days, reason="等配件到货", by=cast.actor("officer"))
    with unit_of_work():
        referral.decide_extension(case, granted=granted, decision="同意" if granted else "不同意", by=cast.actor("liaison"))
    return case


def test_an_extension_moves_the_day_and_keeps_the_original_for_ever(cast: Cast) -> None:
    case = extended(cast)
    row = running(case, "reply_simple")
    assert (row.due_on, row.original_due_on, row.extended_by, case.next_on) == (MARCH[12], MARCH[9], 3, MARCH[12])
    on(MARCH[20])
    cast.reply(case)
    assert (row.due_on, row.original_due_on) == (MARCH[12], MARCH[9])


def test_a_denied_extension_moves_nothing(cast: Cast) -> None:
    case = extended(cast, granted=False)
    row = running(case, "reply_simple")
    assert (row.due_on, row.extended_by, case.next_on) == (MARCH[9], 0, MARCH[9])


@pytest.mark.parametrize(("day", "days", "key"), [(MARCH[10], 3, "extension_late"), (MARCH[9], 6, "extension_days"),
                                                  (MARCH[9], 0, "extension_days")])
def test_an_extension_is_asked_in_time_and_within_the_policy(cast: Cast, day: date, days: int, key: str) -> None:
    case = cast.handling()
    on(day)
    with pytest.raises(Refused, match=key), unit_of_work():
        referral.ask_extension(case, days=days, reason="等配件", by=cast.actor("officer"))


def test_an_extension_is_asked_once(cast: Cast) -> None:
    case = extended(cast, granted=False)
    with pytest.raises(Refused, match="extension_once"), unit_of_work():
        referral.ask_extension(case, days=1, reason="再等", by=cast.actor("officer"))


def test_an_extension_nobody_decided_ends_with_the_step_it_was_asked_for(cast: Cast) -> None:
    """T15: what one unit asked for never lengthens another's clock, nor waits for the liaison once the reply is there."""
    answered, passed_on = cast.handling(), cast.handling()
    for case in (answered, passed_on):
        with unit_of_work():
            referral.ask_extension(case, days=3, reason="等配件", by=cast.actor("officer"))
    cast.reply(answered)
    with unit_of_work():
        referral.ask_return(passed_on, reason="不归我们管", proposed_unit_id=None, by=cast.actor("officer"))
    with unit_of_work():
        referral.decide_return(passed_on, to=cast.unit("区水务公司"), decision="归水务", by=cast.actor("director"))
    with unit_of_work():
        referral.acknowledge(passed_on, by=cast.actor("officer-2"))
    for case in (answered, passed_on):
        assert referral.open_extension(case) is None
    with pytest.raises(Refused, match="extension_nothing"), unit_of_work():
        referral.decide_extension(passed_on, granted=True, decision="同意", by=cast.actor("liaison"))
    assert running(passed_on, "reply_simple").extended_by == 0


@pytest.mark.parametrize(("stays", "unit", "due"), [(True, None, MARCH[11]), (False, "区水务公司", MARCH[13])])
def test_a_return_holds_the_units_clock_not_the_visitors(cast: Cast, stays: bool, unit: str | None, due: date) -> None:
    """Five days from 2 March; asked on the 4th, decided on the 6th: two days later, or a new clock at another unit."""
    case = cast.referred()
    on(MARCH[4])
    with unit_of_work():
        referral.ask_return(case, reason="不属我办", proposed_unit_id=None, by=cast.actor("officer"))
    assert (case.next_clock, case.next_on) == ("return_decision", MARCH[5])
    on(MARCH[6])
    with unit_of_work():
        referral.decide_return(case, to=cast.unit(unit) if unit else None, decision="按职责", by=cast.actor("director"))
    row = running(case, "reply_simple")
    assert (row.due_on, case.next_on, row.original_due_on == row.due_on) == (due, due, not stays)
    assert running(case, "ceiling").due_on == date(2026, 5, 1)


def test_a_year_nobody_knows_is_provisional_and_no_crash(cast: Cast) -> None:
    on(date(2026, 12, 28))
    case = cast.referred(clock_name="reply_ordinary")
    row = running(case, "reply_ordinary")
    assert row.provisional and row.due_on.year == 2027 and not running(case, "ceiling").provisional
    on(date(2031, 5, 5))
    assert running(cast.register().case, "accept").provisional


def test_nothing_is_dated_back(cast: Cast) -> None:
    """practice.md §3.3: what happened and when it was entered are two; clocks run from the entry."""
    case = cast.to_deliver()
    on(MARCH[6])
    with unit_of_work():
        delivery.summarise(case, asked="问", answer="答", next="后", disagree="异", by=cast.actor("liaison"))
        delivery.confirm(case, by=cast.actor("rep"))
        told = delivery.deliver(case, way=delivery.Way.HOME_VISIT, happened_at=clock.at_local(MARCH[4], 10),
                                by=cast.actor("liaison"))
    assert (clock.day_of(told.happened_at), clock.day_of(told.entered_at), case.next_on) == (MARCH[4], MARCH[6], MARCH[20])
    for hour, key in ((clock.at_local(MARCH[7], 10), "happened_later"), (clock.at_local(MARCH[1], 10), "happened_earlier")):
        with pytest.raises(Refused, match=key):
            timeline.checked_time(hour, case.registered_at, cast.actor("liaison"))
