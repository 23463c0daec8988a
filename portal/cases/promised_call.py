"""By when the station rings back whoever told a matter by phone out of hours, or asked to be rung: it waits on the page of the day with its
time, and each try is in the story (HB-33). The call after a hasty withdrawal is another thing (portal.cases.call_back)."""

import enum
from datetime import date, datetime, timedelta

from sqlalchemy import ForeignKey, Integer, bindparam, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.cases import hands, lifecycle, visitor
from portal.cases.case import OPEN, Case
from portal.foundation import clock
from portal.foundation.database import Base, Utc, choice, db, index_where
from portal.foundation.refusal import Moved, Refused
from portal.network import access
from portal.network.actor import Actor
from portal.network.role import OWNERS

AHEAD = timedelta(days=14)


class Part(enum.StrEnum):
    """The part of the day by whose end they are rung; TIME: by a time of its own."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"
    TIME = "time"


ENDS = {Part.MORNING: 12, Part.AFTERNOON: 18, Part.EVENING: 21}  # o'clock


class PromisedCall(Base):
    """One call to make by `by_at`. `reached` is None until it ended: they were spoken to, or it was given up. `tries` that reached nobody."""

    __tablename__ = "promised_call"
    __table_args__ = (index_where("uq_promised_call_open", "case_id", unique=True, where="ended_at IS NULL"),
                      index_where("ix_promised_call_by", "by_at", where="ended_at IS NULL"))

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    part: Mapped[Part] = mapped_column(choice(Part))
    by_at: Mapped[datetime] = mapped_column(Utc)
    noted_at: Mapped[datetime] = mapped_column(Utc)
    noted_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    tries: Mapped[int] = mapped_column(default=0)
    ended_at: Mapped[datetime | None] = mapped_column(Utc)
    reached: Mapped[bool | None]


def moment(day: date, part: Part, at: tuple[int, int] | None = None) -> datetime:
    """The end of a part of a day, or that hour and minute of it. Refused: no time where one is meant."""
    if part is not Part.TIME:
        return clock.at_local(day, ENDS[part])
    if at is None:
        raise Refused("call_when")
    return clock.at_local(day, *at)


def promise(case: Case, part: Part, by_at: datetime, *, by: Actor) -> PromisedCall:
    """Note by when they are rung; of one that waits the time is changed. Refused: the time is over or far off, there is no phone to ring."""
    access.permit(by, "phone.promise", case)
    if not case.is_open:
        raise Moved
    if not by.at < by_at <= by.at + AHEAD:
        raise Refused("call_when")
    if not visitor.has_phone(case):
        raise Refused("call_no_phone")
    row = waiting(case)
    if row is None:
        row = PromisedCall(case_id=case.id, part=part, by_at=by_at, noted_at=by.at, noted_by_id=by.person_id or 0)
        db.session.add(row)
    row.part, row.by_at = part, by_at
    lifecycle.also(case, "phone.promise", by=by, facts={"ring_by": by_at.isoformat()}, for_visitor=True)
    db.session.flush()
    return row


def tried(case: Case, *, reached: bool, give_up: bool = False, by: Actor) -> PromisedCall:
    """They were spoken to, and it is done; or nobody was reached, and it waits on unless it is given up."""
    access.permit(by, "phone.try", case)
    row = waiting(case)
    if row is None:
        raise Moved
    row.tries += 0 if reached else 1
    if reached or give_up:
        row.ended_at, row.reached = by.at, reached
    facts = {"rung": "reached" if reached else "given_up" if give_up else "unreached", "tries": row.tries}
    lifecycle.also(case, "phone.try", by=by, facts=facts, for_visitor=True)
    db.session.flush()
    return row


def waiting(case: Case) -> PromisedCall | None:
    """The call that is to be made."""
    return db.session.scalar(select(PromisedCall).where(PromisedCall.case_id == case.id, PromisedCall.ended_at.is_(None)))


_HERE = (Case.station_id + 0).in_(bindparam("here", expanding=True))
_DUE = (select(Case.number, PromisedCall).join(Case, Case.id == PromisedCall.case_id)
        .where(PromisedCall.ended_at.is_(None), Case.state.in_(OPEN), Case.id.not_in(bindparam("kept", expanding=True)), or_(_HERE, hands.taken_over()))
        .order_by(PromisedCall.by_at, PromisedCall.id).limit(bindparam("most", type_=Integer)))


def due(by: Actor, most: int) -> list[tuple[str, PromisedCall]]:
    """The calls to make at one's own desks with the number of their matter, the next first."""
    here = hands.desks(by)
    if not here and not by.has(*OWNERS):
        return []
    return [(number, row) for number, row in db.session.execute(_DUE, {"here": here, "most": most, "me": by.person_id, "kept": sorted(by.kept_from)})]
