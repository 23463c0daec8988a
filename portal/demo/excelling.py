"""Excellent cases of the demonstration: one period that is closed with a chosen case, and one that is open with a nomination, by the real verbs."""

from datetime import date, timedelta

from sqlalchemy import select

from portal.awards import agreeing, deciding, nomination, period, scoring
from portal.awards.period import Criterion, Terms
from portal.cases.case import Case
from portal.cases.publication import Publication
from portal.demo import wording
from portal.demo.days import Days
from portal.demo.people import Cast
from portal.foundation import clock
from portal.foundation.database import db
from portal.network import actor
from portal.network.actor import Actor
from portal.network.role import Role

STATION, OTHER = "S01", "S03"  # whose matters are nominated, and from where one comes to score them
MARKS = ((9, 9, 10, 8), (8, 9, 9, 9), (9, 8, 9, 8))
WEIGHTS = dict(zip(Criterion, (20, 30, 30, 20), strict=True))


def choose(days: Days, cast: Cast) -> None:
    """The earliest satisfied result of the station is chosen, the next one is nominated and waits for its visitor."""
    chosen, next_one = _satisfied()
    at = days.at(-2, 15)
    office = cast.one(Role.OFFICE).then(at)
    first, last = chosen.published_on - timedelta(days=30), clock.day_of(at)
    closed = period.start(Terms(wording.FIRST_PERIOD, first, last, WEIGHTS), by=office)
    case = _case(chosen)
    row = nomination.nominate(case, why=wording.WHY_EXCELLENT[0], by=cast.one(Role.LIAISON, STATION).then(at))
    agreeing.say(case, agreed=True, by=actor.visitor(case.id, at + timedelta(minutes=10)))
    for marks, by in zip(MARKS, _jury(cast), strict=True):
        scoring.score(row, dict(zip(Criterion, marks, strict=True)), by=by.then(at + timedelta(hours=1)))
    deciding.close(closed, by=office.then(at + timedelta(hours=2)))
    now = days.at(-1, 16)
    period.start(Terms(wording.SECOND_PERIOD, first, date(last.year, 12, 31), WEIGHTS), by=office.then(now))
    nomination.nominate(_case(next_one), why=wording.WHY_EXCELLENT[1], by=cast.one(Role.LIAISON, STATION).then(now))


def _satisfied() -> list[Publication]:
    rows = db.session.scalars(select(Publication).where(Publication.station_code == STATION, Publication.is_current.is_(True)).order_by(Publication.id))
    return [row for row in rows if row.rating.get("solved") == "yes" and row.rating.get("result") == "satisfied" and not row.late and row.rounds == 1][:2]


def _case(row: Publication) -> Case:
    return db.session.get_one(Case, row.case_id)


def _jury(cast: Cast) -> list[Actor]:
    return [cast.one(Role.OFFICE), cast.one(Role.STEERING), cast.one(Role.DIRECTOR, OTHER)]
