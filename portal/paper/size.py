"""How large the page of a finished PDF is, so that the queue's media can equal it (K49)."""
from __future__ import annotations

import re
import zlib

_BOX = re.compile(rb"/MediaBox\s*\[\s*([\d.]+)\s+([\d.]+)\s+([\d.]+)\s+([\d.]+)\s*\]")
_PACKED = re.compile(rb"/Type\s*/ObjStm.*?stream\r?\n(.*?)endstream", re.DOTALL)
MM = 25.4 / 72


def page_size(pdf: bytes) -> tuple[float, float]:
    """Width and height of the first page in millimetres, to the hundredth; raises ValueError for what has no page.

    The press writes its objects packed, so the box stands inside a compressed stream."""
    for part in (pdf, *(_unpacked(found[1]) for found in _PACKED.finditer(pdf))):
        box = _BOX.search(part)
        if box is not None:
            left, bottom, right, top = (float(number) for number in box.groups())
            return round((right - left) * MM, 2), round((top - bottom) * MM, 2)
    raise ValueError("a PDF without a page")


def _unpacked(stream: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(stream)
    except zlib.error:
        return b""
