"""One month of everybody who receives, on one page: who sits on which half-days, and who is on leave (SD-05, HB-40)."""

import calendar
from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from portal.network import station as stations
from portal.network.station import Station
from portal.reception import scene
from portal.reception.pattern import Half, halves
from portal.reception.rota import Receiver, Span

AWAY = "away"
_ORDER = {half.value: place for place, half in enumerate(Half)}


@dataclass(frozen=True)
class Line:
    """One person: for each day of the month the half-days they sit on, or that they are on leave; `sittings` is how often they sit."""

    name: str
    is_member: bool
    station: Station
    days: list[tuple[str, ...]]
    sittings: int


def span_of(day: date) -> Span:
    """The first and last day of a month."""
    return day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1])


def lines(ids: Collection[int] | None, day: date, *, members: bool) -> list[Line]:
    """Everybody who receives at these stations in the month of a day, by station and name; None: at all. `members`: recommended ones too."""
    span = span_of(day)
    known = {place.id: place for place in stations.everywhere()}
    sits: dict[int, dict[date, set[Half]]] = defaultdict(lambda: defaultdict(set))
    seated = scene.sittings_in(span)
    for row in seated:
        sits[row.person_id][row.day] |= halves(row.begins_at, row.ends_at)
    often = Counter(row.person_id for row in seated if span[0] <= row.day <= span[1])
    people, names = scene.people_of(known if ids is None else ids, span, [])
    found = [Line(names[one.id], one.is_member, known[one.terms[0].station], _days(one, span, sits.get(one.id, {})), often[one.id])
             for one in people if members or not one.is_member]
    return sorted(found, key=lambda line: (line.station.code, line.is_member, line.name))


def _days(person: Receiver, span: Span, sits: dict[date, set[Half]]) -> list[tuple[str, ...]]:
    count = (span[1] - span[0]).days + 1
    days = [span[0] + timedelta(days=n) for n in range(count)]
    return [tuple(sorted((half.value for half in sits[day]), key=_ORDER.__getitem__)) if sits.get(day) else
            (AWAY,) if person.is_away(day) else () for day in days]
