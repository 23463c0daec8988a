"""A year of the roster through the database, and the calendar of 380 people: 247 stations as in rosters.py, as rows. Laying, writing the
draft and publishing it are measured beside the rotation alone, the page beside a hello, each in this run (SD-01, SD-05, YT-15)."""

import multiprocessing
import random
import shutil
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy import insert

from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.network.person import Person
from portal.network.representative import Representative
from portal.network.role import Grant, Role
from portal.network.station import Station, StationLevel
from portal.reception import laying, roster, scene
from portal.reception.leave import Leave
from portal.reception.rota import Need, Receiver, Terms
from portal.reception.rotation import rotate
from portal.reception.shift import Shift
from tests.bench import rosters, seed, servers, visits
from tests.bench.verdict import FIGURES, flag
from tests.cast import Cast

MOST_SECONDS, MOST_TIMES, MOST_HELLOS = 60.0, 4.0, 400.0
AHEAD, ASKED = timedelta(days=10), 5
HOURS = {2: (14, 17), 0: (9, 11)}  # of a Wednesday, of a Monday


def main(scratch: Path, port: int, rounds: int) -> None:
    """Publish the year in a process of its own, then look at one month of everybody."""
    made = seed.kept(scratch, "duty", ("duty.py", "rosters.py", "seed.py"), _fill)
    held = scratch / "duty-published"
    shutil.rmtree(held, ignore_errors=True)
    shutil.copytree(made, held)
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        alone, laid, written, published, seats = pool.apply(_year, (str(held),))
    whole = laid + written + published
    missed = [f"over {MOST_SECONDS:g} s"] * (whole > MOST_SECONDS) + [f"over {MOST_TIMES:g} times the rotation"] * (whole > MOST_TIMES * alone)
    print(f"\n{'A roster of a year as rows, 247 stations':<44}{'CPU s':>8}{'rotations':>11}{'seats':>9}")
    for name, seconds in (("the rotation alone", alone), ("read and laid", laid), ("the draft written", written), ("published", published)):
        print(f"{name:<44}{seconds:>8.1f}{seconds / alone:>11.2f}")
    print(f"{'the whole way':<44}{whole:>8.1f}{whole / alone:>11.2f}{seats:>9}  {flag('a roster of a year as rows', missed)}")
    FIGURES["duty"] = {"seconds": round(whole, 1), "rotations": round(whole / alone, 2), "seats": seats}
    _month(held, scratch, port, rounds)
    shutil.rmtree(held)


def _month(held: Path, scratch: Path, port: int, rounds: int) -> None:
    seen: dict[str, list[float]] = {"hello": [], "month": []}
    month = clock.today() + AHEAD + timedelta(days=40)
    with servers.floor("hello", port) as hello, servers.portal(held, scratch / "run-duty", port + 1, rosters.STATIONS, PORTAL_SWEEP_EVERY="0") as portal:
        fetch, office = visits.Browser(hello.port), visits.signed_in(portal.port, "office")
        asks = {"hello": (hello, lambda: fetch.get("/")), "month": (portal, lambda: office.get(f"/office/duty-month?month={month:%Y-%m}"))}
        lines = asks["month"][1]().count("<tr") - 1
        assert lines >= rosters.REPRESENTATIVES, lines
        for turn in range(rounds + 1):
            for name, (server, ask) in asks.items():
                before = server.cpu()
                for _ in range(ASKED):
                    ask()
                seen[name] += [(server.cpu() - before) / ASKED] if turn else []
    least, page = (statistics.median(seen[name]) for name in ("hello", "month"))
    missed = [f"over {MOST_HELLOS:g} hellos"] * (page > MOST_HELLOS * least)
    print(f"{f'The calendar of {lines} people':<44}{1000 * page:>8.1f} ms{page / least:>8.0f} hellos  {flag('the calendar of everybody', missed)}")
    FIGURES["month"] = {"ms": round(1000 * page, 1), "hellos": round(page / least)}


def _year(held: str) -> tuple[float, float, float, float, int]:
    """CPU seconds of the rotation alone, of laying it from rows, of the draft and of publishing it; and how many seats that filled."""
    app = seed.open_app(Path(held))
    with app.app_context():
        by = Cast().actor("office")
        first = clock.today() + AHEAD
        with unit_of_work():
            row = roster.ask(None, (first, first + timedelta(days=364)), by=by)
        seen = scene.read(None, row.span, by.at)
        with _timed() as alone:
            rotate(seen.needs, seen.people, Terms(row.least, row.most, {}))
        with _timed() as laid:
            found = laying.lay(row, by)
        with _timed() as written, unit_of_work():
            laying.put_down(roster.one(row.id, by, lock=True), found, by=by)
        with _timed() as published, unit_of_work():
            seats = laying.publish(roster.one(row.id, by, lock=True), by=by)
        db.session.remove()
        db.engine.dispose()
    return alone[0], laid[0], written[0], published[0], seats


@contextmanager
def _timed() -> Iterator[list[float]]:
    took, began = [0.0], time.process_time()
    yield took
    took[0] = time.process_time() - began


def _fill(app: Flask) -> None:
    """The network of rosters.py as rows, its year begun ten days from now."""
    needs, people = rosters.network(random.Random(1))
    with seed.founded(app), unit_of_work():
        late = clock.today() + AHEAD - rosters.FIRST
        late -= timedelta(days=late.days % 7)  # so that a Wednesday stays one
        places = [Station(code=f"D{n:03d}", name=f"第{n}站", level=StationLevel.VILLAGE, opens_on=rosters.ALWAYS) for n in range(rosters.STATIONS)]
        db.session.add_all(places)
        db.session.flush()
        ids = [place.id for place in places]
        db.session.execute(insert(Shift), [_shift(need, ids, late) for need in needs])
        _seat(people, ids, late)


def _shift(need: Need, ids: list[int], late: timedelta) -> dict[str, object]:
    day = need.day + late
    begins, ends = (clock.at_local(day, hour) for hour in HOURS[day.weekday()])
    return {"uid": f"duty-{need.id}", "station_id": ids[need.station], "planned_on": day, "day": day, "begins_at": begins, "ends_at": ends,
            "required": need.required, "notice_days": 3, "changed_at": clock.now(), "sequence": 0, "because": "", "short_notice": False}


def _seat(people: list[Receiver], ids: list[int], late: timedelta) -> None:
    since = date(2026, 1, 1)
    rows = [Person(name=f"接待{n}", login=f"duty-{n}", password_hash="") for n in range(len(people))]
    db.session.add_all(rows)
    db.session.flush()
    for row, person in zip(rows, people, strict=True):
        role = Role.MEMBER if person.is_member else Role.REPRESENTATIVE
        db.session.add_all(Grant(person_id=row.id, role=role, station_id=ids[term.station], since=since) for term in person.terms)
        db.session.add(Representative(person_id=row.id, station_id=ids[person.terms[0].station], kind="党代表", field="民生"))
        db.session.add_all(Leave(person_id=row.id, from_on=first + late, until_on=last + late, entered_at=clock.now()) for first, last in person.away)
