"""A receipt printer without a driver: the page as dots by ESC/POS, and its own word for what became of it (K43, K45).

The address says which road: `/dev/usb/lp0` (a device file), `tcp:192.168.1.9:9100`, or `usb:04b8:0e15`, for which python-escpos and
pyusb have to be installed on the terminal.
"""

import subprocess
import threading
import time
from collections.abc import Callable

from . import outcome
from .line import Away, Line, reach
from .outcome import Outcome, Paper

DOTS_PER_MM, DPI = 8, 203
BAND = 256                          # rows sent at once
WORD = 1.5                          # seconds the head has to say how it is
RENDER_LIMIT = 20.0
START = b"\x1b@"                    # forget earlier settings
CUT = b"\n\n\n\x1dVB\0"             # out of the head, then a partial cut
DONE = b"\x1dr\x01"                 # answered when everything before it is on paper
CLEAR = b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"   # DLE DC4: throw away what still waits in the head (K45)
_SELF, _CAUSE, _ROLL = (b"\x10\x04" + bytes([which]) for which in (1, 2, 4))   # DLE EOT, answered at once
_OFFLINE, _STOPPED, _ENDED = 0x08, 0x20, 0x60


class Head:
    """A print head of `dots` at an address."""

    def __init__(self, address: str, dots: int = 576) -> None:
        self.address, self._dots = address, dots
        self._clean = True
        self._line = threading.Lock()      # one speaks with the head at a time, else its answers reach the wrong one

    def condition(self) -> str:
        """Ready, out of paper, or away. While it prints it is ready: how that goes the paper itself tells."""
        if not self._line.acquire(blocking=False):
            return outcome.READY
        try:
            return self._ask()
        finally:
            self._line.release()

    def _ask(self) -> str:
        try:
            with reach(self.address, WORD) as line:
                return _condition(line)
        except Away:
            return outcome.AWAY

    def print(self, paper: Paper, seconds: float, printing: Callable[[], None]) -> Outcome:
        """Print within so many seconds; what has not come out by then is thrown away in the head itself."""
        until = time.monotonic() + seconds
        try:
            dots = raster(paper.pdf, self._dots)
        except (OSError, subprocess.SubprocessError, ValueError):
            return outcome.failed(outcome.BROKEN)
        with self._line:
            return self._through(dots, until, printing)

    def _through(self, dots: bytes, until: float, printing: Callable[[], None]) -> Outcome:
        try:
            with reach(self.address, WORD) as line:
                came = self._on(line, dots, until, printing)
                if came.state == outcome.PRINTED or _cleared(line):
                    return came
                line.drop()
        except Away:
            came = outcome.failed(outcome.OFFLINE)
        self._forget()             # over a fresh line, where nothing stands before the order to forget
        return came

    def empty(self) -> bool:
        """Have the head throw away what waits in it; False while it does not say so."""
        with self._line:
            return self._forget()

    def tidy(self) -> None:
        """Once more, where the head did not say so: it may have been away."""
        if not self._clean:
            self.empty()

    def _forget(self) -> bool:
        try:
            with reach(self.address, WORD) as line:
                self._clean = _cleared(line)
        except Away:
            self._clean = False
        return self._clean

    def _on(self, line: Line, dots: bytes, until: float, printing: Callable[[], None]) -> Outcome:
        if (trouble := _TROUBLE.get(_condition(line))) is not None:
            return outcome.failed(trouble)
        printing()
        sent = _send(line, START + dots + CUT + DONE, until)
        return _wait(line, until) if sent is None else sent


def _cleared(line: Line) -> bool:
    """Whether the head threw away what waited in it: it has when it answers what was asked after the order."""
    try:
        line.write(CLEAR, WORD)
        return _asked(line, _SELF) is not None
    except Away:
        return False


def _send(line: Line, data: bytes, until: float) -> Outcome | None:
    """Everything, a piece at a time; None when the head took it all, else why not: a head without paper takes no more."""
    stuck = None
    while data:
        left = until - time.monotonic()
        taken = line.offer(data[:16384], min(1.0, max(0.0, left)))
        data = data[taken:]
        stuck = None if taken else stuck or time.monotonic()
        if data and (left <= 0 or (stuck and time.monotonic() - stuck > outcome.PATIENCE)):
            return outcome.failed(_TROUBLE.get(_condition(line), outcome.TIMEOUT))
    return None


def _wait(line: Line, until: float) -> Outcome:
    """The head's word that all of it is on paper."""
    still = None
    while time.monotonic() < until:
        if any(word & 0x90 == 0 for word in line.read(min(1.0, max(0.0, until - time.monotonic())))):
            return outcome.printed()
        trouble = _TROUBLE.get(_condition(line))
        still = (still or time.monotonic()) if trouble else None
        if trouble and still and time.monotonic() - still > outcome.PATIENCE:
            return outcome.failed(trouble)
    return outcome.failed(_TROUBLE.get(_condition(line), outcome.TIMEOUT))


def _condition(line: Line) -> str:
    said = _asked(line, _SELF)
    if said is None:
        return outcome.AWAY
    roll, cause = _asked(line, _ROLL), _asked(line, _CAUSE) if said & _OFFLINE else 0
    if (roll or 0) & _ENDED or (cause or 0) & _STOPPED:
        return outcome.OUT
    return outcome.AWAY if said & _OFFLINE else outcome.READY


def _asked(line: Line, question: bytes) -> int | None:
    """The answer to a DLE EOT; bits 1 and 4 are always set in one."""
    line.write(question, WORD)
    answers = [word for word in line.read(WORD) if word & 0x93 == 0x12]
    return answers[-1] if answers else None


def raster(pdf: bytes, dots: int) -> bytes:
    """The first page as `GS v 0` bands, its middle `dots` wide: what hangs over the head's edge is margin."""
    done = subprocess.run(["pdftoppm", "-mono", "-r", str(DPI), "-singlefile", "-"], input=pdf, capture_output=True, check=True,
                          timeout=RENDER_LIMIT)
    width, rows, bits = _bitmap(done.stdout)
    stride, wide = (width + 7) // 8, dots // 8
    skip = max(0, (stride - wide) // 2)
    lines = [bits[row * stride + skip:row * stride + min(stride, skip + wide)].ljust(wide, b"\0") for row in range(rows)]
    bands = [lines[first:first + BAND] for first in range(0, rows, BAND)]
    return b"".join(b"\x1dv0\0" + wide.to_bytes(2, "little") + len(band).to_bytes(2, "little") + b"".join(band) for band in bands)


def _bitmap(image: bytes) -> tuple[int, int, bytes]:
    """Width, rows and bits (1 is black, rows padded to bytes) of a raw PBM."""
    kind, size, bits = image.split(b"\n", 2)
    width, rows = map(int, size.split())
    if kind != b"P4" or len(bits) < (width + 7) // 8 * rows:
        raise ValueError("not a bitmap")
    return width, rows, bits


_TROUBLE = {outcome.OUT: outcome.OUT_OF_PAPER, outcome.AWAY: outcome.OFFLINE}
