"""Reviewers score by the four criteria, each once, and never a case of a station or unit of their own (ZK-03)."""

from collections.abc import Collection
from datetime import datetime
from fractions import Fraction

from sqlalchemy import ForeignKey, Text, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.awards import period
from portal.awards.nomination import Nomination
from portal.awards.period import HIGHEST, Criterion, Period
from portal.cases import publication, referral, support
from portal.foundation import append_only
from portal.foundation.database import Base, Utc, db
from portal.foundation.refusal import NotAllowed, Refused
from portal.foundation.text import clean
from portal.network import access
from portal.network.actor import Actor

NOTE_MOST = 300


class Score(Base):
    """What one reviewer gives one case: of each criterion 0 to 10. It is never changed, and nobody reads who gave what."""

    __tablename__ = "award_score"
    __table_args__ = (UniqueConstraint("nomination_id", "person_id", name="uq_award_score_nomination_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    representative: Mapped[int]
    quality: Mapped[int]
    satisfied: Mapped[int]
    effect: Mapped[int]
    note: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(Utc)

    @property
    def marks(self) -> dict[Criterion, int]:
        """By criterion."""
        return {one: getattr(self, one.value) for one in Criterion}


append_only.guard(Score.__table__)  # type: ignore[arg-type]


def may_score(row: Nomination, by: Actor) -> bool:
    """Whether this person may ever score it: of another station and its units, and without a part in the case themselves."""
    case = row.case
    if not access.can(by, "award.review", case) or by.person_id in {case.owner_id, case.agent_id, case.received_by_id, row.nominated_by_id}:
        return False
    if not by.units:
        return True
    had = {one.unit_id for one in referral.of_case(case)} | {one.unit_id for one in support.of_case(case)} | {case.unit_id}
    return not had & by.units


def is_open(row: Nomination) -> bool:
    """Whether it is scored now: its visitor agreed, and its result stands on the board."""
    return bool(row.period.is_open) and row.counts and publication.current_of(row.case) is not None


def score(row: Nomination, marks: dict[Criterion, int], *, by: Actor, note: str = "") -> Score:
    """Give each criterion its mark. Raises NotAllowed for one's own station, and Refused a second time, out of time, and for a mark
    that is none."""
    if not may_score(row, by):
        raise NotAllowed("not_allowed", act="award.review")
    if not period.hold(row.period).is_open or not is_open(row):
        raise Refused("award_not_scored_now")
    if own(row, by) is not None:
        raise Refused("award_scored")
    if set(marks) != set(Criterion) or not all(0 <= mark <= HIGHEST for mark in marks.values()):
        raise Refused("award_marks", highest=HIGHEST)
    given = Score(nomination_id=row.id, person_id=by.person_id or 0, note=clean(note, NOTE_MOST, 5).strip(), at=by.at,
                  **{one.value: mark for one, mark in marks.items()})
    db.session.add(given)
    db.session.flush()
    return given


def own(row: Nomination, by: Actor) -> Score | None:
    """What this person gave it."""
    return db.session.scalar(select(Score).where(Score.nomination_id == row.id, Score.person_id == by.person_id))


def counted(ids: Collection[int]) -> dict[int, int]:
    """How many people have scored each of these nominations."""
    query = select(Score.nomination_id, func.count()).where(Score.nomination_id.in_(ids)).group_by(Score.nomination_id)
    return {one: count for one, count in db.session.execute(query)} if ids else {}


def of_nomination(nomination_id: int) -> list[Score]:
    """All that were given to one, in the order of coming."""
    return list(db.session.scalars(select(Score).where(Score.nomination_id == nomination_id).order_by(Score.id)))


def means(scores: list[Score]) -> dict[Criterion, Fraction]:
    """The mean mark of each criterion, exact; of one score at least."""
    return {one: Fraction(sum(row.marks[one] for row in scores), len(scores)) for one in Criterion}


def points(scores: list[Score], of: Period) -> Fraction:
    """The weighted mean of ten, exact, so that a tie is a tie."""
    return sum((mean * of.weights[one.value] for one, mean in means(scores).items()), Fraction()) / sum(of.weights.values())
