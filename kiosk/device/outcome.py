"""What becomes of a paper, in the words that terminal and portal share."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

PRINTED, FAILED = "printed", "failed"
OUT_OF_PAPER, OFFLINE, CANCELLED, TIMEOUT, BROKEN = "out_of_paper", "offline", "cancelled", "timeout", "broken"
READY, OUT, AWAY, NONE = "ready", "out", "offline", "none"   # how a printer is, as the heartbeat says it
PATIENCE = 5.0   # seconds a printer may be stopped or silent under a job before the visitor is told


@dataclass(frozen=True)
class Paper:
    """One page to print: a PDF and its size in millimetres."""

    pdf: bytes
    width: float
    height: float


@dataclass(frozen=True)
class Outcome:
    """`state` is PRINTED or FAILED; a failure has a reason."""

    state: str
    reason: str = ""


class Printer(Protocol):
    """A printer of receipts, whatever road leads to it."""

    def condition(self) -> str:
        """READY, OUT (of paper, or stopped), AWAY, or NONE where there is no printer at all."""

    def print(self, paper: Paper, seconds: float, printing: Callable[[], None]) -> Outcome:
        """Print within so many seconds, or take it back so that it never comes out later; calls `printing` when it begins."""

    def empty(self) -> bool:
        """Take back whatever an earlier life left waiting; False when that could not be done."""

    def tidy(self) -> None:
        """Try again what `empty` could not do; asked for every few seconds in which nothing prints."""


def printed() -> Outcome:
    """It lies in the tray."""
    return Outcome(PRINTED)


def failed(reason: str) -> Outcome:
    """It did not come out and will not."""
    return Outcome(FAILED, reason)
