"""The progress of an open matter on the board (practice.md §12.1): a second public projection, of stages, dates and lateness alone.

The director decides it under the visitor's own yes to publication; each move of the case writes the row anew, and at the first
hindrance, or when the result takes its place, it is gone. No word, place, unit or person stands in it."""

import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Boolean, ForeignKey, Index, String, select, update
from sqlalchemy.orm import Mapped, mapped_column

from portal.cases import closing, deadline, ledger, lifecycle, standstill, timeline, trace
from portal.cases.case import OPEN, TO_PUBLISH, Case, PublicState, State
from portal.cases.deadline import Deadline
from portal.cases.pause import DECIDED
from portal.foundation import append_only, clock, marks, unit_of_work
from portal.foundation.database import Base, Json, Utc, choice, db
from portal.foundation.refusal import Refused
from portal.foundation.text import needed
from portal.network import network as networks
from portal.network.actor import Actor

# Taken on and sorted: before that nobody has looked whether it is a report about officials or a hardship.
STATES = OPEN - {State.REGISTERED, State.CLARIFYING}
# Which moves are told, in neutral words: that it goes round again says nobody's rating, and no step says who.
REACHED = {
    "T2": "registered", "T9": "accepted", "T11": "referred", "T12": "received", "T12b": "received", "T13": "return_asked",
    "T14": "return_decided", "T16": "replied", "T16b": "replied", "T22": "replied", "T22b": "replied", "T17": "sent_back",
    "T18": "passed", "T19": "told", "T21": "again", "T23": "review", "T24": "again", "T24b": "closed", "T20": "closed", "T26": "again",
}
# Limits that the house or a unit keeps or misses; the visitor's days to rate are nobody's lateness.
BINDING = frozenset({"accept", "refer", "acknowledge", *deadline.UNIT_CLOCKS, "return_decision", "review", "deliver", "second_review",
                     "publish", "ceiling"})


