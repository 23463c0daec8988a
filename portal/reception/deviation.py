"""Where a station or an area does otherwise than what it inherits: opening rules and the settings of its hall, beside what holds above (YT-10)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from portal.foundation.database import db
from portal.foundation.words import home
from portal.network import station
from portal.network.station import Station
from portal.reception import hall_rule, opening
from portal.reception.hall_rule import Hall, HallRule
from portal.reception.opening import OpeningRule

HALL = ("locale", "aloud", "last_minutes", "booked")


@dataclass(frozen=True)
class Otherwise:
    """One thing that differs at a place, `below` with the stations below it: its rules and those it would inherit, or a setting of its hall
    by name, as it is there and as it is everywhere."""

    place: Station
    below: bool = False
    rules: tuple[OpeningRule, ...] = ()
    inherited: tuple[OpeningRule, ...] = ()
    setting: str = ""
    here: Any = None
    above: Any = None


def all_of(day: date) -> list[Otherwise]:
    """Every deviation in force on a day, by the code of its station; rules before settings of a hall."""
    known = {one.id: one for one in station.everywhere()}  # so that going up the tree asks for nothing
    found = [*of_rules(opening.standing(day), day), *(one for row in db.session.scalars(select(HallRule)) for one in of_hall(known[row.station_id], row))]
    return sorted((one for one in found if not one.place.closed), key=lambda one: (one.place.code, bool(one.setting), not one.below, one.setting))


def of_rules(rules: Collection[OpeningRule], day: date) -> list[Otherwise]:
    """The places whose rules of a day are others than those they would inherit; where nothing is above, a rule of one's own is none."""
    now = [rule for rule in rules if rule.in_force(day)]
    places = {(rule.station_id, rule.below): rule.station for rule in now if rule.station is not None}
    found = []
    for (_, below), place in places.items():
        nearest, *higher = opening.levels(place, now)[1 if below else 0:] or [[]]
        inherited = next((level for level in higher if level), [])
        if inherited and {_said(rule) for rule in nearest} != {_said(rule) for rule in inherited}:
            found.append(Otherwise(place, below, tuple(nearest), tuple(inherited)))
    return found


def _said(rule: OpeningRule) -> tuple[object, ...]:
    """What a rule says, whoever's it is and since whenever."""
    return rule.pattern, rule.required, rule.notice_days


def of_hall(place: Station, row: HallRule | None) -> list[Otherwise]:
    """What a station set for its hall other than everywhere."""
    usual = Hall(home())
    return [Otherwise(place, setting=name, here=getattr(row, name), above=getattr(usual, name))
            for name in HALL if row is not None and getattr(row, name) != getattr(usual, name)]


def at_hall(place: Station) -> list[Otherwise]:
    """The same of one station."""
    return of_hall(place, db.session.get(hall_rule.HallRule, place.id))
