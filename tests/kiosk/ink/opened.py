"""The shipped templates, read by the description in kiosk/ink/packed.py and by nothing of its code."""

import gzip
import struct
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from portal import ROOT

FOLDER = ROOT / "static" / "kiosk" / "ink"


@dataclass(frozen=True)
class Template:
    """One character as it lies in the file: its kind, its picture (512 numbers 0–15), its strokes of 8 points (0–255)."""

    kind: int
    picture: list[int]
    strokes: list[list[tuple[int, int]]]


@cache
def templates() -> dict[str, Template]:
    """All of them, by character."""
    return read((FOLDER / "templates.bin").read_bytes())[1]


def read(packed: bytes) -> tuple[str, dict[str, Template]]:
    """Notice and templates of a file."""
    plain = gzip.decompress(packed)
    start = 2 + int.from_bytes(plain[:2], "little")
    count = int.from_bytes(plain[start:start + 2], "little")
    at = start + 2

    def take(length: int) -> bytes:
        nonlocal at
        at += length
        return plain[at - length:at]

    characters = [chr(code) for code in struct.unpack(f"<{count}H", take(2 * count))]
    kinds, counts = take(count), take(count)
    pictures = [[level for both in take(256) for level in (both >> 4, both & 15)] for _ in range(count)]
    found = {character: Template(kind, picture, [_stroke(take(16)) for _ in range(strokes)])
             for character, kind, picture, strokes in zip(characters, kinds, pictures, counts, strict=True)}
    assert at == len(plain)
    return plain[2:start].decode(), found


def _stroke(steps: bytes) -> list[tuple[int, int]]:
    points = [(steps[0], steps[1])]
    for step in range(2, 16, 2):
        points.append(((points[-1][0] + steps[step]) % 256, (points[-1][1] + steps[step + 1]) % 256))
    return points


def example(name: str) -> bytes:
    """A file of the folder."""
    return Path(FOLDER / name).read_bytes()
