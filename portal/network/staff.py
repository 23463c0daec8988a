"""Staff as the administrator keeps them: added with a role at a place, given another, a new password, closed (YT-18, R51)."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import or_, select

from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.refusal import Missing, Refused
from portal.foundation.text import clean, needed
from portal.network import access, person, representative, sign_in
from portal.network.actor import Actor
from portal.network.person import Person
from portal.network.representative import Representative
from portal.network.role import AT_STATION, AT_UNIT, Grant, Role

PER_PAGE, MOST_PAGES = 50, 1_000_000
# Letters and digits that nobody takes for one another when a password is read from paper.
_PLAIN = "abcdefghjkmnpqrstuvwxyz23456789"


def one_time_password() -> str:
    """Sixteen plain characters in four groups (79 bits): shown once, then known to its owner only."""
    return "-".join("".join(secrets.choice(_PLAIN) for _ in range(4)) for _ in range(4))


def people(by: Actor, words: str = "", page: int = 1) -> list[Person]:
    """Staff by name or login, open accounts first; one more than a page if there are more."""
    access.permit(by, "network.manage")
    query = select(Person).order_by(Person.active.desc(), Person.login)
    if words.strip():
        query = query.where(or_(Person.name.contains(words.strip(), autoescape=True),
                                Person.login.contains(words.strip().lower(), autoescape=True)))
    return list(db.session.scalars(query.limit(PER_PAGE + 1).offset((min(max(1, page), MOST_PAGES) - 1) * PER_PAGE)))


def one(person_id: int, by: Actor) -> Person:
    """One member of staff; raises Missing."""
    access.permit(by, "network.manage")
    found = db.session.get(Person, person_id)
    if found is None:
        raise Missing
    return found


def add(*, name: str, login: str, password_hash: str, by: Actor) -> Person:
    """A new account. Its login is kept in lower case and belongs to one person for ever."""
    access.permit(by, "network.manage")
    login = needed(login, 40).strip().lower()
    if db.session.scalar(select(Person.id).where(Person.login == login)) is not None:
        raise Refused("login_taken")
    added = Person(name=needed(name, 40).strip(), login=login, password_hash=password_hash)
    db.session.add(added)
    db.session.flush()
    return added


def give(who: Person, role: Role, *, by: Actor, station_id: int | None = None, unit_id: int | None = None,
         kind: str = "", public: bool = True) -> Grant:
    """A role from today on, at the place that role belongs to; a representative is also named to the public, by kind."""
    access.permit(by, "network.manage")
    station_id = station_id if role in AT_STATION else None
    unit_id = unit_id if role in AT_UNIT else None
    if (role in AT_STATION and station_id is None) or (role in AT_UNIT and unit_id is None):
        raise Refused("role_place")
    today = clock.day_of(by.at)
    if any((held.role, held.station_id, held.unit_id) == (role, station_id, unit_id) for held in in_force(who, by)):
        raise Refused("role_held")
    if role is Role.REPRESENTATIVE:
        _name(who, station_id, kind, public, by)
    if who.home_station_id is None:
        who.home_station_id = station_id
    return person.grant(who, role, today, station_id=station_id, unit_id=unit_id)


def _name(who: Person, station_id: int | None, kind: str, public: bool, by: Actor) -> None:
    """Name a new representative to the public; one who stood for another station and no longer does is named at the new one."""
    known = who.representative
    if known is None:
        who.representative = Representative(person_id=who.id, station_id=station_id, public=public, kind=needed(kind, 30, key="representative_kind"))
    elif not any(held.role is Role.REPRESENTATIVE and held.station_id == known.station_id for held in in_force(who, by)):
        known.station_id, known.public, known.kind = station_id, public, clean(kind, 30).strip() or known.kind


def in_force(who: Person, by: Actor) -> list[Grant]:
    """What somebody holds today."""
    today = clock.day_of(by.at)
    return [held for held in who.grants if held.since <= today and (held.until is None or held.until >= today)]


def take(who: Person, grant_id: int, *, by: Actor) -> Role:
    """End a role: yesterday was its last day. The last administrator keeps theirs. Returns the role: whoever takes it sees to it that
    nothing waits for this person by it, and, once it stands, to the portrait of one who is no representative any more (face.py)."""
    access.permit(by, "network.manage")
    held = next((held for held in in_force(who, by) if held.id == grant_id), None)
    if held is None:
        raise Missing
    if held.role is Role.ADMINISTRATOR:
        _not_the_last(who, by)
    held.until = clock.day_of(by.at) - timedelta(days=1)
    known = who.representative
    if known is not None and held.role is Role.REPRESENTATIVE and held.station_id == known.station_id:
        representative.leave(known)
        if (other := next((one for one in in_force(who, by) if one.role is Role.REPRESENTATIVE), None)) is not None:
            known.station_id = other.station_id  # who was given the new one first
    return held.role


def set_password(who: Person, password_hash: str, at: datetime) -> None:
    """A new password; every session of the account ends at once (R51). Hash it outside the write gate."""
    who.password_hash = password_hash
    sign_in.end_all(who.id, at)


def close(who: Person, *, by: Actor) -> None:
    """Close an account: its sessions end at once. Whoever closes it has seen to it that nothing waits for this person."""
    access.permit(by, "network.manage")
    if who.id == by.person_id:
        raise Refused("close_oneself")
    _not_the_last(who, by)
    who.active = False
    if who.representative is not None:
        representative.leave(who.representative)
    sign_in.end_all(who.id, by.at)


def reopen(who: Person, *, by: Actor) -> None:
    """Open a closed account again; it needs a new password to be of use."""
    access.permit(by, "network.manage")
    who.active, who.password_hash = True, ""


def _not_the_last(who: Person, by: Actor) -> None:
    others = [other for other in person.holding(Role.ADMINISTRATOR, clock.day_of(by.at)) if other.id != who.id]
    if not others and any(held.role is Role.ADMINISTRATOR for held in in_force(who, by)):
        raise Refused("last_administrator")
