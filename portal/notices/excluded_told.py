"""Whoever is kept from a matter is told nothing of it; where that leaves nobody whose turn it is, the office is told in their place (X-04)."""

from collections.abc import Iterable
from datetime import datetime

from portal.cases.case import Case
from portal.foundation import clock
from portal.network import excluded, person
from portal.network.person import Person
from portal.network.role import Role


def able(case: Case, whom: Iterable[list[Person]], at: datetime) -> list[Person]:
    """Each of these once who may see the matter; the office for each group of which nobody may."""
    told: dict[int, Person] = {}
    for found in whom:
        may = [one for one in found if case.id not in excluded.kept_from(one.id)]
        told |= {one.id: one for one in may or (person.holding(Role.OFFICE, clock.day_of(at)) if found else [])}
    return list(told.values())
