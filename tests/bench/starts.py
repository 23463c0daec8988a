"""From the command to the first page: `portal demo` the first and every later time, typed as a newcomer does, beside the start of
a bare hello in the same run. The set-up itself (libraries, packages) is proven by tests/setup/bare_machine.py."""

import contextlib
import os
import statistics
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.bench import servers
from tests.bench.servers import Server
from tests.bench.verdict import FIGURES, flag

SECOND = 5.0  # seconds from the second start to the first 200


def main(port: int, rounds: int) -> None:
    """Start, ask, stop, in turn."""
    hellos, seconds = [], []
    with tempfile.TemporaryDirectory() as folder:
        first = _ready(_demo(Path(folder), port + 1))
        for _ in range(rounds):
            hellos.append(_ready(servers.floor("hello", port)))
            seconds.append(_ready(_demo(Path(folder), port + 1)))
    hello, second = statistics.median(hellos), statistics.median(seconds)
    print(f"\n{'From the command to the first 200':<38}{'seconds':>9}{'worst':>8}{'hello starts':>14}")
    print(f"{'a bare hello':<38}{hello:>9.2f}{max(hellos):>8.2f}{1:>14.1f}")
    print(f"{'portal demo, loading its network':<38}{first:>9.2f}{first:>8.2f}{first / hello:>14.1f}")
    print(f"{'portal demo, a second time':<38}{second:>9.2f}{max(seconds):>8.2f}{second / hello:>14.1f}  "
          f"{flag('a second start', [f'over {SECOND:g} s'] * (second > SECOND))}")
    FIGURES["starts"] = {"hello": round(hello, 2), "first": round(first, 2), "second": round(second, 2)}


def _ready(starting: contextlib.AbstractContextManager[Server]) -> float:
    with starting as server:
        return server.ready


@contextlib.contextmanager
def _demo(instance: Path, port: int) -> Iterator[Server]:
    """By the Python the environment was made from: the way through the set-up is part of a start."""
    python = getattr(sys, "_base_executable", sys.executable)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
    environment |= {"PORTAL_INSTANCE": str(instance), "PORTAL_LISTEN": f"127.0.0.1:{port}"}
    with servers.running("portal demo", [python, "-m", "portal", "demo"], port, "/", environment) as server:
        yield server
