"""The end of a case: clocks stop, and whether it will be published is decided by rule and counted (SD-41, X-27)."""

import enum
from datetime import date, datetime

from sqlalchemy import Boolean, ForeignKey, column, func, select, table
from sqlalchemy.orm import Mapped, mapped_column

from portal.cases import deadline, preview
from portal.cases.case import TO_PUBLISH, Case, Kind, Outcome, PublicState, State
from portal.cases.category import HARDSHIP
from portal.foundation import clock, marks
from portal.foundation.database import Base, Utc, choice, db
from portal.foundation.refusal import Refused
from portal.network import network as networks
from portal.network.actor import Actor


class NotPublishedReason(enum.StrEnum):
    """The closed list of reasons (SD-41, practice.md §6.4)."""

    SEALED = "sealed"
    REFUSED = "refused"
    HARDSHIP = "hardship"
    MINOR = "minor"
    NOT_ACCEPTED = "not_accepted"
    NO_MATTER = "no_matter"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"
    SECRET = "secret"  # noqa: S105
    PRIVACY = "privacy"


BY_STATE = {
    State.NOT_ACCEPTED: NotPublishedReason.NOT_ACCEPTED, State.LISTENED: NotPublishedReason.NO_MATTER,
    State.WITHDRAWN: NotPublishedReason.WITHDRAWN, State.MERGED: NotPublishedReason.MERGED,
}


class NotPublished(Base):
    """A finished case that is not on the board, and why; the reasons are counted there."""

    __tablename__ = "not_published"

    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), primary_key=True)
    reason: Mapped[NotPublishedReason] = mapped_column(choice(NotPublishedReason), index=True)
    at: Mapped[datetime] = mapped_column(Utc)


marks.renewed_by("board", NotPublished.__table__)  # type: ignore[arg-type]
_BOARD = table("publication", column("case_id"), column("is_current", Boolean))  # a later chapter's: portal.cases.publication


def hindrance(case: Case) -> NotPublishedReason | None:
    """Why this case may not be published, or None. Protection of people comes before consent, consent before custom."""
    if case.sealed:
        return NotPublishedReason.SEALED
    if case.state in BY_STATE:
        return BY_STATE[case.state]
    if case.minor:
        return NotPublishedReason.MINOR
    single = not case.common and case.heads == 1
    if single and ((case.category or "").startswith(HARDSHIP) or case.kind == Kind.PERSONAL_DIFFICULTY):
        return NotPublishedReason.HARDSHIP
    return None if case.publish_result else NotPublishedReason.REFUSED


def refuse_invented(case: Case) -> None:
    """A matter that was told in a demonstration stands on no board of a real network, however it came there (practice.md §9, row 17)."""
    if case.demo and not networks.is_demo():
        raise Refused("demo_matter")


def finish(case: Case, *, by: Actor, follow_up: bool = False, promised: date | None = None) -> None:
    """Stop the clocks of a case that reached a final state, but not the one of an explanation that is owed (HB-66); what may be published waits for it within its limit.

    The follow-up comes after the policy's days, or on the day the unit promised (practice.md §3.2); what was promised is looked at
    again, unless the visitor said after its day that it is solved."""
    deadline.end(case, by=by)
    if case.state in (State.VOID, State.WITHDRAWN):
        deadline.end(case, "explanation", by=by)
    case.next_clock = case.next_on = None
    if case.state is State.VOID:
        return
    if follow_up:
        days = (promised - clock.day_of(by.at)).days if promised is not None else 0
        visit = deadline.begin(case, "follow_up", by=by, limit=days if days > 0 else None)
        if promised is not None and (days > 0 or case.outcome not in (Outcome.SOLVED, Outcome.MEDIATED)):
            deadline.begin(case, "look_again", by=by, since=visit.due_on)
    settle(case, by=by)


def settle(case: Case, *, by: Actor) -> None:
    """Decide by rule whether a finished case waits for publication or is counted with the reason against it."""
    reason = hindrance(case)
    if reason is None:
        preview.take_back(case)
        count_no_more(case)
        case.public_state = PublicState.WAITING
        deadline.step(case, "publish", by=by)
    else:
        decline(case, reason, by=by)


def settle_anew(case: Case, *, by: Actor) -> None:
    """The visitor changed what may be published: a finished case that waits, or that only their no keeps back, is decided anew."""
    if case.public_state in TO_PUBLISH or refused_by_visitor(case):
        deadline.step(case, None, by=by)
        settle(case, by=by)


def decline(case: Case, reason: NotPublishedReason, *, by: Actor) -> None:
    """Count a case as not published, with its reason; one of which an earlier result stands on the board goes on standing there, and is
    counted once (X-27)."""
    preview.take_back(case)
    if stands(case):
        case.public_state = PublicState.PUBLISHED
        return
    case.public_state = PublicState.DECLINED
    db.session.merge(NotPublished(case_id=case.id, reason=reason, at=by.at))


def reopen(case: Case) -> None:
    """The case is back in the loop: it is no longer counted among the not published, nor shown to its visitor as it would have been."""
    preview.take_back(case)
    count_no_more(case)
    case.public_state = PublicState.NONE
    case.outcome = None


def count_no_more(case: Case) -> None:
    """Take a case out of the count of what is not published."""
    row = db.session.get(NotPublished, case.id)
    if row is not None:
        db.session.delete(row)


def stands(case: Case) -> bool:
    """Whether a result of this case stands on the board, of this round or an earlier one."""
    query = select(_BOARD.c.case_id).where(_BOARD.c.case_id == case.id, _BOARD.c.is_current.is_(True))
    return db.session.scalar(query) is not None


def stands_with_their_yes(case: Case) -> bool:
    """Whether the newest result of a finished case stands on the board, so that no tick takes it down."""
    return not case.is_open and case.public_state is PublicState.PUBLISHED and case.publish_result


def refused_by_visitor(case: Case) -> bool:
    """Whether the visitor's own no is all that keeps a finished case off the board."""
    row = db.session.get(NotPublished, case.id)
    return row is not None and row.reason is NotPublishedReason.REFUSED


def counts() -> dict[NotPublishedReason, int]:
    """How many finished cases are not on the board, by reason, over the whole network; never by unit (X-27, HB-44)."""
    rows = db.session.execute(select(NotPublished.reason, func.count()).group_by(NotPublished.reason))
    return dict(rows.all())
