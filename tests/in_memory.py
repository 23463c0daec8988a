"""Databases of tests that ask nothing of a disk lie in memory, where this machine has room there: the same files, the same settings
of each connection, only that nobody waits until a disk has written. What is killed, filled up, upgraded or installed lies on the
disk."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MEMORY = Path("/dev/shm")  # Linux; a container without more gives it 64 MiB
ROOM = 2**30


def _roomy() -> bool:
    try:
        return shutil.disk_usage(MEMORY).free >= ROOM
    except OSError:
        return False


@contextmanager
def folder() -> Iterator[Path]:
    """A folder of one's own in memory, or else where temporary files lie; gone after the block."""
    with tempfile.TemporaryDirectory(prefix="huiyin-test-", dir=MEMORY if _roomy() else None, ignore_cleanup_errors=True) as made:
        yield Path(made)
