"""A published result is nominated by its station, in words that name nobody; what it was good for the record says itself (ZK-02, X-21)."""

import enum
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.awards import award, period
from portal.awards.period import Period
from portal.cases import detectors, lifecycle, preparing, publication
from portal.cases.case import Case, State
from portal.foundation import marks
from portal.foundation.database import Base, Utc, choice, db
from portal.foundation.refusal import Moved, Refused
from portal.foundation.text import needed
from portal.network.actor import Actor

WHY_MOST, WHY_LINES = 600, 10
OVER = frozenset({State.CLOSED, State.ANSWERED})


class Consent(enum.StrEnum):
    """What the visitor says of it: asked, and nothing yet; yes; no."""

    ASKED = "asked"
    AGREED = "agreed"
    REFUSED = "refused"


class Way(enum.StrEnum):
    """How they said it."""

    CODE = "code"      # themselves, with number and code
    DESK = "desk"
    PHONE = "phone"
    LETTER = "letter"


class Nomination(Base):
    """One case in one period. `consent_on` is the day on which its visitor said so, `consent_at` when it was entered."""

    __tablename__ = "nomination"
    __table_args__ = (
        UniqueConstraint("period_id", "case_id", name="uq_nomination_period_id"),
        Index("ix_nomination_case_id", "case_id"),
        Index("ix_nomination_station", "period_id", "station_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    period_id: Mapped[int] = mapped_column(ForeignKey("award_period.id"))
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"))
    station_id: Mapped[int] = mapped_column(ForeignKey("station.id"))
    why: Mapped[str] = mapped_column(Text)
    nominated_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    nominated_at: Mapped[datetime] = mapped_column(Utc)
    consent: Mapped[Consent] = mapped_column(choice(Consent), default=Consent.ASKED)
    consent_way: Mapped[Way | None] = mapped_column(choice(Way))
    consent_on: Mapped[date | None]
    consent_at: Mapped[datetime | None] = mapped_column(Utc)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Utc)

    period: Mapped[Period] = relationship(lazy="joined", innerjoin=True)
    case: Mapped[Case] = relationship()

    @property
    def counts(self) -> bool:
        """Whether it is scored: its visitor agreed, and the station stands by it."""
        return self.consent is Consent.AGREED and self.withdrawn_at is None


marks.renewed_by("board", Nomination.__table__)  # type: ignore[arg-type]


def check(case: Case) -> Period:
    """The period in which this case may be nominated now: only what stands on the board, is over and went up within the days of the
    open one. What was awarded once is known as that already; what the station or the visitor took back stays so. Raises Refused."""
    now, row = period.current(), publication.current_of(case)
    if now is None:
        raise Refused("award_no_period")
    if row is None or case.sealed or case.state not in OVER:
        raise Refused("award_not_published")
    if not now.first <= row.published_on <= now.last:
        raise Refused("award_not_within", name=now.name)
    if award.of_case(case) is not None or any(one.period_id == now.id for one in of_case(case)):
        raise Refused("award_again")
    return now


def is_possible(case: Case) -> bool:
    """Whether check() says yes."""
    try:
        check(case)
    except Refused:
        return False
    return True


def nominate(case: Case, *, why: str, by: Actor) -> Nomination:
    """Nominate a published result; its visitor is asked next. Refused: what check() says, and words that point to somebody or say
    what a mask covers."""
    now = check(case)
    if not period.hold(now).is_open:
        raise Moved("award_closed")
    why = needed(why, WHY_MOST, WHY_LINES, "award_why").strip()
    _check_words(case, why, by)
    lifecycle.also(case, "award.nominate", by=by, text=why, facts={"period": now.name}, for_visitor=True)
    row = Nomination(period=now, case=case, station_id=case.station_id, why=why, nominated_by_id=by.person_id or 0, nominated_at=by.at)
    db.session.add(row)
    db.session.flush()
    return row


def _check_words(case: Case, why: str, by: Actor) -> None:
    pointing = detectors.found(why)
    if pointing:
        raise Refused("award_points", words=pointing[0].words)
    for piece in preparing.pieces(case, by=by):
        for one in piece.masks:
            if piece.text[one.start:one.end].strip() and piece.text[one.start:one.end].strip() in why:
                raise Refused("award_masked")


def withdraw(case: Case, *, reason: str, by: Actor) -> None:
    """The station takes it back while the period is open."""
    row = running(case)
    if row is None or row.withdrawn_at is not None or not period.hold(row.period).is_open:
        raise Refused("award_nothing")
    lifecycle.also(case, "award.withdraw", by=by, text=needed(reason, 500, 10, "reason_needed"), facts={"period": row.period.name}, for_visitor=True)
    row.withdrawn_at = by.at


def of_case(case: Case) -> list[Nomination]:
    """All of a case, the newest first."""
    return list(db.session.scalars(select(Nomination).where(Nomination.case_id == case.id).order_by(Nomination.id.desc())))


def running(case: Case) -> Nomination | None:
    """That of the period which is open; one that was taken back too."""
    return next((row for row in of_case(case) if row.period.is_open), None)

