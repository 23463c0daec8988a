"""What a station tells of its years, each figure made from what stands on record (CT-06, CT-10, CT-11, CT-12)."""

from collections import Counter
from datetime import date, timedelta

import pytest
from flask import Flask

from portal import daily
from portal.cases import station_figures
from portal.cases.case import Channel
from portal.cases.category import shipped_codes
from portal.cases.rating import Result, Solved
from portal.cases.station_figures import ALL, Figures
from portal.foundation import clock, marks
from portal.foundation.database import db
from portal.foundation.refusal import Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network import places
from portal.network.station import Station
from tests.cast import NOW, SINCE, Cast
from tests.judge import Judge
from tests.statements import asked

TODAY = clock.day_of(NOW)


def now(code: str = ALL) -> Figures:
    return station_figures.counted(clock.today()).get(code, Figures(clock.today()))


def shown(browse: Judge, path: str = "/stations/S01") -> str:
    with unit_of_work():
        station_figures.keep(station_figures.counted(clock.today()), at=clock.now())
    return browse.get_page(path).words().replace(" ", "")


@pytest.mark.parametrize(("begun", "day", "years"), [
    (date(2020, 3, 2), date(2026, 3, 2), 6), (date(2020, 3, 3), date(2026, 3, 2), 5), (date(2024, 2, 29), date(2025, 2, 28), 0),
    (date(2024, 2, 29), date(2025, 3, 1), 1), (date(2027, 1, 1), date(2026, 3, 2), 0), (None, date(2026, 3, 2), 0)])
def test_ct06_years_in_operation_are_whole_ones_from_the_day_it_opened(begun: date | None, day: date, years: int) -> None:
    assert Station(code="S01", opens_on=begun).years(day) == years


def test_ct06_the_public_page_tells_them_and_the_administrator_says_since_when(cast: Cast, browse: Judge) -> None:
    assert "第一年" in browse.get_page("/stations/S01").words()
    with unit_of_work():
        places.describe(cast.station(), facts={"opens_on": date(2011, 9, 30)}, by=cast.actor("admin"))
    words = browse.get_page("/stations/S01").words().replace(" ", "")
    assert "14年" in words and "2011-09-30" in words
    for wrong in (date(1911, 10, 10), TODAY + timedelta(days=400)):
        with pytest.raises(Refused, match="station_opens_on"), unit_of_work():
            places.describe(cast.station(), facts={"opens_on": wrong}, by=cast.actor("admin"))


def test_ct10_opinions_are_the_registered_matters_of_kind_1(cast: Cast) -> None:
    for _ in range(3):
        cast.accepted(kind=1)
    cast.accepted(kind=2)
    assert (now().matters, now().opinions, now("S01").opinions, now("S02").opinions) == (4, 3, 3, 0)


def test_ct11_solved_is_counted_by_outcome_and_the_topics_come_from_the_matters(cast: Cast, browse: Judge) -> None:
    for category in ("D1", "D1", "D1", "D1", "F1", "F1", "F1", "A2"):
        cast.accepted(category=category)
    for _ in range(3):
        cast.rate(cast.delivered(category="F1"))
    cast.rate(cast.delivered(category="A2"), Result.FAIRLY, Solved.PARTLY)
    assert (now().topics, now().solved) == (["F1", "D1"], 3)
    words = shown(browse)
    assert "低保" in words and "解决问题" in words and "3件" in words


def test_ct11_the_classes_the_rule_names_exist() -> None:
    """Cleaning and hygiene, minimum living allowance."""
    assert {"D1", "F1"} <= set(shipped_codes())


@pytest.mark.parametrize(("told", "wanted"), [
    ({"C4": 2}, []), ({"C1": 2, "C4": 1}, ["C"]), ({"C4": 3, "C1": 2, "C": 1}, ["C", "C4"]), ({"Z9": 9, "Z": 9, "O1": 9}, []),
    ({"A1": 3, "B1": 4, "C1": 5, "D1": 6}, ["D1", "C1", "B1"]), ({"X77": 5, "A9": 5}, ["A"])])
def test_ct11_a_topic_is_told_by_three_at_least_and_three_are_named(told: dict[str, int], wanted: list[str]) -> None:
    assert station_figures.topics(Counter(told)) == wanted


def test_ct12_well_received_is_the_measured_word_of_visitors_with_how_many(cast: Cast, browse: Judge) -> None:
    """ "Fairly satisfied" is not satisfied, and under five there is no share (practice.md §4.3)."""
    cases = [cast.delivered() for _ in range(6)]
    for case in cases[:3]:
        cast.rate(case)
    cast.rate(cases[3], Result.FAIRLY, Solved.PARTLY)
    found = now()
    assert (found.told, found.rated, found.satisfied, found.fairly, found.well) == (6, 4, 3, 1, None)
    words = shown(browse)
    assert "3/4" in words and "%" not in words.split("来访人满意")[1].split("每天数一遍")[0]
    cast.rate(cases[4], Result.DISSATISFIED, Solved.NO)
    assert (now().rated, now().well) == (5, 60)
    assert "60%" in shown(browse) and "听到答复的6件，评价了5件：满意3件，基本满意1件" in shown(browse)


def test_ct12_no_page_types_the_phrase(browse: Judge, cast: Cast) -> None:
    for words in (shown(browse), shown(browse, "/stations")):
        assert "好评" not in words and "深受" not in words


def test_hb44_what_is_sealed_is_counted_nowhere_and_few_are_told_of_nobody(cast: Cast, browse: Judge) -> None:
    cast.register(kind=4)
    cast.accepted(kind=4, category="O1")
    assert (now(), now("S01")) == (Figures(TODAY), Figures(TODAY))
    cast.accepted(kind=1)
    cast.accepted(kind=1)
    assert now().matters == 2 and "收集意见" not in shown(browse), "two matters say nothing about anybody (R41)"
    cast.accepted(kind=2)
    assert "不足3" in shown(browse).split("收集意见和建议")[1][:8]


def test_ct10_a_demonstration_is_not_counted_for_a_real_network(cast: Cast) -> None:
    case = cast.accepted(kind=1)
    with unit_of_work():
        case.demo = True
    assert now().matters == 0


def test_ct10_the_day_counts_it_once_and_no_more_statements_with_more_matters(app: Flask, cast: Cast) -> None:
    def statements() -> int:
        db.session.remove()
        with asked(db.engine) as seen:
            station_figures.counted(TODAY)
            db.session.remove()
        return sum(one.startswith("SELECT") for one in seen)

    cast.closed()
    statements()
    few = statements()
    for number in range(6):
        cast.register("S02" if number % 2 else "S01", channel=Channel.ONLINE)
    cast.closed()
    statements()
    assert statements() == few
    before = marks.present()["board"]
    db.session.rollback()
    assert daily.count(clock.now())
    kept = station_figures.latest("S01")
    assert kept is not None and (kept.matters, kept.solved, kept.until) == (5, 2, TODAY) and marks.present()["board"] != before
    assert SINCE < TODAY
