"""Rosters as rows: laid as a draft that only the office sees, looked at, then published or thrown away (HB-26, HB-40)."""

import enum
from datetime import date, datetime

from sqlalchemy import ForeignKey, func, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from portal.foundation import clock
from portal.foundation.database import Base, Utc, choice, db
from portal.foundation.refusal import Missing, Refused
from portal.network import access
from portal.network.access import Place
from portal.network.actor import Actor
from portal.network.station import Station
from portal.reception.rota import Reason, Span

LONGEST, MOST_SITTINGS, SHOWN = 366, 366, 40  # days of one span; sittings of one person in it; lines of the list


class Stage(enum.StrEnum):
    """How far a roster is."""

    DRAFT = "draft"
    PUBLISHED = "published"
    DISCARDED = "discarded"


class Roster(Base):
    """One span planned for a station and those below it, for the whole network where `station_id` is None. `helps`: people of an area
    help each other out; `left_out`: seats that could no more be published."""

    __tablename__ = "roster"

    id: Mapped[int] = mapped_column(primary_key=True)
    station_id: Mapped[int | None] = mapped_column(ForeignKey("station.id"))
    from_on: Mapped[date]
    until_on: Mapped[date]
    least: Mapped[int]
    most: Mapped[int | None]
    helps: Mapped[bool]
    made_at: Mapped[datetime] = mapped_column(Utc)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    stage: Mapped[Stage] = mapped_column(choice(Stage), default=Stage.DRAFT)
    decided_at: Mapped[datetime | None] = mapped_column(Utc)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    left_out: Mapped[int] = mapped_column(default=0)

    station: Mapped[Station | None] = relationship()

    @property
    def span(self) -> Span:
        """Its first and last day."""
        return self.from_on, self.until_on


class RosterSeat(Base):
    """A seat of a draft: who would sit there; or, `person_id` None, why seats of that day stay empty."""

    __tablename__ = "roster_seat"

    id: Mapped[int] = mapped_column(primary_key=True)
    roster_id: Mapped[int] = mapped_column(ForeignKey("roster.id"), index=True)
    shift_id: Mapped[int] = mapped_column(ForeignKey("shift.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[Reason | None] = mapped_column(choice(Reason))


def ask(place: Station | None, span: Span, *, least: int = 2, most: int | None = None, helps: bool = False, by: Actor) -> Roster:
    """A draft without seats yet. Refused: no span, one that is past or longer than a year, numbers nobody means."""
    access.permit(by, "roster.plan", Place(place.id if place else 0))  # 0 is no station: only who reaches all of them does
    first, last = span
    if last < first or first < clock.day_of(by.at) or (last - first).days >= LONGEST:
        raise Refused("roster_span")
    if not 0 <= least <= MOST_SITTINGS or (most is not None and not max(1, least) <= most <= MOST_SITTINGS):
        raise Refused("roster_terms")
    row = Roster(station_id=place.id if place else None, from_on=first, until_on=last, least=least, most=most, helps=helps,
                 made_at=by.at, made_by_id=by.person_id, stage=Stage.DRAFT)
    db.session.add(row)
    db.session.flush()
    return row


def discard(row: Roster, *, by: Actor) -> None:
    """Throw a draft away; nobody ever sat by it."""
    decide(row, Stage.DISCARDED, by=by)


def decide(row: Roster, stage: Stage, *, by: Actor) -> None:
    """A draft becomes something else, once."""
    access.permit(by, "roster.plan", Place(row.station_id or 0))
    if row.stage is not Stage.DRAFT:
        raise Refused("roster_decided")
    row.stage, row.decided_at, row.decided_by_id = stage, by.at, by.person_id
    db.session.flush()


def one(roster_id: int, by: Actor, *, lock: bool = False) -> Roster:
    """A roster the actor plans; raises Missing. `lock` for whoever decides it."""
    found = db.session.get(Roster, roster_id, with_for_update=lock or None, populate_existing=lock)
    if found is None or not access.can(by, "roster.plan", Place(found.station_id or 0)):
        raise Missing
    return found


def seats(row: Roster) -> list[RosterSeat]:
    """What was laid, empty seats with their reason."""
    return list(db.session.scalars(select(RosterSeat).where(RosterSeat.roster_id == row.id).order_by(RosterSeat.id)))


def latest(by: Actor) -> list[Roster]:
    """The newest rosters the actor plans."""
    rows = db.session.scalars(select(Roster).options(joinedload(Roster.station)).order_by(Roster.id.desc()).limit(4 * SHOWN))
    return [row for row in rows if access.can(by, "roster.plan", Place(row.station_id or 0))][:SHOWN]


def reaches_to() -> date | None:
    """The last day that any standing roster is about: so far ahead open days have to be rows."""
    return db.session.scalar(select(func.max(Roster.until_on)).where(Roster.stage != Stage.DISCARDED))
