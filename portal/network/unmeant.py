"""Who cannot be meant by a visitor's words for somebody: whoever sits above the station where they were said, is not like the words, and has
no role that they name. Until it is clear who is meant, nobody else reads the matter (X-04, HB-44)."""

import re
from datetime import date

from sqlalchemy import select

from portal.foundation import marks
from portal.foundation.database import db
from portal.network.person import Person
from portal.network.role import Grant, Role, in_force
from portal.network.station import Station

_ABOVE = (Role.DIRECTOR, Role.LIAISON)
_CALLED = {Role.DIRECTOR: re.compile(r"主任|站长|站長|director"), Role.LIAISON: re.compile(r"联络员|聯絡員|liaison")}  # as people say it, in the languages of the portal
_WORDS = re.compile(r"[a-zà-öø-ɏ]{2,}")  # what is written in letters is like as a word, everything else by one character


def able(station_id: int | None, words: str, day: date) -> frozenset[int]:
    """The ids of those who may read the matter and find out who is meant; few, kept while nobody is seated anew."""
    return marks.kept("network", ("unmeant", station_id, words, day), lambda: _able(station_id, words, day))


def serving(day: date) -> frozenset[int]:
    """Everybody who holds a role on a day and can sign in."""
    return marks.kept("network", ("unmeant", day), lambda: frozenset(person_id for person_id, *_ in _held(day)))


def _held(day: date) -> list[tuple[int, str, Role, int | None]]:
    query = select(Person.id, Person.name, Grant.role, Grant.station_id).join(Grant, Grant.person_id == Person.id).where(in_force(), Person.active.is_(True))
    return [(one, name, role, place) for one, name, role, place in db.session.execute(query, {"day": day})]


def _able(station_id: int | None, words: str, day: date) -> frozenset[int]:
    said, higher = words.casefold(), _above(station_id)
    named = {role for role, called in _CALLED.items() if called.search(said)}
    found, not_they = set(), set()
    for one, name, role, place in _held(day):
        if (place is not None and place == station_id) or role in named or _like(name.casefold(), said):
            not_they.add(one)
        elif role is Role.OFFICE or (role in _ABOVE and place in higher):
            found.add(one)
    return frozenset(found - not_they)


def _above(station_id: int | None) -> set[int]:
    parents, found = dict(db.session.execute(select(Station.id, Station.parent_id)).all()), set[int]()
    while (station_id := parents.get(station_id)) is not None:
        found.add(station_id)
    return found


def _like(name: str, said: str) -> bool:
    """Whether a name and some words have a word in letters in common, or one character of any other writing."""
    lettered, written = (set(_WORDS.findall(one)) for one in (name, said))
    return bool(lettered & written) or any(one in said for one in name if one.isalpha() and not _letter(one))


def _letter(one: str) -> bool:
    return one.isascii() or "à" <= one <= "ɏ"
