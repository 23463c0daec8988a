"""On which day the ladder looks different by itself: each of its reasons rests on a date, and between two dates only events change it."""

from collections.abc import Iterator
from datetime import date

from portal.cases.case import WITH_UNIT
from portal.cases.ladder_record import Record
from portal.cases.slip import Level
from portal.foundation.workdays import ONE_DAY


def next_look(of: Record, today: date) -> date | None:
    """The first day after `today` on which a suggestion may come or go (ladder.suggested); None while only an event can bring one."""
    return min((day for day in _days(of) if day > today), default=None)


def _days(of: Record) -> Iterator[date]:
    if of.clock is not None and of.clock.paused_on is None:
        due, days = of.clock.due_on, of.rules.days
        yield from (days.back(due, of.rules.due_soon), of.clock.started_on, due + ONE_DAY, days.after(due, of.rules.long_overdue).due)
    if of.signing is not None:
        yield of.signing.due_on + ONE_DAY
    yield from (row.promised_on + ONE_DAY for row in of.reminders if row.promised_on is not None)
    yield from (row.explain_due.due_on + ONE_DAY for row in of.on(Level.A) if row.explain_due is not None)
    for row in of.on(Level.B) + of.on(Level.A) if of.case.state in WITH_UNIT else []:
        yield from (due.due_on + ONE_DAY for due in (row.due, row.acknowledge_due) if due is not None)
