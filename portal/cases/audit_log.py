"""The audit log as the administrator and the office read it: by person, act and days, a page at a time; that they read it is entered too.

Entries about a sealed matter are there for those alone who may see that matter, and none about one for whom it is kept from; no number or hash of an entry is shown, so that what is
left out leaves no gap (HB-44, R42)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from portal.cases.case import Case
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.refusal import Refused
from portal.network import access, audit, sign_in
from portal.network.access import visible
from portal.network.actor import Actor
from portal.network.audit import AuditEntry
from portal.network.audited import ACTS
from portal.network.person import Person

PER_PAGE, MOST_PAGES, MOST_EXPORTED = 50, 100_000, 10_000
LATELY = timedelta(days=30)
AFTER_ALL = 2**31 - 1  # no entry has a larger number


@dataclass(frozen=True)
class Asked:
    """What is looked for: acts of one person, one act, some days, both included; all where nothing is said."""

    login: str = ""
    act: str = ""
    first: date | None = None
    last: date | None = None

    def facts(self, person_id: int | None) -> dict[str, Any]:
        """What the log says of the reading itself."""
        return {"of": person_id, "only": self.act or None, "first": self.first, "last": self.last}


def read(asked: Asked, page: int, *, by: Actor) -> list[AuditEntry]:
    """One page, the newest first, and one entry more where there are more; in a unit of work, for the reading is entered."""
    access.permit(by, "audit.see")
    person_id = _who(asked)
    skipped = (min(max(1, page), MOST_PAGES) - 1) * PER_PAGE
    found = list(db.session.scalars(_query(asked, person_id, by).limit(PER_PAGE + 1).offset(skipped)))
    audit.note("log_read", person_id=by.person_id, at=by.at, page=page, **asked.facts(person_id))
    return found


def export(asked: Asked, *, by: Actor) -> list[AuditEntry]:
    """The newest 10,000 of what is looked for; in a unit of work, for that is entered."""
    access.permit(by, "audit.see")
    person_id = _who(asked)
    found = list(db.session.scalars(_query(asked, person_id, by).limit(MOST_EXPORTED)))
    audit.note("log_exported", person_id=by.person_id, at=by.at, n=len(found), **asked.facts(person_id))
    return found


def _who(asked: Asked) -> int | None:
    if not asked.login.strip():
        return None
    found = db.session.scalar(select(Person.id).where(Person.login == asked.login.strip().lower()))
    if found is None:
        raise Refused("login_unknown")
    return found


def _query(asked: Asked, person_id: int | None, by: Actor) -> Any:
    wanted = [_open_to(by)]
    if person_id is not None:  # what they did, and what was done to their account
        wanted.append(or_(AuditEntry.person_id == person_id, and_(AuditEntry.kind == "person", AuditEntry.name == str(person_id))))
    if asked.act in ACTS:
        wanted.append(AuditEntry.act == asked.act)
    if asked.first is not None:
        wanted.append(AuditEntry.seq >= _since(clock.at_local(asked.first, 0)))
    if asked.last is not None and asked.last < date.max:
        wanted.append(AuditEntry.seq < _since(clock.at_local(asked.last + timedelta(days=1), 0)))
    return select(AuditEntry).where(*wanted).order_by(AuditEntry.seq.desc())


def _since(moment: datetime) -> int:
    """The first entry from a moment on: their times never go back, so that a span of days is a span of entries."""
    found = db.session.scalar(select(func.min(AuditEntry.seq)).where(AuditEntry.at >= moment))
    return found if found is not None else AFTER_ALL


def _open_to(by: Actor) -> ColumnElement[bool]:
    """Entries that tell of no sealed matter, and of those the actor may see."""
    there = select(Case.id).where(Case.number == AuditEntry.name).correlate(AuditEntry)
    told = or_(AuditEntry.kind != "case", exists(there.where(Case.sealed.is_(False))), exists(there.where(visible(by, Case))))
    return and_(told, or_(AuditEntry.kind != "case", ~exists(there.where(Case.id.in_(by.kept_from))))) if by.kept_from else told


@dataclass(frozen=True)
class Activity:
    """One member of staff: when they last signed in, in how many browsers they are now, how many entries of thirty days are theirs."""

    person: Person
    signed_in_at: datetime | None
    sessions: int
    acts: int


def activity(page: int, *, by: Actor) -> list[Activity]:
    """Staff with an open account by login, which ranks nobody; one more than a page if there are more."""
    access.permit(by, "audit.see")
    people = list(db.session.scalars(select(Person).where(Person.active.is_(True)).order_by(Person.login).limit(PER_PAGE + 1).offset(
        (min(max(1, page), MOST_PAGES) - 1) * PER_PAGE)))
    ids = [one.id for one in people]
    last, now, acts = _last(ids), _now(ids, by.at), _acts(ids, by)
    return [Activity(one, last.get(one.id), now.get(one.id, 0), acts.get(one.id, 0)) for one in people]


def _last(ids: Iterable[int]) -> dict[int, datetime]:
    one = sign_in.StaffSession
    query = select(one.person_id, func.max(one.began_at)).where(one.person_id.in_(ids)).group_by(one.person_id)
    return {person_id: at for person_id, at in db.session.execute(query)}


def _now(ids: Iterable[int], at: datetime) -> dict[int, int]:
    one = sign_in.StaffSession
    living = (one.ended_at.is_(None), one.seen_at >= at - sign_in.IDLE, one.began_at >= at - sign_in.LONGEST)
    query = select(one.person_id, func.count()).where(one.person_id.in_(ids), *living).group_by(one.person_id)
    return {person_id: n for person_id, n in db.session.execute(query)}


def _acts(ids: Iterable[int], by: Actor) -> dict[int, int]:
    lately = (AuditEntry.person_id.in_(ids), AuditEntry.seq >= _since(by.at - LATELY), _open_to(by))
    query = select(AuditEntry.person_id, func.count()).where(*lately).group_by(AuditEntry.person_id)
    return {person_id: n for person_id, n in db.session.execute(query) if person_id is not None}
