"""Papers a terminal prints: asked for once, taken once, over within a minute, never late (K43, K45, K46): a late paper is a
privacy fault, yesterday's receipt before today's visitor."""

import enum
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, ForeignKey, Index, String, UniqueConstraint, bindparam, exists, select, update
from sqlalchemy.orm import Mapped, contains_eager, mapped_column, relationship

from portal.cases.case import Case
from portal.foundation.database import Base, Utc, choice, db
from portal.foundation.refusal import Missing, Moved, Refused
from portal.network import access, reach
from portal.network.access import Place
from portal.network.actor import Actor
from portal.network.terminal import Terminal

LIMIT = timedelta(seconds=60)    # a paper that is not out by then never comes out (K45)
MARGIN = timedelta(seconds=5)    # so much earlier the terminal takes it back, that its word arrives within the minute
TOLD, NUMBERS_TOLD = timedelta(hours=12), timedelta(minutes=15)  # so long the desk is told of a receipt, of a number, that did not come out
MOST_COPIES = 2                  # reprints of one receipt, wherever they are asked for (K46)


class Kind(enum.StrEnum):
    """What is printed."""

    RECEIPT = "receipt"
    REPRINT = "reprint"
    TEST = "test"
    NUMBER = "number"


class Progress(enum.StrEnum):
    """How far the paper is, by the terminal's own word."""

    WAITING = "waiting"
    TAKEN = "taken"
    PRINTING = "printing"
    PRINTED = "printed"
    FAILED = "failed"


class Reason(enum.StrEnum):
    """Why nothing came out; SILENT is what the portal concludes when it hears nothing for a minute."""

    OUT_OF_PAPER = "out_of_paper"
    OFFLINE = "offline"
    CANCELLED = "cancelled"
    TIMEOUT = "timeout"
    BROKEN = "broken"
    SILENT = "silent"


class PrintJob(Base):
    """One paper for one terminal. `copy` is 0 for the receipt, 1 and 2 for its reprints; `paper` is its key on the press's shelf,
    `turn` the terminal's own mark of the question that took it."""

    __tablename__ = "print_job"
    __table_args__ = (UniqueConstraint("case_id", "copy"), Index("ix_print_job_waiting", "terminal_id", "state"),
                      Index("ix_print_job_lately", "terminal_id", "created_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case.id"))
    terminal_id: Mapped[int] = mapped_column(ForeignKey("terminal.id"))
    kind: Mapped[Kind] = mapped_column(choice(Kind))
    copy: Mapped[int] = mapped_column(default=0)
    progress: Mapped[Progress] = mapped_column("state", choice(Progress), default=Progress.WAITING)
    reason: Mapped[Reason | None] = mapped_column(choice(Reason))
    attempts: Mapped[int] = mapped_column(default=0)
    paper: Mapped[str] = mapped_column(String(64))
    turn: Mapped[str] = mapped_column(String(32), default="")
    sha256: Mapped[str] = mapped_column(String(64), default="")
    width: Mapped[float | None]
    height: Mapped[float | None]
    created_at: Mapped[datetime] = mapped_column(Utc, index=True)
    taken_at: Mapped[datetime | None] = mapped_column(Utc)
    ended_at: Mapped[datetime | None] = mapped_column(Utc)
    seen_at: Mapped[datetime | None] = mapped_column(Utc)

    terminal: Mapped[Terminal] = relationship()

    def fate(self, at: datetime) -> tuple[Progress, Reason | None]:
        """How far it is at a moment: a job that nobody ended within the minute has failed, written down or not."""
        if self.ended_at is None and at - self.created_at >= LIMIT:
            return Progress.FAILED, Reason.SILENT
        return self.progress, self.reason

    def is_over(self, at: datetime) -> bool:
        """Whether nothing more happens to it."""
        return self.fate(at)[0] in (Progress.PRINTED, Progress.FAILED)

    def seconds_left(self, at: datetime) -> float:
        """How long the terminal may still try."""
        return (LIMIT - MARGIN - (at - self.created_at)).total_seconds()


