"""What a roster is laid from: the open days of a span, those who may receive, their leave and what they sit already, read at once."""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Row, select

from portal.foundation import clock
from portal.foundation.database import db
from portal.network import station as stations
from portal.network.person import Person
from portal.network.role import RECEIVES, Grant, Role
from portal.network.station import Station
from portal.reception import leave
from portal.reception.rota import Need, Receiver, Slot, Span, Term, slots
from portal.reception.shift import Shift
from portal.reception.sitting import Sitting


@dataclass(frozen=True)
class Scene:
    """`off`: open days that are called off, (station, day); `seated`: how many sit at each shift already; `areas`: the station above."""

    needs: list[Need]
    people: list[Receiver]
    off: list[tuple[int, date]]
    seated: Counter[int]
    stations: list[Station]
    names: dict[int, str]

    @property
    def areas(self) -> dict[int, int]:
        """Stations of the same number lie below the same one, which counts with them."""
        parents = {place.parent_id for place in self.stations}
        return {place.id: place.id if place.id in parents or place.parent_id is None else place.parent_id for place in self.stations}


def read(place: Station | None, span: Span, at: datetime) -> Scene:
    """The span as it stands. Open days that are too near for a notice need nobody any more: who sits there is a matter of the day."""
    open_ones = stations.all_open()
    ids = {one.id for one in open_ones} if place is None else stations.below(frozenset({place.id}))
    here = [one for one in open_ones if one.id in ids]
    shifts = [row for row in _shifts(span) if row.station_id in ids]
    sits = sittings_in(span)
    seated, led = Counter(row.shift_id for row in sits), {row.shift_id for row in sits if row.role is Role.REPRESENTATIVE}
    today = clock.day_of(at)
    needs = [_need(row, seated[row.id], row.id in led, today) for row in shifts if row.off_by is None]
    off = [(row.station_id, row.day) for row in shifts if row.off_by is not None]
    people, names = people_of(ids, span, sits)
    return Scene(needs, people, off, seated, here, names)


def _need(row: Row, seated: int, led: bool, today: date) -> Need:
    near = (row.day - today).days < row.notice_days
    return Need(row.id, row.station_id, row.day, slots(row.day, row.begins_at, row.ends_at),
                0 if near else max(0, row.required - seated), row.required, led)


def _shifts(span: Span) -> list[Row]:
    query = select(Shift.id, Shift.station_id, Shift.day, Shift.begins_at, Shift.ends_at, Shift.required, Shift.off_by, Shift.notice_days)
    return list(db.session.execute(query.where(Shift.day >= span[0], Shift.day <= span[1]).order_by(Shift.day, Shift.id)))


def sittings_in(span: Span) -> list[Row]:
    """Who sits where from the day before a span to the day after it."""
    near = timedelta(days=1)
    query = select(Sitting.person_id, Sitting.shift_id, Sitting.role, Shift.day, Shift.begins_at, Shift.ends_at).join(
        Shift, Shift.id == Sitting.shift_id).where(
        Shift.day >= span[0] - near, Shift.day <= span[1] + near, Sitting.taken_off_at.is_(None), Shift.off_by.is_(None))
    return list(db.session.execute(query))


def people_of(ids: Collection[int], span: Span, sits: list[Row]) -> tuple[list[Receiver], dict[int, str]]:
    """Everybody who receives at one of these stations on some day of the span, and their names by id; `sits` take them up."""
    query = select(Grant.person_id, Grant.role, Grant.station_id, Grant.since, Grant.until, Person.name).join(
        Person, Person.id == Grant.person_id).where(Grant.role.in_(RECEIVES), Person.active.is_(True), Grant.since <= span[1])
    terms: dict[int, list[Term]] = defaultdict(list)
    names, representatives = {}, set()
    for row in db.session.execute(query.order_by(Grant.id)):
        if row.station_id in ids and (row.until is None or row.until >= span[0]):
            terms[row.person_id].append(Term(row.station_id, row.since, row.until))
            names[row.person_id] = row.name
            if row.role is Role.REPRESENTATIVE:
                representatives.add(row.person_id)
    away, busy, carried = leave.within(span), defaultdict[int, set[Slot]](set), Counter[int]()
    for row in sits:
        busy[row.person_id] |= slots(row.day, row.begins_at, row.ends_at)
        carried[row.person_id] += span[0] <= row.day <= span[1]
    return [Receiver(one, one not in representatives, tuple(of), away.get(one, ()), frozenset(busy.get(one, ())), carried[one])
            for one, of in terms.items()], names
