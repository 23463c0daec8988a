"""Finding a case by number, words, place, phone tail or unit, instantly at 5,000 and at 100,000 (X-17, SD-33)."""

from sqlalchemy import ColumnElement, Select, false, select, union

from portal.cases.case import Case
from portal.cases.visitor import Visitor
from portal.foundation import codes, vault
from portal.foundation.database import Base, db
from portal.foundation.fulltext import Words
from portal.network.actor import Actor
from portal.network.role import Role
from portal.network.unit import Unit

WORDS = Words("case_words", Base.metadata)


def index(case: Case) -> None:
    """Write what a case can be found by; the station is its scope."""
    WORDS.put(case.id, f"{case.words}\n{case.wants}\n{case.place}", str(case.station_id))


def narrow(query: Select[tuple[Case]], typed: str, by: Actor, most: int) -> Select[tuple[Case]]:
    """The query (newest first), narrowed to what fits: a number, else words and place, else 4 digits of a phone, or a unit.
    Where several ways lead there, each is followed for the newest `most` only, so that a frequent unit costs no more."""
    typed = typed.strip()[:100]
    number = codes.fold_number(typed)
    if number[:1].isalpha() and "-" in number:
        return query.where(Case.number.startswith(number, autoescape=True))
    words = WORDS.matching(typed, _scope(by))
    others = [*_by_phone(typed, by), *_by_unit(typed)]
    if words is not None and not others:
        return words.newest(query, Case.id)
    ids = query.with_only_columns(Case.id)
    ways = [ids.where(other) for other in others] + ([words.newest(ids, Case.id)] if words is not None else [])
    newest = [way.limit(most).subquery() for way in ways]
    return query.where(Case.id.in_(union(*(select(way.c.id) for way in newest)))) if ways else query.where(false())


def _scope(by: Actor) -> str | None:
    """The one station whose words somebody searches, so that a liaison's search never walks the whole network's matches."""
    stations = by.station_ids
    here_only = all(held.role in (Role.LIAISON, Role.CLERK) for held in by.held)
    return str(next(iter(stations))) if len(stations) == 1 and here_only else None


def _by_phone(typed: str, by: Actor) -> list[ColumnElement[bool]]:
    """Four digits are also the tail of a phone, for those who may open identities anyway (identity.reveal)."""
    if len(typed) != 4 or not typed.isdigit() or not by.has(Role.LIAISON, Role.DIRECTOR):
        return []
    return [Case.visitor_id.in_(select(Visitor.id).where(Visitor.phone_tail.in_(vault.tags(typed))))]


def _by_unit(typed: str) -> list[ColumnElement[bool]]:
    if len(typed) < 2:
        return []
    units = list(db.session.scalars(select(Unit.id).where(Unit.name.contains(typed, autoescape=True)).limit(20)))
    return [Case.unit_id.in_(units)] if units else []
