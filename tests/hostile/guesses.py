"""Codes with the right last digit for a matter that is there, from as many addresses as one likes: none opens, and its owner gets in (R56–R58)."""

import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from portal.foundation import codes
from tests.hostile.caller import Caller, anywhere
from tests.hostile.house import House

SEED, GUESSERS = 26, 4


def main(house: House, most: int) -> list[str]:
    """What opened although it should not have, or did not although it should, or was never refused unread."""
    with ThreadPoolExecutor(GUESSERS) as people:
        seen: Counter[int] = sum(people.map(lambda who: _guess(house, who, most // GUESSERS), range(GUESSERS)), Counter())
    print(f"guesses: {seen.total()}: {dict(seen)}; 303 opens, 404 was compared and wrong, 429 was not looked at")
    owner = Caller(house.port)
    opened = owner.ask("POST", "/track", {"csrf_token": owner.token("/track"), "number": house.number, "code": house.code}).status
    found = [f"{seen[303]} guesses opened a matter"] * bool(seen[303]) + [f"{status} for a guess" for status in seen if status >= 500]
    return found + ["no guess had to wait"] * (most >= 200 and not seen[429]) + [f"the owner got {opened}"] * (opened not in (303, 429))


def _guess(house: House, who: int, share: int) -> Counter[int]:
    chance, caller, seen = random.Random(SEED + who), Caller(house.port), Counter[int]()
    token = caller.token("/track")
    for _ in range(share):
        caller.address = anywhere()
        digits = f"{chance.randrange(10**11):011d}"
        seen[caller.ask("POST", "/track", {"csrf_token": token, "number": chance.choice(house.numbers[1:]), "code": digits + codes.check_digit(digits)}).status] += 1
    return seen
