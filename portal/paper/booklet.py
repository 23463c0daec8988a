"""The welcome booklet of a station, A5, made from what is so today: what it is, who sits there, how to raise a matter, what comes of it,
and how to find it (ZG-21)."""
from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from portal.paper import portrait, sheet, trim
from portal.paper.card import Shown

SIZES = ("a5", "page")
PAGE_STYLES = ("css/paper.css", "css/paper-a5.css")
MOST, DAYS = 12, 4  # people shown; open days told


@dataclass(frozen=True)
class OpenDay:
    """A day on which one may come, and its hours in words."""

    day: date
    hours: str


@dataclass(frozen=True)
class BookletFacts:
    """One station as it stands. `unnamed` receive there and are not shown; `four` and `figures` are its numbers as the templates read them,
    None before they were counted; `since`: the day it opened; `link` is a code's address, empty where no phone gets there."""

    network: str
    motto: str
    station: str
    area: str
    address: str
    how_to_find: str
    step_free: bool
    phone: str
    hours: str
    answers: str           # the phone of whoever answers when nothing happens
    people: tuple[Shown, ...]
    unnamed: int
    days: tuple[OpenDay, ...]
    four: object | None
    figures: object | None
    years: int
    since: date | None
    online: str            # the address as one types it
    link: str
    printed_on: date
    demo: bool = False


def html(facts: BookletFacts, say: sheet.Say, size: str, links: tuple[str, ...] = ()) -> str:
    """The booklet; people beyond twelve are told by their number."""
    if size not in SIZES:
        raise ValueError(f"no size of a booklet: {size}")
    shown = tuple(map(trim.trimmed, facts.people[:MOST]))
    kept = replace(trim.trimmed(facts, link=1000), people=shown, unnamed=facts.unnamed + max(0, len(facts.people) - MOST), days=facts.days[:DAYS])
    return sheet.fill("booklet.html", say, size, links, facts=kept, faces=[(one, portrait.address(one.portrait, size)) for one in shown])
