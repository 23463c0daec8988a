"""Told in plain words, and the rule for the visitor who cannot be reached (T19, T20, SD-29, X-01, X-03, acceptance test 10)."""

from datetime import timedelta

import pytest

from portal.cases import delivery, timeline
from portal.cases.case import Case, Outcome, State
from portal.cases.delivery import Way
from portal.cases.visitor import Identity
from portal.foundation import clock
from portal.foundation.refusal import Moved, NotAllowed, Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network import actor
from tests.cast import Cast

DAY = timedelta(days=1)
SENTENCES = {"asked": "您问路灯。", "answer": "已修好。", "next": "每周巡查。", "disagree": "可以打站里电话。"}


def summarise(cast: Cast, case: Case, by: str = "liaison", **more: str) -> None:
    with unit_of_work():
        delivery.summarise(case, **(SENTENCES | more), by=cast.actor(by))


def confirm(cast: Cast, case: Case, by: str = "rep") -> None:
    with unit_of_work():
        delivery.confirm(case, by=cast.actor(by))


def deliver(cast: Cast, case: Case, by: str = "liaison") -> None:
    with unit_of_work():
        delivery.deliver(case, way=Way.PHONE, by=cast.actor(by))


def tries(cast: Cast, case: Case, *tried: tuple[int, Way]) -> None:
    """Tries on these days after the telling."""
    told = clock.now()
    for days, way in tried:
        clock.freeze(told + days * DAY)
        with unit_of_work():
            delivery.record_try(case, way=way, note="无人接听", by=cast.actor("liaison"))


def close(cast: Cast, case: Case) -> None:
    with unit_of_work():
        delivery.close_by_rule(case, by=cast.actor("liaison"))


def test_a_reply_without_a_plain_summary_cannot_be_delivered(cast: Cast) -> None:
    """Acceptance test 10."""
    case = cast.to_deliver()
    with pytest.raises(Refused, match="summary_needed"):
        deliver(cast, case)
    summarise(cast, case)
    with pytest.raises(Refused, match="summary_unconfirmed"):
        deliver(cast, case)
    confirm(cast, case)
    deliver(cast, case)
    told = delivery.delivery_of(case)
    assert case.state is State.DELIVERED and told is not None and (told.way, told.person_id) == (
        Way.PHONE, cast.person("liaison").id)


def test_a_new_text_waits_for_the_representative_again(cast: Cast) -> None:
    case = cast.to_deliver()
    summarise(cast, case)
    confirm(cast, case)
    summarise(cast, case, answer="已修好四盏。")
    with pytest.raises(Refused, match="summary_unconfirmed"):
        deliver(cast, case)
    row = delivery.summary_of(case)
    assert row is not None and row.sentences[1] == "已修好四盏。"


@pytest.mark.parametrize("name", list(SENTENCES))
@pytest.mark.parametrize(("sentence", "key"), [(" ", "sentence_needed"), ("字" * 121, "text_long"), ("两\n行", "text_lines")])
def test_four_sentences_each_short(cast: Cast, name: str, sentence: str, key: str) -> None:
    case = cast.to_deliver()
    with pytest.raises(Refused, match=key):
        summarise(cast, case, **{name: sentence})


def test_the_summary_has_its_time_and_its_people(cast: Cast) -> None:
    early = cast.replied()
    with pytest.raises(Refused, match="summary_not_now"):
        summarise(cast, early)
    with pytest.raises(Refused, match="summary_needed"):
        confirm(cast, cast.to_deliver())
    case = cast.to_deliver()
    summarise(cast, case)
    for login, act in (("rep", summarise), ("liaison", confirm), ("rep-2", confirm), ("rep", deliver), ("officer", deliver)):
        with pytest.raises((NotAllowed, Refused)) as refusal:
            act(cast, case, by=login)
        assert isinstance(refusal.value, NotAllowed) or (act is deliver and refusal.value.key == "refusal.summary_unconfirmed")


@pytest.mark.parametrize(("tried", "enough"), [
    ([(1, Way.PHONE), (2, Way.PHONE), (3, Way.HOME_VISIT)], True),
    ([(1, Way.PHONE), (2, Way.PHONE), (3, Way.PHONE)], False),
    ([(1, Way.PHONE), (1, Way.LETTER), (2, Way.HOME_VISIT)], False),
    ([(1, Way.PHONE), (2, Way.LETTER)], False),
    ([(1, Way.PHONE), (1, Way.PHONE), (2, Way.LETTER), (3, Way.PHONE)], True)])
def test_three_tries_on_three_days_by_two_ways(cast: Cast, tried: list[tuple[int, Way]], enough: bool) -> None:
    """X-01."""
    case = cast.delivered()
    tries(cast, case, *tried)
    if not enough:
        with pytest.raises(Refused, match="tries_missing"):
            close(cast, case)
        assert case.state is State.DELIVERED
        return
    close(cast, case)
    assert (case.state, case.outcome) == (State.CLOSED, Outcome.SOLVED)


def test_tries_of_an_earlier_round_do_not_count(cast: Cast) -> None:
    from portal.cases.rating import Result
    case = cast.delivered()
    tries(cast, case, (1, Way.PHONE), (2, Way.LETTER), (3, Way.PHONE))
    cast.rate(case, Result.DISSATISFIED)
    cast.reply(case)
    cast.pass_on(case)
    cast.tell(case)
    with pytest.raises(Refused, match="tries_missing"):
        close(cast, case)


