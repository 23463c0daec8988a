"""The unit's reply, kept to the byte, and the representative's review of it (T16–T18, T22, SD-42, SD-36, HB-51)."""

import hashlib
from datetime import date, datetime, timedelta

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint, bindparam, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.cases import deadline, lifecycle, referral, slip, target, unit_paper
from portal.cases.case import Case, Outcome, State
from portal.cases.unit_paper import UnitPaper
from portal.foundation import append_only, clock
from portal.foundation.database import Base, Utc, choice, db
from portal.foundation.refusal import Refused
from portal.foundation.text import REPLY_LINES, REPLY_MOST, clean, needed
from portal.network.actor import Actor
from portal.network.unit import Unit

LOOKED_AT_WITHIN = timedelta(days=366)  # what is not possible now


class Reply(Base):
    """What the unit wrote. No verb and no page changes it; a correction is a new reply, and both are shown (SD-42).
    Without a referral it was given at the table, in a reception (SD-24); `person_id` then is whoever wrote it down.
    `paper_at`: when a unit without accounts handed it in; `person_id` then is the liaison who entered it."""

    __tablename__ = "reply"
    __table_args__ = (UniqueConstraint("case_id", "seq", name="uq_reply_case_seq"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"))
    referral_id: Mapped[int | None] = mapped_column(ForeignKey("referral.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    seq: Mapped[int]
    round: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    document: Mapped[str] = mapped_column(String(60), default="")
    checked: Mapped[str] = mapped_column(Text, default="")
    basis: Mapped[str] = mapped_column(Text, default="")
    claim: Mapped[Outcome] = mapped_column(choice(Outcome))
    planned_on: Mapped[date | None]
    officer: Mapped[str] = mapped_column(String(40))
    signed_off_by: Mapped[str] = mapped_column(String(40))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(Utc)
    paper_at: Mapped[datetime | None] = mapped_column(Utc)

    unit: Mapped[Unit] = relationship()


append_only.guard(Reply.__table__)  # type: ignore[arg-type]


class ReplyReview(Base):
    """The representative passes a reply on or sends it back with a reason."""

    __tablename__ = "reply_review"

    id: Mapped[int] = mapped_column(primary_key=True)
    reply_id: Mapped[int] = mapped_column(ForeignKey("reply.id"), unique=True)
    passed: Mapped[bool]
    reason: Mapped[str] = mapped_column(Text, default="")
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(Utc)


def write(case: Case, *, text: str, claim: Outcome, officer: str, signed_off_by: str, by: Actor, document: str = "",
          checked: str = "", basis: str = "", planned_on: date | None = None, paper: UnitPaper | None = None) -> Reply:
    """T16, in a later round T22: the reply as it will stand on the board, with the outcome the unit claims. T16b, T22b: the
    liaison enters it from the unit's paper, to the letter."""
    to = referral.current(case)
    _check_day(claim, planned_on, clock.day_of(paper.happened_at if paper else by.at))
    text = needed(text, REPLY_MOST, REPLY_LINES, "reply_needed")
    facts = {"claim": claim.value, "officer": needed(officer, 40, key="officer_needed"),
             "signed_off_by": needed(signed_off_by, 40, key="sign_off_needed"), "sha256": fingerprint(text)}
    if paper is not None:
        facts |= unit_paper.take(case, paper, "behalf.reply", unit_id=to.unit_id, since=to.sent_at, by=by)
    number = ("T22" if case.state is State.REHANDLE else "T16") + ("b" if paper else "")
    lifecycle.move(case, number, by=by, happened_at=paper.happened_at if paper else None, facts=facts)
    row = Reply(
        case_id=case.id, referral_id=to.id, unit_id=to.unit_id, seq=len(of_case(case)) + 1, round=case.round, text=text,
        sha256=facts["sha256"], document=clean(document, 60), checked=clean(checked, 2000, 40), basis=clean(basis, 1000, 20),
        claim=claim, planned_on=planned_on, officer=facts["officer"], signed_off_by=facts["signed_off_by"],
        person_id=by.person_id, at=by.at, paper_at=paper.happened_at if paper else None, unit=to.unit)
    db.session.add(row)
    case.claim = claim
    referral.lapse(case, by=by)
    slip.answer(case, by=by)
    deadline.end(case, *deadline.UNIT_CLOCKS, "return", "acknowledge", by=by)
    deadline.step(case, "review", by=by)
    return row


def give_at_the_table(case: Case, *, of: Unit, text: str, officer: str, by: Actor) -> Reply:
    """T3 by an officer of a unit who sits in the reception: it is that unit's reply, with name and time (SD-24). The visitor heard
    it, so nobody reviews it; the unit gets no access to the file by it."""
    if of not in target.units_for(case):
        raise Refused("unit_at_table")
    row = Reply(case_id=case.id, unit_id=of.id, seq=1, round=case.round, text=text, sha256=fingerprint(text), claim=Outcome.ANSWERED,
                officer=officer, signed_off_by=officer, person_id=by.person_id, at=by.at, unit=of)
    db.session.add(row)
    case.claim = Outcome.ANSWERED
    return row


def fingerprint(text: str) -> str:
    """SHA-256 of a reply's UTF-8 bytes, as printed beside it."""
    return hashlib.sha256(text.encode()).hexdigest()


def send_back(case: Case, *, reason: str, by: Actor) -> None:
    """T17: this does not answer the question; five more working days. The first reply stays and will be shown."""
    row = latest(case)
    reason = needed(reason, 1000, 20, "reason_needed")
    lifecycle.move(case, "T17", by=by, text=reason, facts={"reply": row.seq})
    db.session.add(ReplyReview(reply_id=row.id, passed=False, reason=reason, person_id=by.person_id or 0, at=by.at))
    case.claim = None
    slip.ask_on(case, replied_at=row.at)
    deadline.step(case, "send_back", by=by)


def pass_on(case: Case, *, answers_the_question: bool, by: Actor) -> None:
    """T18: the representative finds that it answers the question."""
    if not answers_the_question:
        raise Refused("answers_tick")
    row = latest(case)
    lifecycle.move(case, "T18", by=by, facts={"reply": row.seq})
    db.session.add(ReplyReview(reply_id=row.id, passed=True, person_id=by.person_id or 0, at=by.at))
    deadline.step(case, "deliver", by=by)


def _check_day(claim: Outcome, named: date | None, said_on: date) -> None:
    """A plan names its day; no day that is named lies behind the reply, and what is not possible now is looked at again within a year."""
    if claim is Outcome.PLANNED and named is None:
        raise Refused("planned_date_needed")
    if named is not None and named < said_on:
        raise Refused("planned_date_past")
    if claim is Outcome.EXPLAINED and named is not None and named > said_on + LOOKED_AT_WITHIN:
        raise Refused("look_again_far", days=LOOKED_AT_WITHIN.days)


def latest(case: Case) -> Reply:
    """The newest reply; a case without one is refused."""
    row = db.session.scalar(select(Reply).where(Reply.case_id == case.id).order_by(Reply.seq.desc()))
    if row is None:
        raise Refused("no_reply")
    return row


def promised_day(case: Case) -> date | None:
    """The day on which it is to be looked at again: by which the unit promised to be done, if its newest reply says "planned", or which
    it named, if it says "not now possible" (CT-23)."""
    row = latest(case)
    return row.planned_on if row.claim in (Outcome.PLANNED, Outcome.EXPLAINED) else None


_OF_CASE = select(Reply).where(Reply.case_id == bindparam("case")).order_by(Reply.seq)


def of_case(case: Case) -> list[Reply]:
    """All replies of a case in order; none is ever missing."""
    return list(db.session.scalars(_OF_CASE, {"case": case.id}))


def reviews_of(case: Case) -> dict[int, ReplyReview]:
    """The representative's reviews by reply id."""
    rows = db.session.scalars(select(ReplyReview).join(Reply, Reply.id == ReplyReview.reply_id).where(Reply.case_id == case.id))
    return {row.reply_id: row for row in rows}


def passed_replies(case: Case) -> list[Reply]:
    """The replies the visitor was or will be told: those a representative passed on."""
    reviews = reviews_of(case)
    return [row for row in of_case(case) if row.id in reviews and reviews[row.id].passed]
