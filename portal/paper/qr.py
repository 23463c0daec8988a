"""QR codes for paper: one grey pixel per module as PNG for the press, one path as SVG for a page on screen."""
from __future__ import annotations

import base64
import struct
import zlib
from urllib.parse import quote, unquote

import segno
from markupsafe import Markup

SCHEME = "qr:"
QUIET = 2                  # modules of white round the code; the paper itself gives the rest
MASK = 2                   # the best of the eight for 51 of 60 random tokens behind one address; weighing all takes 18 ms


def _matrix(text: str) -> list[list[int]]:
    """Rows of 0 and 1, quiet zone included, error correction M."""
    code = segno.make(text, error="m", micro=False, mask=MASK)
    return [[int(module == 1) for module in row] for row in code.matrix_iter(border=QUIET)]


def address(text: str) -> str:
    """An image address only the press understands: it draws the code itself, so that the request that needs the paper
    does not weigh eight masks (a third of what registering a matter cost)."""
    return SCHEME + quote(text, safe="")


def drawn(url: str) -> bytes:
    """The PNG behind such an address."""
    return picture(unquote(url.removeprefix(SCHEME)))


def png(text: str) -> str:
    """The same PNG as a ``data:`` URI; set it with ``image-rendering: pixelated``."""
    return "data:image/png;base64," + base64.b64encode(picture(text)).decode("ascii")


def picture(text: str) -> bytes:
    """The smallest PNG a PDF can hold."""
    rows = _matrix(text)
    side = len(rows)
    raw = b"".join(b"\0" + bytes(0 if module else 255 for module in row) for row in rows)
    return (b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0))
            + _chunk(b"IDAT", zlib.compress(raw)) + _chunk(b"IEND", b""))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def svg(text: str, label: str) -> Markup:
    """The same code as inline SVG with `label` as its accessible name; no style attribute, so a strict CSP shows it."""
    rows = _matrix(text)
    side = len(rows)
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, module in enumerate(row) if module)
    return Markup('<svg class="qr" role="img" aria-label="{}" viewBox="0 0 {} {}" shape-rendering="crispEdges">'
                  '<path d="{}"/></svg>').format(label, side, side, path)
