"""The monthly report of a station on A4, as it was signed: figures, rates, texts, corrections, and the ledger's head (HB-13, practice.md §2.9)."""
from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from itertools import zip_longest

from portal.paper import sheet, trim

SIZES = ("a4", "page")
PAGE_STYLES = ("css/paper.css", "css/paper-a4.css")
LONGEST = 2000  # signs of one text
HEAD = ""  # in place of a number: the name of a section


@dataclass(frozen=True)
class Section:
    """One part of the sheet: its name, and its figures as name and number."""

    name: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ReportFacts:
    """One report; everything in it is said already in the language of the reader. `rates` are name, share and counts; `corrections` period,
    figure and change; `lang` that of the texts; `head` size and root of the ledger; `link` the code of `address` (empty: no phone gets there)."""

    network: str
    motto: str
    station: str
    number: str
    period: str
    first: date
    last: date
    sections: tuple[Section, ...]
    rates: tuple[tuple[str, str, str], ...]
    texts: tuple[tuple[str, str], ...]
    corrections: tuple[tuple[str, str, str], ...]
    signed: str
    signed_on: date
    head: tuple[str, str]
    address: str
    link: str
    lang: str = "zh-Hans"
    demo: bool = False


def html(facts: ReportFacts, say: sheet.Say, size: str, links: tuple[str, ...] = ()) -> str:
    """The sheets; `size` "page" for a browser."""
    if size not in SIZES:
        raise ValueError(f"no size of a report: {size}")
    kept = replace(trim.trimmed(facts), texts=tuple((name, trim.paragraphs(text, LONGEST)) for name, text in facts.texts))
    return sheet.fill("report.html", say, size, links, facts=kept, rows=_side_by_side(kept.sections))


def _side_by_side(sections: tuple[Section, ...]) -> list[tuple[tuple[str, str], tuple[str, str]]]:
    """All lines in two columns of one table, whole sections in each: a table is set in a tenth of the time that flowing columns take."""
    columns: list[list[tuple[str, str]]] = [[], []]
    for one in sorted(sections, key=lambda one: -len(one.lines)):
        min(columns, key=len).extend([(one.name, HEAD), *one.lines])
    return list(zip_longest(*columns, fillvalue=("", HEAD)))
