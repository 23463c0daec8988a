"""Looking through the stations by their tree, or by words as they are typed: alike for the public and for the office (SD-01)."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import request

from portal.network import area_tree, station
from portal.network.area_tree import Branch
from portal.network.station import Station
from portal.web import gate

FEW, MOST = 12, 60  # stations that are looked through without being helped; found stations on one page
Link = tuple[str, str, bool, int]


@dataclass(frozen=True)
class Looked:
    """What a page of stations shows: those found, all of the area, how many more there are, the words and the area asked for, the way down
    to it, the areas below, and whether there are so many that one needs help."""

    stations: list[Station]
    within: list[Station]
    more: int
    words: str
    area: str
    way: list[tuple[str, str]]
    areas: list[Link]
    many: bool
    unknown: bool


def looked(url: str, known: list[Station], *, every: bool = False) -> Looked:
    """What the address asks for, of these stations; `every`: those that lie in an area below are found too."""
    words, area = (request.args.get(name, "").strip()[:60] for name in ("words", "area"))
    way = area_tree.path(area) if area else []
    here, many = (way[-1] if way else None), len(known) > FEW
    codes = {one.code for one in known}
    below = [one for one in (here.areas if here else _first()) if codes & set(one.codes)]
    within = _within(here, below if many and not words and not every else [], codes)
    found = [one for one in known if one.code in within and all(part in _read(one) for part in words.casefold().split())]
    whole = set(here.codes) if here else codes if not area else set()
    return Looked(found[:MOST] if words else found, [one for one in known if one.code in whole], max(0, len(found) - MOST) if words else 0, words, area,
                  [(gate.say()("public.stations.every"), url), *((one.name, _url(url, one.key)) for one in way)],
                  [(one.name, _url(url, one.key), False, len(codes & set(one.codes))) for one in below], many, bool(area) and here is None)


def choices(area: str) -> list[Branch]:
    """The areas offered where one is chosen: those above it, itself, and those right below it."""
    way = area_tree.path(area) if area else []
    return [*way, *(way[-1].areas if way else _first())]


def _first() -> list[Branch]:
    """Where the tree first divides: a district alone says nothing."""
    at = area_tree.roots()
    while len(large := [one for one in at if len(one.codes) > 1]) == 1 and large[0].areas and len(at) == 1:
        at = large[0].below
    return large


def _within(here: Branch | None, below: Iterable[Branch], known: set[str]) -> set[str]:
    """The codes shown: all of an area, less those that lie in an area below it which is offered, where that leaves any."""
    whole = set(here.codes) & known if here else set() if request.args.get("area", "").strip() else known
    return whole - {code for one in below for code in one.codes}


def _url(url: str, key: str) -> str:
    return f"{url}?{urlencode({'area': key})}"


def _read(one: Station) -> str:
    return "\n".join((one.code, one.name, one.area, one.address)).casefold()


def every() -> list[Station]:
    """Every open station, then those that are closed."""
    return sorted(station.everywhere(), key=lambda one: (one.closed, one.code))