@dataclass(frozen=True)
class Sheet:
    """The finished PDF as the terminal gets it; width and height in millimetres."""

    sha256: str
    width: float
    height: float


def ask(case: Case, *, paper: str, terminal: Terminal, by: Actor) -> PrintJob:
    """The receipt of a case: one matter told, one paper, however often it is asked for (K46). While it waits it is the one asked
    for last: what the visitor wants off it since is not on it."""
    access.permit(by, "case.see", case)
    job = of_case(case, 0)
    if job is None:
        return _add(terminal, Kind.RECEIPT, paper, by.at, case)
    db.session.execute(update(PrintJob).where(PrintJob.id == job.id, PrintJob.progress == Progress.WAITING).values({PrintJob.paper: paper}))
    return job


def reprint(case: Case, copy: int, *, paper: str, terminal: Terminal, by: Actor) -> PrintJob:
    """Copy 1 or 2 of a receipt, marked as such; the same copy again is the same paper. Raises Refused when two were made, and
    Moved while the one before is under way."""
    access.permit(by, "case.see", case)
    last = latest(case)
    made = last.copy if last is not None else 0
    if 1 <= copy <= made:
        return of_case(case, copy) or cast(PrintJob, last)
    if made >= MOST_COPIES or copy > MOST_COPIES:
        raise Refused("print_copies", n=MOST_COPIES)
    if copy != made + 1 or (last is not None and not last.is_over(by.at)):
        raise Moved
    return _add(terminal, Kind.REPRINT, paper, by.at, case, copy)


def test(terminal: Terminal, *, paper: str, at: datetime) -> PrintJob:
    """A test page, which is about nobody."""
    return _add(terminal, Kind.TEST, paper, at)


def number(terminal: Terminal, *, paper: str, at: datetime) -> PrintJob:
    """A number for today's reception, which is about nobody."""
    return _add(terminal, Kind.NUMBER, paper, at)


def _add(terminal: Terminal, kind: Kind, paper: str, at: datetime, case: Case | None = None, copy: int = 0) -> PrintJob:
    if not terminal.in_service:
        raise Missing
    job = PrintJob(case_id=case.id if case else None, terminal_id=terminal.id, kind=kind, copy=copy, paper=paper, created_at=at)
    db.session.add(job)
    db.session.flush()
    return job


def next_for(terminal: Terminal, turn: str, at: datetime) -> PrintJob | None:
    """The oldest paper that waits for this terminal and can still come out in time; first the one this very question took already,
    whose answer was lost."""
    open_ones = select(PrintJob).where(PrintJob.terminal_id == terminal.id, PrintJob.created_at > at - LIMIT + MARGIN)
    taken = open_ones.where(PrintJob.progress == Progress.TAKEN, PrintJob.turn == turn)
    waiting = open_ones.where(PrintJob.progress == Progress.WAITING).order_by(PrintJob.id)
    return (db.session.scalar(taken) if turn else None) or db.session.scalar(waiting.limit(1))


def take(job: PrintJob, sheet: Sheet, *, terminal: Terminal, turn: str, at: datetime) -> bool:
    """Compare and set: whether the paper is this question's to print. Nobody else gets it afterwards."""
    mine = update(PrintJob).where(
        PrintJob.id == job.id, PrintJob.terminal_id == terminal.id, PrintJob.created_at > at - LIMIT + MARGIN,
        (PrintJob.progress == Progress.WAITING) | ((PrintJob.progress == Progress.TAKEN) & (PrintJob.turn == turn)))
    done = db.session.execute(mine.values({
        PrintJob.progress: Progress.TAKEN, PrintJob.turn: turn, PrintJob.attempts: PrintJob.attempts + 1, PrintJob.taken_at: at,
        PrintJob.sha256: sheet.sha256, PrintJob.width: sheet.width, PrintJob.height: sheet.height}))
    return _hit(done) == 1


