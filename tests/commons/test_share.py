"""The share of common matters beside the 70 % (SD-50, practice.md §4.2): month by month, with its whole, never of sealed matters."""

from datetime import timedelta

from portal import daily
from portal.commons import share
from portal.commons.share import Share
from portal.foundation import clock
from tests.cast import NOW, Cast


def test_sd50_common_of_registered_with_what_is_undecided(cast: Cast) -> None:
    for _ in range(3):
        cast.accepted()
    cast.register(common=False)
    cast.register()
    cast.accepted(kind=4, target="街道城市管理办", category="O1")
    (now,) = share.counted(clock.today())
    assert now == Share("2026-03", 5, 3, 1) and now.percent == 60


def test_r41_a_month_with_few_is_not_told_and_few_make_no_share(cast: Cast) -> None:
    cast.accepted()
    cast.accepted()
    assert share.counted(clock.today()) == []
    cast.accepted()
    assert [one.percent for one in share.counted(clock.today())] == [None]


def test_months_are_those_of_the_stations_clock_newest_first(cast: Cast) -> None:
    for _ in range(3):
        cast.register()
    clock.freeze(NOW + timedelta(days=31))
    for _ in range(4):
        cast.register()
    assert [(one.month, one.registered) for one in share.counted(clock.today())] == [("2026-04", 4), ("2026-03", 3)]
    clock.freeze(NOW + timedelta(days=300))
    assert share.counted(clock.today()) == []


def test_it_is_counted_once_a_day_and_kept(cast: Cast) -> None:
    for _ in range(3):
        cast.accepted()
    assert share.latest() == []
    daily.count(clock.now())
    assert share.latest() == share.counted(clock.today()) != []
