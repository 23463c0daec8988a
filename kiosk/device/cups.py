"""A printer behind CUPS: handed over by `lp`, followed by its job's state, taken back and purged by `cancel` (K43, K45, K48, K49).

The account that runs this belongs to the group `lpadmin`, so that it may purge what it printed. A job comes in held and prints only
when it is let go: what `lp` handed over after we gave it up finds nobody to let it go (K45).
"""

import logging
import os
import re
import subprocess
import time
from collections.abc import Callable

from . import ipp, outcome
from .outcome import Outcome, Paper

_log = logging.getLogger(__name__)
TITLE = "receipt"                 # no number, no name: titles stand in logs and on panels (K48)
PROGRAM_LIMIT = 10.0              # seconds lp or cancel may take
LOOK_EVERY = 0.2
DOUBT = 15.0                      # seconds in which a paper of an `lp` that failed may still come in, behind the purge
_NO_PAPER = ("media-empty", "media-needed")
_GONE = ("offline", "shutdown", "connecting-to-device", "timed-out", "cups-missing-filter")
# For the service of CUPS on a terminal: papers lie in memory, with what a filter that was cut off leaves beside them (K48), and a
# job that was on its way when CUPS died is not printed to whoever comes next (K45). The + reaches what lies on the disk below.
DROP_IN = "[Service]\nTemporaryFileSystem={spool}\nExecStartPre=+/usr/bin/find {spool} -type f -delete\n"
SPOOL = "/var/spool/cups"


class Queue:
    """A queue of CUPS that prints receipts and nothing else; `address` is a socket or `host:port`."""

    def __init__(self, name: str = "receipt", address: str = ipp.SOCKET) -> None:
        self.name, self._scheduler = name, ipp.Scheduler(address)
        self._environment = os.environ | {"CUPS_SERVER": address, "LC_ALL": "C"}
        self._clean = False        # whatever an earlier life left must go before anything is printed
        self._doubt = 0.0          # until then a paper may come in that nobody waits for any more

    def condition(self) -> str:
        """Ready, out of paper (also: stopped), or away."""
        try:
            seen = self._scheduler.printer(self.name)
        except (ipp.Unreachable, ipp.Refused):
            return outcome.AWAY
        reasons = {re.sub(r"-(error|warning|report)$", "", str(reason)) for reason in seen.get("printer-state-reasons", [])}
        if reasons & set(_NO_PAPER):
            return outcome.OUT
        if reasons & set(_GONE):
            return outcome.AWAY
        stopped = seen.get("printer-state") == [ipp.STOPPED] or seen.get("printer-is-accepting-jobs") == [False]
        return outcome.OUT if stopped else outcome.READY

    def print(self, paper: Paper, seconds: float, printing: Callable[[], None]) -> Outcome:
        """Print within so many seconds or take it back. A printer that is not ready is given nothing at all."""
        until = time.monotonic() + seconds
        if not self._clean and not self.empty():
            return outcome.failed(outcome.OFFLINE)
        if (trouble := self._trouble()) is not None:
            return outcome.failed(trouble)
        number = self._hand_over(paper, until)
        if number is None:
            self._doubt = time.monotonic() + DOUBT
            self.empty()
            return outcome.failed(outcome.OFFLINE)
        came = self._follow(number, until, printing)
        self.empty()
        return came

    def empty(self) -> bool:
        """Purge the queue: what waits, its files, and its place in the history (K48). Until that worked nothing more is printed."""
        purged = self._run("cancel", "-a", "-x", self.name) is not None
        self._clean = purged and time.monotonic() >= self._doubt
        if not purged:
            _log.warning("the queue %s cannot be emptied: CUPS is away, or this account is not in the group lpadmin", self.name)
        return purged

    def tidy(self) -> None:
        """Purge again where the last purge failed, or something may have come in behind it."""
        if not self._clean:
            self.empty()

    def _trouble(self) -> str | None:
        return {outcome.OUT: outcome.OUT_OF_PAPER, outcome.AWAY: outcome.OFFLINE}.get(self.condition())

    def _hand_over(self, paper: Paper, until: float) -> int | None:
        """The number of the job that was let go, None when `lp` failed or hung; the paper goes in by a pipe and touches no file of
        ours."""
        media = f"media=Custom.{paper.width:g}x{paper.height:g}mm"
        said = self._lp(until, "-d", self.name, "-t", TITLE, "-H", "hold", "-o", media, "-o", "print-scaling=none", given=paper.pdf)
        found = re.search(rf"\b{re.escape(self.name)}-(\d+)\b", said or "")
        if found is None or self._lp(until, "-i", found[0], "-H", "resume") is None:
            return None
        return int(found[1])

    def _lp(self, until: float, *words: str, given: bytes = b"") -> str | None:
        return self._run("lp", *words, given=given, limit=min(PROGRAM_LIMIT, max(0.1, until - time.monotonic())))

    def _follow(self, number: int, until: float, printing: Callable[[], None]) -> Outcome:
        """Look at the job until it has ended, its time is over, or the printer has stood still for PATIENCE seconds."""
        still_since, begun = None, False
        while time.monotonic() < until:
            state, trouble = self._look(number)
            if state in _ENDS:
                return _ENDS[state]
            if state == ipp.PROCESSING and not begun:
                begun = True
                printing()
            still_since = (still_since or time.monotonic()) if trouble else None
            if trouble and still_since and time.monotonic() - still_since > outcome.PATIENCE:
                return self._take_back(number) or outcome.failed(trouble)
            time.sleep(LOOK_EVERY)
        return self._take_back(number) or outcome.failed(self._trouble() or outcome.TIMEOUT)

    def _take_back(self, number: int) -> Outcome | None:
        """Cancel what still waits; printed, where it came out in that very moment."""
        self._run("cancel", f"{self.name}-{number}")
        return outcome.printed() if self._look(number)[0] == ipp.COMPLETED else None

    def _look(self, number: int) -> tuple[int, str | None]:
        """The state of the job (0: not known), and what keeps the printer from printing it."""
        try:
            states = self._scheduler.job(number).get("job-state", [])
        except ipp.Unreachable:
            return 0, outcome.OFFLINE
        except ipp.Refused as refused:
            return (ipp.CANCELED, None) if refused.status == ipp.NOT_FOUND else (0, outcome.OFFLINE)
        state = int(states[0]) if states else 0
        return state, None if state in _ENDS else self._trouble() or (outcome.OFFLINE if state == ipp.JOB_STOPPED else None)

    def _run(self, *command: str, given: bytes = b"", limit: float = PROGRAM_LIMIT) -> str | None:
        """What a program of CUPS says, or None when it failed, hung or is not here."""
        try:
            done = subprocess.run(command, input=given, env=self._environment, capture_output=True, timeout=limit, check=True)
        except (OSError, subprocess.SubprocessError):
            return None
        return done.stdout.decode("utf-8", "replace")


_ENDS = {ipp.COMPLETED: outcome.printed(), ipp.CANCELED: outcome.failed(outcome.CANCELLED),
         ipp.ABORTED: outcome.failed(outcome.BROKEN)}
