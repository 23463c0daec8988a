"""A pledge has a period; when that is over, those who keep the face say in public what became of it, on what evidence (HB-71)."""

import enum
from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.foundation import clock
from portal.foundation.database import Base, Utc, choice, db
from portal.foundation.refusal import Refused
from portal.foundation.text import clean, needed
from portal.network import access
from portal.network.access import Place
from portal.network.actor import Actor
from portal.network.representative import Representative

MOST, SHOWN = 200, 12  # characters; outcomes on a page


class Kept(enum.StrEnum):
    """What became of a pledge."""

    KEPT = "kept"
    PARTLY = "partly"
    NOT = "not"


class PledgeOutcome(Base):
    """One pledge whose period is over, as it stood, with what became of it; never changed."""

    __tablename__ = "pledge_outcome"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    words: Mapped[str] = mapped_column(String(MOST))
    from_on: Mapped[date]
    until_on: Mapped[date]
    kept: Mapped[Kept] = mapped_column(choice(Kept))
    evidence: Mapped[str] = mapped_column(String(MOST))
    said_at: Mapped[datetime] = mapped_column(Utc)
    said_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


def give(row: Representative, words: str, from_on: date | None = None, until_on: date | None = None, *, by: Actor) -> None:
    """What they pledge, with a period or none. Refused: days that are no period, or another one while the last waits for its outcome."""
    access.permit(by, "face.keep", Place(row.station_id))
    if ((words := clean(words, MOST).strip()), from_on, until_on) == (row.pledge, row.pledge_from, row.pledge_until):
        return
    if is_over(row, clock.day_of(by.at)):
        raise Refused("pledge_waits")
    if (from_on is None) != (until_on is None) or (from_on is not None and not words) or (from_on and until_on and until_on < from_on):
        raise Refused("pledge_period")
    row.pledge, row.pledge_from, row.pledge_until = words, from_on, until_on


def settle(row: Representative, kept: Kept, *, evidence: str, by: Actor) -> PledgeOutcome:
    """Say what became of the pledge whose period is over; the next one can be given. Refused: none is over, no evidence, by themselves."""
    access.permit(by, "face.keep", Place(row.station_id))
    if not is_over(row, clock.day_of(by.at)) or row.pledge_from is None or row.pledge_until is None:
        raise Refused("pledge_runs")
    if by.person_id == row.person_id:
        raise Refused("pledge_own")
    made = PledgeOutcome(person_id=row.person_id, words=row.pledge, from_on=row.pledge_from, until_on=row.pledge_until, kept=kept,
                         evidence=needed(evidence, MOST, key="pledge_evidence").strip(), said_at=by.at, said_by_id=by.person_id)
    db.session.add(made)
    row.pledge, row.pledge_from, row.pledge_until = "", None, None
    return made


def is_over(row: Representative, day: date) -> bool:
    """Whether its period is over and nobody has said what became of it."""
    return bool(row.pledge) and row.pledge_until is not None and row.pledge_until < day


def outcomes(person_ids: Collection[int]) -> list[PledgeOutcome]:
    """What became of the earlier pledges of these people, the newest first."""
    query = select(PledgeOutcome).where(PledgeOutcome.person_id.in_(person_ids))
    return list(db.session.scalars(query.order_by(PledgeOutcome.until_on.desc(), PledgeOutcome.id.desc()).limit(SHOWN)))
