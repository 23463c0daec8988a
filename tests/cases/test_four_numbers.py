"""The four promises and the figure each is held to, for the network and each station (FT-03)."""

from dataclasses import replace
from datetime import timedelta

from portal.cases import acceptance, care, four_numbers
from portal.cases.case import Channel
from portal.cases.four_numbers import ALL, Numbers
from portal.cases.rating import Result, Solved
from portal.foundation import clock, marks
from portal.foundation.unit_of_work import unit_of_work
from tests.cases.test_acceptance import refuse
from tests.cast import NOW, Cast

TODAY = clock.day_of(NOW)


def now(code: str = ALL) -> Numbers:
    return four_numbers.counted(clock.today(), {"S01": 90, "S02": 30})[code]


def later(days: int) -> None:
    clock.freeze(NOW + timedelta(days=days))


def put_up(cast: Cast) -> None:
    case = cast.closed()
    with unit_of_work():
        cast.put_up(case)


def test_ft03_a_place_to_speak_is_how_many_stations_receive_and_how_long(cast: Cast) -> None:
    assert (now().stations, now().minutes, now().hours) == (2, 120, 2)
    assert (now("S02").stations, now("S02").minutes) == (1, 30)


def test_ft03_somebody_listens_is_the_median_of_working_days_until_a_person_answered(cast: Cast) -> None:
    """Told to somebody's face it was heard at once and says nothing; who waits still counts with the days so far."""
    cast.accepted()                                        # Monday, answered the same day
    asked, waiting = cast.register().case, cast.register().case
    cast.register(channel=Channel.STATION, by=cast.actor("liaison"))
    later(8)                                               # Tuesday after: six working days
    with unit_of_work():
        acceptance.clarify(asked, question="哪一盏灯？", by=cast.actor("liaison"))
    later(11)                                              # Friday: nine
    found = now()
    assert (found.told, found.waited, found.median) == (3, 6, 6)
    assert now("S01") == replace(found, stations=1, minutes=90), "all of it was told at the first station"
    with unit_of_work():
        care.withdraw(waiting, own_will=True, by=cast.visitor(waiting))
    assert (now().told, now().median) == (2, None), "two say nothing about anybody (R41)"


def test_ft03_solved_is_what_the_visitor_says_last_and_never_what_the_unit_claims(cast: Cast) -> None:
    cases = [cast.delivered() for _ in range(5)]
    assert (now().rated, now().percent) == (0, None)
    for case in cases[:4]:
        cast.rate(case)
    assert (now().rated, now().solved, now().percent, now().few_rated) == (4, 4, None, False), "no share of four (practice.md §4.3)"
    cast.rate(cases[4], Result.DISSATISFIED, Solved.NO)
    assert (now().rated, now().solved, now().percent, now().again) == (5, 4, 80, 1)
    cast.reply(cases[4])
    cast.pass_on(cases[4])
    cast.tell(cases[4])
    cast.rate(cases[4])
    assert (now().rated, now().solved, now().percent, now().again) == (5, 5, 100, 1), "the newest word on a matter is the one that counts"


def test_ft03_the_right_to_supervise_is_how_often_it_was_used(cast: Cast) -> None:
    case = cast.register().case
    refuse(cast, case)
    with unit_of_work():
        acceptance.contest(case, words="这就是你们管的。", by=cast.visitor(case))
    assert (now().objected, now("S01").objected, now("S02").objected) == (1, 1, 0)
    put_up(cast)
    assert (now().published, now("S01").published, now("S02").published) == (1, 1, 0)


def test_hb44_a_report_about_officials_is_counted_in_the_whole_alone(cast: Cast) -> None:
    before = now("S01")
    cast.register(kind=4)
    assert now().told == 1 and now("S01") == before


def test_ft03_what_is_older_than_a_year_is_not_counted(cast: Cast) -> None:
    cast.rate(cast.delivered())
    put_up(cast)
    later(366)
    gone = now()
    assert (gone.told, gone.rated, gone.published) == (0, 0, 0)


def test_ft03_what_was_counted_is_kept_with_its_day_and_the_pages_are_drawn_anew(cast: Cast) -> None:
    assert four_numbers.latest() is None
    before = marks.present().get("board")
    with unit_of_work():
        four_numbers.keep(four_numbers.counted(TODAY, {"S01": 90}), at=clock.now())
    assert four_numbers.latest() == Numbers(TODAY, stations=1, minutes=90)
    assert four_numbers.latest("S01") == Numbers(TODAY, stations=1, minutes=90)
    assert four_numbers.latest("S02") is None and marks.present()["board"] != before