def report(job: PrintJob, progress: Progress, reason: Reason | None, *, terminal: Terminal, at: datetime) -> None:
    """The terminal says what became of it. Its word stands, also against "silent"; a second, different word does not (Moved)."""
    if job.terminal_id != terminal.id:
        raise Missing
    if job.progress is progress:
        return
    heard = job.progress in (Progress.TAKEN, Progress.PRINTING) or job.reason is Reason.SILENT
    if not heard or progress in (Progress.WAITING, Progress.TAKEN) or (job.ended_at and progress is Progress.PRINTING):
        raise Moved
    job.progress = progress
    job.reason = (reason or Reason.CANCELLED) if progress is Progress.FAILED else None
    job.ended_at = at if progress in (Progress.PRINTED, Progress.FAILED) else None
    if progress is Progress.PRINTED:
        terminal.last_print_at = at


def lose(job: PrintJob, at: datetime) -> None:
    """The paper could not be set, so there is nothing to print."""
    if job.progress is Progress.WAITING:
        job.progress, job.reason, job.ended_at = Progress.FAILED, Reason.BROKEN, at


def give_up(at: datetime) -> int:
    """Write down what is true already: papers nobody ended within the minute have failed. How many."""
    late = update(PrintJob).where(PrintJob.ended_at.is_(None), PrintJob.created_at <= at - LIMIT)
    return _hit(db.session.execute(late.values({
        PrintJob.progress: Progress.FAILED, PrintJob.reason: Reason.SILENT, PrintJob.ended_at: at})))


def _hit(result: Any) -> int:
    return cast("CursorResult[Any]", result).rowcount


_LATER = PrintJob.__table__.alias("later")
_UNPRINTED = select(PrintJob).join(Terminal, Terminal.id == PrintJob.terminal_id).where(
    PrintJob.created_at > bindparam("since"), PrintJob.seen_at.is_(None),
    PrintJob.case_id.is_not(None) | ((PrintJob.kind == Kind.NUMBER) & (PrintJob.created_at > bindparam("lately"))),
    (PrintJob.progress == Progress.FAILED) | (PrintJob.ended_at.is_(None) & (PrintJob.created_at <= bindparam("late"))),
    Terminal.station_id.in_(bindparam("here", expanding=True)),
    ~exists().where(_LATER.c.case_id == PrintJob.case_id, _LATER.c.copy > PrintJob.copy)).order_by(PrintJob.created_at, PrintJob.id)


def unprinted(by: Actor) -> list[PrintJob]:
    """The papers of visitors that did not come out at the stations where this actor helps, and that nobody has seen to; of one
    matter only the paper asked for last, so that a copy which printed ends it. Of the last hours, the oldest first."""
    whole = _UNPRINTED.options(contains_eager(PrintJob.terminal).joinedload(Terminal.station))
    return list(db.session.scalars(whole, {"here": reach.stations(by, "call.answer") or (), "since": by.at - TOLD, "lately": by.at - NUMBERS_TOLD, "late": by.at - LIMIT}))


def see(job_id: int, *, by: Actor) -> None:
    """Somebody at the desk sees to it. Another station's paper is none (R31); a second touch changes nothing."""
    job = db.session.get(PrintJob, job_id, with_for_update=True)
    if job is None or not access.can(by, "call.answer", Place(job.terminal.station_id)):
        raise Missing
    job.seen_at = job.seen_at or by.at


def of_terminal(terminal: Terminal, job_id: int) -> PrintJob:
    """A job of this terminal; another one's is not there (Missing)."""
    job = db.session.get(PrintJob, job_id)
    if job is None or job.terminal_id != terminal.id:
        raise Missing
    return job


def of_case(case: Case, copy: int) -> PrintJob | None:
    """The receipt of a case, or that copy of it."""
    return db.session.scalar(select(PrintJob).where(PrintJob.case_id == case.id, PrintJob.copy == copy))


def latest(case: Case) -> PrintJob | None:
    """The paper of a case that was asked for last."""
    return db.session.scalar(select(PrintJob).where(PrintJob.case_id == case.id).order_by(PrintJob.copy.desc()).limit(1))
