"""What a roster gives, as the office looks at it before it publishes and after (SD-04, SD-07)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from portal.cases import face_to_face
from portal.cases.face_to_face import Way
from portal.foundation import clock
from portal.network.actor import Actor
from portal.network.level_count import MOST_OWN
from portal.reception import coverage, roster, scene, weeks_held
from portal.reception.coverage import Day, Gap, Share
from portal.reception.roster import Roster, Stage
from portal.reception.rota import Need, Reason, Receiver
from portal.reception.rotation import credits_of
from portal.reception.weeks_held import Came, Held


@dataclass(frozen=True)
class Report:
    """What a roster gives: open days held, seats filled of those required, weeks planned and really held, who came to what was held, weeks without anybody and with too few, how evenly people
    sit, what was told face to face and by a unit on paper (SD-25), and the stations that do not have one to three representatives of their own (SD-04, SD-07)."""

    days: int
    filled: int
    required: int
    held: list[Held]
    came: Came
    face: Way
    paper: Way
    gaps: list[Gap]
    short: list[Gap]
    shares: list[Share]
    residents: dict[int, int]
    names: dict[int, str]


def of(row: Roster, by: Actor) -> Report:
    """The draft over what stands; of a published roster what stands now."""
    seen = scene.read(row.station, row.span, by.at)
    drafted, why = Counter[int](), {}
    sittings = Counter[int]()
    for seat in roster.seats(row):
        if seat.person_id is None:
            why[seat.shift_id] = seat.reason
        elif row.stage is Stage.DRAFT:
            drafted[seat.shift_id] += 1
            sittings[seat.person_id] += 1
        else:
            why.setdefault(seat.shift_id, Reason.GONE)
    days = [_day(need, drafted[need.id] + seen.seated[need.id], why.get(need.id)) for need in seen.needs]
    days += [Day(station, day, 0, Reason.OFF) for station, day in seen.off]
    ids = [place.id for place in seen.stations]
    return Report(len(seen.needs), sum(day.seated for day in days), sum(need.required for need in seen.needs),
                  weeks_held.of(ids, days, row.span, clock.day_of(by.at)), weeks_held.came(ids, row.span), *face_to_face.compared(ids, *row.span), coverage.gaps(ids, days, row.span), coverage.short(ids, days, row.span), coverage.shares(seen.people, sittings, credits_of(seen.needs, seen.people)),
                  residents(ids, seen.people, row.from_on), {place.id: place.name for place in seen.stations})


def _day(need: Need, seated: int, why: Reason | None) -> Day:
    """An open day with why it lacks somebody, where it does: as the roster found it, else that it is too near, or that there is nobody."""
    full = seated >= need.required
    return Day(need.station, need.day, seated, None if full else why or (Reason.NEAR if not need.seats else Reason.NOBODY))


def residents(stations: Iterable[int], people: Iterable[Receiver], day: date) -> dict[int, int]:
    """The stations that do not have one to three representatives of their own on a day, with how many they have (SD-04)."""
    count = Counter(station for person in people if not person.is_member for station in
                    {term.station for term in person.terms if term.covers(day)})
    return {station: count[station] for station in stations if not 1 <= count[station] <= MOST_OWN}
