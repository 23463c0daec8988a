"""Free ports for servers under test."""

import contextlib
import itertools
import os
import socket

# Below those that the system lends to callers (from 32768 on): until a server has started, none of them may take its port.
LOWEST, EACH = 20_000, 2_000
_WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 6
_TURNS = itertools.count(os.getpid())


def free_port() -> int:
    """A TCP port of this machine that nobody uses just now, and that no other worker picks."""
    for turn in itertools.islice(_TURNS, EACH):
        port = LOWEST + _WORKER * EACH + turn % EACH
        with contextlib.suppress(OSError), socket.socket() as probe:
            probe.bind(("127.0.0.1", port))
            return port
    raise AssertionError("no port is free")
