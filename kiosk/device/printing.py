"""The printing agent: asks the portal for a paper, prints it, says what became of it; what was not printed in time never is.

It speaks outwards only, by the terminal's own token; no page of the browser reaches it (K45, K46, K48; kiosk.md, pitfall 10).
"""

import hashlib
import json
import logging
import secrets
import threading
import time
from dataclasses import dataclass

from . import finding, outcome
from .outcome import Outcome, Paper, Printer
from .server import Ask

EVERY = 1.0                    # seconds between two questions
TIDY = 5                       # after so many questions without a paper the printer tidies up
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Job:
    """A paper this terminal took: its number among the jobs (no case number), and how many seconds it still may take."""

    id: int
    seconds: float
    sha256: str
    width: float
    height: float


class Agent:
    """One printer in the service of one terminal."""

    def __init__(self, ask: Ask, printer: Printer) -> None:
        self._ask, self.printer = ask, printer
        self._turn = secrets.token_hex(16)                # marks one question, so that a lost answer does not lose the paper
        self.last_print: float | None = None               # seconds since 1970, for the heartbeat
        self._unsaid: tuple[int, Outcome] | None = None   # what became of a job, until the portal has heard it

    def run(self, stopped: threading.Event) -> None:
        """Work until told to stop. Nothing that an earlier life left in the printer comes out."""
        self.printer.empty()
        idle = 0
        while not stopped.is_set():
            try:
                busy = self.once()
            except OSError as away:
                _log.info("the portal is away: %s", type(away).__name__)
                busy = False
            except Exception:          # nobody is there to start it again: what broke once must neither end it nor print late
                _log.exception("a paper went wrong")
                self.printer.empty()
                busy = False
            idle = 0 if busy else idle + 1
            if idle and idle % TIDY == 0:
                self.printer.tidy()
            if not busy:
                stopped.wait(EVERY)

    def once(self) -> bool:
        """Say what is unsaid, then do one job; whether there was one. Raises OSError while the portal is away."""
        if self._unsaid is not None:
            self._report(*self._unsaid)
        job = self._take()
        if job is None:
            return False
        came = self._print(job)
        _log.info("job %d: %s %s", job.id, came.state, came.reason)
        if came.state == outcome.PRINTED:
            self.last_print = time.time()
        self._report(job.id, came)
        return True

    def _take(self) -> Job | None:
        status, body = self._ask("POST", "/kiosk/device/print-jobs", {"turn": self._turn})
        self._turn = secrets.token_hex(16)
        if status != 200:
            return None
        told = json.loads(body)
        return Job(int(told["id"]), float(told["seconds"]), str(told["sha256"]), float(told["width"]), float(told["height"]))

    def _print(self, job: Job) -> Outcome:
        until = time.monotonic() + job.seconds
        try:
            status, pdf = self._ask("GET", f"/kiosk/device/print-jobs/{job.id}/paper", {})
        except OSError:
            return outcome.failed(outcome.OFFLINE)
        if status != 200 or hashlib.sha256(pdf).hexdigest() != job.sha256:
            return outcome.failed(outcome.BROKEN)
        return self.printer.print(Paper(pdf, job.width, job.height), until - time.monotonic(), lambda: self._begun(job.id))

    def _begun(self, number: int) -> None:
        """Paper moves; if nobody hears it, the end of the job will be heard."""
        try:
            self._tell(number, "printing", "")
        except OSError as away:
            _log.info("not heard: %s", type(away).__name__)

    def _report(self, number: int, came: Outcome) -> None:
        self._unsaid = (number, came)
        status = self._tell(number, came.state, came.reason)
        if status < 500:            # heard, or never to be heard: a job that was given up is over
            self._unsaid = None

    def _tell(self, number: int, state: str, reason: str) -> int:
        return self._ask("POST", f"/kiosk/device/print-jobs/{number}/state", {"state": state, "reason": reason})[0]


def printer_at(address: str) -> Printer:
    """The printer of an address; where none was named, whatever is plugged in."""
    return finding.at(address) if address else finding.Found()
