"""File systems of a test's own, small and real: one in memory, one that can be made to fail as a disk does."""

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

SIZE = 48  # MiB


def _does(program: str, *words: str) -> bool:
    """Whether a program is here, for administrators too, and did it."""
    found = shutil.which(program, path=f"{os.environ['PATH']}:/usr/sbin:/sbin")
    return found is not None and subprocess.run([found, *words], capture_output=True, check=False).returncode == 0


@contextlib.contextmanager
def in_memory(folder: Path, size: str = "16m") -> Iterator[None]:
    """`folder` is a small file system in memory; skips where only root may have one."""
    folder.mkdir(parents=True, exist_ok=True)
    if os.geteuid() or not _does("mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)):
        pytest.skip("only root may mount a small file system")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


class Disk:
    """An ext4 in a file, mounted at `folder`."""

    def __init__(self, image: Path, folder: Path) -> None:
        self.image, self.folder = image, folder
        with image.open("wb") as out:
            out.truncate(SIZE * 2**20)
        folder.mkdir(parents=True)
        if os.geteuid() or not _does("mkfs.ext4", "-q", "-F", str(image)) or not self.mount():
            pytest.skip("only root, on a machine with loop devices, may mount a disk")

    def mount(self) -> bool:
        """Whether it could be."""
        return _does("mount", "-o", "loop", str(self.image), str(self.folder))

    def settle(self) -> None:
        """What was copied here lies on the disk, as a database does that was written by a server."""
        subprocess.run(["sync", "-f", str(self.folder)], check=True)

    def fail(self) -> None:
        """What ext4 does when its journal cannot be written: from now on everything is read-only, files that are open too."""
        subprocess.run(["mount", "-o", "remount,abort", str(self.folder)], check=True, capture_output=True)

    def mend(self) -> None:
        """Unmounted, looked through and mounted anew, as somebody would who changed the cable."""
        subprocess.run(["umount", str(self.folder)], check=True)
        _does("e2fsck", "-fy", str(self.image))
        assert self.mount(), "the disk could not be mounted again"

    def away(self) -> None:
        """Nothing of it stays mounted."""
        subprocess.run(["umount", "-l", str(self.folder)], check=False, capture_output=True)
