"""An instance with so many open matters in every state, their days spread over the next three months, and who supervises them."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy import func, select, update

from portal import jobs
from portal.cases import acceptance
from portal.cases.case import Case, State
from portal.cases.deadline import Deadline
from portal.cases.due import Clock, Look, Next
from portal.foundation import chore, clock, readiness
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.network.person import Person, grant
from portal.network.role import Grant, Role
from portal.network.station import Station
from tests.bench import seed
from tests.bench.clones import settle
from tests.bench.seed import Place, Row
from tests.bench.texts import Matter
from tests.cast import Cast

SPREAD, LATE = 100, 10  # of so many days' matters, one day's fall due each day; so many days' are late and were told
DESK, SMALL = "S01", "S02"  # whose people have all the matters of the page of the day, and a tenth of them
SAID_OF = 4  # each of the liaison's four lists holds a quarter of the desk
HERE, ELSEWHERE = 10, 1000


def template(folder: Path, size: int, desk: int) -> Path:
    """The instance folder of `size` open matters under `folder`, `desk` of them at one liaison's desk, a tenth at another's."""
    return seed.kept(folder, f"supervised-{size}-{desk}", ("seed.py", "clones.py", "texts.py", "supervised.py"),
                     lambda app: fill(app, size, desk))


def fill(app: Flask, size: int, desk: int) -> None:
    """Found a network in an empty database; its matters lie in each state that is not the end."""
    with seed.founded(app):
        with unit_of_work():
            _representatives()
        cast = Cast()
        makers = _makers(cast)
        for make, quarter in makers.items():
            case_id = seed.lived(make, timedelta())
            early = db.session.get_one(Case, case_id).state not in (State.CLARIFYING, State.DELIVERED)
            seed.multiply(case_id, size // len(makers), _place(desk // (SAID_OF if quarter else 1), early), _days(early))
            db.session.rollback()
        _told()


def _makers(cast: Cast) -> dict[Callable[[], object], bool]:
    """A case in each open state; with True, one of the lists that make up a desk."""
    return {cast.register: True, cast.accepted: True, cast.to_deliver: True, cast.delivered: True, cast.referred: True,
            lambda: _asked(cast): True, cast.handling: False, cast.replied: False}


def _asked(cast: Cast) -> Case:
    case = cast.register().case
    with unit_of_work():
        acceptance.clarify(case, question="在哪？", by=cast.actor("liaison"))
    return case


def _representatives() -> None:
    """Each station has its own; the two of the cast have theirs."""
    for station in db.session.scalars(select(Station).where(Station.code.not_in((DESK, SMALL, "S90")))).all():
        person = Person(name=f"代表{station.code}", login=f"rep-{station.code.lower()}", password_hash="")
        db.session.add(person)
        db.session.flush()
        grant(person, Role.REPRESENTATIVE, date(2026, 1, 1), station.id)


def _shift(k: int, early: bool) -> int:
    return k % SPREAD - (LATE if early else 0)


def _days(early: bool) -> dict[str, dict[str, str]]:
    """SQL of the same days for the clocks of copy k."""
    moved = f"|| (n.k % {SPREAD} - {LATE if early else 0}) || ' days')"
    return {"deadline": {name: f"date(p.{name}, '' {moved}" for name in ("started_on", "original_due_on", "due_on", "looks_on")}}


def _place(desk: int, early: bool) -> Place:
    """The first `desk` at one station, a tenth of them more at another, all the others at all the other stations."""
    grants = db.session.scalars(select(Grant).where(Grant.station_id.is_not(None)).order_by(Grant.id.desc()))
    seats = {(row.station_id, row.role): row.person_id for row in grants}  # the first who was seated there
    small = -(-desk // HERE)

    def place(k: int, case: Row, told: Matter, stations: list[Row]) -> Row:
        away = [row for row in stations if row["code"] not in (DESK, SMALL, "S90")]
        by_code = {row["code"]: row for row in stations}
        here = by_code[DESK] if k <= desk else by_code[SMALL] if k <= desk + small else away[k % len(away)]
        agent, owner = (seats.get((here["id"], role)) for role in (Role.REPRESENTATIVE, Role.LIAISON))
        given = {"number": f"{here['code']}-25-{case['id']:07d}", "station_id": here["id"], "owner_id": owner,
                 "next_on": case["next_on"] + timedelta(days=_shift(k, early))}
        return given | ({"agent_id": agent} if agent else {})
    return place


def _told() -> None:
    """The clock has looked at what is due today already, as it would have done one day after the other."""
    with unit_of_work():
        for job in jobs.jobs(clock.today()):
            match job.due:
                case Next() as due:
                    db.session.execute(update(Case.__table__).where(*due._where()).values({due._told.key: Case.__table__.c.next_on}))
                case Clock() as due:
                    looked = update(Deadline).where(Deadline.id.in_(due._of(select(Deadline.id)))).values(looks_on=due.later)
                    db.session.execute(looked.execution_options(synchronize_session=False))
                case Look(by=day):
                    db.session.execute(update(Case.__table__).where(Case.ladder_looks_on <= day).values(ladder_looks_on=day + timedelta(days=1)))
                case due:
                    assert due.waiting(1) == [], due.job  # none is in danger, no slip waits
        chore.end(readiness.SWEEP, at=clock.now())
        settle()



def late() -> int:
    """How many matters are past their day."""
    rows = select(func.count()).select_from(Case).where(Case.next_on < clock.today(), Case.closed_at.is_(None))
    return db.session.scalar(rows) or 0
