"""What the vault costs: a file of the office, and who came, with and without its seals, in turn in one process (issue 7: at most 15 %).

Without: the same pages, where what is stored is handed on as it stands and nothing is sealed."""

import statistics
import time
from collections.abc import Callable
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.foundation.vault import Vault
from tests.bench.verdict import FIGURES, flag
from tests.cast import Cast
from tests.judge import client_of

MOST, TIMES = 1.15, 30


def main(app: Flask, rounds: int) -> dict[str, float]:
    """Median CPU of each page with its seals, as a share of the page without; on the seated cast."""
    with app.app_context():
        number = Cast().handling().number
    client = client_of(app)
    client.let_in("liaison")
    turns: dict[str, Callable[[FlaskClient], TestResponse]] = {
        "file": lambda browser: browser.get(f"/office/cases/{number}"),
        "who came": lambda browser: browser.post(f"/office/cases/{number}/identity", data={"reason": "call", "csrf_token": client.token("/office/")}),
        "found by a phone": lambda browser: browser.get("/office/cases?q=0017"),
    }
    share = {}
    for name, ask in turns.items():
        seen: dict[bool, list[float]] = {True: [], False: []}
        for turn in range(rounds + 1):
            for sealed in (True, False) if turn % 2 else (False, True):
                seen[sealed] += [_cpu(client, ask, sealed)] if turn else []
        share[name] = statistics.median(seen[True]) / statistics.median(seen[False])
        print(f"{name:<30}{1000 * statistics.median(seen[True]):>9.2f} ms {share[name]:>6.2f}  "
              f"{flag(f'sealed, {name}', [f'over {MOST}'] * (share[name] > MOST))}")
    FIGURES["vault"] = {name: round(each, 3) for name, each in share.items()}
    return share


def _cpu(client: FlaskClient, ask: Callable[[FlaskClient], TestResponse], sealed: bool) -> float:
    kept = Vault.open, Vault.seal
    if not sealed:
        Vault.open, Vault.seal = (lambda self, where, value: value), (lambda self, where, value: value)  # type: ignore[method-assign]
    try:
        before = time.process_time()
        for _ in range(TIMES):
            answer = ask(client)
            assert answer.status_code == 200, answer.status_code
        return (time.process_time() - before) / TIMES
    finally:
        Vault.open, Vault.seal = kept  # type: ignore[method-assign]


def alone(folder: Path, rounds: int = 7) -> dict[str, float]:
    """The same on a portal made for it in that folder."""
    from tests.conftest import _seated, build

    _seated(folder)
    return main(build(folder), rounds)
