"""The printer nobody named: a queue `receipt` of CUPS, a receipt head on USB that says it speaks ESC/POS, or a printer on USB that
needs no driver, for which the queue is made here.

Only what is plugged into this machine is taken: a printer of the network may stand in another room, and a receipt carries a code.
"""

import os
import re
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from . import cups, escpos, ipp, outcome
from .outcome import Outcome, Paper, Printer

QUEUE = "receipt"
AGAIN = 60.0            # seconds between two looks, while there is no printer or it is away
PATIENCE = 40.0         # seconds lpinfo or lpadmin may take
_ON_USB = "sys/class/usbmisc"   # of the kernel: lp0/device/ieee1284_id is what a printer says it is (IEEE 1284.4, "device ID")
_HERE = re.compile(r"\(USB\)|://(localhost|127\.0\.0\.1)[:/]")   # how ipp-usb names what is plugged in


def look(root: Path = Path("/"), server: str = ipp.SOCKET) -> str:
    """The address of the printer, as `at` reads it; "" where there is none."""
    return _queue(server) or _head(root) or _driverless(server)


def seen(server: str = ipp.SOCKET) -> list[str]:
    """The printers CUPS sees plugged in, by their URIs: with a driver, by hand, they may print."""
    return [uri for kind, uri in _devices(server) if kind == "direct" and ":" in uri]


def at(address: str) -> Printer:
    """The printer of an address: `cups:receipt` (a queue here), `cups:receipt@host:631`, else a head without a driver."""
    road, _, rest = address.partition(":")
    if road != "cups":
        return escpos.Head(address)
    queue, _, host = rest.partition("@")
    return cups.Queue(queue or QUEUE, host or ipp.SOCKET)


class Found:
    """Whatever printer is plugged in, now or later."""

    def __init__(self, looks: Callable[[], str] = look) -> None:
        self._looks, self._address, self._next = looks, "", 0.0
        self._printer: Printer | None = None

    def condition(self) -> str:
        """As the printer is, NONE while there is none: then, and while it is away, another one is looked for."""
        how = self._printer.condition() if self._printer else outcome.NONE
        if how in (outcome.NONE, outcome.AWAY) and time.monotonic() >= self._next:
            self._next = time.monotonic() + AGAIN
            if (address := self._looks()) not in ("", self._address):
                self._address, printer = address, at(address)
                printer.empty()
                self._printer = printer
                how = printer.condition()
        return how

    def print(self, paper: Paper, seconds: float, printing: Callable[[], None]) -> Outcome:
        """Print, where there is a printer."""
        return self._printer.print(paper, seconds, printing) if self._printer else outcome.failed(outcome.OFFLINE)

    def empty(self) -> bool:
        """As the printer does; nothing waits in one that is not there."""
        return self._printer is None or self._printer.empty()

    def tidy(self) -> None:
        """As the printer does."""
        if self._printer is not None:
            self._printer.tidy()


def _queue(server: str) -> str:
    try:
        ipp.Scheduler(server).printer(QUEUE)
    except (ipp.Unreachable, ipp.Refused):
        return ""
    return f"cups:{QUEUE}" if server == ipp.SOCKET else f"cups:{QUEUE}@{server}"


def _head(root: Path) -> str:
    """A head that says it speaks ESC/POS; of one that does not, nobody knows what it would make of our bytes."""
    for each in sorted((root / _ON_USB).glob("lp*")):
        try:
            told = (each / "device/ieee1284_id").read_text("ascii", "replace")
        except OSError:
            continue
        fields = dict(part.split(":", 1) for part in told.upper().split(";") if ":" in part)
        if re.search(r"ESC/?POS", fields.get("CMD", fields.get("COMMAND SET", ""))):
            return f"/dev/usb/{each.name}"
    return ""


def _driverless(server: str) -> str:
    for _, uri in _devices(server):
        if re.match("ipps?://", uri) and _HERE.search(uri) and _run(server, "lpadmin", "-p", QUEUE, "-E", "-v", uri, "-m",
                                                                   "everywhere") is not None:
            return _queue(server)
    return ""


def _devices(server: str) -> list[tuple[str, str]]:
    """Kind and URI of whatever CUPS sees; "direct" is plugged in."""
    lines = (_run(server, "lpinfo", "--timeout", "5", "-v") or "").splitlines()
    return [(kind, uri.strip()) for kind, _, uri in (line.partition(" ") for line in lines)]


def _run(server: str, *command: str) -> str | None:
    """What a program of CUPS says, None when it failed; it lies in `sbin`, which an account without rights may not search."""
    around = os.environ | {"CUPS_SERVER": server, "LC_ALL": "C", "PATH": os.environ.get("PATH", "/usr/bin") + ":/usr/sbin"}
    try:
        return subprocess.run([*command], env=around, capture_output=True, text=True, timeout=PATIENCE, check=True).stdout
    except (OSError, subprocess.SubprocessError):
        return None
