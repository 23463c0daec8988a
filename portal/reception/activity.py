"""What a station does besides receiving: training, meetings, visits from door to door, research; counted with who took part
(CT-08, HB-36, HB-73, HB-79, ZG-07, ZG-14)."""

import enum
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, func, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship, selectinload

from portal.foundation import clock
from portal.foundation.database import Base, Utc, choice, db
from portal.foundation.refusal import Missing, Refused
from portal.foundation.text import clean, needed
from portal.network import access, audit, network, person
from portal.network.access import Place
from portal.network.actor import Actor
from portal.network.person import Person
from portal.network.station import Station

MOST, LONGEST, QUOTA_MOST = 9999, 24 * 60, 999  # people or households in one entry, minutes of one, visits a year


class Kind(enum.StrEnum):
    """What it was."""

    TRAINING = "training"
    MEETING = "meeting"
    HOME_VISITS = "home_visits"
    THEMED_VISIT = "themed_visit"
    RESEARCH = "research"
    OTHER = "other"


class Activity(Base):
    """One that was held, never one that is planned. What was noted wrongly is struck, never deleted.

    `minutes` is how long it was, `heads` who came besides the team, `households` how many doors were visited (HB-36)."""

    __tablename__ = "activity"
    __table_args__ = (Index("ix_activity_station_id_day", "station_id", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    station_id: Mapped[int] = mapped_column(ForeignKey("station.id"))
    day: Mapped[date]
    kind: Mapped[Kind] = mapped_column(choice(Kind))
    topic: Mapped[str] = mapped_column(String(120))
    place: Mapped[str] = mapped_column(String(60), default="")
    minutes: Mapped[int] = mapped_column(default=0)
    heads: Mapped[int] = mapped_column(default=0)
    households: Mapped[int] = mapped_column(default=0)
    noted_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    noted_at: Mapped[datetime] = mapped_column(Utc)
    struck_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    struck_at: Mapped[datetime | None] = mapped_column(Utc)

    station: Mapped[Station] = relationship()
    noted_by: Mapped[Person] = relationship(foreign_keys=[noted_by_id])
    people: Mapped[list[Person]] = relationship(secondary="activity_person", order_by=Person.id)


class ActivityPerson(Base):
    """One of the team who took part."""

    __tablename__ = "activity_person"

    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)


@dataclass(frozen=True)
class Held:
    """What is told of an activity; `people` are ids of those of the station who took part, one at least."""

    day: date
    kind: Kind
    topic: str
    place: str = ""
    minutes: int = 0
    heads: int = 0
    households: int = 0
    people: frozenset[int] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Count:
    """How often something was held, how many people came to it, and how many households were visited."""

    times: int = 0
    heads: int = 0
    households: int = 0


def note(station: Station, told: Held, *, key: str, by: Actor) -> Activity:
    """Write an activity down; sent twice with one key it is one, and what differs from what that key wrote is refused. Refused too: a
    day to come, figures that cannot be, home visits without a household, and people who do not serve at the station."""
    access.permit(by, "activity.note", Place(station.id))
    facts = {"station_id": station.id, "day": told.day, "kind": told.kind, "topic": needed(told.topic, 120, key="activity_topic").strip(),
             "place": clean(told.place, 60).strip(), "minutes": told.minutes, "heads": told.heads, "households": told.households}
    earlier = db.session.scalar(select(Activity).where(Activity.key == key))
    if earlier is not None:
        if {one.id for one in earlier.people} != told.people or any(getattr(earlier, name) != value for name, value in facts.items()):
            raise Refused("activity_key_reused")
        return earlier
    _check(station, told, by)
    row = Activity(key=key, noted_by_id=by.person_id or 0, noted_at=by.at, **facts)
    db.session.add(row)
    db.session.flush()
    db.session.add_all(ActivityPerson(activity_id=row.id, person_id=one) for one in sorted(told.people))
    db.session.flush()
    return row


def _check(station: Station, told: Held, by: Actor) -> None:
    if told.day > clock.day_of(by.at):
        raise Refused("activity_later")
    if not (0 <= told.heads <= MOST and 0 <= told.households <= MOST):
        raise Refused("activity_count", most=MOST)
    if not 0 <= told.minutes <= LONGEST:
        raise Refused("activity_minutes", most=LONGEST)
    if told.kind is Kind.HOME_VISITS and not told.households:
        raise Refused("activity_households")
    if not told.people:
        raise Refused("activity_people")
    if not told.people <= {one for one, _ in person.serving(station.id, told.day)}:
        raise Refused("activity_stranger")


def strike(activity_id: int, *, by: Actor) -> Activity:
    """It was noted wrongly: it stays to be seen and counts no more. Raises Missing for another station's."""
    row = db.session.get(Activity, activity_id, with_for_update=True, populate_existing=True)
    if row is None or not access.can(by, "activity.note", Place(row.station_id)):
        raise Missing
    if row.struck_at is None:
        row.struck_at, row.struck_by_id = by.at, by.person_id
    return row


def noted(station_id: int, most: int = 50) -> list[Activity]:
    """What was noted at a station, the newest day first, struck ones too."""
    query = select(Activity).where(Activity.station_id == station_id).options(joinedload(Activity.noted_by), selectinload(Activity.people))
    return list(db.session.scalars(query.order_by(Activity.day.desc(), Activity.id.desc()).limit(most)))


def of_person(person_id: int, first: date, last: date) -> list[Activity]:
    """What somebody took part in on the days from `first` to `last`, the earliest first."""
    query = select(Activity).join(ActivityPerson, ActivityPerson.activity_id == Activity.id).where(
        ActivityPerson.person_id == person_id, Activity.struck_at.is_(None), Activity.day.between(first, last))
    return list(db.session.scalars(query.order_by(Activity.day, Activity.id)))


def counts(station_ids: Collection[int] | None, first: date, last: date) -> dict[Kind, Count]:
    """What was held at these stations (None: all), by kind, on the days from `first` to `last` (CT-08: held, not planned)."""
    query = select(Activity.kind, func.count(), func.sum(Activity.heads), func.sum(Activity.households)).where(
        Activity.struck_at.is_(None), Activity.day.between(first, last)).group_by(Activity.kind)
    if station_ids is not None:
        query = query.where(Activity.station_id.in_(station_ids))
    found = defaultdict(Count, {kind: Count(*figures) for kind, *figures in db.session.execute(query)})
    return {kind: found[kind] for kind in Kind}


def visited(people: Collection[int], first: date, last: date) -> dict[int, int]:
    """How many households each of these people visited, at whatever station: everybody who stood at a door was there (HB-36)."""
    query = select(ActivityPerson.person_id, func.sum(Activity.households)).join(Activity, Activity.id == ActivityPerson.activity_id).where(
        ActivityPerson.person_id.in_(people), Activity.struck_at.is_(None), Activity.kind == Kind.HOME_VISITS,
        Activity.day.between(first, last)).group_by(ActivityPerson.person_id)
    found: dict[int, int] = {one: households for one, households in db.session.execute(query)}
    return {one: found.get(one, 0) for one in people}


def quota() -> int:
    """Households a representative should visit in a year; 0 where the network asks for no number (HB-36)."""
    row = network.shown()
    return row.visits_quota if row is not None else 0


def set_quota(visits: int, *, by: Actor) -> None:
    """From now on this many households a year are asked for, 0 for no number."""
    access.permit(by, "policy.manage")
    row = network.current()
    if row is None:
        raise Missing
    if not 0 <= visits <= QUOTA_MOST:
        raise Refused("activity_quota", most=QUOTA_MOST)
    row.visits_quota = visits
    audit.note("setting", "setting", "visits_quota", person_id=by.person_id, at=by.at, n=visits)
