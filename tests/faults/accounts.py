"""The account at the end of a fault: what was acknowledged against what lies in the database. Words end with their form's key."""

import sqlite3
from contextlib import closing
from typing import Protocol

from tests.faults.server import Running


class Sent(Protocol):
    """Who sent and what came of it: every key that was sent, and number and code of every key that was acknowledged."""

    sent: set[str]
    acknowledged: dict[str, tuple[str, str]]


def stored(server: Running) -> dict[str, list[str]]:
    """Form key → numbers of the cases whose words hold it."""
    found: dict[str, list[str]] = {}
    with closing(sqlite3.connect(server.folder / "portal.db")) as file:
        for number, words in file.execute('SELECT number, words FROM "case" ORDER BY id'):
            found.setdefault(words.split()[-1], []).append(number)
    return found


def account(server: Running, crowd: Sent) -> None:
    """Lost 0, doubled 0, gaps 0, and every rule holds."""
    kept = stored(server)
    assert [key for key, (number, _) in crowd.acknowledged.items() if kept.get(key) != [number]] == []
    assert [key for key, numbers in kept.items() if len(numbers) > 1] == [] and set(kept) <= crowd.sent
    numbers = sorted(number for each in kept.values() for number in each)
    assert numbers == [f"{numbers[0][:-4]}{place:04d}" for place in range(1, len(numbers) + 1)]
    codes = [code for _, code in crowd.acknowledged.values()]
    assert len(set(codes)) == len(codes)
    verified = server.command("verify")
    assert (verified.returncode, verified.stdout.strip()) == (0, "Every rule holds."), verified.stdout + verified.stderr
