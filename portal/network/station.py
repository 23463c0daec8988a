"""Stations: a tree of places where people are received, the online station among them (BM-08, HB-03)."""

import enum
from datetime import date
from functools import cache
from typing import Optional

from sqlalchemy import ForeignKey, Select, String, Text, bindparam, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from portal.foundation import marks
from portal.foundation.database import Base, choice, db


class StationLevel(enum.StrEnum):
    """Levels of the tree (BM-15)."""

    DISTRICT = "district"
    TOWN = "town"
    VILLAGE = "village"
    ENTERPRISE = "enterprise"
    ONLINE = "online"


class Station(Base):
    """A station; `parent_id` is the station that decides what this one may not decide alone."""

    __tablename__ = "station"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(8), unique=True)
    name: Mapped[str] = mapped_column(String(60))
    level: Mapped[StationLevel] = mapped_column(choice(StationLevel))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("station.id"), index=True)
    area: Mapped[str] = mapped_column(String(60), default="")
    address: Mapped[str] = mapped_column(String(200), default="")
    how_to_find: Mapped[str] = mapped_column(String(200), default="")
    phone: Mapped[str] = mapped_column(String(30), default="")
    hours: Mapped[str] = mapped_column(String(120), default="")
    step_free: Mapped[bool] = mapped_column(default=False)
    first_responsible_phone: Mapped[str] = mapped_column(String(30), default="")
    opens_on: Mapped[date | None]
    closed: Mapped[bool] = mapped_column(default=False)
    members: Mapped[int | None]  # members on its books, of whom every tenth is recommended to receive (SD-06)
    own_words: Mapped[str] = mapped_column(Text, default="", deferred=True)

    parent: Mapped[Optional["Station"]] = relationship(remote_side=[id])

    def years(self, day: date) -> int:
        """Whole years in operation on a day, from the day it opened (CT-06); 0 where that is not known, or to come."""
        begun = self.opens_on
        return max(0, day.year - begun.year - ((day.month, day.day) < (begun.month, begun.day))) if begun else 0


marks.renewed_by("network", Station.__table__)  # type: ignore[arg-type]


def all_open() -> list[Station]:
    """Open stations in the order of their codes."""
    return list(db.session.scalars(select(Station).where(Station.closed.is_(False)).order_by(Station.code)))


def everywhere() -> list[Station]:
    """Every station there is or was, in the order of codes."""
    return list(db.session.scalars(select(Station).order_by(Station.code)))


_BY_CODE = select(Station).where(Station.code == bindparam("code"))


def by_code(code: str) -> Station | None:
    """The station with that code."""
    return db.session.scalar(_BY_CODE, {"code": code})


@cache
def _online() -> Select[tuple[Station]]:
    return select(Station).where(Station.level == StationLevel.ONLINE).order_by(Station.id).limit(1).options(joinedload(Station.parent))


def online() -> Station | None:
    """The station that answers for what is asked online (SD-41)."""
    return db.session.scalar(_online())


def below(station_ids: frozenset[int]) -> frozenset[int]:
    """These stations and all their descendants, as ids."""
    children, found, edge = marks.kept("network", "children", _children), set(station_ids), set(station_ids)
    while edge:
        edge = {child for one in edge for child in children.get(one, ())} - found
        found |= edge
    return frozenset(found)


def _children() -> dict[int, list[int]]:
    """By station, those right below it."""
    found: dict[int, list[int]] = {}
    for one, parent in db.session.execute(select(Station.id, Station.parent_id)):
        if parent is not None:
            found.setdefault(parent, []).append(one)
    return found
