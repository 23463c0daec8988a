"""The figures of a month: each counted once, from what happened in it; a report about officials is in none of them (practice.md §4, X-07, HB-44)."""

from datetime import date, timedelta

import pytest
from flask import Flask

from portal.cases.acceptance import Exclusion
from portal.cases.case import Channel
from portal.cases.rating import Result, Solved
from portal.foundation import clock
from portal.foundation.database import db
from portal.statistics import counts, figures
from portal.statistics.counts import Span
from tests.cast import NOW, Cast
from tests.statements import asked

FIRST, LAST = date(2026, 3, 1), date(2026, 3, 30)


def of(cast: Cast, code: str = "S01", first: date = FIRST, last: date = LAST, sealed: bool = False) -> dict[str, int]:
    return counts.counted([Span(cast.station(code).id, first, last)], sealed)[0]


def test_12_batches_and_35_people(cast: Cast) -> None:
    """The source's own month: what is told is 12批35人次 (HB-22, X-08)."""
    for n in range(12):
        cast.register(heads=2 if n else 13, channel=Channel.KIOSK if n % 2 else Channel.PHONE)
    told = of(cast)
    assert (told["batches"], told["heads"], told["registered"]) == (12, 35, 12) and (told["channel-kiosk"], told["channel-phone"]) == (6, 6)
    assert of(cast, "S02")["batches"] == 0


def test_the_month_ends_at_midnight_of_its_last_day(cast: Cast) -> None:
    for day in (30, 31):
        clock.freeze(clock.at_local(date(2026, 3, day), 23))
        cast.register()
    assert of(cast)["registered"] == 1 and of(cast, first=date(2026, 3, 31), last=date(2026, 4, 30))["registered"] == 1


def test_hb44_a_report_about_officials_is_in_no_figure(cast: Cast) -> None:
    """Neither the matter, nor the visit that brought it, nor what was done about it; counted with it the month differs from itself."""
    before = of(cast)
    cast.accepted(4, "F1", target="街道纪检部门")
    assert of(cast) == before and of(cast, sealed=True)["registered"] == before["registered"] + 1
    assert not any(name.startswith("kind-4") for name in figures.NAMES)


def test_matters_along_the_loop(cast: Cast) -> None:
    closed, open_one = cast.closed(), cast.handling()
    told = of(cast)
    assert (told["registered"], told["accepted"], told["referred"], told["closed"], told["open"], told["common"]) == (2, 2, 2, 1, 1, 2)
    assert (told["delivered"], told["rated"], told["claimed"]) == (1, 1, 1) and told["kind-2"] == 2
    assert told["due"] == 2 and told["on_time"] == 1 and told["in_extension"] == 0 and told["overdue"] == 1
    assert closed.closed_at and open_one.is_open


def test_r41_what_one_or_two_said_is_not_told_and_no_rate_of_fewer_than_five(cast: Cast) -> None:
    """practice.md §4.3: the counts, never a share; and no middle of days."""
    cast.closed()
    told = of(cast)
    assert told["rated"] == 1 and not any(name in told for name in (*figures.OF_RATINGS, *figures.NOT_SUMMED))
    assert {rate.name: rate.percent for rate in figures.rates(told)}["common"] is None and "solved" not in {rate.name for rate in figures.rates(told)}
    for _ in range(4):
        cast.closed()
    told = of(cast)
    rates = {rate.name: rate for rate in figures.rates(told)}
    assert (rates["solved"].yes, rates["solved"].of, rates["solved"].percent) == (told["solved"], 5, 100 * told["solved"] // 5)
    assert told["days_median"] == 0 and rates["common"].percent == 100 and rates["response"].of == 5


def test_on_time_is_by_the_day_that_was_due_first(cast: Cast) -> None:
    """An extension never makes a late answer one in time (practice.md §4.2)."""
    case = cast.handling()
    clock.freeze(NOW + timedelta(days=10))
    assert case.is_open
    told = of(cast)
    assert (told["due"], told["on_time"]) == (1, 0)


def test_of_each_matter_the_newest_word_counts(cast: Cast) -> None:
    """Dissatisfied first and satisfied after the second round is one who is satisfied."""
    for _ in range(3):
        cast.closed()
    told = of(cast)
    assert told["rated"] == 3 and told["satisfied"] + told["fairly"] + told["dissatisfied"] == 3
    assert {Result.SATISFIED.value, Result.FAIRLY.value, Result.DISSATISFIED.value} < {*figures.NAMES} and Solved.YES


def test_refused_by_reason_and_every_name_of_a_reason_is_a_figure(cast: Cast) -> None:
    assert {f"exclusion-{one}" for one in Exclusion} <= {*figures.NAMES}
    told = of(cast)
    assert told["refused"] == 0 and sum(told[f"exclusion-{one}"] for one in Exclusion) == 0


def test_what_a_station_keeps_to_itself_is_not_in_the_sum() -> None:
    """Else it would be the sum less the others."""
    one = dict.fromkeys(figures.NAMES, 4) | {"rated": 5}
    few = {name: n for name, n in dict.fromkeys(figures.NAMES, 2).items() if name not in (*figures.OF_RATINGS, *figures.NOT_SUMMED)}
    both = figures.summed([one, few])
    assert both["batches"] == 6 and both["solved"] == 4 and both["rated"] == 7 and "days_median" not in both
    solved = next(rate for rate in figures.rates_of_all([one, few]) if rate.name == "solved")
    assert (solved.yes, solved.of) == (4, 5)
    assert figures.summed([]) == {} and figures.rates_of_all([]) == []


@pytest.mark.parametrize("sealed", [False, True])
def test_x17_as_many_questions_for_many_as_for_one(app: Flask, cast: Cast, sealed: bool) -> None:
    """Two stations and four months cost what one costs, and a month with many matters what one without costs."""
    here = [cast.station(code).id for code in ("S01", "S02", "S90")]
    seen = []
    for spans in ([Span(here[0], FIRST, LAST)], [Span(one, FIRST - timedelta(days=30 * n), LAST - timedelta(days=30 * n)) for one in here for n in range(4)]):
        db.session.close()
        with asked(db.engine) as told:
            counts.counted(spans, sealed)
        seen.append(len([one for one in told if one.lstrip().startswith(("SELECT", "WITH"))]))
        cast.closed()
    assert seen[0] == seen[1] < 30