class Progress(Base):
    """How far an open matter is, as the public reads it. No edit exists: each change is a new row.

    `reached` is a list of [step, day]; `limits` of {clock, first, due, ended}: those that run and those that were missed; `next` is
    {clock, first, due} of the step it is at, `held` {since, until} while its clock stands still; `late_on` is the first day late."""

    __tablename__ = "progress"
    __table_args__ = (
        Index("ix_progress_waiting", "is_current", "case_id"),
        Index("ix_progress_late", "is_current", "late_on"),
        Index("ix_progress_station", "station_code", "is_current", "case_id"),
        Index("ix_progress_registered", "is_current", "registered_on", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    is_current: Mapped[bool] = mapped_column(Boolean, default=True)
    number: Mapped[str] = mapped_column(String(24), index=True)
    station_code: Mapped[str] = mapped_column(String(8))
    station_name: Mapped[str] = mapped_column(String(60))
    category: Mapped[str] = mapped_column(String(6))
    state: Mapped[State] = mapped_column(choice(State))
    stage: Mapped[int]
    rounds: Mapped[int]
    registered_on: Mapped[date]
    late_on: Mapped[date | None]
    reached: Mapped[list[list[str]]] = mapped_column(Json)
    limits: Mapped[list[dict[str, str]]] = mapped_column(Json)
    next: Mapped[dict[str, str]] = mapped_column(Json)
    held: Mapped[dict[str, str]] = mapped_column(Json)
    supervision: Mapped[dict[str, Any]] = mapped_column(Json)
    demo: Mapped[bool]
    at: Mapped[datetime] = mapped_column(Utc)


append_only.guard(Progress.__table__, may_change=("is_current",))  # type: ignore[arg-type]
marks.renewed_by("progress", Progress.__table__)  # type: ignore[arg-type]
KEPT = ("category", "state", "stage", "rounds", "registered_on", "late_on", "reached", "limits", "next", "held", "supervision")


def show(case: Case, *, by: Actor) -> None:
    """Put the progress of an open matter on the board; the visitor reads that it stands there (SD-40, practice.md §12.1)."""
    if not may_show(case):
        raise Refused("progress_not_now")
    closing.refuse_invented(case)
    reason = closing.hindrance(case)
    if reason is not None:
        raise Refused("publish_hindered", reason=reason.value)
    lifecycle.also(case, "progress.decide", by=by, facts={"shown": True}, for_visitor=True)
    case.shows_progress = True


def hide(case: Case, *, reason: str, by: Actor) -> None:
    """Take it down before the result is there, with a reason that stays inside; the visitor reads that it is gone."""
    if not case.shows_progress:
        raise Refused("progress_not_now")
    event = lifecycle.also(case, "progress.decide", by=by, text=needed(reason, 500, 10, "reason_needed"), facts={"shown": False}, for_visitor=True)
    _take_down(case, event)


def may_show(case: Case) -> bool:
    """Whether it is the time for it: a matter under way, not there yet, and no earlier result of it in its place."""
    return case.state in STATES and not case.shows_progress and case.public_state is PublicState.NONE


def may_stand(case: Case) -> bool:
    """Whether what stands there may go on standing: nothing speaks against it, and neither a result nor a counted reason came."""
    return case.public_state in {PublicState.NONE, *TO_PUBLISH} and closing.hindrance(case) is None


def follow() -> None:
    """At the end of a unit of work: what moved is written anew, what may no longer stand is gone, before anybody can read otherwise."""
    for case, event in {case.id: (case, event) for case, event in timeline.fresh(keep=True) if case.shows_progress}.values():
        if not may_stand(case):
            _take_down(case, event)
            continue
        row, before = projection(case, event.entered_at), current_of(case)
        if before is None or differs(before, row):
            _no_longer(case)
            db.session.add(row)
            if told(row) and (before is None or before.supervision != row.supervision):
                db.session.flush()
                ledger.note(ledger.Kind.TRACE, row.number, at=event.entered_at, witness=row, record=canonical(row), progress_id=row.id)


unit_of_work.finishers.insert(0, follow)  # before others take what was recorded


def differs(one: Progress, other: Progress) -> bool:
    """Whether two rows tell the public something else of the same case."""
    return any(getattr(one, name) != getattr(other, name) for name in KEPT)


def _take_down(case: Case, event: timeline.Event) -> None:
    """It is gone; where no result came in its place the ledger says so (SD-40)."""
    case.shows_progress = False
    _no_longer(case)
    if case.public_state is not PublicState.PUBLISHED:
        ledger.note(ledger.Kind.TAKEN_DOWN, case.number, at=event.entered_at, witness=event)


def _no_longer(case: Case) -> None:
    db.session.execute(update(Progress).where(Progress.case_id == case.id, Progress.is_current.is_(True)).values(is_current=False))


def projection(case: Case, at: datetime) -> Progress:
    """The row as it would be written now; what the director looks at before is exactly what the board shows."""
    clocks = [row for row in deadline.of_case(case) if row.clock in BINDING]
    late = [row.original_due_on for row in clocks if _is_missed(row) or row.ended_at is None]
    network = networks.current()
    return Progress(
        case_id=case.id, is_current=True, number=case.number, station_code=case.station.code, station_name=case.station.name,
        category=case.category or "Z9", state=case.state, stage=min(case.stage, 4), rounds=case.round,
        registered_on=clock.day_of(case.registered_at), late_on=min(late) + timedelta(days=1) if late else None,
        reached=[[step, day.isoformat()] for step, day in _reached(case)],
        limits=[_limit(row) for row in clocks if row.ended_at is None or _is_missed(row)], next=_next(case), held=_held(case),
        supervision=trace.written(trace.of_case(case)), demo=bool(network and network.demo), at=at)


def _is_missed(row: Deadline) -> bool:
    """Kept too late: measured by the first day, as with a result; more time given does not make it in time (practice.md §4.2)."""
    return row.ended_at is not None and clock.day_of(row.ended_at) > row.original_due_on


def _limit(row: Deadline) -> dict[str, str]:
    days = {"clock": row.clock, "first": row.original_due_on.isoformat(), "due": row.due_on.isoformat()}
    return days | ({"ended": clock.day_of(row.ended_at).isoformat()} if row.ended_at is not None else {})


def _reached(case: Case) -> Iterator[tuple[str, date]]:
    for event in timeline.story(case):
        if event.move == "T2":
            yield "registered", clock.day_of(case.registered_at)
        elif event.move in REACHED:
            yield REACHED[event.move], clock.day_of(event.happened_at)


def _next(case: Case) -> dict[str, str]:
    kind = case.next_clock if case.next_clock not in deadline.PAUSE_CLOCKS else None  # its name says what is waited for
    row = deadline.running(case, kind) if kind else None
    return _limit(row) if row is not None else {}


def _held(case: Case) -> dict[str, str]:
    """Since when and until when at most the unit's clock stands still; for what is not said outside."""
    pause = standstill.standing(case)
    if pause is None or pause.reason not in DECIDED:
        return {}
    return {"since": pause.since_on.isoformat(), "until": pause.limit_on.isoformat()}


def canonical(row: Progress) -> str:
    """How the unit was pressed, as the public reads it, as one line of JSON with its keys in order: what the ledger holds of a row."""
    return json.dumps({"number": row.number, "supervision": row.supervision}, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def told(row: Progress) -> bool:
    """Whether a unit was pressed, as far as a row tells."""
    return trace.read(row.supervision).told


def last_entry(row: Progress) -> ledger.Entry | None:
    """The entry of what a row tells of slips and reminders, made with it or with an earlier one that told the same."""
    query = select(ledger.Entry).join(Progress, Progress.id == ledger.Entry.progress_id).where(Progress.number == row.number)
    return db.session.scalar(query.order_by(ledger.Entry.place.desc()).limit(1))


def current_of(case: Case) -> Progress | None:
    """What stands on the board of a case now."""
    return db.session.scalar(select(Progress).where(Progress.case_id == case.id, Progress.is_current.is_(True)))
