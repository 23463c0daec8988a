"""What somebody did for the matters they stood for or received, in figures: the record from which a work book is printed (HB-12)."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, or_, select

from portal.cases.case import Case
from portal.cases.timeline import Event
from portal.foundation import clock
from portal.foundation.database import db
from portal.network import access
from portal.network.actor import Actor

MOST = 400  # matters on one printed record
KEPT_BACK = ("identity.", "contact.", "proposal.", "pressure.", "code.", "enclosure.", "publication.")  # confidential, or no work of theirs


@dataclass(frozen=True)
class Work:
    """Matters of a span, the earliest first, at most `MOST`; how many more there are; how often each act was done in that span."""

    cases: tuple[Case, ...]
    more: int
    acts: dict[str, int]


def of(person_id: int, first: date, last: date, *, by: Actor) -> Work:
    """From `first` to `last`, as far as the reader sees it. Sealed matters never stand in it, whoever reads (HB-44): paper lies about."""
    mine = and_(or_(Case.agent_id == person_id, Case.received_by_id == person_id), Case.sealed.is_(False), access.visible(by, Case))
    begin, end = clock.at_local(first, 0), clock.at_local(last + timedelta(days=1), 0)
    query = select(Case).where(mine, Case.registered_at >= begin, Case.registered_at < end).order_by(Case.registered_at, Case.id)
    cases = list(db.session.scalars(query))
    return Work(tuple(cases[:MOST]), max(0, len(cases) - MOST), _acts(person_id, mine, and_(Event.happened_at >= begin, Event.happened_at < end)))


def _acts(person_id: int, mine: ColumnElement[bool], then: ColumnElement[bool]) -> dict[str, int]:
    query = select(Event.act).join(Case, Case.id == Event.case_id).where(mine, Event.person_id == person_id, then)
    found = Counter(act for act in db.session.scalars(query) if not act.startswith(KEPT_BACK))
    return dict(sorted(found.items(), key=lambda one: (-one[1], one[0])))
