"""The visit: one group at one time, whatever it brings. Batches and person-times are counted here, never over cases (HB-22, HB-49, X-08)."""

import enum
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, String, func, insert, or_, select, union_all
from sqlalchemy.orm import Mapped, mapped_column

from portal.cases.case import Case, Channel, State
from portal.foundation.database import Base, Utc, choice, db
from portal.network.access import visible
from portal.network.actor import Actor


class Visit(Base):
    """A batch: `heads` people who came together, at `began_at`, by a way, to a station. Its matters are cases of their own."""

    __tablename__ = "visit"
    __table_args__ = (CheckConstraint("heads >= 1", name="heads"), Index("ix_visit_station_began", "station_id", "began_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    station_id: Mapped[int] = mapped_column(ForeignKey("station.id"))
    channel: Mapped[Channel] = mapped_column(choice(Channel))
    heads: Mapped[int]
    began_at: Mapped[datetime] = mapped_column(Utc)


class Ended(enum.StrEnum):
    """What a visit came to of which no matter was wanted (X-11, ZG-25): answered there and then; explained, what holds or where to go;
    listened to."""

    ANSWERED = "answered"
    EXPLAINED = "explained"
    LISTENED = "listened"


class Spoken(Base):
    """A visit without a matter: what it came to, and nothing of who came or what was said. `key` is the hash of the form that noted it."""

    __tablename__ = "spoken"

    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id"), primary_key=True)
    ended: Mapped[Ended] = mapped_column(choice(Ended))
    key: Mapped[str] = mapped_column(String(64), unique=True)
    noted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    noted_at: Mapped[datetime] = mapped_column(Utc)
    taken_back_at: Mapped[datetime | None] = mapped_column(Utc)


class CameAgain(Base):
    """A later visit about a case that has its number already: one case, several visits (HB-22). It may have brought matters of its own."""

    __tablename__ = "came_again"

    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id"), primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), primary_key=True, index=True)


@dataclass(frozen=True)
class Tally:
    """So many batches, and so many people in them: always told together (HB-22)."""

    batches: int
    heads: int


_BEGIN = insert(Visit.__table__).returning(Visit.__table__.c.id)  # type: ignore[arg-type]


def begin(station_id: int, channel: Channel, heads: int, at: datetime) -> int:
    """Store a visit, and its number."""
    return db.session.execute(_BEGIN, {"station_id": station_id, "channel": channel, "heads": heads, "began_at": at}).scalar_one()


def tally(station_ids: Collection[int], since: datetime, until: datetime, *also: ColumnElement[bool]) -> Tally:
    """The visits to some stations that began at `since` or later and before `until`, and of which `also` holds: each is one batch,
    however many matters it brought and also where it brought none."""
    query = select(func.count(), func.coalesce(func.sum(Visit.heads), 0)).where(
        Visit.station_id.in_(station_ids), Visit.began_at >= since, Visit.began_at < until, took_place(), *also)
    return Tally(*db.session.execute(query).one())


def took_place() -> ColumnElement[bool]:
    """Of a visit: it brought a matter, was about one that is here, or came to something without one. One of which nothing is left but
    spoiled numbers, or what was noted by mistake, did not take place."""
    return or_(select(Case.id).where(Case.visit_id == Visit.id, Case.state != State.VOID).exists(),
               select(CameAgain.case_id).where(CameAgain.visit_id == Visit.id).exists(),
               select(Spoken.visit_id).where(Spoken.visit_id == Visit.id, Spoken.taken_back_at.is_(None)).exists())


def _about(case: Case) -> ColumnElement[bool]:
    # found by their ids: joined by "or", the two would be looked for through every visit there is
    told = union_all(select(Case.visit_id).where(Case.id == case.id).correlate(None),
                     select(CameAgain.visit_id).where(CameAgain.case_id == case.id).correlate(None))
    return Visit.id.in_(told)


def of_case(case: Case) -> Tally:
    """How many visits were about a case, the first one among them, and how many people came in them."""
    return Tally(*db.session.execute(select(func.count(), func.coalesce(func.sum(Visit.heads), 0)).select_from(Visit).where(_about(case))).one())


def latest(case: Case) -> Visit:
    """The newest visit about a case."""
    return db.session.scalars(select(Visit).where(_about(case)).order_by(Visit.began_at.desc(), Visit.id.desc()).limit(1)).one()


def matters(visit_id: int | None, by: Actor) -> list[Case]:
    """The matters of a visit that the actor may see, in the order they were told: those it brought, and those it was about again."""
    if visit_id is None:
        return []
    # few, found by the visit first: the other way round a station's whole list would be walked for them
    told = union_all(select(Case.id).where(Case.visit_id == visit_id).correlate(None),
                     select(CameAgain.case_id).where(CameAgain.visit_id == visit_id))
    return list(db.session.scalars(select(Case).where(Case.id.in_(told), visible(by, Case)).order_by(Case.id)))
