"""Nobody was there: a visitor who found an open day empty says so, counted with the shift and with nothing else of them (practice.md §9)."""

import enum
from collections import Counter
from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, func, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.foundation import append_only
from portal.foundation.database import Base, Utc, choice, db
from portal.foundation.refusal import Refused
from portal.foundation.throttle import spend
from portal.network import access
from portal.network.access import Place
from portal.network.actor import Actor
from portal.reception.shift import Shift

WINDOW = timedelta(hours=12)  # so long after its hours one may still say it, from home
SHOWN = 10
MOST = 6  # times an hour from one terminal or address, whatever the day


class SaidAt(enum.StrEnum):
    """Where the button was pressed."""

    KIOSK = "kiosk"
    ONLINE = "online"


class Vacancy(Base):
    """One press of the button. Who pressed it is written down nowhere."""

    __tablename__ = "vacancy"

    id: Mapped[int] = mapped_column(primary_key=True)
    shift_id: Mapped[int] = mapped_column(ForeignKey("shift.id"), index=True)
    said_at: Mapped[SaidAt] = mapped_column(choice(SaidAt))
    at: Mapped[datetime] = mapped_column(Utc, index=True)


append_only.guard(Vacancy.__table__)  # type: ignore[arg-type]


def may_be_said(shift: Shift, at: datetime) -> bool:
    """Whether the button belongs beside this shift now: since it began, until half a day after its end."""
    return shift.off_by is None and shift.begins_at <= at < shift.ends_at + WINDOW


def say(shift: Shift, *, source: str, said_at: SaidAt, by: Actor) -> Vacancy:
    """Count one. `source` (a terminal or an address) is only used to slow down who presses again and again; TooMany then."""
    access.permit(by, "vacancy.tell", Place(shift.station_id))
    if not may_be_said(shift, by.at):
        raise Refused("vacancy_when")
    spend(f"vacancy:{source}", MOST, by.at, key="too_many_vacancies")
    row = Vacancy(shift_id=shift.id, said_at=said_at, at=by.at)
    db.session.add(row)
    db.session.flush()
    return row


def recent(station_id: int, at: datetime) -> Shift | None:
    """The shift of this station beside which the button belongs now: the one that is on, else the one that ended last."""
    query = select(Shift).where(Shift.station_id == station_id, Shift.off_by.is_(None), Shift.begins_at <= at, Shift.ends_at > at - WINDOW)
    return db.session.scalar(query.order_by(Shift.ends_at.desc(), Shift.id.desc()).limit(1))


def counts(shift_ids: Collection[int]) -> dict[int, int]:
    """How often it was said of each of these shifts; those of which nobody said it are left out."""
    query = select(Vacancy.shift_id, func.count()).where(Vacancy.shift_id.in_(shift_ids)).group_by(Vacancy.shift_id)
    return dict(db.session.execute(query).all())  # type: ignore[arg-type]


def said_lately(station_ids: Collection[int] | None, at: datetime) -> list[tuple[Shift, int]]:
    """Open days of the last week of which somebody said it, the newest first, with how often; None: of every station."""
    said = db.session.scalars(select(Vacancy.shift_id).where(Vacancy.at > at - timedelta(days=7)))
    often = Counter(said)
    query = select(Shift).where(Shift.id.in_(often))
    if station_ids is not None:
        query = query.where(Shift.station_id.in_(station_ids))
    rows = db.session.scalars(query.order_by(Shift.begins_at.desc(), Shift.id).limit(SHOWN)) if often else []
    return [(row, often[row.id]) for row in rows]
