"""After the end: the follow-up visit with three questions, and the inspection on the spot; either may take the case up again (T26)."""

import enum
from collections import Counter
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Integer, Text, bindparam, func, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.cases import care, deadline, hands, lifecycle, timeline
from portal.cases.case import Case, State
from portal.cases.deadline import Deadline
from portal.cases.delivery import Way
from portal.cases.rating import Solved
from portal.foundation import append_only, clock
from portal.foundation.database import Base, Utc, choice, db
from portal.foundation.refusal import Refused
from portal.foundation.text import clean, needed
from portal.network.actor import Actor
from portal.network.role import OWNERS


class Finding(enum.StrEnum):
    """How a visit ended. That nobody was reached is a result too, and counted."""

    REACHED = "reached"
    UNREACHED = "unreached"
    HOLDS = "holds"
    FAILS = "fails"


class FollowUp(Base):
    """One visit after closing: asked of the visitor (REACHED, UNREACHED), or looked at on the spot (HOLDS, FAILS)."""

    __tablename__ = "follow_up"
    __table_args__ = (CheckConstraint("(finding = 'reached') = (solved IS NOT NULL)", name="answers"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    round: Mapped[int]
    finding: Mapped[Finding] = mapped_column(choice(Finding))
    way: Mapped[Way] = mapped_column(choice(Way))
    told: Mapped[bool | None]
    understood: Mapped[bool | None]
    solved: Mapped[Solved | None] = mapped_column(choice(Solved))
    note: Mapped[str] = mapped_column(Text, default="")
    reopened: Mapped[bool]
    happened_at: Mapped[datetime] = mapped_column(Utc)
    entered_at: Mapped[datetime] = mapped_column(Utc)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))


append_only.guard(FollowUp.__table__)  # type: ignore[arg-type]


def ask(case: Case, *, way: Way, reached: bool, by: Actor, told: bool | None = None, understood: bool | None = None,
        solved: Solved | None = None, note: str = "", again: bool = False, happened_at: datetime | None = None) -> FollowUp:
    """The follow-up visit: were you told, did you understand, is it solved? `again`: it is not, so the case is taken up again."""
    if reached and (told is None or understood is None or solved is None):
        raise Refused("visit_answers")
    if again and (not reached or solved in (Solved.YES, Solved.CANNOT_TELL)):
        raise Refused("visit_solved")
    finding = Finding.REACHED if reached else Finding.UNREACHED
    answers = (told, understood, solved) if reached else (None, None, None)
    return _record(case, "follow_up.ask", finding, way, answers, note, again, happened_at, by)


def inspect(case: Case, *, holds: bool, note: str, by: Actor, again: bool = False, happened_at: datetime | None = None) -> FollowUp:
    """Somebody went there and looked: it holds, or it does not. What was seen is written down."""
    note = needed(note, 500, 10, "note_needed")
    if again and holds:
        raise Refused("inspection_holds")
    return _record(case, "follow_up.inspect", Finding.HOLDS if holds else Finding.FAILS, Way.IN_PERSON, (None, None, None), note, again,
                   happened_at, by)


def _record(case: Case, act: str, finding: Finding, way: Way, answers: tuple[bool | None, bool | None, Solved | None], note: str,
            again: bool, happened_at: datetime | None, by: Actor) -> FollowUp:
    if case.state is not State.CLOSED or case.closed_at is None:
        raise Refused("visit_not_now")
    when = timeline.checked_time(happened_at, case.closed_at, by)
    note, (told, understood, solved) = clean(note, 500, 10), answers
    if again:
        needed(note, 500, 10, "reason_needed")
    facts = {"finding": finding.value} | ({"solved": solved.value, "understood": understood, "told": told} if solved else {})
    lifecycle.also(case, act, by=by, happened_at=when, text=note, facts=facts)
    row = FollowUp(case_id=case.id, round=case.round, finding=finding, way=way, told=told, understood=understood, solved=solved,
                   note=note, reopened=again, happened_at=when, entered_at=by.at, person_id=by.person_id or 0)
    db.session.add(row)
    for name in _settled(row, deadline.running(case, "look_again")):
        deadline.end(case, name, by=by)
    if again:
        care.reopen(case, reason=note, by=by)
    return row


def _settled(row: FollowUp, promise: Deadline | None) -> tuple[str, ...]:
    """The clocks that a visit ends. Of a promise only a word or a look tells that it was kept: nobody reached, or a visit before its
    day that finds it undone, leaves both running, and so does an inspection that finds it broken."""
    if promise is None:
        return ("follow_up",) if row.finding in (Finding.REACHED, Finding.UNREACHED) else ()
    heard = row.finding is Finding.REACHED and (row.solved is Solved.YES or clock.day_of(row.happened_at) >= promise.started_on)
    return ("follow_up", "look_again") if heard else ("look_again",) if row.finding is Finding.HOLDS else ()


def of_case(case: Case) -> list[FollowUp]:
    """Every visit after closing, in order."""
    return list(db.session.scalars(select(FollowUp).where(FollowUp.case_id == case.id).order_by(FollowUp.id)))


_HERE = (Case.station_id + 0).in_(bindparam("here", expanding=True))
_THERE = (Deadline.ended_at.is_(None), Deadline.due_on <= bindparam("day"), Deadline.clock == "follow_up", Case.state == State.CLOSED, Case.id.not_in(bindparam("kept", expanding=True)))
_COUNTED = select((Case.station_id + 0).label("station"), func.count()).join(Deadline, Deadline.case_id == Case.id).where(*_THERE, _HERE).group_by("station")
_DUE = select(Case, Deadline.due_on).join(Deadline, Deadline.case_id == Case.id).where(*_THERE, or_(_HERE, hands.taken_over())).order_by(Deadline.due_on, Deadline.id).limit(bindparam("most", type_=Integer))


def due(by: Actor, most: int) -> list[tuple[Case, date]]:
    """The closed cases of one's own desks whose visit is due, the longest waiting first: few, found by their date."""
    here = hands.desks(by)
    rows = db.session.execute(_DUE, {"day": clock.day_of(by.at), "here": here, "most": most, "me": by.person_id, "kept": sorted(by.kept_from)}) if here or by.has(*OWNERS) else []
    return [(case, day) for case, day in rows]


def counted(here: list[int], day: date, by: Actor) -> Counter[int]:
    """How many visits were due at these stations by a day, by station: of what this person may see."""
    return Counter(dict(db.session.execute(_COUNTED, {"day": day, "here": here, "kept": sorted(by.kept_from)}).all()) if here else {})
