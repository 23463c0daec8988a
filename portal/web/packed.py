"""Answers that travel packed (gzip): static files, and pages that are the same for everybody, each packed once and kept.

What belongs to one visitor, the token of their forms, is never packed together with what an address made somebody else's page say: it
lies between packed pieces as it is, and no piece refers to another, so that the length of an answer tells nothing of it (BREACH)."""

import zlib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from flask import Response, request

TEXTS = ("text/css", "text/javascript", "application/javascript", "image/svg+xml", "application/json", "text/plain")
_HEAD, _RAW = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff", -15


def piece(data: bytes, level: int = 9) -> bytes:
    """Some bytes as blocks of a raw stream that refer to nothing outside; level 0 lays them in as they are."""
    packer = zlib.compressobj(level, zlib.DEFLATED, _RAW)
    return packer.compress(data) + packer.flush(zlib.Z_FULL_FLUSH)


def whole(pieces: Sequence[bytes], data: bytes) -> bytes:
    """Pieces in their order as one gzip file, which unpacks to `data`."""
    tail = zlib.crc32(data).to_bytes(4, "little") + (len(data) & 0xFFFFFFFF).to_bytes(4, "little")
    return b"".join((_HEAD, *pieces, b"\x03\x00", tail))


def is_wanted() -> bool:
    """Whether whoever asks can unpack it, and asks for all of it."""
    return request.accept_encodings.quality("gzip") > 0 and "Range" not in request.headers


def put(response: Response, data: bytes) -> Response:
    """The answer with this body, which is packed."""
    response.close()  # a file that is open is not read
    response.direct_passthrough = False
    response.set_data(data)
    response.headers["Content-Encoding"] = "gzip"
    return response


def static(response: Response, file: Path) -> Response:
    """The answer with a static file, packed where that helps."""
    if response.status_code != 200 or response.mimetype not in TEXTS:
        return response
    response.vary.add("Accept-Encoding")
    if request.method != "GET" or not is_wanted() or not file.is_file():
        return response
    response.headers.pop("ETag", None)  # it names the bytes of the file
    return put(response, _file(file, file.stat().st_mtime_ns))


@lru_cache(maxsize=256)
def _file(file: Path, _: int) -> bytes:
    data = file.read_bytes()
    return whole([piece(data)], data)
