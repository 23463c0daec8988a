"""Leave: from when to when somebody does not receive; what they were planned for in these days needs somebody else (HB-40)."""

from collections import defaultdict
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from portal.foundation import clock
from portal.foundation.database import Base, Utc, db
from portal.foundation.refusal import Missing, Refused
from portal.foundation.text import clean
from portal.network import access, reach
from portal.network.access import Place
from portal.network.actor import Actor
from portal.network.person import Person
from portal.network.representative import Representative
from portal.reception import sitting
from portal.reception.rota import Span
from portal.reception.shift import Shift
from portal.reception.sitting import Presence, Sitting

LONGEST, SHOWN = 366, 200  # days of one leave; lines of a page


class Leave(Base):
    """One leave, first and last day included. `reason` stays inside the office; `ended_at`: it was taken back."""

    __tablename__ = "leave"
    __table_args__ = (Index("ix_leave_person", "person_id", "until_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    from_on: Mapped[date]
    until_on: Mapped[date] = mapped_column(index=True)
    reason: Mapped[str] = mapped_column(String(120), default="")
    entered_at: Mapped[datetime] = mapped_column(Utc)
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None] = mapped_column(Utc)
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    person: Mapped[Person] = relationship(foreign_keys=[person_id])


def enter(person: Person, span: Span, *, reason: str = "", by: Actor) -> tuple[Leave, list[Shift]]:
    """Write it down, and take them off the open days in it that are still to come; returns these. Refused: the end before the
    beginning, all of it past, longer than a year."""
    _permit(person, by)
    first, last = span
    if last < first or last < clock.day_of(by.at) or (last - first).days >= LONGEST:
        raise Refused("leave_span")
    row = Leave(person_id=person.id, from_on=first, until_on=last, reason=clean(reason, 120).strip(), entered_at=by.at,
                entered_by_id=by.person_id)
    db.session.add(row)
    freed = []
    for seat in planned(person.id, span, by.at):
        sitting.remove(seat, by)
        freed.append(seat.shift)
    db.session.flush()
    return row, freed


def take_back(row: Leave, *, by: Actor) -> None:
    """They are there after all. Whoever was put on in their stead stays."""
    _permit(row.person, by)
    if row.ended_at is not None or row.until_on < clock.day_of(by.at):
        raise Refused("leave_over")
    row.ended_at, row.ended_by_id = by.at, by.person_id


def _permit(person: Person, by: Actor) -> None:
    if person.representative is None:
        raise Missing
    access.permit(by, "roster.keep", Place(person.representative.station_id))


def planned(person_id: int, span: Span, at: datetime) -> list[Sitting]:
    """The open days of a span, still to come, for which somebody was put on."""
    query = (select(Sitting).join(Shift, Shift.id == Sitting.shift_id).where(
        Sitting.person_id == person_id, Sitting.taken_off_at.is_(None), Sitting.presence == Presence.PLANNED,
        Shift.day >= span[0], Shift.day <= span[1], Shift.begins_at > at).options(joinedload(Sitting.shift).joinedload(Shift.station)))
    return sorted(db.session.scalars(query), key=lambda seat: seat.shift.begins_at)


def one(leave_id: int, by: Actor) -> Leave:
    """A leave the actor keeps; raises Missing."""
    found = db.session.get(Leave, leave_id)
    if found is None or found.person.representative is None or not access.can(
            by, "roster.keep", Place(found.person.representative.station_id)):
        raise Missing
    return found


def standing(by: Actor) -> list[tuple[Leave, Representative]]:
    """Every leave that is not over, of the people whose stations the actor keeps, the next first."""
    stations = reach.stations(by, "roster.keep")
    query = (select(Leave, Representative).join(Representative, Representative.person_id == Leave.person_id)
             .where(Leave.ended_at.is_(None), Leave.until_on >= clock.day_of(by.at)).order_by(Leave.until_on, Leave.id).limit(SHOWN))
    if stations is not None:
        query = query.where(Representative.station_id.in_(stations))
    return [(row, known) for row, known in db.session.execute(query)]


def within(span: Span) -> dict[int, tuple[Span, ...]]:
    """Who is on leave on some day of a span, by person."""
    found: dict[int, list[Span]] = defaultdict(list)
    query = select(Leave.person_id, Leave.from_on, Leave.until_on).where(
        Leave.until_on >= span[0], Leave.from_on <= span[1], Leave.ended_at.is_(None)).order_by(Leave.until_on, Leave.id)
    for person_id, first, last in db.session.execute(query):
        found[person_id].append((first, last))
    return {person_id: tuple(of) for person_id, of in found.items()}
