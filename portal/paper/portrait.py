"""Portraits on paper: an address that only the press understands, so that a sheet of ten cards carries its picture once."""
from __future__ import annotations

import re
from pathlib import Path

SCHEME = "portrait:"
_NAME = re.compile(r"[0-9a-f]{64}")


def address(sha256: str, size: str) -> str:
    """What stands in an `img`: for the press the name of the stored picture, for a browser its public address; "" for none."""
    if not sha256:
        return ""
    return f"/faces/{sha256}.jpg" if size == "page" else SCHEME + sha256


def read(url: str, folder: Path) -> bytes:
    """The picture behind such an address, below the folder of portraits; raises ValueError for what is no name of one, OSError
    where it is gone."""
    name = url.removeprefix(SCHEME)
    if not _NAME.fullmatch(name):
        raise ValueError("no portrait")
    return (folder / name[:2] / name).read_bytes()
