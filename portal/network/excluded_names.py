"""Whom a visitor can mean: the people of the service whom everybody may know, and whose whole name stands in what was said."""

import re
from datetime import date

from sqlalchemy import select

from portal.foundation import clock, marks
from portal.foundation.database import db
from portal.network import representative
from portal.network.person import Person
from portal.network.role import Grant, in_force
from portal.network.station import Station

MOST = 5  # people of one name beyond which somebody has to say who is meant
_WORDED = re.compile(r"[a-zà-öø-ɏ]")  # begins with a Latin letter
LEAST = 2  # characters of a name that may be looked for within words


def known(station: Station | None) -> list[tuple[int, str, str]]:
    """Id, name and kind of the representatives shown in public at a station and at those above it: what a picker may offer to anybody."""
    found: dict[int, tuple[int, str, str]] = {}
    while station is not None:
        found |= {row.person_id: (row.person_id, row.person.name, row.kind) for row in representative.of_station(station.id) if row.public}
        station = station.parent
    return sorted(found.values())


def serving(day: date) -> list[tuple[int, str]]:
    """Everybody who holds a role on a day and can sign in, by id."""
    query = select(Person.id, Person.name).join(Grant, Grant.person_id == Person.id).where(in_force(), Person.active.is_(True)).distinct().order_by(Person.id)
    return marks.kept("network", ("serving", day), lambda: [(one, name) for one, name in db.session.execute(query, {"day": day})])


def meant(words: str, day: date | None = None) -> frozenset[int]:
    """Those whose whole name stands in some words; all of that name, since one too many is set right and one too few is not. None where
    there are too many. A name in letters that are written in words stands there as words: nobody called Li is meant by "please"."""
    said = " ".join(words.split()).casefold()
    found = {one: "".join(name.split()).casefold() for one, name in serving(day or clock.today()) if _stands(name, said)}
    longest = frozenset(one for one, name in found.items() if not any(name != other and name in other for other in found.values()))
    return longest if len(longest) <= MOST else frozenset()


def _stands(name: str, said: str) -> bool:
    """Chinese is written without spaces: there a name stands wherever its characters do."""
    parts = name.casefold().split()
    bare = "".join(parts)
    if len(bare) < LEAST:
        return False
    if not _WORDED.match(bare):
        return bare in "".join(said.split())
    return re.search(r"(?<![a-zà-öø-ɏ0-9])" + r"\s*".join(map(re.escape, parts)) + r"(?![a-zà-öø-ɏ0-9])", said) is not None
