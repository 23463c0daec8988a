"""A representative's own plot, as their start page shows it: where it lies, when they sit next, what is open there; figures and no rank (SD-03)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload

from portal.cases.case import OPEN, STAGE, Case, State
from portal.foundation import clock
from portal.foundation.database import db
from portal.network import access, area_tree
from portal.network.actor import Actor
from portal.network.area_tree import Branch
from portal.network.representative import Representative
from portal.network.role import Role
from portal.network.station import Station
from portal.reception import diary, sitting
from portal.reception.plot_record import SETTLED
from portal.reception.sitting import Sitting

AHEAD, SEATS, MATTERS = timedelta(days=60), 3, 8
A_YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Plot:
    """The station and the way down to it; the next days they sit, each with the times asked for with them; the newest open matters they
    stand for, and how many there are by stage 1 … 4 of the ring, how many settled of a year; how many are open at the station."""

    station: Station
    way: list[Branch]
    seats: list[tuple[Sitting, int]]
    more_seats: int
    matters: list[Case]
    stages: tuple[int, ...]
    settled: int
    here: int

    @property
    def open(self) -> int:
        """How many open matters they stand for."""
        return sum(self.stages)


def of(by: Actor) -> Plot | None:
    """The plot of whoever acts as a representative today; None for everybody else. What they may not see is not counted (HB-44, X-04)."""
    station = _station(by)
    if station is None:
        return None
    seats = sitting.of_person(by.person_id or 0, by.at, clock.day_of(by.at) + AHEAD)
    asked = diary.asked_for(by.person_id or 0, [seat.shift_id for seat in seats[:SEATS]], by.at)
    mine = [Case.agent_id == by.person_id, access.visible(by.only(Role.REPRESENTATIVE), Case)]
    return Plot(station, area_tree.path(station.code), [(seat, asked.get(seat.shift_id, 0)) for seat in seats[:SEATS]], max(0, len(seats) - SEATS),
                _matters(mine), *_counted(mine, by.at), here=_here(station, by))


def _station(by: Actor) -> Station | None:
    """Their one primary station, else the first at which they hold the role."""
    held = [one.station_id for one in by.held if one.role is Role.REPRESENTATIVE and one.station_id]
    if not held:
        return None
    row = db.session.get(Representative, by.person_id)
    return db.session.get(Station, row.station_id if row is not None and row.station_id in held else held[0])


def _matters(mine: list[ColumnElement[bool]]) -> list[Case]:
    query = select(Case).options(joinedload(Case.home)).where(*mine, Case.state.in_(OPEN)).order_by((Case.id + 0).desc())  # by their states, not along all there are
    return list(db.session.scalars(query.limit(MATTERS)))


def _counted(mine: list[ColumnElement[bool]], at: datetime) -> tuple[tuple[int, ...], int]:
    query = select(Case.state, func.count()).where(*mine, (Case.state.in_(OPEN)) | (Case.closed_at >= at - A_YEAR)).group_by(Case.state)
    found: dict[State, int] = {state: n for state, n in db.session.execute(query)}
    stages = tuple(sum(n for state, n in found.items() if state in OPEN and STAGE[state] == stage) for stage in (1, 2, 3, 4))
    return stages, sum(n for state, n in found.items() if state in SETTLED)


def _here(station: Station, by: Actor) -> int:
    """What is open at the station, whoever stands for it: never what is sealed, nor what this reader is kept from."""
    query = select(func.count()).select_from(Case).where(Case.station_id == station.id, Case.state.in_(OPEN), Case.sealed.is_(False))
    return db.session.scalar(query.where(Case.id.not_in(by.kept_from)) if by.kept_from else query) or 0
