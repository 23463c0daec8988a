"""The accountability proposal: after a red slip, to the committee or the upper liaison office; for their eyes and the author's only (HB-67)."""

import enum
from datetime import date, datetime

from sqlalchemy import ForeignKey, Text, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.cases import lifecycle, slip
from portal.cases.case import Case
from portal.cases.slip import Level, Slip, Standing
from portal.foundation import append_only, clock
from portal.foundation.database import Base, Utc, choice, db, index_where
from portal.foundation.refusal import Missing, Moved, Refused
from portal.foundation.text import needed
from portal.network import access, person
from portal.network.access import READS_SEALED
from portal.network.actor import Actor
from portal.network.role import Role


class Addressee(enum.StrEnum):
    """To whom the rule lets it go (HB-67)."""

    COMMITTEE = "committee"
    OFFICE = "office"


READS = {Addressee.COMMITTEE: Role.STEERING, Addressee.OFFICE: Role.OFFICE}


CONFIDENTIAL = frozenset({"proposal.write", "proposal.decide"})  # events only a reader of the proposal knows of


class Decision(enum.StrEnum):
    """What the addressee made of it."""

    TAKEN_UP = "taken_up"
    TALKED = "talked"
    NOT_TAKEN_UP = "not_taken_up"


_OPEN = "decided_at IS NULL"


class Proposal(Base):
    """One proposal. No list, page, paper for the unit, export or public figure reads this table."""

    __tablename__ = "accountability_proposal"
    __table_args__ = (index_where("ix_accountability_proposal_open", "id", where=_OPEN),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    slip_id: Mapped[int] = mapped_column(ForeignKey("slip.id"), unique=True)
    addressee: Mapped[Addressee] = mapped_column(choice(Addressee))
    facts: Mapped[str] = mapped_column(Text)
    opinion: Mapped[str] = mapped_column(Text)
    written_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime] = mapped_column(Utc)
    decided_at: Mapped[datetime | None] = mapped_column(Utc)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decision: Mapped[Decision | None] = mapped_column(choice(Decision))
    answer: Mapped[str] = mapped_column(Text, default="")

    slip: Mapped[Slip] = relationship(lazy="joined", innerjoin=True)


# What was proposed stands as it was written; only the decision is added.
append_only.guard(Proposal.__table__,  # type: ignore[arg-type]
                  may_change=("decided_at", "decided_by_id", "decision", "answer"))


def propose(case: Case, row: Slip, *, addressee: Addressee, facts: str, opinion: str, by: Actor) -> Proposal:
    """Only after a red slip that is out, one for each. The story keeps that it happened, not what it says."""
    if row not in open_for(case):
        raise Refused("proposal_red")
    if case.sealed and READS[addressee] not in READS_SEALED:
        raise Refused("proposal_sealed")
    if addressee not in addressees(case, by):
        raise Refused("proposal_nobody")
    facts, opinion = needed(facts, 3000, 60, "proposal_facts"), needed(opinion, 1000, 20, "opinion_needed")
    lifecycle.also(case, "proposal.write", by=by)
    given = Proposal(case_id=case.id, slip=row, addressee=addressee, facts=facts, opinion=opinion, written_by_id=by.person_id or 0,
                     written_at=by.at)
    db.session.add(given)
    return given


def addressees(case: Case, by: Actor) -> list[Addressee]:
    """To whom it can go now: somebody other than its author is there to decide it, and may read a matter like this."""
    day = clock.day_of(by.at)
    return [one for one, role in READS.items() if (not case.sealed or role in READS_SEALED)
            and deciders(one, by.person_id, day)]


def deciders(addressee: Addressee, author: int | None, day: date) -> frozenset[int]:
    """Who holds what a proposal is addressed to, but for its author (HB-67)."""
    return frozenset(who for who, _ in person.holders(READS[addressee], day) if who != author)


def decide(case: Case, given: Proposal, *, decision: Decision, answer: str, by: Actor) -> None:
    """The addressee decides and answers the representative, once."""
    if given.case_id != case.id or not may_read(case, given, by) or not is_for(given, by):
        raise Missing
    if given.decided_at is not None:
        raise Moved("proposal_decided")
    answer = needed(answer, 1000, 20, "reason_needed")
    lifecycle.also(case, "proposal.decide", by=by)
    given.decided_at, given.decided_by_id, given.decision, given.answer = by.at, by.person_id, decision, answer


def is_for(given: Proposal, by: Actor) -> bool:
    """Whether it is addressed to somebody who did not write it: nobody decides their own."""
    return by.has(READS[given.addressee]) and given.written_by_id != by.person_id


def may_read(case: Case, given: Proposal, by: Actor) -> bool:
    """The representative who wrote it and the addressee; never anybody of the unit, whatever else they hold."""
    if given.slip.referral.unit_id in by.units or not access.can(by, "proposal.see", case):
        return False
    return given.written_by_id == by.person_id or by.has(READS[given.addressee])


def readable(case: Case, by: Actor) -> list[Proposal]:
    """The proposals of a case this actor may read, oldest first."""
    rows = db.session.scalars(select(Proposal).where(Proposal.case_id == case.id).order_by(Proposal.id))
    return [row for row in rows if may_read(case, row, by)]


def newest(case: Case, *, decided: bool) -> Proposal | None:
    """The proposal of a case that was written, or decided, last."""
    waits = Proposal.decided_at.is_not(None) if decided else Proposal.decided_at.is_(None)
    return db.session.scalars(select(Proposal).where(Proposal.case_id == case.id, waits).order_by(
        Proposal.decided_at.desc() if decided else Proposal.id.desc())).first()


def open_for(case: Case) -> list[Slip]:
    """The red slips on which a proposal may still be written."""
    used = select(Proposal.slip_id).where(Proposal.case_id == case.id)
    taken = set(db.session.scalars(used))
    return [row for row in slip.of_case(case) if row.level is Level.A and row.standing is Standing.OUT and row.id not in taken]
