"""Killed again and again under eight visitors, and the account of it (R01)."""

import argparse
from pathlib import Path

from tests.faults.accounts import account
from tests.faults.server import Crowd, Running
from tests.seated import seated

VISITORS, BETWEEN = 8, 12  # acknowledged between one kill and the next


class Uncapped(Running):
    """All visitors together send more in an hour than a station's whole neighbourhood would."""

    @property
    def environment(self) -> dict[str, str]:
        """Without the caps on floods."""
        return super().environment | {"PORTAL_HOURLY_CAP": "1000000"}


def main(scratch: Path, asked: argparse.Namespace) -> list[str]:
    """What was lost, doubled or broken; how many were acknowledged is printed."""
    seated(scratch / "instance")
    server = Uncapped(scratch / "instance", papers=False)
    crowd = Crowd([server.port], VISITORS)
    try:
        for turn in range(asked.times):
            crowd.wait_for(BETWEEN)
            server.kill()
            server.start()
            if turn % 20 == 19:
                print(f"{turn + 1} kills, {len(crowd.acknowledged)} acknowledged", flush=True)
        crowd.wait_for(BETWEEN)
        crowd.go_home()
        try:
            account(server, crowd)
        except AssertionError as wrong:
            return [f"the account does not come out: {str(wrong)[:2000]}"]
        return [f"another answer to the same form: {key}" for key in crowd.unequal]
    finally:
        server.kill()
