"""A roster of a year: 247 stations open each Wednesday afternoon, one town's on Mondays, 380 representatives and the recommended members
beside them (SD-01, SD-05, SD-08), laid in a process of its own. A third are on leave
once; on the second terms there are too few people for every seat."""

import multiprocessing
import random
import resource
import time
from datetime import date, timedelta

from portal.reception import coverage
from portal.reception.pattern import Half
from portal.reception.rota import Need, Receiver, Span, Term, Terms
from portal.reception.rotation import rotate
from tests.bench.verdict import FIGURES, flag

STATIONS, TOWN, REPRESENTATIVES = 247, 25, 380
FIRST, LAST, ALWAYS = date(2027, 1, 1), date(2027, 12, 31), date(2020, 1, 1)
MOST_SECONDS, MOST_MIB = 60.0, 120.0
TERMS = {"as they are": (None, False), "26 sittings each at most": (26, False), "and areas helping out": (26, True)}


def main() -> None:
    """Lay it on each of the terms, print what came of it."""
    print(f"\n{'A roster of a year, 247 stations':<34}{'CPU s':>8}{'MiB':>7}{'days open':>12}{'seats':>14}{'within one':>12}")
    FIGURES["roster"] = {}
    for name, (most, helps) in TERMS.items():
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            seconds, mib, opened, days, filled, wanted, even = pool.apply(_lay, (most, helps))
        missed = [f"over {MOST_SECONDS:g} s"] * (seconds > MOST_SECONDS) + [f"over {MOST_MIB:g} MiB"] * (mib > MOST_MIB)
        print(f"{name:<34}{seconds:>8.1f}{mib:>7.0f}{f'{opened}/{days}':>12}{f'{filled}/{wanted}':>14}{even:>11.0%}  {flag(name, missed)}")
        FIGURES["roster"][name] = {"seconds": round(seconds, 1), "mib": round(mib), "open": opened, "filled": filled, "even": round(even, 3)}


def _lay(most: int | None, helps: bool) -> tuple[float, float, int, int, int, int, float]:
    needs, people = network(random.Random(1))
    terms = Terms(2, most, {station: station // TOWN for station in range(STATIONS)} if helps else {})
    began = time.process_time()
    rota = rotate(needs, people, terms)
    seconds = time.process_time() - began
    sittings = {person.id: 0 for person in people}
    for _, person in rota.seats:
        sittings[person] += 1
    shares = coverage.shares(people, sittings, rota.credit)
    mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return (seconds, mib, len({need for need, _ in rota.seats}), len(needs), len(rota.seats), sum(need.seats for need in needs),
            sum(share.even for share in shares) / len(shares))


def network(dice: random.Random) -> tuple[list[Need], list[Receiver]]:
    """Open days of a year and whoever receives; a third are on leave once, a tenth of the representatives sit at two stations."""
    needs = []
    for station in range(STATIONS):
        weekday, half = (2, Half.AFTERNOON) if station // TOWN != 9 else (0, Half.MORNING)
        day = FIRST + timedelta(days=(weekday - FIRST.weekday()) % 7)
        while day <= LAST:
            needs.append(Need(len(needs), station, day, frozenset({(day, half)}), 2, 2))
            day += timedelta(days=7)
    people = [_receiver(n, n if n < STATIONS else dice.randrange(STATIONS), False, dice) for n in range(REPRESENTATIVES)]
    for station in range(STATIONS):
        people += [_receiver(1000 + 10 * station + n, station, True, dice) for n in range(dice.randrange(5))]
    return needs, people


def _receiver(number: int, station: int, member: bool, dice: random.Random) -> Receiver:
    away: tuple[Span, ...] = ()
    if dice.random() < 0.3:
        first = FIRST + timedelta(days=dice.randrange(360))
        away = ((first, first + timedelta(days=dice.randrange(3, 60))),)
    stations = {station} | ({(station + 1) % STATIONS} if not member and dice.random() < 0.1 else set())
    return Receiver(number, member, tuple(Term(one, ALWAYS) for one in sorted(stations)), away)
