"""The verbs of monthly reports with a scene where each is possible and a call that does it (R10)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from portal.cases.case import Case
from portal.foundation import clock
from portal.statistics import frozen, monthly
from portal.statistics.monthly import MonthlyReport
from tests.cast import Cast
from tests.statistics.reports import TEXTS, drafted, past

Do = Callable[[Cast, Case], object]


def row(cast: Cast) -> MonthlyReport:
    """The one of S01."""
    return next(one for one in monthly.listed(cast.actor("office")) if one.station.code == "S01")


def _drafted(cast: Cast, case: Case) -> None:
    past(2026, 3, 31)
    drafted()


SCENES: dict[str, Do] = {"monthly report": _drafted}
ROWS: list[tuple[Callable[..., Any], str, Do]] = [
    (monthly.count_again, "monthly report", lambda cast, case: monthly.count_again(
        row(cast), by=cast.actor("liaison").then(clock.now() + timedelta(hours=1)))),
    (monthly.write, "monthly report", lambda cast, case: monthly.write(row(cast), TEXTS, locale="zh_Hans", by=cast.actor("liaison"))),
    (frozen.sign, "monthly report", lambda cast, case: frozen.sign(row(cast), by=cast.actor("director"))),
]
