"""Who stands for an area on a day, by level, and beside them the members recommended to receive: every tenth (CT-05, HB-20, SD-06)."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from portal.foundation.database import db
from portal.network.person import Person
from portal.network.representative import Representative, RepLevel
from portal.network.role import Grant, Role, in_force
from portal.network.station import Station

TENTH, MOST_OWN = 10, 3
COUNTED = (Role.REPRESENTATIVE, Role.MEMBER, Role.LIAISON)


@dataclass(frozen=True)
class Team:
    """Head counts: representatives by level, None for those of whom it is not said; recommended members, liaisons, and how many members
    the books hold, None where nobody has said."""

    levels: dict[RepLevel | None, int]
    members: int
    liaisons: int
    base: int | None

    @property
    def wanted(self) -> int | None:
        """How many members a tenth of those on the books is, a part of one counted whole; None without a base."""
        return None if self.base is None else -(-self.base // TENTH)

    @property
    def amiss(self) -> bool:
        """Whether there are none or more than three, of a village or community station's own (SD-04)."""
        return not 1 <= sum(self.levels.values()) <= MOST_OWN

    @property
    def lacking(self) -> int:
        """How many recommended members it is short of that."""
        return max(0, (self.wanted or 0) - self.members)


Counted = set[tuple[Role, int, RepLevel | None]]


def of_stations(stations: Collection[Station], day: date) -> tuple[Team, dict[int, Team]]:
    """The head counts of these stations together, everybody once, and of each by its id."""
    query = (select(Grant.station_id, Grant.role, Grant.person_id, Representative.level).join(Person, Person.id == Grant.person_id)
             .outerjoin(Representative, Representative.person_id == Grant.person_id)
             .where(Grant.role.in_(COUNTED), Grant.station_id.in_([one.id for one in stations]), Person.active.is_(True), in_force()))
    found: dict[int, Counted] = defaultdict(set)
    for station_id, role, person_id, level in db.session.execute(query, {"day": day}):
        found[station_id].add((role, person_id, level if role is Role.REPRESENTATIVE else None))
    bases = [one.members for one in stations if one.members is not None]
    whole = _team(set().union(*found.values()), sum(bases) if bases else None)
    return whole, {one.id: _team(found[one.id], one.members) for one in stations}


def _team(people: Counted, base: int | None) -> Team:
    levels = [level for role, _, level in people if role is Role.REPRESENTATIVE]
    order = [level for level in (*RepLevel, None) if level in levels]
    return Team({level: levels.count(level) for level in order}, sum(role is Role.MEMBER for role, *_ in people),
                sum(role is Role.LIAISON for role, *_ in people), base)
