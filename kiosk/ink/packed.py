"""The file the worker reads: everything known of each template, kind by kind, so that it packs well.

After unpacking (gzip), numbers little-endian: the length of a notice (2 bytes) and the notice in UTF-8; how many templates
(2 bytes); then for all of them their characters (2 bytes each), their kinds (1), their numbers of strokes (1), their pictures
(256 bytes, see grid.py), and the points of all strokes (POINTS × 2 bytes a stroke: the first as it is, the others as steps)."""

import gzip
import struct

from portal.kiosk.ink import grid
from portal.kiosk.ink.drawing import Drawing, Stroke, centred, resampled

LEFT, WIDE = -0.25, 1.5  # the stretch that a byte of a point covers
SIMPLIFIED, TRADITIONAL = 1, 2
EVERYDAY, KNOWN, RARE = 0, 1, 2


def kind(character: str) -> int:
    """Which scripts a character belongs to (1 simplified, 2 traditional), and from the third bit how rare it is.

    The national character sets tell both: GB 2312 is simplified, Big5 traditional, and each has a first level of everyday ones.
    """
    simplified, traditional = _encoded(character, "gb2312"), _encoded(character, "big5")
    rarity = RARE
    if simplified or traditional:
        rarity = EVERYDAY if b"" < simplified < b"\xd8" or b"" < traditional < b"\xc6\x7f" else KNOWN
    return SIMPLIFIED * bool(simplified) | TRADITIONAL * bool(traditional) | rarity << 2


def _encoded(character: str, charset: str) -> bytes:
    try:
        return character.encode(charset)
    except UnicodeEncodeError:
        return b""


def pack(drawings: dict[str, Drawing], notice: str) -> bytes:
    """The file for these characters; equal drawings and notice give equal bytes (with one zlib)."""
    placed = {character: centred(drawing) for character, drawing in drawings.items()}
    told = notice.encode()
    parts = [struct.pack("<H", len(told)), told, struct.pack("<H", len(placed)), *(struct.pack("<H", ord(one)) for one in placed),
             bytes(kind(one) for one in placed), bytes(len(drawing) for drawing in placed.values()),
             *(grid.rounded(grid.seen(drawing)) for drawing in placed.values()),
             *(_steps(resampled(stroke)) for drawing in placed.values() for stroke in drawing)]
    return gzip.compress(b"".join(parts), 9, mtime=0)


def _steps(stroke: Stroke) -> bytes:
    """A stroke's points: x and y of the first, then how far it is to the next, and the next."""
    places = [tuple(round(min(1.0, max(0.0, (number - LEFT) / WIDE)) * 255) for number in point) for point in stroke]
    steps = [places[0], *((bx - ax, by - ay) for (ax, ay), (bx, by) in zip(places, places[1:], strict=False))]
    return bytes(number % 256 for step in steps for number in step)