@pytest.mark.parametrize(("reachable", "working_days", "closes"), [(False, 10, False), (False, 11, True), (True, 11, False)])
def test_where_nobody_can_be_reached_the_page_stands_ten_working_days(cast: Cast, reachable: bool, working_days: int,
                                                                      closes: bool) -> None:
    case = cast.delivered(**({} if reachable else {"identity": Identity()}))
    from portal.network import calendar
    clock.freeze(clock.at_local(calendar.workdays().after(clock.today(), working_days).due, 9))
    try:
        with unit_of_work():
            delivery.close_by_rule(case, by=actor.system(clock.now()))
    except Refused as refusal:
        assert not closes and refusal.key == "refusal.tries_missing"
    else:
        assert closes and case.state is State.CLOSED


def stood(cast: Cast, case: Case) -> None:
    """The reply stood its time, and the clock closes."""
    from portal.network import calendar
    clock.freeze(clock.at_local(calendar.workdays().after(clock.today(), 11).due, 9))
    with unit_of_work():
        delivery.close_by_rule(case, by=actor.system(clock.now()))


def look_up(cast: Cast, case: Case) -> None:
    with unit_of_work():
        delivery.look_up(case, by=cast.visitor(case))


def test_t20_an_anonymous_visitor_was_told_when_they_first_looked_it_up(cast: Cast) -> None:
    """Told = first look-up, else "not looked up": once for each telling, before it nothing, and the case does not move by it."""
    case = cast.to_deliver(identity=Identity())
    look_up(cast, case)
    cast.tell(case)
    assert delivery.is_unseen(case)
    before = case.version
    clock.freeze(clock.now() + DAY)
    look_up(cast, case)
    clock.freeze(clock.now() + DAY)
    look_up(cast, case)
    assert case.version == before and not delivery.is_unseen(case)
    stood(cast, case)
    assert timeline.story(case)[-1].facts == {"no_rating": "stood", "looked": "2026-03-03"}


def test_t20_where_nobody_looked_the_closing_says_so(cast: Cast) -> None:
    case = cast.delivered(identity=Identity())
    stood(cast, case)
    assert timeline.story(case)[-1].facts == {"no_rating": "stood", "looked": ""}


def test_nobody_who_can_be_reached_is_watched_and_nobody_notes_for_the_visitor(cast: Cast) -> None:
    case, other = cast.delivered(), cast.delivered(identity=Identity())
    look_up(cast, case)
    told = delivery.delivery_of(case)
    assert told is not None and told.looked_at is None
    with pytest.raises(NotAllowed), unit_of_work():
        delivery.look_up(case, by=cast.visitor(other))


def test_the_visitor_closes_by_rating_only(cast: Cast) -> None:
    case = cast.delivered()
    with pytest.raises(Refused, match="close_by_rating"), unit_of_work():
        delivery.close_by_rule(case, by=cast.visitor(case))


@pytest.mark.parametrize("login", ["officer", "head", "rep", "director", "office", "admin"])
def test_neither_unit_nor_representative_closes_hb47(cast: Cast, login: str) -> None:
    """Acceptance test 6, and "U → CLOSED" of the practice's forbidden list."""
    case = cast.delivered()
    tries(cast, case, (1, Way.PHONE), (2, Way.LETTER), (3, Way.PHONE))
    with pytest.raises(NotAllowed), unit_of_work():
        delivery.close_by_rule(case, by=cast.actor(login))


def test_nothing_is_closed_that_was_not_told(cast: Cast) -> None:
    case = cast.to_deliver()
    with pytest.raises(Moved):
        close(cast, case)
    with pytest.raises(Refused, match="try_not_now"):
        tries(cast, case, (1, Way.PHONE))


def test_a_volunteer_tells_nobody(cast: Cast) -> None:
    case = cast.delivered()
    with pytest.raises(NotAllowed), unit_of_work():
        delivery.record_try(case, way=Way.PHONE, by=cast.actor("volunteer"))


def test_nobody_is_told_before_there_is_a_reply(cast: Cast) -> None:
    """T19: what happened may be earlier than what was entered, never earlier than what it tells of."""
    case = cast.handling()
    clock.freeze(clock.now() + 2 * DAY)
    cast.reply(case)
    cast.pass_on(case)
    summarise(cast, case)
    confirm(cast, case)
    with pytest.raises(Refused, match="happened_earlier"), unit_of_work():
        delivery.deliver(case, way=Way.PHONE, happened_at=clock.now() - DAY, by=cast.actor("liaison"))
    with unit_of_work():
        delivery.deliver(case, way=Way.PHONE, happened_at=clock.now().replace(second=0), by=cast.actor("liaison"))


def test_x_01_tries_from_before_the_telling_close_nothing(cast: Cast) -> None:
    """T20: three calls entered at once with dates of last week are no tries to get the visitor's word."""
    case = cast.handling()
    clock.freeze(clock.now() + 5 * DAY)
    cast.reply(case)
    cast.pass_on(case)
    cast.tell(case)
    for days, way in ((3, Way.PHONE), (2, Way.PHONE), (1, Way.HOME_VISIT)):
        with pytest.raises(Refused, match="happened_earlier"), unit_of_work():
            delivery.record_try(case, way=way, happened_at=clock.now() - days * DAY, by=cast.actor("liaison"))
    assert not delivery.tried_enough(case) and case.state is State.DELIVERED
