"""What share of all matters is common, month by month, beside the 70 % of the first stations (SD-50, practice.md §4.2).

Counted once a day over the whole network and kept: registered in the month (merged and void ones are none, sealed ones are in no count),
of them decided to be common, and those of which nobody has decided yet."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import CTE, String, and_, column, func, select, values

from portal.cases.case import Case
from portal.cases.in_time import FEWEST, FEWEST_IN_A_SHARE, GONE
from portal.foundation import chore, clock
from portal.foundation.database import Utc, db

NAME, MONTHS, COMPARED = "common_share", 6, 70


@dataclass(frozen=True)
class Share:
    """One month, `2026-03`."""

    month: str
    registered: int
    common: int
    undecided: int

    @property
    def percent(self) -> int | None:
        """Common of all that were registered, rounded down; None where so few make no share."""
        return 100 * self.common // self.registered if self.registered >= FEWEST_IN_A_SHARE else None


def counted(today: date) -> list[Share]:
    """This month and those before it, the newest first; months with too few to say anything (R41) are left out."""
    months = _months(today)
    query = (select(months.c.month, func.count(Case.id), func.count().filter(Case.common.is_(True)), func.count().filter(Case.common.is_(None)))
             .join(Case, and_(Case.registered_at >= months.c.begins, Case.registered_at < months.c.over))
             .where(Case.sealed.is_(False), Case.state.not_in(GONE)).group_by(months.c.month).order_by(months.c.month.desc()))
    return [Share(*row) for row in db.session.execute(query) if row[1] >= FEWEST]


def keep(found: list[Share], *, at: datetime) -> None:
    """The figures of this day."""
    chore.end(NAME, at=at, found=[vars(one) for one in found])


def latest() -> list[Share]:
    """What was counted last."""
    row = chore.of(NAME)
    kept: list[dict[str, Any]] = row.found if row is not None and row.found else []
    return [Share(**one) for one in kept]


def _months(today: date) -> CTE:
    firsts = [today.replace(day=1)]
    for _ in range(MONTHS - 1):
        year, month = divmod(firsts[-1].year * 12 + firsts[-1].month - 2, 12)
        firsts.append(date(year, month + 1, 1))
    ends = [date(first.year + first.month // 12, first.month % 12 + 1, 1) for first in firsts]
    rows = [(f"{first:%Y-%m}", clock.at_local(first, 0), clock.at_local(end, 0)) for first, end in zip(firsts, ends, strict=True)]
    return values(column("month", String), column("begins", Utc), column("over", Utc), name="months").data(rows).cte("months")
