"""The reception-day notice: where, when, who receives, what to bring (nothing); hung out three days ahead (practice.md §2.7, HB-40)."""
from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from portal.paper import sheet, trim
from portal.paper.card import Shown

SIZES = ("a4", "page")
PAGE_STYLES = ("css/paper.css", "css/paper-a4.css")
MOST = 8  # people by name on one sheet


@dataclass(frozen=True)
class DayFacts:
    """One open day as the public is told of it; `unnamed` is how many more receive who are not shown by name, `required` how many
    receive as a rule: at 0 it is the liaison's. `theme` and `units`: what the day is about, and who is invited to it (SD-24)."""

    network: str
    motto: str
    station: str
    address: str
    how_to_find: str
    step_free: bool
    phone: str
    day: date
    hours: str
    people: tuple[Shown, ...]
    unnamed: int = 0
    moved_from: date | None = None
    demo: bool = False
    required: int = 1
    theme: str = ""
    units: tuple[str, ...] = ()


def html(facts: DayFacts, say: sheet.Say, size: str, links: tuple[str, ...] = ()) -> str:
    """The sheet."""
    if size not in SIZES:
        raise ValueError(f"no size of a notice: {size}")
    kept = replace(trim.trimmed(facts), people=tuple(map(trim.trimmed, facts.people[:MOST])), units=tuple(map(trim.trim, facts.units[:MOST])),
                   unnamed=facts.unnamed + max(0, len(facts.people) - MOST))
    return sheet.fill("open_day.html", say, size, links, facts=kept)
