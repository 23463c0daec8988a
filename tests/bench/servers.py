"""Servers as processes of their own: started, waited for, and measured by what the kernel counted for them and their children."""

import contextlib
import http.client
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from portal import ROOT
from tests.bench import stores
from tests.bench.seed import SECRET
from tests.bench.stores import Store

PATIENCE = 180  # seconds until a start has failed


@dataclass(frozen=True)
class Server:
    """A running server on 127.0.0.1. `ready` is the time from its start to its first 200, in seconds."""

    name: str
    pid: int
    port: int
    ready: float
    size: int = 0

    def cpu(self) -> float:
        """CPU seconds of the web process so far, all its threads."""
        return cpu_of(self.pid)

    def cpu_of_papers(self) -> float:
        """CPU seconds of its children: the process that sets papers."""
        return sum(map(cpu_of, below(self.pid)))

    def memory(self) -> tuple[float, float]:
        """MiB in memory: of the web process, and of its largest child."""
        return _resident(self.pid), max(map(_resident, below(self.pid)), default=0.0)


@contextlib.contextmanager
def floor(kind: str, port: int, database: Path | None = None) -> Iterator[Server]:
    """`hello`, `page` or `desk` of tests/bench/floor.py."""
    command = [sys.executable, "-m", "tests.bench.floor", kind, str(port), str(database or "")]
    with running(kind, command, port, "/2" if kind == "page" else "/", dict(os.environ)) as server:
        yield server


@contextlib.contextmanager
def portal(made: Path, run: Path, port: int, size: int, **more: str) -> Iterator[Server]:
    """`portal serve` on a copy of a template instance, laid at `run` and removed afterwards; `more` are settings."""
    with stores.copied(Store(made), run) as copy, on(copy, port, size, **more) as server:
        yield server


@contextlib.contextmanager
def on(store: Store, port: int, size: int, **more: str) -> Iterator[Server]:
    """`portal serve` on a store as it is; `more` are settings."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
    environment |= store.settings | {"PORTAL_INSTANCE": str(store.folder), "PORTAL_SECRET_KEY": SECRET, "PORTAL_VAULT_KEY": SECRET[::-1], "PORTAL_LISTEN": f"127.0.0.1:{port}"} | more
    with running(f"portal {size:,}", [sys.executable, "-m", "portal", "serve"], port, "/", environment, size) as server:
        yield server


@contextlib.contextmanager
def running(name: str, command: list[str], port: int, path: str, environment: dict[str, str], size: int = 0) -> Iterator[Server]:
    """A server started by a command and stopped afterwards; RuntimeError with its last words when it does not answer in time."""
    with tempfile.TemporaryFile("w+") as said:
        began = time.monotonic()
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=said, stderr=said)
        try:
            while not _answers(port, path):
                if process.poll() is not None or time.monotonic() - began > PATIENCE:
                    said.seek(0)
                    raise RuntimeError(f"{name} did not start: {said.read()[-2000:]}")
                time.sleep(0.01)
            yield Server(name, process.pid, port, time.monotonic() - began, size)
        finally:
            process.terminate()
            process.wait(timeout=30)


def _answers(port: int, path: str) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def cpu_of(pid: int) -> float:
    """CPU seconds of a process so far: nanosecond-exact run time of every thread where the kernel tells it, else its clock ticks."""
    try:
        return sum(int(file.read_text().split()[0]) for file in Path(f"/proc/{pid}/task").glob("*/schedstat")) / 1e9
    except (OSError, IndexError):
        with contextlib.suppress(OSError):
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return 0.0


def below(pid: int) -> list[int]:
    """All processes that this one and those below it started."""
    found = []
    for file in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            for child in map(int, file.read_text().split()):
                found += [child, *below(child)]
    return found


def _resident(pid: int) -> float:
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmRSS"):
                return int(line.split()[1]) / 1024
    return 0.0
