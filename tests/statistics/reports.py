"""A station's month for tests: something of each sort happens at S01, and the clock goes past the cut-off."""

from collections.abc import Callable
from datetime import date

from portal import daily
from portal.foundation import clock
from portal.foundation.unit_of_work import unit_of_work
from portal.statistics import frozen, monthly
from portal.statistics.frozen import FrozenReport
from portal.statistics.monthly import MonthlyReport
from tests.cast import Cast

TEXTS = {"situation": "本月照常开放。", "practice": "每周一由代表接待。\n做到件件登记。", "effect": "路灯当月修好。<b>&amp;𠮷", "plans": "下月走访东门一带。"}


def past(year: int, month: int, day: int) -> None:
    """It is nine o'clock in the morning of that day."""
    clock.freeze(clock.at_local(date(year, month, day), 9))


def drafted(code: str = "S01") -> MonthlyReport:
    """The newest draft of a station, after the clock looked."""
    daily.report(clock.now())
    found = monthly.listed(Cast().actor("office"))
    return next(row for row in found if row.station.code == code)


def written(row: MonthlyReport, by: str = "liaison") -> None:
    """The liaison adds the four texts."""
    with unit_of_work():
        actor = Cast().actor(by)
        monthly.write(monthly.seen_by(row.id, actor, hold=True), TEXTS, locale="zh_Hans", by=actor)


def signed(row: MonthlyReport, by: str = "director") -> FrozenReport:
    """The director signs."""
    with unit_of_work():
        actor = Cast().actor(by)
        return frozen.sign(monthly.seen_by(row.id, actor, hold=True), by=actor)


def all_signed(cast: Cast, say: Callable[[str], str]) -> None:
    """The reports that are due today, that of S02, where no matter is, with texts as `say` gives them, signed."""
    daily.report(clock.now())
    row = next(one for one in monthly.listed(cast.actor("office")) if one.station.code == "S02")
    with unit_of_work():
        monthly.write(row, {name: say("report text") for name in monthly.TEXTS}, locale="zh_Hans", by=cast.actor("liaison-s02"))
        frozen.sign(row, by=cast.actor("director"))
