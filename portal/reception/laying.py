"""From a draft to people at the table: seats are laid by the rotation, written into the draft, and published at least as many days
ahead as the notice needs; published ones are moved by leave, swap and hand alone (HB-26, HB-40, practice.md §3.2)."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from sqlalchemy import delete, insert, select, update

from portal.foundation.database import db
from portal.foundation.refusal import Refused
from portal.network.actor import Actor
from portal.network.person import Person
from portal.network.role import Role
from portal.reception import day_notice, roster, scene
from portal.reception.roster import Roster, RosterSeat, Stage
from portal.reception.rota import Receiver, Rota, Terms
from portal.reception.rotation import rotate
from portal.reception.scene import Scene
from portal.reception.shift import Shift
from portal.reception.sitting import Presence, Sitting

CHUNK = 400  # ids in one statement


def lay(row: Roster, by: Actor) -> Rota:
    """Who would sit when. Only reads; takes seconds for a year of a whole network."""
    seen = scene.read(row.station, row.span, by.at)
    return rotate(seen.needs, seen.people, Terms(row.least, row.most, seen.areas if row.helps else {}))


def put_down(row: Roster, laid: Rota, *, by: Actor) -> None:
    """Write what was laid into the draft."""
    if row.stage is not Stage.DRAFT:
        raise Refused("roster_decided")
    db.session.execute(delete(RosterSeat).where(RosterSeat.roster_id == row.id))
    lines = [{"roster_id": row.id, "shift_id": shift, "person_id": person, "reason": None} for shift, person in laid.seats]
    lines += [{"roster_id": row.id, "shift_id": shift, "person_id": None, "reason": reason} for shift, (_, reason) in laid.empty.items()]
    if lines:
        db.session.execute(insert(RosterSeat), lines)


def publish(row: Roster, *, by: Actor) -> int:
    """Put everybody of the draft on; returns how many sittings that made. A seat that can be taken no more, since the day is too near,
    called off or filled by now, or its person on leave, gone or busy, is left out and counted."""
    roster.decide(row, Stage.PUBLISHED, by=by)
    wanted = [(seat.shift_id, seat.person_id) for seat in roster.seats(row) if seat.person_id is not None]
    people = sorted({person for _, person in wanted})
    for some in _chunks(people):  # two offices publish at once: one after the other
        db.session.execute(select(Person.id).where(Person.id.in_(some)).order_by(Person.id).with_for_update()).all()
    seen = scene.read(row.station, row.span, by.at)
    fit = _still_fit(wanted, seen, row.helps)
    row.left_out = len(wanted) - len(fit)
    _put_on(fit, {person.id: person for person in seen.people}, by)
    days = {need.id: need.day for need in seen.needs}
    day_notice.tell_of_roster({person: shift for shift, person in sorted(fit, key=lambda one: days[one[0]], reverse=True)}, by)
    db.session.flush()
    return len(fit)


def _still_fit(wanted: Sequence[tuple[int, int]], seen: Scene, helps: bool) -> list[tuple[int, int]]:
    needs, people = {need.id: need for need in seen.needs}, {person.id: person for person in seen.people}
    areas = seen.areas if helps else {}
    left = {need.id: need.seats for need in seen.needs}
    fit = []
    for shift_id, person_id in wanted:
        need, person = needs.get(shift_id), people.get(person_id)
        if need is None or person is None or not left[shift_id] or person.is_away(need.day) or need.slots & person.busy:
            continue
        if not any(term.covers(need.day) and (term.station == need.station or (
                need.station in areas and areas.get(term.station) == areas[need.station])) for term in person.terms):
            continue
        left[shift_id] -= 1
        people[person_id] = replace(person, busy=person.busy | need.slots)
        fit.append((shift_id, person_id))
    return fit


def _put_on(fit: Sequence[tuple[int, int]], people: dict[int, Receiver], by: Actor) -> None:
    shifts = sorted({shift for shift, _ in fit})
    known = {}
    for some in _chunks(shifts):
        known |= {(shift, person): one for one, shift, person in db.session.execute(
            select(Sitting.id, Sitting.shift_id, Sitting.person_id).where(Sitting.shift_id.in_(some)))}
    roles = {person: Role.MEMBER if people[person].is_member else Role.REPRESENTATIVE for _, person in fit}
    put = {"put_on_at": by.at, "put_on_by_id": by.person_id, "taken_off_at": None}
    lines = [put | {"shift_id": shift, "person_id": person, "role": roles[person],
                    "presence": Presence.PLANNED, "reason": ""} for shift, person in fit if (shift, person) not in known]
    if lines:
        db.session.execute(insert(Sitting), lines)
    for role in set(roles.values()):
        for some in _chunks(sorted(known[key] for key in fit if key in known and roles[key[1]] is role)):
            db.session.execute(update(Sitting).where(Sitting.id.in_(some)).values(role=role, **put))
    for some in _chunks(shifts):
        db.session.execute(update(Shift).where(Shift.id.in_(some)).values(sequence=Shift.sequence + 1, changed_at=by.at))


def _chunks(ids: Sequence[int]) -> Iterator[list[int]]:
    found = iter(ids)
    while some := list(islice(found, CHUNK)):
        yield some
