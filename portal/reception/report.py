"""What a roster gives, as the office looks at it before it publishes and after (SD-04, SD-07)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from portal.network.actor import Actor
from portal.reception import coverage, roster, scene
from portal.reception.coverage import Day, Gap, Share
from portal.reception.roster import Roster, Stage
from portal.reception.rota import Reason, Receiver
from portal.reception.rotation import credits_of

MOST_RESIDENT = 3


@dataclass(frozen=True)
class Report:
    """What a roster gives: open days held, seats filled of those required, weeks without anybody, how evenly people sit, and the
    stations that do not have one to three representatives of their own (SD-04, SD-07)."""

    days: int
    filled: int
    required: int
    gaps: list[Gap]
    shares: list[Share]
    residents: dict[int, int]
    names: dict[int, str]


def of(row: Roster, by: Actor) -> Report:
    """The draft over what stands; of a published roster what stands now."""
    seen = scene.read(row.station, row.span, by.at)
    drafted, why = Counter[int](), {}
    sittings = Counter[int]()
    if row.stage is Stage.DRAFT:
        for seat in roster.seats(row):
            if seat.person_id is None:
                why[seat.shift_id] = seat.reason
            else:
                drafted[seat.shift_id] += 1
                sittings[seat.person_id] += 1
    days = [Day(need.station, need.day, drafted[need.id] + seen.seated[need.id], why.get(need.id, Reason.NOBODY)) for need in seen.needs]
    days += [Day(station, day, 0, Reason.OFF) for station, day in seen.off]
    ids = [place.id for place in seen.stations]
    return Report(len(seen.needs), sum(day.seated for day in days), sum(need.required for need in seen.needs),
                  coverage.gaps(ids, days, row.span), coverage.shares(seen.people, sittings, credits_of(seen.needs, seen.people)),
                  residents(ids, seen.people, row.from_on), {place.id: place.name for place in seen.stations})


def residents(stations: Iterable[int], people: Iterable[Receiver], day: date) -> dict[int, int]:
    """The stations that do not have one to three representatives of their own on a day, with how many they have (SD-04)."""
    count = Counter(station for person in people if not person.is_member for station in
                    {term.station for term in person.terms if term.covers(day)})
    return {station: count[station] for station in stations if not 1 <= count[station] <= MOST_RESIDENT}
