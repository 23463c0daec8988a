"""Days counted from today in working days, by the calendar in force; what the demonstration's files mean by -58 or 27."""

from dataclasses import dataclass
from datetime import date, datetime

from portal.foundation import clock
from portal.foundation.workdays import Workdays
from portal.network import calendar


@dataclass(frozen=True)
class Days:
    """A calendar and its day 0: today, or the last working day before it when nobody works today."""

    workdays: Workdays
    zero: date

    def day(self, number: int) -> date:
        """The working day of a number: negative before day 0, positive after it."""
        return self.workdays.back(self.zero, -number) if number < 0 else self.workdays.after(self.zero, number).due

    def at(self, number: int, hour: int, minute: int = 0) -> datetime:
        """A moment on the network's wall clock of that day, as aware UTC."""
        return clock.at_local(self.day(number), hour, minute)


def counted_from(today: date) -> Days:
    """The days seen from a date, by the calendar of the database."""
    workdays = calendar.workdays()
    return Days(workdays, today if workdays.works(today) else workdays.back(today, 1))
