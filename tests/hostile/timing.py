"""Whether the time of an answer tells what its words do not: known and unknown logins, known and unknown numbers, turn by turn (R31, R53)."""

import secrets
import time
from collections.abc import Callable
from statistics import median

from tests.hostile.caller import Caller, anywhere
from tests.hostile.house import House

SHARE, LEAST = 0.10, 0.004  # of the longer median, and seconds, beyond which a difference is told


def main(house: House, pairs: int) -> list[str]:
    """As many numbers that are not there as there are, so that waits meet both alike. The pairs whose medians differ by more than a tenth and by more than what a machine's own noise is."""
    caller = Caller(house.port)
    door, track = caller.token("/office/sign-in"), caller.token("/track")

    def enter(login: str) -> None:
        caller.address = anywhere()
        caller.ask("POST", "/office/sign-in", {"csrf_token": door, "login": login, "password": secrets.token_hex(8)})

    def follow(number: str) -> None:
        caller.address = anywhere()
        caller.ask("POST", "/track", {"csrf_token": track, "number": number, "code": "000000000000"})

    found = compared("sign-in", lambda turn: enter(house.logins[turn % len(house.logins)]), lambda turn: enter(f"nobody{turn}"), pairs)
    return found + compared("tracking", lambda turn: follow(house.numbers[turn % len(house.numbers)]), lambda turn: follow(f"S01-26-{8000 + turn % len(house.numbers):04d}"), pairs)


def compared(name: str, known: Callable[[int], None], unknown: Callable[[int], None], pairs: int) -> list[str]:
    """Each in turn, so that what slows the machine slows both."""
    took: tuple[list[float], list[float]] = [], []
    for turn in range(pairs):
        for place, act in enumerate((known, unknown) if turn % 2 else (unknown, known)):
            began = time.perf_counter()
            act(turn)
            took[place if not turn % 2 else 1 - place].append(time.perf_counter() - began)
    one, other = (median(each) for each in took)
    print(f"timing: {name}: unknown {one * 1000:.1f} ms, known {other * 1000:.1f} ms, medians of {pairs}")
    return [f"{name}: {abs(one - other) * 1000:.1f} ms apart"] if judged(one, other) else []


def judged(one: float, other: float) -> bool:
    """Whether two medians are so far apart that somebody could tell."""
    return abs(one - other) > max(LEAST, SHARE * max(one, other))
