"""A period for which excellent cases are chosen: opened by the office with its weights, and closed by it (ZK-03)."""

import enum
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.foundation import append_only, marks
from portal.foundation.database import Base, Json, Utc, db
from portal.foundation.refusal import Missing, Refused
from portal.foundation.text import needed
from portal.network import access
from portal.network.actor import Actor

HIGHEST, WHOLE, MOST_PLACES, MOST_REVIEWERS, NAME_MOST = 10, 100, 50, 20, 40


class Criterion(enum.StrEnum):
    """The four of the rule, and no fifth (ZK-03)."""

    REPRESENTATIVE = "representative"
    QUALITY = "quality"
    SATISFIED = "satisfied"
    EFFECT = "effect"


class Period(Base):
    """Results published from `first` to `last` may be nominated. `weights` by criterion, whole per cents of 100; `places` how many are
    awarded, `fewest` reviewers a case needs, `least` points of ten. Nothing of it changes while people score by it."""

    __tablename__ = "award_period"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(NAME_MOST), unique=True)
    first: Mapped[date]
    last: Mapped[date]
    weights: Mapped[dict[str, int]] = mapped_column(Json)
    places: Mapped[int]
    fewest: Mapped[int]
    least: Mapped[int]
    opened_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    opened_at: Mapped[datetime] = mapped_column(Utc)
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    closed_at: Mapped[datetime | None] = mapped_column(Utc)
    is_open: Mapped[bool | None] = mapped_column(unique=True)  # yes, or nothing: so there is never more than one open, whoever writes beside

    @property
    def weighed(self) -> list[tuple[Criterion, int]]:
        """The criteria in the order of the rule, each with its weight."""
        return [(one, self.weights[one.value]) for one in Criterion]


append_only.guard(Period.__table__, may_change=("closed_by_id", "closed_at", "is_open"))  # type: ignore[arg-type]
marks.renewed_by("board", Period.__table__)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Terms:
    """What the office sets when it opens a period; `weights` by criterion, together 100."""

    name: str
    first: date
    last: date
    weights: dict[Criterion, int] = field(default_factory=lambda: dict.fromkeys(Criterion, WHOLE // len(Criterion)))
    places: int = 3
    fewest: int = 3
    least: int = 6


def start(terms: Terms, *, by: Actor) -> Period:
    """Open a period; one at a time. Raises Refused where one is open, a name was used, or its figures cannot be."""
    access.permit(by, "award.manage")
    if current() is not None:
        raise Refused("award_period_open")
    name = needed(terms.name, NAME_MOST, key="award_period_name").strip()
    if db.session.scalar(select(Period.id).where(Period.name == name)) is not None:
        raise Refused("award_period_name")
    if terms.last < terms.first:
        raise Refused("award_period_days")
    if set(terms.weights) != set(Criterion) or min(terms.weights.values()) < 0 or sum(terms.weights.values()) != WHOLE:
        raise Refused("award_weights", whole=WHOLE)
    if not (1 <= terms.places <= MOST_PLACES and 1 <= terms.fewest <= MOST_REVIEWERS and 0 <= terms.least <= HIGHEST):
        raise Refused("award_figures", places=MOST_PLACES, fewest=MOST_REVIEWERS, least=HIGHEST)
    row = Period(name=name, first=terms.first, last=terms.last, weights={one.value: terms.weights[one] for one in Criterion},
                 places=terms.places, fewest=terms.fewest, least=terms.least, opened_by_id=by.person_id or 0, opened_at=by.at, is_open=True)
    db.session.add(row)
    db.session.flush()
    return row


def current() -> Period | None:
    """The one that is open."""
    return db.session.scalar(select(Period).where(Period.is_open.is_(True)))


def hold(row: Period) -> Period:
    """The same as it stands now, held until the end of the unit of work: nothing is nominated, agreed to or scored beside its closing."""
    db.session.refresh(row, with_for_update=True)
    return row


def one(period_id: int) -> Period:
    """A period by its id; raises Missing."""
    row = db.session.get(Period, period_id)
    if row is None:
        raise Missing
    return row


def newest(most: int, closed: bool = False) -> list[Period]:
    """The newest of them, newest first; only those whose cases were chosen if asked."""
    query = select(Period).order_by(Period.id.desc()).limit(most)
    return list(db.session.scalars(query.where(Period.closed_at.is_not(None)) if closed else query))
