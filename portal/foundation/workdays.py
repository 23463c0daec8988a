"""Pure working-day arithmetic: the calendar is handed in, nothing is read from anywhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Counted:
    """A due day and whether it rests on a year whose holidays are not known yet (practice.md §3.4)."""

    due: date
    provisional: bool


@dataclass(frozen=True)
class Day:
    """One day of an account: its place among the counted days (0: it is skipped), and whether the clock stood still on it."""

    day: date
    counted: int
    stood: bool = False


Stood = tuple[date, date]  # from the day a clock is stopped up to, not including, the day it runs on


@dataclass(frozen=True)
class Workdays:
    """A calendar: `exceptions` maps a day to True (works, e.g. an adjusted weekend) or False (rests); all other days
    follow the week. `known_years` are those whose arrangement is confirmed; `version` names this content."""

    exceptions: Mapping[date, bool] = field(default_factory=dict)
    known_years: frozenset[int] = frozenset()
    version: int = 0

    def works(self, day: date) -> bool:
        """Whether offices work on that day."""
        return self.exceptions.get(day, day.weekday() < 5)

    def after(self, start: date, days: int) -> Counted:
        """The `days`-th working day after `start`; the day of the event does not count (practice.md §3.3)."""
        day, left = start, days
        while left > 0:
            day += ONE_DAY
            left -= self.works(day)
        return Counted(day, self._provisional(start, day))

    def calendar_after(self, start: date, days: int) -> Counted:
        """The `days`-th calendar day after `start`."""
        return Counted(start + timedelta(days=days), False)

    def account(self, start: date, days: int, stood: Sequence[Stood] = (), working: bool = True) -> list[Day]:
        """Every day after `start` up to the due day of a limit, counted or skipped; days on which the clock stood still are
        skipped, so a stand that begins after the due day moves nothing."""
        found: list[Day] = []
        day, count = start, 0
        while count < days:
            day += ONE_DAY
            still = any(since <= day < until for since, until in stood)
            runs = not still and (not working or self.works(day))
            count += runs
            found.append(Day(day, count if runs else 0, still))
        return found

    def due(self, start: date, days: int, stood: Sequence[Stood] = (), working: bool = True) -> Counted:
        """The last day of account()."""
        if not stood:
            return self.after(start, days) if working else self.calendar_after(start, days)
        last = self.account(start, days, stood, working)[-1].day if days else start
        return Counted(last, working and self._provisional(start, last))

    def between(self, start: date, end: date) -> int:
        """Working days after `start` up to and including `end`; negative when `end` lies before `start`."""
        if end < start:
            return -self.between(end, start)
        return sum(self.works(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))

    def back(self, start: date, days: int) -> date:
        """The working day that lies `days` working days before `start`."""
        day, left = start, days
        while left > 0:
            day -= ONE_DAY
            left -= self.works(day)
        return day

    def _provisional(self, start: date, due: date) -> bool:
        return any(year not in self.known_years for year in range(start.year, due.year + 1))
