"""A result is taken off the board: a stone with the day and the reason stays at its address, and an entry in the ledger (practice.md §12.1)."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ForeignKey, func, select, update
from sqlalchemy.orm import Mapped, mapped_column

from portal.cases import closing, ledger, lifecycle, publication
from portal.cases.case import TO_PUBLISH, Case, PublicState, State
from portal.cases.closing import NotPublishedReason
from portal.cases.publication import Publication
from portal.foundation import append_only, clock
from portal.foundation.database import Base, Utc, choice, db
from portal.foundation.refusal import Refused
from portal.foundation.text import needed
from portal.network.actor import Actor

# For what a result that stood there may be taken down; that nobody likes it is none of them.
REASONS = (NotPublishedReason.REFUSED, NotPublishedReason.PRIVACY, NotPublishedReason.MINOR, NotPublishedReason.HARDSHIP,
           NotPublishedReason.SEALED, NotPublishedReason.SECRET)


class Withdrawal(Base):
    """A published row that was taken down; it is kept, and nothing public reads it any more."""

    __tablename__ = "withdrawal"

    publication_id: Mapped[int] = mapped_column(ForeignKey("publication.id"), primary_key=True, autoincrement=False)
    reason: Mapped[NotPublishedReason] = mapped_column(choice(NotPublishedReason))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(Utc)


append_only.guard(Withdrawal.__table__)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Stone:
    """What the address of a withdrawn result says: its number, when it stood there, and why it does no longer."""

    number: str
    published_on: date
    withdrawn_on: date
    reason: NotPublishedReason


def withdraw(case: Case, *, reason: NotPublishedReason, note: str, by: Actor) -> None:
    """Take the result off the board. The reason is public and counted (X-27), the note stays inside. What lacked only a mask may be
    prepared anew and go up again; what the visitor no longer wants never goes up without their new yes."""
    row = publication.current_of(case)
    if row is None:
        raise Refused("withdrawal_nothing")
    if reason not in REASONS:
        raise Refused("withdrawal_reason")
    event = lifecycle.also(case, "publication.withdraw", by=by, text=needed(note, 500, 10, "reason_needed"), facts={"reason": reason.value},
                           for_visitor=True)
    db.session.execute(update(Publication).where(Publication.id == row.id).values(is_current=False))
    db.session.add(Withdrawal(publication_id=row.id, reason=reason, person_id=by.person_id or 0, at=by.at))
    ledger.note(ledger.Kind.WITHDRAWN, row.number, at=by.at, witness=event)
    if reason is NotPublishedReason.REFUSED:
        case.publish_result = False
    if case.state not in (State.CLOSED, State.ANSWERED):  # another round is under way, and ends as any does
        case.public_state = PublicState.NONE
    elif case.public_state in TO_PUBLISH:
        closing.settle_anew(case, by=by)
    else:
        closing.decline(case, reason, by=by)


def newest() -> datetime | None:
    """When a result was taken down last: pictures drawn before may show it."""
    return db.session.scalar(select(func.max(Withdrawal.at)))


def prepare_anew(case: Case, *, by: Actor) -> None:
    """What was taken down for want of a mask waits again to be prepared."""
    if not lacks_a_mask(case) or closing.hindrance(case) is not None:
        raise Refused("publish_not_now")
    lifecycle.also(case, "publication.prepare", by=by, facts={"anew": True})
    closing.settle(case, by=by)


def lacks_a_mask(case: Case) -> bool:
    """Whether a case is kept off the board only until something in it is covered."""
    row = db.session.get(closing.NotPublished, case.id) if case.public_state is PublicState.DECLINED else None
    return row is not None and row.reason is NotPublishedReason.PRIVACY


def stone(number: str) -> Stone | None:
    """What stands at the address of a result that was withdrawn; None where none was."""
    query = select(Publication.published_on, Withdrawal).join(Withdrawal, Withdrawal.publication_id == Publication.id)
    found = db.session.execute(query.where(Publication.number == number).order_by(Publication.id.desc())).first()
    return Stone(number, found[0], clock.day_of(found[1].at), found[1].reason) if found else None
