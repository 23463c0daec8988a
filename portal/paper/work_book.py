"""The work book of a representative, printed from the record: days of reception, matters, what they did, activities (HB-12)."""
from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from portal.paper import sheet, trim

SIZES = ("a4", "a5", "page")
PAGE_STYLES = ("css/paper.css", "css/paper-a4.css")


@dataclass(frozen=True)
class Line:
    """One line of a list: a day, and what stands beside it."""

    day: date
    what: str
    more: str = ""


@dataclass(frozen=True)
class BookFacts:
    """Whose, of which days; everything in it is said already in the language of the reader. `figures` and `acts` are name and number.

    `more` is how many matters of the span do not stand in it."""

    network: str
    motto: str
    station: str
    name: str
    kind: str
    first: date
    last: date
    printed_on: date
    figures: tuple[tuple[str, int], ...]
    sittings: tuple[Line, ...]
    matters: tuple[Line, ...]
    acts: tuple[tuple[str, int], ...]
    activities: tuple[Line, ...]
    more: int = 0
    demo: bool = False


def html(facts: BookFacts, say: sheet.Say, size: str, links: tuple[str, ...] = ()) -> str:
    """The book; `size` "page" for a browser."""
    if size not in SIZES:
        raise ValueError(f"no size of a work book: {size}")
    kept = replace(trim.trimmed(facts), **{name: tuple(map(trim.trimmed, getattr(facts, name))) for name in ("sittings", "matters", "activities")})
    return sheet.fill("work_book.html", say, size, links, facts=kept)
