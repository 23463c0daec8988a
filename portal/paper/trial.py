"""The test page of the daily self-test (K64): how far the printer reaches to both sides, and every script it meets."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from portal.foundation import clock
from portal.paper import sheet, trim


@dataclass(frozen=True)
class TrialFacts:
    """Where it was printed, and when; nothing of anybody."""

    network: str
    motto: str
    station: str
    place: str
    at: datetime
    demo: bool = False


def html(facts: TrialFacts, say: sheet.Say) -> str:
    """The page for the roll."""
    at = f"{say.day(facts.at)} {clock.local(facts.at):%H:%M:%S}"
    return sheet.fill("trial.html", say, "roll80", facts=trim.trimmed(facts), at=at)
