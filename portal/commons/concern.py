"""A common concern: what several matters have in common, said once in neutral words that the liaison wrote (SD-50, CT-25, X-18).

It counts matters and names nobody. Of a matter in it the public reads only what stands on the board by itself."""

import enum
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.foundation import append_only
from portal.foundation.database import Base, Utc, choice, db
from portal.foundation.fulltext import Words
from portal.foundation.refusal import Missing
from portal.network import access
from portal.network.access import Place
from portal.network.actor import Actor
from portal.network.station import Station

WORDS = Words("concern_words", Base.metadata)
FEWEST = 3  # matters in one that is public: fewer may point to somebody (R41)
TITLE_MOST, TEXT_MOST, TEXT_LINES, PLACE_MOST = 40, 600, 20, 40


class Standing(enum.StrEnum):
    """Where a concern stands: being drawn up, on the board, done with (still on the board), taken down, or no concern at all."""

    DRAFT = "draft"
    PUBLIC = "public"
    ENDED = "ended"
    HIDDEN = "hidden"
    REJECTED = "rejected"


ON_BOARD = frozenset({Standing.PUBLIC, Standing.ENDED})


class Concern(Base):
    """One concern of one station. `category` is the class of its matters, `place` a stretch of the neighbourhood, never a door."""

    __tablename__ = "concern"
    __table_args__ = (Index("ix_concern_station", "station_id", "standing", "id"), Index("ix_concern_standing", "standing", "id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    station_id: Mapped[int] = mapped_column(ForeignKey("station.id"))
    category: Mapped[str] = mapped_column(ForeignKey("category.code"))
    place: Mapped[str] = mapped_column(String(PLACE_MOST), default="")
    title: Mapped[str] = mapped_column(String(TITLE_MOST), default="")
    text: Mapped[str] = mapped_column(Text, default="")
    locale: Mapped[str] = mapped_column(String(8))
    standing: Mapped[Standing] = mapped_column(choice(Standing), default=Standing.DRAFT)
    begun_at: Mapped[datetime] = mapped_column(Utc)
    shown_at: Mapped[datetime | None] = mapped_column(Utc)

    station: Mapped[Station] = relationship(lazy="joined", innerjoin=True)

    @property
    def is_on_board(self) -> bool:
        """Whether everybody may read it."""
        return self.standing in ON_BOARD


class Member(Base):
    """One matter in a concern; a matter is in one at most."""

    __tablename__ = "concern_member"

    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), primary_key=True, autoincrement=False)
    concern_id: Mapped[int] = mapped_column(ForeignKey("concern.id"), index=True)


class Deed(enum.StrEnum):
    """What was done to a concern."""

    GATHERED = "gathered"
    REJECTED = "rejected"
    WORDED = "worded"
    ADDED = "added"
    REMOVED = "removed"
    SHOWN = "shown"
    HIDDEN = "hidden"
    ENDED = "ended"


class Step(Base):
    """Who did what to a concern, and when: it only grows."""

    __tablename__ = "concern_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    concern_id: Mapped[int] = mapped_column(ForeignKey("concern.id"), index=True)
    deed: Mapped[Deed] = mapped_column(choice(Deed))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(Utc)


append_only.guard(Step.__table__)  # type: ignore[arg-type]


def kept_by(concern_id: int, by: Actor, act: str = "concern.keep") -> Concern:
    """A concern that the actor may change, or whatever `act` is, held until the end of the unit of work; raises Missing otherwise."""
    row = db.session.get(Concern, concern_id, with_for_update=True, populate_existing=True)
    if row is None or not access.can(by, act, Place(row.station_id)):
        raise Missing
    return row


def seen_by(concern_id: int, by: Actor) -> Concern:
    """A concern that the actor may see in the office; raises Missing otherwise."""
    row = db.session.get(Concern, concern_id)
    if row is None or not access.can(by, "concern.see", Place(row.station_id)):
        raise Missing
    return row


def of_stations(station_ids: frozenset[int] | None, before: int | None = None, most: int = 20) -> list[Concern]:
    """The concerns of some stations (None: all), the newest first; rejected ones are none."""
    query = select(Concern).where(Concern.standing != Standing.REJECTED).order_by(Concern.id.desc()).limit(most)
    if station_ids is not None:
        query = query.where(Concern.station_id.in_(station_ids))
    return list(db.session.scalars(query.where(Concern.id < before) if before else query))


def note(row: Concern, deed: Deed, by: Actor, case_id: int | None = None) -> None:
    """Keep who did it, in the caller's transaction."""
    db.session.add(Step(concern_id=row.id, deed=deed, case_id=case_id, person_id=by.person_id or 0, at=by.at))
