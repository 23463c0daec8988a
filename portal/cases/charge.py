"""Whose a new matter is: exactly one owner at each moment, and the representative who stands for it (YT-18, SD-22)."""

from portal.foundation import clock, words
from portal.foundation.refusal import Refused
from portal.network import person, representative
from portal.network.actor import Actor
from portal.network.role import Role
from portal.network.station import Station


def owner_of(station: Station, by: Actor, but: frozenset[int] = frozenset()) -> int:
    """Exactly one owner at each moment (YT-18): the liaison at the desk, else the station's, its director's, or one above;
    never one of `but`, who may not see it."""
    if by.person_id is not None and by.person_id not in but and by.sits(Role.LIAISON, station.id):
        return by.person_id
    today, here = clock.day_of(by.at), station
    while here is not None:
        for role in (Role.LIAISON, Role.DIRECTOR):
            people = [one for one, _ in person.holders(role, today, station_id=here.id) if one not in but]
            if people:
                return people[0]
        here = here.parent
    for role in (Role.OFFICE, Role.ADMINISTRATOR):
        people = [one for one, _ in person.holders(role, today) if one not in but]
        if people:
            return people[0]
    raise Refused("nobody_owns")


def agent_of(station: Station, serial: int, by: Actor, category: str, but: frozenset[int] = frozenset()) -> int | None:
    """The representative who stands for the matter (SD-22): the one receiving, else of the station's, or of those above, those who know
    its field (HB-35), in turn. The visitor may ask for another."""
    if by.person_id is not None and by.person_id not in but and by.sits(Role.REPRESENTATIVE, station.id):
        return by.person_id
    today, here, matter = clock.day_of(by.at), station, said(category)
    while here is not None:
        people = [one for one in representative.who_know(here.id, today, matter) if one not in but]
        if people:
            return people[serial % len(people)]
        here = here.parent
    return None


def said(category: str) -> str:
    """A class and the one above it in the network's own language, which fields are written in."""
    say = words.speaker(words.home())
    return " ".join(say(key) for key in (f"common.category.{category}", f"common.category.{category[:1]}") if say.knows(key))
