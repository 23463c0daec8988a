"""Staff as the administrator keeps them: added with a role at a place, given another, a new password, closed (YT-18, R51)."""

from datetime import date, datetime, timedelta

from sqlalchemy import or_, select

from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.refusal import Missing, Refused
from portal.foundation.text import needed
from portal.network import access, admission, audit, naming, passkey, person, representative, sign_in
from portal.network.actor import Actor
from portal.network.person import Person
from portal.network.role import AT_STATION, AT_UNIT, RECEIVES, Grant, Role

PER_PAGE, MOST_PAGES = 50, 1_000_000


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


def add(*, name: str, login: str, by: Actor) -> Person:
    """A new account, which opens once its owner followed their link. Its login is kept in lower case and belongs to one person for ever."""
    access.permit(by, "network.manage")
    login = needed(login, 40).strip().lower()
    if db.session.scalar(select(Person.id).where(Person.login == login)) is not None:
        raise Refused("login_taken")
    added = Person(name=needed(name, 40).strip(), login=login, password_hash="")
    db.session.add(added)
    db.session.flush()
    audit.note("account_added", "person", added.id, person_id=by.person_id, at=by.at)
    return added


def give(who: Person, role: Role, *, by: Actor, station_id: int | None = None, unit_id: int | None = None,
         kind: str = "", public: bool = True, until: date | None = None) -> Grant:
    """A role from today on, at the place that role belongs to, to the last day of its term where that is known; who receives is also
    named, by kind."""
    access.permit(by, "network.manage")
    _check_last(until, by)
    station_id = station_id if role in AT_STATION else None
    unit_id = unit_id if role in AT_UNIT else None
    if (role in AT_STATION and station_id is None) or (role in AT_UNIT and unit_id is None):
        raise Refused("role_place")
    today = clock.day_of(by.at)
    held = in_force(who, by)
    if any((one.role, one.station_id, one.unit_id) == (role, station_id, unit_id) for one in held):
        raise Refused("role_held")
    if role in RECEIVES and station_id is not None:
        naming.name(who, role, station_id, held, kind=kind, public=public)
    if who.home_station_id is None:
        who.home_station_id = station_id
    audit.note("role_given", "person", who.id, person_id=by.person_id, at=by.at, role=role, station=station_id, unit=unit_id, until=until)
    return person.grant(who, role, today, station_id=station_id, unit_id=unit_id, until=until)


def in_force(who: Person, by: Actor) -> list[Grant]:
    """What somebody holds today."""
    today = clock.day_of(by.at)
    return [held for held in who.grants if held.since <= today and (held.until is None or held.until >= today)]


def take(who: Person, grant_id: int, *, by: Actor, last_on: date | None = None) -> Role:
    """End a role: yesterday was its last day, or `last_on` will be. The last administrator keeps theirs. Returns the role: whoever takes
    it sees to it that nothing waits for this person by it, and, once it stands, to the portrait of one who receives no more (face.py)."""
    access.permit(by, "network.manage")
    held = next((held for held in in_force(who, by) if held.id == grant_id), None)
    if held is None:
        raise Missing
    _check_last(last_on, by)
    if held.role is Role.ADMINISTRATOR:
        _not_the_last(who, by)
    held.until = last_on or clock.day_of(by.at) - timedelta(days=1)
    audit.note("role_taken", "person", who.id, person_id=by.person_id, at=by.at, role=held.role, station=held.station_id,
               unit=held.unit_id, until=last_on)
    if last_on is None:
        naming.unname(who, held, in_force(who, by))
    return held.role


def keep(who: Person, grant_id: int, *, by: Actor) -> Grant:
    """A last day that was told ahead is taken back while the role still stands: it has none again, and the log says so."""
    access.permit(by, "network.manage")
    held = next((held for held in in_force(who, by) if held.id == grant_id and held.until is not None), None)
    if held is None:
        raise Missing
    audit.note("role_kept", "person", who.id, person_id=by.person_id, at=by.at, role=held.role, station=held.station_id, unit=held.unit_id, until=held.until)
    held.until = None
    return held


def _check_last(day: date | None, by: Actor) -> None:
    if day is not None and day < clock.day_of(by.at):
        raise Refused("role_until")


def invite(who: Person, *, by: Actor) -> str:
    """A link with which they set a password of their own, and nobody else knows it; the one they had opens nothing any more, nor does a
    passkey, and their sessions end (R51). Returns its token, which is shown once."""
    access.permit(by, "network.manage")
    if not who.active:
        raise Refused("account_closed")
    who.password_hash = ""
    sign_in.end_all(who.id, by.at)
    passkey.forget_all(who.id, by.at, by.person_id)
    audit.note("invited", "person", who.id, person_id=by.person_id, at=by.at)
    return admission.make(who.id, by.at)


def set_password(who: Person, password_hash: str, at: datetime, by_id: int | None = None) -> None:
    """A new password, by its owner or (`by_id` None) on the command line; every session of the account ends at once (R51), and neither
    a link to a new password nor a passkey opens anything any more: whoever stole into the account may have added one. Hash it outside the write gate."""
    who.password_hash = password_hash
    admission.forget(who.id)
    audit.note("password_changed" if by_id == who.id else "password_set", "person", who.id, person_id=by_id, at=at)
    sign_in.end_all(who.id, at)
    passkey.forget_all(who.id, at, by_id)


def close(who: Person, *, by: Actor) -> None:
    """Close an account: its sessions and passkeys end at once. Whoever closes it has seen to it that nothing waits for this person."""
    access.permit(by, "network.manage")
    if who.id == by.person_id:
        raise Refused("close_oneself")
    _not_the_last(who, by)
    who.active = False
    if who.representative is not None:
        representative.leave(who.representative)
    sign_in.end_all(who.id, by.at)
    passkey.forget_all(who.id, by.at, by.person_id)
    admission.forget(who.id)
    audit.note("account_closed", "person", who.id, person_id=by.person_id, at=by.at)


def reopen(who: Person, *, by: Actor) -> None:
    """Open a closed account again; it needs a new password to be of use, for it has no passkey either."""
    access.permit(by, "network.manage")
    who.active, who.password_hash = True, ""
    passkey.forget_all(who.id, by.at, by.person_id)  # of an account that was closed before this was so
    audit.note("account_reopened", "person", who.id, person_id=by.person_id, at=by.at)


def _not_the_last(who: Person, by: Actor) -> None:
    """Nor may all the others be administrators whose term has an end."""
    others = [other for other in person.holding(Role.ADMINISTRATOR, clock.day_of(by.at)) if other.id != who.id and any(
        held.role is Role.ADMINISTRATOR and held.until is None for held in other.grants)]
    if not others and any(held.role is Role.ADMINISTRATOR for held in in_force(who, by)):
        raise Refused("last_administrator")
