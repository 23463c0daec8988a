"""QR codes for paper: one grey pixel per module as PNG for the press, one path as SVG for a page on screen."""
from __future__ import annotations

import base64
import struct
import zlib

import segno
from markupsafe import Markup

QUIET = 2                  # modules of white round the code; the paper itself gives the rest


def _matrix(text: str) -> list[list[int]]:
    """Rows of 0 and 1, quiet zone included, error correction M."""
    code = segno.make(text, error="m", micro=False)
    return [[int(module == 1) for module in row] for row in code.matrix_iter(border=QUIET)]


def png(text: str) -> str:
    """A ``data:`` URI of the smallest PNG a PDF can hold; set it with ``image-rendering: pixelated``."""
    rows = _matrix(text)
    side = len(rows)
    raw = b"".join(b"\0" + bytes(0 if module else 255 for module in row) for row in rows)
    data = (b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0))
            + _chunk(b"IDAT", zlib.compress(raw)) + _chunk(b"IEND", b""))
    return "data:image/png;base64," + base64.b64encode(data).decode("ascii")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def svg(text: str, label: str) -> Markup:
    """The same code as inline SVG with `label` as its accessible name; no style attribute, so a strict CSP shows it."""
    rows = _matrix(text)
    side = len(rows)
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, module in enumerate(row) if module)
    return Markup('<svg class="qr" role="img" aria-label="{}" viewBox="0 0 {} {}" shape-rendering="crispEdges">'
                  '<path d="{}"/></svg>').format(label, side, side, path)
