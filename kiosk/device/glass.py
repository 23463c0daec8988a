"""The screen: how many pixels, from the X server or the kernel, and how many a millimetre, from the display's EDID (K01)."""

import os
import re
import socket
import struct
from pathlib import Path

_X_SOCKETS = Path("/tmp/.X11-unix")  # where every X server listens
DRM = Path("/sys/class/drm")


def size(drm: Path = DRM) -> tuple[int, int] | None:
    """Width and height in pixels of the screen a window has to fill; None where nobody tells (a compositor then does it)."""
    display = re.match(r":(\d+)", os.environ.get("DISPLAY", ""))
    if display:
        return _of_x(int(display[1]))
    return next((mode for mode, _ in _displays(drm)), None)


def px_per_mm(drm: Path = DRM) -> float | None:
    """Pixels a millimetre of the first display that says how large it is. A projector or a lying display says 0, or nonsense."""
    for (across, _), edid in _displays(drm):
        wide = _millimetres(edid)
        if wide and 1.5 <= across / wide <= 20:
            return round(across / wide, 3)
    return None


def _displays(drm: Path) -> list[tuple[tuple[int, int], bytes]]:
    """Preferred mode and EDID of each connected display."""
    found = []
    for port in sorted(drm.glob("card*-*")):
        try:
            mode = re.match(r"(\d+)x(\d+)", (port / "modes").read_text())
            if mode and (port / "status").read_text().strip() == "connected":
                found.append(((int(mode[1]), int(mode[2])), (port / "edid").read_bytes()))
        except OSError:
            continue
    return found


def _millimetres(edid: bytes) -> int:
    """Width of the picture, from the first detailed timing (bytes 54–71 of an EDID): finer than the centimetres of byte 21."""
    if len(edid) < 128 or edid[:8] != b"\x00\xff\xff\xff\xff\xff\xff\x00":
        return 0
    return (edid[66] | (edid[68] & 0xF0) << 4) or edid[21] * 10


def _of_x(display: int) -> tuple[int, int] | None:
    """The size of the first screen, as the X server tells it to whoever connects (X11 protocol, "Connection Setup")."""
    try:
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(5)
            line.connect(str(_X_SOCKETS / f"X{display}"))
            name, cookie = _cookie(display)
            pad = (-len(name) % 4, -len(cookie) % 4)
            hello = struct.pack("<cxHHHHxx", b"l", 11, 0, len(name), len(cookie))
            line.sendall(hello + name + bytes(pad[0]) + cookie + bytes(pad[1]))
            head = _exactly(line, 8)
            body = _exactly(line, struct.unpack("<H", head[6:])[0] * 4)
    except OSError:
        return None
    if head[0] != 1:
        return None
    vendor, formats = struct.unpack("<H", body[16:18])[0], body[21]
    screen = 32 + vendor + -vendor % 4 + 8 * formats
    return struct.unpack("<HH", body[screen + 20:screen + 24])


def _exactly(line: socket.socket, many: int) -> bytes:
    got = b""
    while len(got) < many:
        part = line.recv(many - len(got))
        if not part:
            raise ConnectionError("the X server hung up")
        got += part
    return got


def _cookie(display: int) -> tuple[bytes, bytes]:
    """Name and data of the entry of this display in ~/.Xauthority; nothing where the server asks for none."""
    try:
        rest = Path(os.environ.get("XAUTHORITY") or Path.home() / ".Xauthority").read_bytes()
    except (OSError, RuntimeError):
        return b"", b""
    while len(rest) > 2:
        rest, parts = rest[2:], []
        for _ in range(4):
            many = struct.unpack(">H", rest[:2])[0]
            parts.append(rest[2:2 + many])
            rest = rest[2 + many:]
        if parts[1] in (b"", str(display).encode()):
            return parts[2], parts[3]
    return b"", b""
