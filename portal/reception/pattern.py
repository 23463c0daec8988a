"""Which days an opening rule gives: pure arithmetic on dateutil's rrule, the calendar is handed in (practice.md §2.7)."""

import enum
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from dateutil import rrule

from portal.foundation import clock
from portal.foundation.workdays import ONE_DAY, Workdays

DAY = 24 * 60  # minutes
NOON, EVENING = 12 * 60, 18 * 60
LOOK_BACK = timedelta(days=31)  # a day that a long holiday moves comes from no further back


class Repeat(enum.StrEnum):
    """How a rule repeats: CT-04, HB-40, YT-05; NONE is an override that gives no fixed days at all."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"
    DAILY = "daily"
    NONE = "none"


class Months(enum.StrEnum):
    """In which months; a public rule says "the 15th of every odd month"."""

    EVERY = "every"
    ODD = "odd"
    EVEN = "even"


class Holiday(enum.StrEnum):
    """What becomes of a day that is a holiday."""

    SKIP = "skip"
    NEXT = "next"
    KEEP = "keep"


class Half(enum.StrEnum):
    """Half-days; nobody sits twice in one."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


@dataclass(frozen=True)
class Pattern:
    """A rule without its place. `weekdays`: 0 is Monday; `month_day`: 1 to 31, in a shorter month its last day; `starts` and `ends`:
    minutes after midnight, an end that is not after the start lies on the next day (SG-04)."""

    repeat: Repeat
    starts: int = 9 * 60
    ends: int = 11 * 60 + 30
    weekdays: frozenset[int] = frozenset()
    month_day: int = 1
    months: Months = Months.EVERY
    holiday: Holiday = Holiday.SKIP

    @property
    def crosses_midnight(self) -> bool:
        """Whether it ends on the day after."""
        return self.ends <= self.starts


@dataclass(frozen=True)
class Occasion:
    """A day of the rule, `planned_on`, and the day it is really held; None where it falls out."""

    planned_on: date
    day: date | None


def occasions(pattern: Pattern, first: date, last: date, workdays: Workdays) -> list[Occasion]:
    """Everything the rule plans or holds from `first` to `last`, in the order of planned days. No day is held twice: one that
    is moved onto another falls out."""
    nominal = list(_nominal(pattern, first - LOOK_BACK, last, workdays))
    taken = {day for day in nominal if not _is_off(pattern, day, workdays)}
    found = []
    for planned in nominal:
        day = planned if planned in taken else _instead(pattern, planned, taken, workdays)
        if first <= planned or (day is not None and day >= first):
            found.append(Occasion(planned, day))
    return found


def _instead(pattern: Pattern, planned: date, taken: set[date], workdays: Workdays) -> date | None:
    """The next working day, unless the rule holds that one anyway."""
    if pattern.holiday is Holiday.SKIP:
        return None
    day = workdays.after(planned, 1).due
    if day in taken:
        return None
    taken.add(day)
    return day


def _is_off(pattern: Pattern, day: date, workdays: Workdays) -> bool:
    """Whether a planned day is one on which the rule does not open. A weekday that was chosen is only off when the calendar names
    it a rest; a day of the month, which nobody chose for its weekday, is off at every weekend too."""
    if pattern.holiday is Holiday.KEEP:
        return False
    if pattern.repeat is Repeat.WEEKLY:
        return workdays.exceptions.get(day) is False
    return not workdays.works(day)


def _nominal(pattern: Pattern, first: date, last: date, workdays: Workdays) -> Iterator[date]:
    months = {Months.EVERY: None, Months.ODD: range(1, 12, 2), Months.EVEN: range(2, 13, 2)}[pattern.months]
    span = {"dtstart": datetime.combine(first, time()), "until": datetime.combine(last, time())}
    match pattern.repeat:
        case Repeat.WEEKLY if pattern.weekdays:
            yield from _days(rrule.rrule(rrule.WEEKLY, byweekday=sorted(pattern.weekdays), bymonth=months, **span))
        case Repeat.MONTHLY:
            least = min(pattern.month_day, 28)  # every month has a 28th: of these days the last that exists
            span["dtstart"] = span["dtstart"].replace(day=1)
            found = rrule.rrule(rrule.MONTHLY, bymonthday=range(least, pattern.month_day + 1), bysetpos=-1, bymonth=months, **span)
            yield from (day for day in _days(found) if day >= first)
        case Repeat.DAILY:
            every = pattern.holiday is Holiday.KEEP  # else working days: weekends are no days of the rule unless they are worked
            found = rrule.rrule(rrule.DAILY, bymonth=months, **span)
            yield from (day for day in _days(found) if every or day.weekday() < 5 or workdays.works(day))
        case _:
            return


def _days(found: rrule.rrule) -> Iterator[date]:
    return (at.date() for at in found)


def hours(pattern: Pattern, day: date) -> tuple[datetime, datetime]:
    """Begin and end on a day as UTC moments; across midnight it belongs to the day it begins."""
    last = day + ONE_DAY if pattern.crosses_midnight else day
    return clock.at_local(day, *divmod(pattern.starts, 60)), clock.at_local(last, *divmod(pattern.ends, 60))


def halves(begins_at: datetime, ends_at: datetime) -> frozenset[Half]:
    """The half-days that these hours touch; what lies after midnight is the evening of the day before."""
    begin = clock.local(begins_at)
    starts = begin.hour * 60 + begin.minute
    ends = starts + int((ends_at - begins_at).total_seconds()) // 60
    bounds = {Half.MORNING: (0, NOON), Half.AFTERNOON: (NOON, EVENING), Half.EVENING: (EVENING, 2 * DAY)}
    return frozenset(half for half, (since, until) in bounds.items() if starts < until and ends > since)
