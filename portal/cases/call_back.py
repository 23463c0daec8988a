"""Withdrawn within a day of the referral: somebody calls and asks "of your own will?" by another way (practice.md §9, failure 5)."""

from collections import Counter
from datetime import date, datetime, timedelta

from sqlalchemy import ForeignKey, Integer, Text, bindparam, func, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.cases import hands, lifecycle
from portal.cases.case import Case, State
from portal.cases.visitor import can_be_reached
from portal.foundation import clock
from portal.foundation.database import Base, Utc, db, index_where
from portal.foundation.refusal import Refused
from portal.foundation.text import clean
from portal.network import calendar
from portal.network.actor import Actor
from portal.network.role import OWNERS

SOON = timedelta(hours=24)
_OPEN = "done_at IS NULL"


class CallBack(Base):
    """One call to make, due on the next working day; without an answer it was tried and nobody was reached."""

    __tablename__ = "call_back"
    __table_args__ = (index_where("ix_call_back_open", "due_on", where=_OPEN),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), unique=True)
    due_on: Mapped[date]
    done_at: Mapped[datetime | None] = mapped_column(Utc)
    own_will: Mapped[bool | None]
    note: Mapped[str] = mapped_column(Text, default="")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


def is_wanted(case: Case, referred_at: datetime | None, at: datetime) -> bool:
    """Whether a withdrawal now is so close behind a referral that somebody must ask, and there is somebody to ask."""
    return referred_at is not None and at - referred_at <= SOON and can_be_reached(case)


def ask_for(case: Case, *, by: Actor) -> CallBack:
    """Put the call on the list of the station."""
    row = CallBack(case_id=case.id, due_on=calendar.workdays().after(clock.day_of(by.at), 1).due)
    db.session.add(row)
    return row


def record(case: Case, *, own_will: bool | None, by: Actor, note: str = "") -> CallBack:
    """What the visitor said: of their own will, not so, or nobody was reached (None). A no leads to the station above."""
    row = waiting(case)
    if row is None or case.state is not State.WITHDRAWN:
        raise Refused("call_back_none")
    lifecycle.also(case, "call_back.record", by=by, facts={"asked_will": "unreached" if own_will is None else "asked"})
    row.done_at, row.own_will, row.note, row.person_id = by.at, own_will, clean(note, 500, 10), by.person_id
    return row


def waiting(case: Case) -> CallBack | None:
    """The call that is still to be made."""
    return db.session.scalar(select(CallBack).where(CallBack.case_id == case.id, CallBack.done_at.is_(None)))


_HERE = (Case.station_id + 0).in_(bindparam("here", expanding=True))
_THERE = CallBack.done_at.is_(None), Case.id.not_in(bindparam("kept", expanding=True))
_COUNTED = select((Case.station_id + 0).label("station"), func.count()).join(CallBack, CallBack.case_id == Case.id).where(
    *_THERE, _HERE, CallBack.due_on <= bindparam("day")).group_by("station")
_DUE = select(Case, CallBack.due_on).join(CallBack, CallBack.case_id == Case.id).where(*_THERE, or_(_HERE, hands.taken_over())).order_by(CallBack.due_on, CallBack.id).limit(bindparam("most", type_=Integer))


def due(by: Actor, most: int) -> list[tuple[Case, date]]:
    """The calls to make at one's own desks, the longest waiting first."""
    here = hands.desks(by)
    return [(case, day) for case, day in db.session.execute(_DUE, {"here": here, "most": most, "me": by.person_id, "kept": sorted(by.kept_from)})] if here or by.has(*OWNERS) else []


def counted(here: list[int], day: date, by: Actor) -> Counter[int]:
    """How many calls were to be made at these stations by a day, by station: of what this person may see."""
    return Counter(dict(db.session.execute(_COUNTED, {"day": day, "here": here, "kept": sorted(by.kept_from)}).all()) if here else {})
