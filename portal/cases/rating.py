"""The visitor's word on an answer: result, understood, really solved, reception; dissatisfied goes back into the loop (T20, T21, T23, T24).

What was answered on the spot is told and over (T3): its rating stands beside it, but no move of practice.md §12.2 leads on from there."""

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Text, bindparam, false, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.cases import closing, deadline, lifecycle, preview, reply, reviewers
from portal.cases.case import Case, Channel, Outcome, State
from portal.foundation import append_only, clock
from portal.foundation.database import Base, Utc, choice, db, index_where
from portal.foundation.refusal import Moved, Refused
from portal.foundation.text import clean, needed
from portal.network.actor import Actor

LAST_ROUND = 3
_SPOKEN = "reply_id IS NULL"


class Result(enum.StrEnum):
    """How the visitor finds the result, in three levels."""

    SATISFIED = "satisfied"
    FAIRLY = "fairly"
    DISSATISFIED = "dissatisfied"


class Solved(enum.StrEnum):
    """Is the matter really solved?"""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    CANNOT_TELL = "cannot_tell"


class Rating(Base):
    """One rating of one answer; there is never a second one of the same (R15). Without a reply it is of what the station itself said
    on the spot; a unit at the table gave a reply there."""

    __tablename__ = "rating"
    __table_args__ = (
        CheckConstraint("reception BETWEEN 1 AND 5", name="reception"),
        index_where("uq_rating_spoken", "case_id", unique=True, where=_SPOKEN),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    reply_id: Mapped[int | None] = mapped_column(ForeignKey("reply.id"), unique=True)
    round: Mapped[int]
    reception: Mapped[int | None]
    result: Mapped[Result] = mapped_column(choice(Result))
    understood: Mapped[bool]
    solved: Mapped[Solved] = mapped_column(choice(Solved))
    expected_more: Mapped[bool] = mapped_column(default=False, server_default=false())  # of the station than it may do (§9, row 24)
    words: Mapped[str] = mapped_column(Text, default="")
    publish_words: Mapped[bool] = mapped_column(default=False)
    channel: Mapped[Channel] = mapped_column(choice(Channel))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(Utc)

    @property
    def sends_back(self) -> bool:
        """Whether this word puts a case that was delivered back into the loop."""
        return self.result is Result.DISSATISFIED or self.solved is Solved.NO


append_only.guard(Rating.__table__)  # type: ignore[arg-type]


class SecondReview(Base):
    """Somebody who had no part in the case looks at it after a second "dissatisfied" (T24)."""

    __tablename__ = "second_review"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    upheld: Mapped[bool]
    reason: Mapped[str] = mapped_column(Text)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(Utc)


def rate(case: Case, *, result: Result, solved: Solved, understood: bool, channel: Channel, by: Actor,
         reception: int | None = None, words: str = "", publish_words: bool = False, expected_more: bool = False) -> Rating:
    """Take the visitor's word on the newest answer and follow it: closed, handled again, or reviewed; on the spot it was over before.
    `expected_more` is a reason for being dissatisfied, and kept with nothing else."""
    if case.state not in (State.DELIVERED, State.ANSWERED):
        raise Moved("rate_not_now")
    if not waits_for(case):
        raise Moved("rated_already")
    check_reception(reception)
    row = Rating(case_id=case.id, reply_id=next((one.id for one in reversed(reply.of_case(case))), None), round=case.round,
                 reception=reception, result=result, understood=understood, solved=solved,
                 expected_more=expected_more and result is Result.DISSATISFIED, words=clean(words, 500, 20),
                 publish_words=publish_words, channel=channel, person_id=by.person_id, at=by.at)
    db.session.add(row)
    _follow(case, row, by)
    return row


def _follow(case: Case, row: Rating, by: Actor) -> None:
    facts = {"result": row.result.value, "solved": row.solved.value, "understood": row.understood, "reception": row.reception}
    if row.expected_more:
        facts["expected_more"] = True
    if case.state is State.ANSWERED:
        lifecycle.also(case, "rating.give", by=by, facts=facts, for_visitor=True)
        if row.words and row.publish_words:
            preview.take_back(case)  # with these words it is another page than was shown (practice.md §6.4)
    elif not row.sends_back:
        lifecycle.move(case, "T20", by=by, facts=facts)
        case.outcome = visitors_word(case, row.solved)
        closing.finish(case, by=by, follow_up=True, promised=reply.promised_day(case))
    elif case.round == 1:
        lifecycle.move(case, "T21", by=by, facts=facts)
        _again(case, by)
    else:
        lifecycle.move(case, "T23", by=by, facts=facts)
        deadline.step(case, "second_review", by=by)


def waits_for(case: Case) -> bool:
    """Whether an answer waits for the visitor's word: one that was told, or one that was given on the spot."""
    if case.state is State.ANSWERED:
        return not of_case(case)
    return case.state is State.DELIVERED and of_reply(reply.latest(case).id) is None


def is_unsettled(case: Case) -> bool:
    """Whether the visitor finds that an answer on the spot settled nothing. It ends the matter all the same: nobody may take it up
    again from there, and only they can raise it anew (practice.md §12.2)."""
    return case.state is State.ANSWERED and any(row.sends_back for row in of_case(case))


def check_reception(reception: int | None) -> None:
    """From 5 (best) to 1, or nothing said (practice.md §2.6)."""
    if reception is not None and not 1 <= reception <= 5:
        raise Refused("reception_range")


def visitors_word(case: Case, solved: Solved) -> Outcome | None:
    """The outcome as the visitor sees it; "cannot tell" leaves the unit's claim standing."""
    if solved is Solved.YES:
        return Outcome.MEDIATED if case.claim is Outcome.MEDIATED else Outcome.SOLVED
    return Outcome.PARTLY if solved is Solved.PARTLY else case.claim


def _again(case: Case, by: Actor) -> None:
    case.round += 1
    case.claim = None
    deadline.step(case, "rehandle", by=by)


def decide_review(case: Case, *, upheld: bool, reason: str, by: Actor) -> SecondReview:
    """T24: upheld goes back to the unit a last time; not upheld closes it as "visitor still dissatisfied" (X-15 shows it)."""
    if by.person_id not in {one.id for one in reviewers.of_case(case, clock.day_of(by.at))}:
        raise Refused("reviewer_involved")
    if upheld and case.round >= LAST_ROUND:
        raise Refused("review_last")
    reason = needed(reason, 1000, 20, "reason_needed")
    part = {"had_part": True} if by.person_id in reviewers.involved(case) else {}
    lifecycle.move(case, "T24" if upheld else "T24b", by=by, text=reason, facts={"upheld": upheld} | part)
    row = SecondReview(case_id=case.id, upheld=upheld, reason=reason, person_id=by.person_id or 0, at=by.at)
    db.session.add(row)
    if upheld:
        _again(case, by)
    else:
        case.outcome = case.claim
        closing.finish(case, by=by, follow_up=True, promised=reply.promised_day(case))
    return row


def of_reply(reply_id: int) -> Rating | None:
    """The rating of a reply."""
    return db.session.scalar(select(Rating).where(Rating.reply_id == reply_id))


_OF_CASE = select(Rating).where(Rating.case_id == bindparam("case")).order_by(Rating.id)


def of_case(case: Case) -> list[Rating]:
    """All ratings of a case, one a round at most."""
    return list(db.session.scalars(_OF_CASE, {"case": case.id}))


def review_of(case: Case) -> SecondReview | None:
    """The newest second review."""
    return db.session.scalar(select(SecondReview).where(SecondReview.case_id == case.id).order_by(SecondReview.id.desc()))
