"""What a person may ask about themselves: what is kept, and who looked at it (practice.md §6.3, R40, R42)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from portal.cases import lifecycle
from portal.cases.case import Case
from portal.cases.timeline import Event
from portal.cases.visitor import Visitor
from portal.foundation.database import db
from portal.foundation.refusal import Refused, WrongSecret
from portal.foundation.text import clean
from portal.foundation.throttle import check
from portal.foundation.vault import TAIL
from portal.network import access
from portal.network.actor import Actor
from portal.network.role import Role

LOOKS = ("identity.reveal", "contact.reveal", "identity.copy")
MOST, FREE = 100, 5
FACTS = ("phone", "name", "address")


@dataclass(frozen=True)
class Look:
    """One look at who somebody is: when, what for, in which role and for whom; never a colleague's name or their inner words."""

    at: datetime
    act: str
    role: Role
    place: str


def looks(case: Case, by: Actor | None = None) -> list[Look]:
    """Who looked at the contact data of this visitor, newest first, the newest hundred; also by way of a matter split from this one, of
    which staff (`by`) are told where they see it: a sealed one shows by nothing (HB-44)."""
    shared = select(Case.id).where(Case.visitor_id == case.visitor_id) if case.visitor_id else select(Case.id).where(Case.id == case.id)
    if by is not None:
        shared = shared.where(access.visible(by, Case))
    rows = db.session.execute(select(Event, Case).join(Case, Case.id == Event.case_id).where(
        Event.case_id.in_(shared), Event.act.in_(LOOKS), Event.role != Role.VISITOR).order_by(Event.id.desc()).limit(MOST))
    return [Look(event.happened_at, event.act, event.role, _place(event, of)) for event, of in rows]


def _place(event: Event, case: Case) -> str:
    unit = case.unit is not None and event.role in (Role.UNIT_OFFICER, Role.UNIT_HEAD)
    return case.unit.name if unit and case.unit is not None else case.station.name


def of(case: Case) -> Visitor | None:
    """What is kept about whoever brought it."""
    return db.session.get(Visitor, case.visitor_id) if case.visitor_id else None


def must_prove(case: Case) -> bool:
    """Whether they left something by which they can be known."""
    row = of(case)
    return row is not None and any(getattr(row, fact) for fact in FACTS)


def prove(case: Case, said: str, *, by: Actor) -> None:
    """A second thing only they know: the end of the phone, the name or the address they left, so that whoever finds a receipt reads no more
    than its matter. Where none was left there is nothing to prove. Raises WrongSecret, and TooMany while wrong tries have to wait."""
    row, subjects = of(case), {f"own-data:{case.number}": FREE}
    if row is None or not must_prove(case):
        return
    check(subjects, by.at)
    said = clean(said, 50).strip()
    digits, phone = ("".join(one for one in text if one.isdigit()) for text in (said, row.phone))
    if not (said and said in (row.name, row.address)) and not (len(digits) >= TAIL and phone.endswith(digits)):
        raise WrongSecret("own_data_wrong", subjects)


def copy(case: Case, *, checked: bool, by: Actor) -> None:
    """A copy is given to the person: by their own word, or at the desk to somebody who was checked. Recorded in the story."""
    if not checked:
        raise Refused("visitor_unchecked")
    lifecycle.also(case, "identity.copy", by=by, for_visitor=True)
