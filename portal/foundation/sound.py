"""A spoken message in bytes: WebM with Opus and nothing to look at, known by what it holds, whatever its name says (R63)."""

from portal.foundation.files import Clean
from portal.foundation.refusal import Refused

MOST_BYTES = 4 * 1024 * 1024  # three minutes as browsers record speech take a fifth of it
MEDIA_TYPE = "audio/webm"
_EBML, _DOCTYPE = 0x1A45DFA3, 0x4282
_HEAD = 4096                  # the tracks are named in the first bytes, before any sound


def clean(data: bytes) -> Clean:
    """The recording as it came; refuses what is empty, too long, or no recorded sound."""
    if not data:
        raise Refused("file_empty")
    if len(data) > MOST_BYTES:
        raise Refused("sound_size")
    head = data[:_HEAD]
    if _doctype(data) != b"webm" or b"A_OPUS" not in head or b"V_VP" in head or b"V_AV1" in head or b"V_MPEG" in head:
        raise Refused("sound_kind")
    return Clean(data, MEDIA_TYPE)


def _doctype(data: bytes) -> bytes:
    """What the EBML header says the file is; b"" where there is no such header."""
    try:
        number, at = _element_id(data, 0)
        size, at = _size(data, at)
        end = at + size
        while number == _EBML and at < min(end, len(data)):
            name, at = _element_id(data, at)
            size, at = _size(data, at)
            if name == _DOCTYPE:
                return data[at:at + size].rstrip(b"\0")
            at += size
    except (IndexError, ValueError):
        return b""
    return b""


def _length(first: int) -> int:
    """How many bytes a number takes whose first byte is this."""
    if not first:
        raise ValueError
    return 9 - first.bit_length()


def _element_id(data: bytes, at: int) -> tuple[int, int]:
    length = _length(data[at])
    return int.from_bytes(data[at:at + length], "big"), at + length


def _size(data: bytes, at: int) -> tuple[int, int]:
    length = _length(data[at])
    marked = int.from_bytes(data[at:at + length], "big")
    return marked & ~(1 << (7 * length)), at + length
