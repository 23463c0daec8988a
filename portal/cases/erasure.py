"""Who somebody was is erased: at their word, or a time after the end of the matter; the matter stays without them (practice.md §6.5, R39, R40)."""

from calendar import monthrange
from datetime import datetime

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import aliased

from portal.cases import attachment, lifecycle, visitor
from portal.cases.attachment import Attachment, AttachmentKind
from portal.cases.case import OPEN, Case
from portal.cases.visitor import SPELT, IdentityMode, Visitor
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.refusal import Refused
from portal.network import excluded
from portal.network.actor import Actor


def possible(case: Case) -> bool:
    """Whether anything is kept that says who brought it."""
    row = db.session.get(Visitor, case.visitor_id) if case.visitor_id else None
    return row is not None and row.erased_at is None and any(getattr(row, name) for name in SPELT)


def erase(case: Case, *, checked: bool, by: Actor) -> list[int]:
    """Erase them at their word, whether the matter is over or not: nobody can ring them any more. Its text, its story, who looked, and what
    was published stay: that is what a body that receives people must be able to show. Returns the cases it concerns, whose wishes to hear
    news go too (portal.notices.outbox). Refused: they were not checked; nothing is kept."""
    if not checked:
        raise Refused("visitor_unchecked")
    if not possible(case):
        raise Refused("identity_none")
    for one in visitor.sharing(case, by):
        lifecycle.also(one, "identity.erase", by=by, for_visitor=True)
    return _clear(db.session.get_one(Visitor, case.visitor_id), by.at)


def forget_left() -> None:
    """What was still needed when its visitor was erased, in matters that ended since: the pictures they sent, and by which words they named
    whom. Asked each day, and done once: what came after the end, as another picture by code, goes by it too."""
    over = select(Case.id).join(Visitor, Visitor.id == Case.visitor_id).where(Visitor.erased_at.is_not(None), Case.state.not_in(OPEN))
    attachment.forget(db.session.scalars(over.join(Attachment, Attachment.case_id == Case.id).where(Attachment.kind == AttachmentKind.VISITOR).distinct()).all())
    left = select(Case.id).join(Visitor, Visitor.id == Case.visitor_id).join(excluded.Excluded, excluded.Excluded.case_id == Case.id).where(
        Visitor.erased_at.is_not(None), excluded.Excluded.words != "", Case.state.not_in(OPEN)).distinct()
    for case_id in db.session.scalars(left).all():
        excluded.forget_words(case_id, standing=True)


def due(at: datetime, months: int, most: int) -> list[int]:
    """Visitors all of whose matters ended so many months ago, the longest known first."""
    owned, other = aliased(Case), aliased(Case)
    late = exists().where(other.visitor_id == Visitor.id, or_(other.closed_at.is_(None), other.closed_at >= before(at, months)))
    query = select(Visitor.id).where(Visitor.erased_at.is_(None), exists().where(owned.visitor_id == Visitor.id), ~late)
    return list(db.session.scalars(query.order_by(Visitor.id).limit(most)))


def expire(visitor_id: int, months: int, *, by: Actor) -> list[int]:
    """The time is over: erase them, and say so in each story. Returns the cases; none where somebody was first or took one up again."""
    row = db.session.get(Visitor, visitor_id, with_for_update=True, populate_existing=True)
    cases = list(db.session.scalars(select(Case).where(Case.visitor_id == visitor_id).order_by(Case.id)))
    if row is None or row.erased_at is not None or any(case.closed_at is None or case.closed_at >= before(by.at, months) for case in cases):
        return []
    for case in cases:
        lifecycle.also(case, "identity.expire", by=by, for_visitor=True)
    return _clear(row, by.at)


def before(at: datetime, months: int) -> datetime:
    """The beginning of the local day so many months before."""
    day = clock.day_of(at)
    years, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return clock.at_local(day.replace(year=years, month=month + 1, day=min(day.day, monthrange(years, month + 1)[1])), 0)


def _clear(row: Visitor, at: datetime) -> list[int]:
    """Nothing is left that says who they are, no area they come from, no word they spoke and none by which they named somebody; sex and age band, which figures are
    made of, stay. Pictures of what is over go with it; of what is still open they are what it is handled by, and go when it ends, as does a
    recording of which nothing is written down yet."""
    for name in SPELT:
        setattr(row, name, "")
    row.phone_tail, row.mode, row.beside, row.agreed, row.erased_at = "", IdentityMode.ANONYMOUS, None, False, at
    cases = list(db.session.scalars(select(Case).where(Case.visitor_id == row.id)))
    attachment.forget([case.id for case in cases if not case.is_open])
    attachment.forget_voices([case.id for case in cases if case.words])
    for case in cases:
        if case.share_contact:
            case.share_contact = False
        if case.home_id is not None:
            case.home_id = None
        excluded.forget_words(case.id, standing=not case.is_open)
    db.session.flush()
    return [case.id for case in cases]
