"""The slip with a number for today's reception: where, when, and what to do when one missed it; nothing of anybody."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from portal.foundation import clock
from portal.paper import sheet, trim


@dataclass(frozen=True)
class NumberFacts:
    """The number as it is called, when it was taken, and the hours of the reception."""

    network: str
    motto: str
    station: str
    number: str
    at: datetime
    begins_at: datetime
    ends_at: datetime
    demo: bool = False


def html(facts: NumberFacts, say: sheet.Say) -> str:
    """The slip for the roll."""
    hours = f"{clock.local(facts.begins_at):%H:%M}–{clock.local(facts.ends_at):%H:%M}"
    at = f"{say.day(facts.at)} {clock.local(facts.at):%H:%M}"
    return sheet.fill("queue_number.html", say, "roll80", facts=trim.trimmed(facts), at=at, hours=hours)
