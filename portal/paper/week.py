"""The results of the last days to hang out, on A4, A3 or as a poster on A2: each reply as it was written, with who answered, how long it took and what the
visitor says; a code leads to all of them (SD-40, SG-01)."""
from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from portal.paper import sheet, trim

SIZES = ("a4", "a3", "a2", "page")
PAGE_STYLES = ("css/paper.css", "css/paper-a4.css")
MOST, LONGEST = 20, 3000  # results on one notice; signs of one reply


@dataclass(frozen=True)
class Result:
    """One published result; `reply` is the unit's own text, `facts` are name and words of what came of it."""

    category: str
    station: str
    number: str
    words: str
    plain: str
    unit: str
    reply: str
    covered: bool
    facts: tuple[tuple[str, str], ...]
    is_whole: bool = True


@dataclass(frozen=True)
class WeekFacts:
    """Which station, which days, and what was published then; `four` are its four numbers as
    the templates read them; `address` and its code `link` (empty: no phone gets there)."""

    network: str
    motto: str
    station: str
    first: date
    last: date
    results: tuple[Result, ...]
    four: object | None
    address: str
    link: str
    more: int = 0
    demo: bool = False


def html(facts: WeekFacts, say: sheet.Say, size: str, links: tuple[str, ...] = ()) -> str:
    """The notice."""
    if size not in SIZES:
        raise ValueError(f"no size of a notice: {size}")
    kept = replace(trim.trimmed(facts), results=tuple(map(_fit, facts.results[:MOST])), more=facts.more + max(0, len(facts.results) - MOST))
    return sheet.fill("week.html", say, size, links, facts=kept)


def _fit(one: Result) -> Result:
    whole = trim.paragraphs(one.reply, LONGEST)
    return replace(trim.trimmed(one, words=400, plain=400), reply=whole, plain=trim.paragraphs(one.plain, 400),
                   is_whole=len(one.reply) <= LONGEST)
