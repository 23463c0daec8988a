"""The printer beside this screen, as the visitor's screens use it: how a paper stands, the receipt once, copies twice (K43–K46)."""

from dataclasses import dataclass

from flask import current_app

from portal.cases.case import Case
from portal.foundation import clock
from portal.foundation.refusal import Moved, Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.kiosk import visit
from portal.network.terminal import Paper, Terminal
from portal.reception import print_job
from portal.reception.print_job import Progress
from portal.web import papers
from portal.web.papers import Html

SIZE = "roll80"
MOST = print_job.MOST_COPIES


@dataclass(frozen=True)
class Printing:
    """How a paper stands, as the screen says it: `under_way`, `printed` or `failed` with a reason, `none` where nothing can print
    (`unset`: for want of a press, not of a printer); the copy that may be asked for next, 0 when no more may."""

    state: str
    reason: str
    copy: int


def own() -> Terminal | None:
    """The terminal that prints: a paired one that has a printer, where the press can set papers at all."""
    return visit.terminal() if missing() is None else None


def missing() -> Printing | None:
    """What is said of paper at a terminal that says itself that it has no printer, or whose portal can set no paper: no other window
    is opened there instead (K43, K60). None anywhere else."""
    here = visit.terminal()
    if here is None:
        return None
    unset = "" if here.paper is Paper.NONE else "unset" if current_app.extensions["press"].available() is not None else None
    return Printing("none", unset, 0) if unset is not None else None


def of(case: Case) -> Printing | None:
    """How the last paper of a case stands; None where nothing prints by itself."""
    job, at = print_job.latest(case), clock.now()
    if job is None or own() is None:
        return None
    progress, reason = job.fate(at)
    over = job.is_over(at)
    more = job.copy + 1 if over and job.copy < MOST else 0
    return Printing(progress.value if over else "under_way", reason.value if reason and progress is Progress.FAILED else "", more)


def slip(job_id: int | None) -> str:
    """How the slip of a number stands (`under_way`, `printed`, `failed`), by the state of its job; "" where none was asked for."""
    here, at = own(), clock.now()
    if here is None or job_id is None:
        return ""
    job = print_job.of_terminal(here, job_id)
    return job.fate(at)[0].value if job.is_over(at) else "under_way"


def receipt(case: Case, html: Html, again: bool = False) -> None:
    """Set the receipt, and print it where this is a terminal with a printer: once, however often the screen is shown. Handed in
    `again`, a paper that still waits is replaced by this one."""
    here = own()
    if here is None:
        papers.set_in_type(html, SIZE)
    elif again or print_job.latest(case) is None:
        key = papers.set_in_type(html, SIZE)
        with unit_of_work():
            print_job.ask(case, paper=key, terminal=here, by=visit.visitor(case))


def may_copy(case: Case) -> bool:
    """Whether another copy may be printed, now or when the one that prints is out."""
    last = print_job.latest(case)
    return last is None or last.copy < MOST


def copy(case: Case, wanted: str, html: Html) -> None:
    """Print a copy, which `html` says it is; "" asks for the next one that is allowed, where none is under way. What may not be
    printed is not: the screen says how the last paper stands."""
    here, last = own(), print_job.latest(case)
    over = last is None or last.is_over(clock.now())
    number = wanted or (str((last.copy if last else 0) + 1) if over else "")
    if here is None or number not in [str(each) for each in range(1, MOST + 1)]:
        return
    key = papers.set_in_type(html, SIZE)
    try:
        with unit_of_work():
            print_job.reprint(case, int(number), paper=key, terminal=here, by=visit.visitor(case))
    except (Moved, Refused):
        return
