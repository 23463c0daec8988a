"""The hall screen with 200 who wait: what one question of a screen costs, answered whole and answered "nothing changed", in hellos."""

import http.client
import statistics
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from flask import Flask

from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.network import actor, station
from portal.reception import taking
from portal.reception.shift import Shift
from tests.bench import seed, servers
from tests.bench.servers import Server
from tests.bench.verdict import FIGURES, flag

WAITING, ASKED, SIZE = 200, 40, 100
MOST = 60.0  # hellos for one question; a screen asks every three seconds
PATH = "/hall/S01/now"


def main(scratch: Path, port: int, rounds: int) -> None:
    """The floor and both answers, so many times each in turn; the first round only warms up."""
    seen: dict[str, list[float]] = {"hello": [], "whole": [], "304": []}
    made = seed.kept(scratch, "hall", ("hall.py", "seed.py", "clones.py", "texts.py"), _fill)
    with servers.floor("hello", port) as hello, servers.portal(made, scratch / "run-hall", port + 1, SIZE, PORTAL_SWEEP_EVERY="0") as portal:
        mark = _get(portal, PATH).getheader("ETag") or ""
        turns: dict[str, tuple[Server, Callable[[], object]]] = {
            "hello": (hello, lambda: _get(hello, "/")), "whole": (portal, lambda: _get(portal, PATH)),
            "304": (portal, lambda: _get(portal, PATH, mark))}
        for turn in range(rounds + 1):
            for name, (server, ask) in turns.items():
                before = server.cpu()
                for _ in range(ASKED):
                    ask()
                seen[name] += [(server.cpu() - before) / ASKED] if turn else []
    _report({name: statistics.median(each) for name, each in seen.items()})


def _report(cost: dict[str, float]) -> None:
    print(f"\n{f'The hall screen, {WAITING} wait':<38}{'ms CPU':>9}{'hellos':>9}")
    for name, seconds in cost.items():
        hellos = seconds / cost["hello"]
        print(f"{name:<38}{1000 * seconds:>9.2f}{hellos:>9.1f}  {flag(f'hall screen, {name}', [f'over {MOST:g} hellos'] * (hellos > MOST))}")
    FIGURES["hall"] = {name: round(1000 * seconds, 2) for name, seconds in cost.items()}


def _get(server: Server, path: str, mark: str = "") -> http.client.HTTPResponse:
    link = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    link.request("GET", path, headers={"If-None-Match": mark} if mark else {})
    answer = link.getresponse()
    answer.read()
    assert answer.status == (304 if mark else 200), answer.status
    link.close()
    return answer


def _fill(app: Flask) -> None:
    """A small network, and a reception that goes on for a year."""
    seed.fill(app, SIZE)
    with app.app_context():
        now = clock.now()
        with unit_of_work():
            here = station.by_code("S01")
            assert here is not None
            place = here.id
            db.session.add(Shift(station_id=place, planned_on=clock.today(), day=clock.today(), begins_at=now - timedelta(hours=1),
                                 ends_at=now + timedelta(days=365), required=1, notice_days=0, changed_at=now))
        for number in range(WAITING):
            with unit_of_work():
                taking.take(place, key=f"{number}", by=actor.kiosk(place, clock.now()))
