"""What came for somebody and was not put away: the list on the page of the day (R09)."""

from collections.abc import Collection
from datetime import date, timedelta
from functools import cache

from sqlalchemy import Integer, Select, bindparam, func, or_, select, update
from sqlalchemy.orm import joinedload

from portal.cases.case import Case
from portal.foundation import clock
from portal.foundation.database import db
from portal.network.actor import Actor
from portal.notices.notice import Kind, Notice

SHOWN = timedelta(days=14)
# what no other list of the day shows stays until it is put away
LASTING = (Kind.EXPLAINED, Kind.SLIP_DECLINED, Kind.SLIP_UNSIGNED, Kind.CEILING, Kind.STANDS_STILL, Kind.PROPOSAL_DECIDED, Kind.UNSETTLED)
_MINE = (Notice.case_id.not_in(bindparam("kept", expanding=True)), Notice.person_id == bindparam("person"), Notice.seen_at.is_(None), or_(Notice.at > bindparam("since"), Notice.kind.in_(LASTING)))
_COUNTED = select(func.count()).select_from(Notice).where(*_MINE)


@cache
def _unseen() -> Select[tuple[Notice]]:
    return (select(Notice).where(*_MINE).options(joinedload(Notice.case, innerjoin=True))
            .order_by(Notice.at.desc(), Notice.id.desc()).limit(bindparam("most", type_=Integer)))


def was_told(case: Case, kind: Kind, person_id: int | None, since: date) -> bool:
    """Whether this person had a notice of the kind about the case on that local day or later."""
    mine = Notice.case_id == case.id, Notice.kind == kind, Notice.person_id == person_id
    return db.session.scalar(select(Notice.id).where(*mine, Notice.at >= clock.at_local(since, 0)).limit(1)) is not None


def unseen(by: Actor, most: int) -> tuple[list[Notice], int]:
    """What came for this person lately, or stands nowhere else, and was not put away, newest first; and how many there are."""
    mine = {"kept": sorted(by.kept_from), "person": by.person_id, "since": by.at - SHOWN}
    found = list(db.session.scalars(_unseen(), mine | {"most": most}))
    return found, len(found) if len(found) < most else db.session.scalar(_COUNTED, mine) or 0


def put_away(shown: Collection[int], *, by: Actor) -> None:
    """These were seen; what was not shown yet and what came since stays."""
    db.session.execute(update(Notice).where(Notice.person_id == by.person_id, Notice.seen_at.is_(None), Notice.id.in_(shown))
                       .values(seen_at=by.at))
