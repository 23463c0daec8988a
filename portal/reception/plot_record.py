"""What the public may know of how somebody looks after their plot: where it lies, when they received, how many matters they took on (HB-74, SD-03)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select

from portal.cases.case import Case, State
from portal.cases.in_time import FEWEST
from portal.foundation import clock
from portal.foundation.database import db
from portal.network import area_tree, network
from portal.network.area_tree import Branch
from portal.network.representative import Representative
from portal.network.role import Grant, Role
from portal.reception import sitting
from portal.reception.sitting import Sitting

A_YEAR, SHOWN = timedelta(days=365), 6
SETTLED = (State.CLOSED, State.ANSWERED)


@dataclass(frozen=True)
class PlotRecord:
    """The way down to the area, since when it is theirs, and of the last year: how often they were there and the newest of these days, how
    many matters they took on and how many of them are closed; None for fewer than three, which may point to somebody (R41). `left_few`: fewer
    than three are not closed, which the difference would tell, and so `closed` is None."""

    way: list[Branch]
    since: date | None
    count: int
    newest: list[Sitting]
    taken: int | None
    closed: int | None
    left_few: bool


def of(row: Representative, at: datetime) -> PlotRecord:
    """The record of a representative who is shown in public. Nothing of a sealed matter is counted (HB-44), nor what is invented, on a network that is not."""
    today = clock.day_of(at)
    came = [seat for seat in sitting.between(row.person_id, today - A_YEAR, today) if seat.came]
    held = select(func.min(Grant.since)).where(Grant.person_id == row.person_id, Grant.role == Role.REPRESENTATIVE, Grant.station_id == row.station_id,
                                               (Grant.until.is_(None)) | (Grant.until >= today))
    whole, settled = _counted(row, at - A_YEAR)
    taken, closed = _told(whole), _told(settled)
    left_few = taken is not None and closed is not None and _told(whole - settled) is None
    return PlotRecord(area_tree.path(row.station.code), db.session.scalar(held), len(came), came[::-1][:SHOWN], taken, None if left_few else closed, left_few)


def _counted(row: Representative, since: datetime) -> tuple[int, int]:
    whole, closed = func.count(Case.id), func.count(Case.id).filter(Case.state.in_(SETTLED))
    query = select(whole, closed).where(Case.agent_id == row.person_id, Case.sealed.is_(False), Case.state != State.VOID, Case.registered_at >= since)
    if not network.is_demo():
        query = query.where(Case.demo.is_(False))
    return tuple(db.session.execute(query).one())  # type: ignore[return-value]


def _told(count: int) -> int | None:
    return None if 0 < count < FEWEST else count
