"""Numbers of an open day: one a party, gapless for station and day, about nobody: a number holds no name and no matter (HB-40, SD-07)."""

import enum
from collections.abc import Collection
from datetime import date, datetime, timedelta

from sqlalchemy import ForeignKey, Index, Select, String, UniqueConstraint, case, func, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.foundation.database import Base, Utc, choice, db
from portal.reception.shift import Shift

EARLY, LATE = timedelta(hours=2), timedelta(hours=6)  # numbers are given out before the hours begin, and called after they end


class Stage(enum.StrEnum):
    """How far a number is."""

    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    SERVED = "served"
    MISSED = "missed"


UNDER_WAY = (Stage.WAITING, Stage.CALLED, Stage.SERVING)


class Turn(Base):
    """One number. `key` is the hash of the form that asked for it: the same form again finds it. `due_at` is when it was taken, or the
    time it was booked for; `calls` counts how often it was called, `place` is where to."""

    __tablename__ = "turn"
    __table_args__ = (UniqueConstraint("station_id", "day", "number"), Index("ix_turn_shift", "shift_id", "stage"))

    id: Mapped[int] = mapped_column(primary_key=True)
    station_id: Mapped[int] = mapped_column(ForeignKey("station.id"))
    shift_id: Mapped[int] = mapped_column(ForeignKey("shift.id"))
    day: Mapped[date]
    number: Mapped[int]
    key: Mapped[str] = mapped_column(String(64), unique=True)
    stage: Mapped[Stage] = mapped_column(choice(Stage), default=Stage.WAITING)
    booked: Mapped[bool] = mapped_column(default=False)
    due_at: Mapped[datetime] = mapped_column(Utc)
    taken_at: Mapped[datetime] = mapped_column(Utc)
    place: Mapped[str] = mapped_column(String(20), default="")
    calls: Mapped[int] = mapped_column(default=0)
    called_at: Mapped[datetime | None] = mapped_column(Utc)
    called_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    began_at: Mapped[datetime | None] = mapped_column(Utc)
    ended_at: Mapped[datetime | None] = mapped_column(Utc)

    shift: Mapped[Shift] = relationship()

    @property
    def said(self) -> str:
        """The number as it is printed, shown and spoken: 007."""
        return f"{self.number:03d}"


def on(station_id: int, at: datetime) -> Shift | None:
    """The reception that goes on at a station: the first of today's that is not over, or one whose numbers are not all served; two
    hours before it begins until six after its end. Across midnight it is still the same one."""
    query = select(Shift).where(Shift.station_id == station_id, Shift.off_by.is_(None), Shift.begins_at <= at + EARLY, Shift.ends_at > at - LATE)
    found = list(db.session.scalars(query.order_by(Shift.begins_at, Shift.id)))
    left = set(db.session.scalars(select(Turn.shift_id).where(
        Turn.shift_id.in_([row.id for row in found]), Turn.stage.in_(UNDER_WAY)).distinct())) if found else set()
    return next((row for row in found if row.id in left or not row.is_over(at)), None)


def lock(shift: Shift) -> Shift:
    """The same shift for whoever gives out or calls its numbers: one after the other."""
    return db.session.get_one(Shift, shift.id, with_for_update=True, populate_existing=True)


def of_shift(shift: Shift) -> list[Turn]:
    """Every number of a shift in its order."""
    return list(db.session.scalars(select(Turn).where(Turn.shift_id == shift.id).order_by(Turn.number)))


def in_line(turns: list[Turn], at: datetime) -> list[Turn]:
    """Those who wait, in the order in which they are called: booked ones whose time has come, then by number, then booked ones who are
    early. A number that was missed and came back stands where it stood."""
    def rank(row: Turn) -> tuple[int, datetime, int]:
        return (0 if row.due_at <= at else 2) if row.booked else 1, row.due_at, row.number

    return sorted((row for row in turns if row.stage is Stage.WAITING), key=rank)


def _waiting(shift: Shift, at: datetime, most: int) -> Select[tuple[Turn]]:
    """`in_line` as SQL, the first so many."""
    rank = case((Turn.booked.is_(False), 1), (Turn.due_at <= at, 0), else_=2)
    query = select(Turn).where(Turn.shift_id == shift.id, Turn.stage == Stage.WAITING)
    return query.order_by(rank, Turn.due_at, Turn.number).limit(most)


def next_of(shift: Shift, at: datetime) -> Turn | None:
    """The one who is called next."""
    return db.session.scalar(_waiting(shift, at, 1).with_for_update())


def first(shift: Shift, at: datetime, most: int) -> list[Turn]:
    """The first so many of those who wait."""
    return list(db.session.scalars(_waiting(shift, at, most)))


def at_stage(shift: Shift, stages: Collection[Stage], most: int) -> list[Turn]:
    """Numbers at one of these stages: those who have still to come before those at a table, the one called last first."""
    query = select(Turn).where(Turn.shift_id == shift.id, Turn.stage.in_(stages))
    come = case((Turn.stage == Stage.CALLED, 0), else_=1)
    return list(db.session.scalars(query.order_by(come, Turn.called_at.desc(), Turn.id.desc()).limit(most)))


def held_by(shift: Shift, person_id: int | None) -> Turn | None:
    """The number that somebody called and has not ended."""
    query = select(Turn).where(Turn.shift_id == shift.id, Turn.called_by_id == person_id, Turn.stage.in_((Stage.CALLED, Stage.SERVING)))
    return db.session.scalar(query.order_by(Turn.called_at.desc(), Turn.id.desc()).limit(1))


def last_place(shift: Shift, person_id: int | None) -> str:
    """Where somebody called to the last time."""
    query = select(Turn.place).where(Turn.shift_id == shift.id, Turn.called_by_id == person_id).order_by(Turn.called_at.desc()).limit(1)
    return db.session.scalar(query) or ""


def waiting_at(shift: Shift) -> int:
    """How many wait."""
    return db.session.scalar(select(func.count()).where(Turn.shift_id == shift.id, Turn.stage == Stage.WAITING)) or 0


def by_key(key_hash: str) -> Turn | None:
    """The number that a form got."""
    return db.session.scalar(select(Turn).where(Turn.key == key_hash))
