"""Which matters may be in a concern, and those that are: never a report about officials, a hardship, a child's matter or a sealed one.

It is asked of the matter as it is now: what is sealed, withdrawn or marked as a child's later is no longer counted (X-05)."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, and_, or_, select

from portal.cases.case import Case, Kind, State
from portal.cases.category import CONDUCT, HARDSHIP
from portal.commons.concern import Concern, Member
from portal.foundation.database import db
from portal.network import network

NEVER_KINDS = (Kind.PERSONAL_DIFFICULTY.value, Kind.CONDUCT_REPORT.value)
NO_MATTER = (State.VOID, State.WITHDRAWN, State.MERGED)


def fitting() -> ColumnElement[bool]:
    """The WHERE clause for matters that may be in one."""
    fit = [Case.sealed.is_(False), Case.minor.is_(False), or_(Case.kind.is_(None), Case.kind.not_in(NEVER_KINDS)),
           Case.state.not_in(NO_MATTER), Case.category.is_not(None), Case.category.not_like(f"{HARDSHIP}%"),
           Case.category.not_like(f"{CONDUCT}%"), or_(Case.common.is_(None), Case.common.is_(True))]
    return and_(*fit, *([] if network.is_demo() else [Case.demo.is_(False)]))


def of(row: Concern) -> list[Case]:
    """The matters that count, oldest first."""
    query = select(Case).join(Member, Member.case_id == Case.id).where(Member.concern_id == row.id, fitting())
    return list(db.session.scalars(query.order_by(Case.id)))


def no_longer(row: Concern) -> list[int]:
    """Ids of matters that were put in and may no longer be: they are not counted, and the office is told so by number alone."""
    query = select(Member.case_id).join(Case, Case.id == Member.case_id).where(Member.concern_id == row.id, ~fitting())
    return list(db.session.scalars(query))


def taken(case_ids: Iterable[int]) -> dict[int, int]:
    """Which of some matters are in a concern already, and in which."""
    rows = db.session.execute(select(Member.case_id, Member.concern_id).where(Member.case_id.in_(list(case_ids))))
    return {case_id: concern_id for case_id, concern_id in rows}
