"""The shelf of finished papers: one file per paper, named by the hash of what was set."""
from __future__ import annotations

import hashlib
import os
import tempfile
from datetime import datetime
from pathlib import Path


def key_of(html: str, kind: str) -> str:
    """Hex SHA-256 of `kind` and `html`: the same paper always has the same key."""
    return hashlib.sha256(f"{kind}\n{html}".encode()).hexdigest()


class Shelf:
    """Files of one kind in one folder that only the portal's own user may read: a receipt carries its tracking code."""

    def __init__(self, folder: Path, suffix: str = ".pdf") -> None:
        self.folder, self.suffix = folder, suffix
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def path(self, key: str) -> Path:
        """Where the paper with `key` lies or would lie."""
        if len(key) != 64 or not set(key) <= set("0123456789abcdef"):
            raise ValueError("a paper is named by a SHA-256 in hex")
        return self.folder / (key + self.suffix)

    def holds(self, key: str) -> bool:
        """Whether the paper is there; nothing of it is read."""
        return self.path(key).is_file()

    def get(self, key: str) -> bytes | None:
        """The finished PDF, or None when it is not on the shelf."""
        try:
            return self.path(key).read_bytes()
        except FileNotFoundError:
            return None

    def put(self, key: str, pdf: bytes) -> None:
        """Lay a paper down whole or not at all: written aside, synced, then renamed."""
        handle, aside = tempfile.mkstemp(dir=self.folder, suffix=".new")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(pdf)
                file.flush()
                os.fsync(file.fileno())
            os.replace(aside, self.path(key))
        except BaseException:
            os.unlink(aside)
            raise

    def sweep(self, older_than: datetime) -> int:
        """Delete papers (and torn drafts) last written before `older_than`, an aware moment; how many went."""
        gone = 0
        for file in self.folder.iterdir():
            if file.suffix in (self.suffix, ".new") and file.stat().st_mtime < older_than.timestamp():
                file.unlink(missing_ok=True)
                gone += 1
        return gone
