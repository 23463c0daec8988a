"""Who is told of an open day: asked to take it over, set down for it, or taken off it, or
invited with one's unit. A kind and the number of the day, no words; in the
office only, and no record, for the sittings are (HB-40)."""

import enum
from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, Index, delete, insert, select, update
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from portal.foundation.database import Base, Utc, choice, db
from portal.network.actor import Actor
from portal.reception.shift import Shift

SHOWN, KEPT = timedelta(days=14), timedelta(days=90)


class Told(enum.StrEnum):
    """What there is to know of the day; ROSTER: a roster was published and this is the first of one's days in it;
    the last three are for units (SD-24)."""

    ASKED = "asked"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    PUT_ON = "put_on"
    TAKEN_OFF = "taken_off"
    CALLED_OFF = "called_off"
    ROSTER = "roster"
    INVITED = "invited"
    UNINVITED = "uninvited"
    CHANGED = "changed"


class DayNotice(Base):
    """One person is told of one open day."""

    __tablename__ = "day_notice"
    __table_args__ = (Index("ix_day_notice_person", "person_id", "seen_at", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    shift_id: Mapped[int] = mapped_column(ForeignKey("shift.id"))
    told: Mapped[Told] = mapped_column(choice(Told))
    at: Mapped[datetime] = mapped_column(Utc, index=True)
    seen_at: Mapped[datetime | None] = mapped_column(Utc)

    shift: Mapped[Shift] = relationship()


def tell(people: Collection[int], shift: Shift, told: Told, by: Actor) -> None:
    """Tell these of it, but nobody of what they did themselves."""
    db.session.add_all(DayNotice(person_id=one, shift_id=shift.id, told=told, at=by.at) for one in people if one != by.person_id)


def tell_of_roster(first_days: dict[int, int], by: Actor) -> None:
    """Tell everybody of a published roster once, however many days it gives them. `first_days`: shift by person."""
    lines = [{"person_id": one, "shift_id": shift, "told": Told.ROSTER, "at": by.at} for one, shift in first_days.items() if one != by.person_id]
    if lines:
        db.session.execute(insert(DayNotice), lines)


def unseen(by: Actor, most: int) -> list[DayNotice]:
    """What came for the actor lately and was not put away, newest first."""
    query = (select(DayNotice).where(DayNotice.person_id == by.person_id, DayNotice.seen_at.is_(None), DayNotice.at > by.at - SHOWN)
             .order_by(DayNotice.at.desc(), DayNotice.id.desc()).limit(most).options(joinedload(DayNotice.shift).joinedload(Shift.station)))
    return list(db.session.scalars(query))


def put_away(shown: Collection[int], *, by: Actor) -> None:
    """These were seen; what was not shown yet and what came since stays."""
    db.session.execute(update(DayNotice).where(DayNotice.person_id == by.person_id, DayNotice.seen_at.is_(None), DayNotice.id.in_(shown))
                       .values(seen_at=by.at))


def forget_old(at: datetime) -> None:
    """After three months they are gone."""
    db.session.execute(delete(DayNotice).where(DayNotice.at < at - KEPT))
