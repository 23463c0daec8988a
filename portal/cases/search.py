"""Finding a case by number, words, place, phone tail or unit, instantly at 5,000 and at 100,000 (X-17, SD-33)."""

from sqlalchemy import Select, or_, select

from portal.cases.case import Case
from portal.cases.visitor import Visitor
from portal.foundation import codes
from portal.foundation.database import Base, db
from portal.foundation.fulltext import Words
from portal.network.actor import Actor
from portal.network.role import Role
from portal.network.unit import Unit

WORDS = Words("case_words", Base.metadata)


def index(case: Case) -> None:
    """Write what a case can be found by; the station is its scope."""
    WORDS.put(case.id, f"{case.words}\n{case.wants}\n{case.place}", str(case.station_id))


def narrow(query: Select[tuple[Case]], typed: str, by: Actor) -> Select[tuple[Case]]:
    """Keep the cases that fit what was typed: a number, or 4 digits of a phone for those who may reveal it, else words."""
    typed = typed.strip()[:100]
    number = codes.fold_number(typed)
    if number.count("-") == 2 or (number[:1] == "S" and "-" in number):
        return query.where(Case.number.startswith(number, autoescape=True))
    ways = []
    stations = by.station_ids
    scope = str(next(iter(stations))) if len(stations) == 1 and len(by.held) == 1 and by.held[0].role is Role.LIAISON else None
    words = WORDS.matching(typed, scope)
    if words is not None:
        ways.append(Case.id.in_(words))
    if len(typed) == 4 and typed.isdigit() and by.has(Role.LIAISON, Role.CLERK, Role.DIRECTOR):
        ways.append(Case.visitor_id.in_(select(Visitor.id).where(Visitor.phone_tail == typed)))
    units = list(db.session.scalars(select(Unit.id).where(Unit.name.contains(typed, autoescape=True)))) if len(typed) > 1 else []
    if units:
        ways.append(Case.unit_id.in_(units))
    return query.where(or_(*ways)) if ways else query.where(Case.number == number)
