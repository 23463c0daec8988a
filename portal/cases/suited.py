"""Which representative suits a matter, and why: the area is theirs, and their field speaks of it (HB-35, SD-03)."""

import re
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from portal.cases import charge
from portal.cases.case import Case
from portal.foundation.database import db
from portal.network import representative
from portal.network.representative import Representative, RepLevel
from portal.network.station import Station

MOST = 5
_PARTS = re.compile(r"[、，,;；/|·]+")


@dataclass(frozen=True)
class Suited:
    """Somebody who may stand for a matter, and why: it is of the area they look after (`same_plot`), and what of their field speaks of it."""

    person_id: int
    name: str
    kind: str
    level: RepLevel | None
    field: str
    place: str
    same_plot: bool
    knows: tuple[str, ...]


def offered(station: Station, category: str, words: str, day: date) -> list[Suited]:
    """Up to five who suit what is told: of the station's own those who know it first, then those of the stations above who know it."""
    matter, found, here = f"{charge.said(category)} {words}", list[Suited](), station
    while here is not None:
        people = _rows(representative.receiving(here.id, day), station, matter)
        found += [one for one in people if one.knows] + [one for one in people if not one.knows and here is station]
        here = here.parent
    nearest = {one.person_id: one for one in reversed(found)}
    return [one for one in found if nearest[one.person_id] is one][:MOST]


def of(case: Case) -> Suited | None:
    """Why the representative who stands for a matter does; of a report about officials nothing is told but the area (HB-44)."""
    rows = _rows([case.agent_id], case.station, "" if case.sealed else charge.said(case.category or "")) if case.agent_id is not None else []
    return rows[0] if rows else None


def _rows(people: list[int], station: Station, matter: str) -> list[Suited]:
    query = select(Representative).where(Representative.person_id.in_(people)).order_by(Representative.person_id)
    return [Suited(row.person_id, row.person.name, row.kind, row.level, row.field, row.station.name, row.station_id == station.id,
                   tuple(part for part in _PARTS.split(row.field) if representative.speaks_of(part, matter))) for row in db.session.scalars(query)]
