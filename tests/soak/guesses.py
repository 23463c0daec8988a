"""Somebody with many addresses tries codes (R56, R57): not one opens a matter, most are not even looked at, and the owner gets in."""

import argparse
import random
import threading
from collections import Counter
from pathlib import Path

from sqlalchemy import select

from portal.cases.publication import Publication
from portal.foundation import codes
from portal.foundation.database import db
from tests.bench import seed, servers
from tests.bench.visits import Browser

GUESSERS, SIZE = 8, 1000
SEED = 26


def main(scratch: Path, asked: argparse.Namespace) -> list[str]:
    """What opened although it should not have, or did not although it should."""
    made = seed.template(scratch / "made", SIZE)
    with servers.portal(made, scratch / "run", 8290, SIZE) as server:
        with seed.open_app(made).app_context():
            number = db.session.scalars(select(Publication.number).order_by(Publication.id.desc()).limit(1)).one()
            code = seed.code_of(number)
        seen, lock = Counter[int](), threading.Lock()
        share = asked.guesses // GUESSERS
        people = [threading.Thread(target=_guess, args=(server.port, number[:-4], who, share, seen, lock)) for who in range(GUESSERS)]
        for one in people:
            one.start()
        owner = [_owner(server.port, number, code)]
        for one in people:
            one.join()
        owner.append(_owner(server.port, number, code))
    print(f"{sum(seen.values())} guesses: {dict(seen)}; 303 opened a matter, 404 was compared and wrong, 429 was not looked at")
    return [f"{seen[303]} guesses opened a matter"] * bool(seen[303]) + ["the owner was kept out"] * (not all(owner))


def _guess(port: int, series: str, who: int, share: int, seen: Counter[int], lock: threading.Lock) -> None:
    """Codes with the right last digit, for matters that may be there, each from another address."""
    chance, browser = random.Random(SEED + who), Browser(port)
    form = browser.hidden("/track")
    for turn in range(share):
        browser.move(who * 10_000_000 + turn)
        code = _code(chance)
        status, _ = browser.post("/track", form | {"number": f"{series}{1 + chance.randrange(SIZE):04d}", "code": code})
        with lock:
            seen[status] += 1


def _code(chance: random.Random) -> str:
    digits = f"{chance.randrange(10**11):011d}"
    return digits + codes.check_digit(digits)


def _owner(port: int, number: str, code: str) -> bool:
    """Whether the right code opens its matter, from an address that guessed nothing."""
    browser = Browser(port, address="127.255.0.9")
    answer, _ = browser.post("/track", browser.hidden("/track") | {"number": number, "code": code})
    return answer == 303
