"""The public trace of supervision: how often a unit was reminded, which slips went out, what came of them; never what was written inside."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from portal.cases import explanation, reminder, slip
from portal.cases.case import Case
from portal.cases.slip import Level, Slip, Standing
from portal.foundation import clock

# What the trace tells in one place, so that the story need not tell it line by line.
ACTS = frozenset({"reminder.give", "slip.send_yellow", "slip.send_red", "slip.withdraw", "explanation.write", "behalf.explanation"})
DAYS = ("sent", "due", "first_due", "explain_due", "explained", "answered", "withdrawn")


@dataclass(frozen=True)
class Traced:
    """One slip that went out. `lapsed`: another unit has the matter now. `because` is why it was withdrawn; the board leaves it out.
    `words` is what the head explained, of a published row where the network publishes it (portal.cases.explained)."""

    level: Level
    number: str
    days: dict[str, date]
    lapsed: bool = False
    because: str = ""
    words: dict[str, Any] = field(default_factory=dict)

    @property
    def stands(self) -> bool:
        """Whether it still asks for something."""
        return "withdrawn" not in self.days and not self.lapsed

    def is_late(self, day: date) -> bool:
        """Whether its new day passed without a reply."""
        return self.stands and "answered" not in self.days and self.days["due"] < day

    def explanation_is_late(self, day: date) -> bool:
        """Whether the explanation of the head of the unit is overdue (HB-66)."""
        return self.stands and "explained" not in self.days and "explain_due" in self.days and self.days["explain_due"] < day


@dataclass(frozen=True)
class Trace:
    """What was done to press for it. `reasons`: how many facts were missing under its slips, a written reason in place of each."""

    reminders: int = 0
    last_on: date | None = None
    slips: list[Traced] = field(default_factory=list)
    reasons: int = 0

    @property
    def told(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.reminders or self.slips)

    def out(self, level: Level | str) -> int:
        """How many slips of a level went out and were not withdrawn."""
        return sum(row.level == level and "withdrawn" not in row.days for row in self.slips)


def of_case(case: Case) -> Trace:
    """The trace as it is now, over every round and every unit the matter lay with (practice.md §13)."""
    given, came = reminder.of_case(case), {row.slip_id: row.happened_at for row in explanation.of_case(case)}
    sent = [row for row in slip.of_case(case) if row.serial is not None]
    return Trace(len(given), clock.day_of(max(row.happened_at for row in given)) if given else None,
                 [_traced(row, came.get(row.id)) for row in sent], sum(len(row.reasons) for row in sent))


def _traced(row: Slip, explained_at: datetime | None) -> Traced:
    moments = {"sent": row.countersigned_at, "explained": explained_at, "answered": row.answered_at, "withdrawn": row.withdrawn_at}
    days = {name: clock.day_of(at) for name, at in moments.items() if at is not None}
    if row.due is not None:
        days |= {"due": row.due.due_on, "first_due": row.due.original_due_on}
    if row.explain_due is not None:
        days["explain_due"] = row.explain_due.due_on
    return Traced(row.level, row.number, days, row.standing is Standing.LAPSED, row.withdrawn_because)


def written(trace: Trace) -> dict[str, Any]:
    """What the board keeps of it: counts, numbers, levels and dates, no word that anybody wrote."""
    slips = [{"level": row.level.value, "number": row.number, "lapsed": row.lapsed,
              **{name: row.days[name].isoformat() for name in DAYS if name in row.days}} for row in trace.slips]
    return {"reminders": trace.reminders, "last_on": trace.last_on.isoformat() if trace.last_on else None, "slips": slips,
            "reasons": trace.reasons}


def read(kept: dict[str, Any]) -> Trace:
    """The trace out of a published row; an empty one is from before the board kept it."""
    slips = [Traced(Level(row["level"]), row["number"], {name: date.fromisoformat(row[name]) for name in DAYS if name in row},
                    row["lapsed"], words=row.get("words", {})) for row in kept.get("slips", [])]
    last = kept.get("last_on")
    return Trace(kept.get("reminders", 0), date.fromisoformat(last) if last else None, slips, kept.get("reasons", 0))
