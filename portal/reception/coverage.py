"""What a roster gives: which weeks of which station have nobody, and why, and how evenly people sit (SD-04, SD-07)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from portal.reception.rota import Reason, Receiver, Span, weeks


@dataclass(frozen=True)
class Day:
    """An open day as the report sees it: `seated` people sit there; `why` it is off or has empty seats, None where it is full."""

    station: int
    day: date
    seated: int
    why: Reason | None = None


@dataclass(frozen=True)
class Gap:
    """A station and the Mondays of the weeks in which nobody receives there, for one reason."""

    station: int
    reason: Reason
    mondays: tuple[date, ...]


@dataclass(frozen=True)
class Share:
    """How evenly the people of one kind share the sittings at a station: how many they are, what the least and the most of them sit,
    leave counted in. `even`: no two of them differ by more than one."""

    station: int
    is_member: bool
    people: int
    least: int
    most: int

    @property
    def even(self) -> bool:
        """Whether the spread is at most one."""
        return self.most - self.least <= 1


def gaps(stations: Iterable[int], days: Iterable[Day], span: Span) -> list[Gap]:
    """The weeks, of those that lie wholly within the span, in which nobody receives at a station, by station and reason."""
    of_week: dict[tuple[int, date], list[Day]] = defaultdict(list)
    for day in days:
        of_week[day.station, day.day - timedelta(days=day.day.weekday())].append(day)
    found: dict[tuple[int, Reason], list[date]] = defaultdict(list)
    mondays = list(weeks(*span))
    for station in stations:
        for monday in mondays:
            reason = _lacking(of_week.get((station, monday), ()))
            if reason is not None:
                found[station, reason].append(monday)
    return [Gap(station, reason, tuple(of)) for (station, reason), of in found.items()]


def short(stations: Iterable[int], days: Iterable[Day], span: Span) -> list[Gap]:
    """The weeks in which somebody receives at a station, but fewer than an open day needs, by station and reason (HB-40)."""
    found: dict[tuple[int, Reason], set[date]] = defaultdict(set)
    mondays = set(weeks(*span))
    for day in days:
        monday = day.day - timedelta(days=day.day.weekday())
        if day.seated and day.why is not None and monday in mondays:
            found[day.station, day.why].add(monday)
    return [Gap(station, reason, tuple(sorted(of))) for (station, reason), of in sorted(found.items()) if station in set(stations)]


def _lacking(days: Collection[Day]) -> Reason | None:
    if any(day.seated for day in days):
        return None
    held = [day.why for day in days if day.why not in (Reason.OFF, None)]
    return held[0] if held else Reason.OFF if days else Reason.NO_DAY


def shares(people: Iterable[Receiver], sittings: Mapping[int, int], credit: Mapping[int, int]) -> list[Share]:
    """How evenly each station's people share, those of several stations at the first of them. `sittings`: by person."""
    loads: dict[tuple[int, bool], list[int]] = defaultdict(list)
    for person in people:
        if person.terms:
            load = person.carried + sittings.get(person.id, 0) + credit.get(person.id, 0)
            loads[person.terms[0].station, person.is_member].append(load)
    return [Share(station, is_member, len(of), min(of), max(of)) for (station, is_member), of in sorted(loads.items())]
