"""Open days as rows: one shift is one station, one day, its hours and how many representatives it needs; numbers, appointments and
visits hang on it (HB-26, HB-40, SD-07)."""

import enum
from collections.abc import Collection
from datetime import date, datetime, timedelta
from uuid import uuid4

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, and_, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from portal.foundation import clock
from portal.foundation.database import Base, Utc, choice, db
from portal.foundation.refusal import Missing
from portal.network import access, reach
from portal.network.access import Place
from portal.network.actor import Actor
from portal.network.station import Station, StationLevel
from portal.reception.pattern import Half, halves

WEEK = timedelta(days=7)


class OffBy(enum.StrEnum):
    """What called a day off: the calendar, a change of the rule, or somebody by hand."""

    HOLIDAY = "holiday"
    RULE = "rule"
    HAND = "hand"


class Shift(Base):
    """One open day. `planned_on` is the day the rule names and stays, with rule and station, what it is known by; `day` is the local
    day on which it begins. `uid` and `sequence` are what calendars know it and its changes by (RFC 5545)."""

    __tablename__ = "shift"
    __table_args__ = (UniqueConstraint("station_id", "rule_id", "planned_on"), Index("ix_shift_ends", "station_id", "ends_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(36), unique=True, default=lambda: str(uuid4()))
    sequence: Mapped[int] = mapped_column(default=0)
    station_id: Mapped[int] = mapped_column(ForeignKey("station.id"))
    rule_id: Mapped[int | None] = mapped_column(ForeignKey("opening_rule.id"))
    planned_on: Mapped[date]
    day: Mapped[date] = mapped_column(index=True)
    begins_at: Mapped[datetime] = mapped_column(Utc)
    ends_at: Mapped[datetime] = mapped_column(Utc)
    required: Mapped[int]
    notice_days: Mapped[int]
    off_by: Mapped[OffBy | None] = mapped_column(choice(OffBy))
    because: Mapped[str] = mapped_column(String(120), default="")
    short_notice: Mapped[bool] = mapped_column(default=False)
    theme: Mapped[str] = mapped_column(String(40), default="", server_default="")  # what it is about (invitation.py)
    changed_at: Mapped[datetime] = mapped_column(Utc)

    station: Mapped[Station] = relationship()

    @property
    def is_moved(self) -> bool:
        """Whether a holiday moved it."""
        return self.day != self.planned_on

    @property
    def halves(self) -> frozenset[Half]:
        """The half-days it takes of those who sit there."""
        return halves(self.begins_at, self.ends_at)

    def is_on(self, at: datetime) -> bool:
        """Whether it is held at that moment."""
        return self.off_by is None and self.begins_at <= at < self.ends_at

    def is_over(self, at: datetime) -> bool:
        """Whether its hours have passed."""
        return at >= self.ends_at

    def change(self, at: datetime) -> None:
        """Note that something the public was told is different now, and whether that comes too late for the notice (practice.md §3.2)."""
        self.sequence, self.changed_at = self.sequence + 1, at
        self.short_notice = self.short_notice or self.is_near(at)

    def is_near(self, at: datetime) -> bool:
        """Whether fewer days are left than a notice has to be out."""
        return (self.day - clock.day_of(at)).days < self.notice_days


def one(shift_id: int, by: Actor, *, lock: bool = False) -> Shift:
    """A shift the actor may see; raises Missing for any other. `lock` for whoever changes it."""
    found = db.session.get(Shift, shift_id, with_for_update=lock or None, populate_existing=lock)
    if found is None or not access.can(by, "shift.see", Place(found.station_id)):
        raise Missing
    return found


def coming(station_ids: Collection[int] | None, at: datetime, most: int, skip: int = 0) -> list[Shift]:
    """Shifts that are not over, the next first; called off ones too. None: of every station."""
    query = select(Shift).where(Shift.ends_at > at).options(joinedload(Shift.station))
    if station_ids is not None:
        query = query.where(Shift.station_id.in_(station_ids))
    return list(db.session.scalars(query.order_by(Shift.begins_at, Shift.id).limit(most).offset(skip)))


def between(station_ids: Collection[int] | None, since: date, until: date, most: int) -> list[Shift]:
    """Shifts that begin on these days, the newest first."""
    query = select(Shift).where(Shift.day >= since, Shift.day <= until).options(joinedload(Shift.station))
    if station_ids is not None:
        query = query.where(Shift.station_id.in_(station_ids))
    return list(db.session.scalars(query.order_by(Shift.begins_at.desc(), Shift.id.desc()).limit(most)))


def open_minutes(since: date) -> dict[str, int]:
    """How long each station that receives people is open in the seven days from `since` on, in minutes by its code (FT-03)."""
    held = and_(Shift.station_id == Station.id, Shift.day >= since, Shift.day < since + WEEK, Shift.off_by.is_(None))
    query = (select(Station.code, Shift.begins_at, Shift.ends_at).outerjoin(Shift, held)
             .where(Station.closed.is_(False), Station.level != StationLevel.ONLINE))
    told: dict[str, int] = {}
    for code, begins, ends in db.session.execute(query):
        told[code] = told.get(code, 0) + (int((ends - begins).total_seconds()) // 60 if begins else 0)
    return told


def seen_at(by: Actor) -> frozenset[int] | None:
    """The stations whose open days the actor sees; None for all of them."""
    return reach.stations(by, "shift.see")
