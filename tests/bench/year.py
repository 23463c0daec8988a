"""A year of matters through the real verbs, then every rule of `portal verify`: python -m tests.bench.year
    [--cases 5000] [--seed 1] [--scratch DIR] [--minutes M] [--checked-every DAYS]

It lives in an instance of its own under DIR (a new temporary folder without it) and never touches the project's. Exit 1 with the
list when a rule is broken."""

import argparse
import math
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import func, select

from portal.app import create_app
from portal.cases import invariants
from portal.cases.advice import Advice
from portal.cases.case import OPEN, Case, PublicState
from portal.cases.deadline import Deadline
from portal.cases.explanation import Explanation
from portal.cases.progress import Progress
from portal.cases.proposal import Proposal
from portal.cases.rating import Rating
from portal.cases.reminder import Reminder
from portal.cases.slip import Level, Slip, Standing
from portal.cases.timeline import Event
from portal.foundation import clock, settings
from portal.foundation.database import db
from portal.network import sign_in
from portal.upgrade import upgrade
from tests.bench.seed import SECRET
from tests.bench.year_life import Year
from tests.cast import PASSWORD, seat

Figures = dict[str, int | dict[str, int]]


def figures() -> Figures:
    """What came of the year, as the database has it. In an app context."""
    today = clock.today()
    slips = list(db.session.scalars(select(Slip)))
    late = select(func.count(func.distinct(Deadline.case_id))).where(
        Deadline.clock.like("reply_%"), Deadline.ended_at.is_not(None), Deadline.due_on < func.date(Deadline.ended_at))
    return {
        "cases": _count(Case.id), "by_state": _by(Case.state), "published": _by(Case.public_state)[PublicState.PUBLISHED.value],
        "open_and_overdue": db.session.scalar(select(func.count()).where(Case.state.in_(OPEN), Case.next_on < today)) or 0,
        "answered_late": db.session.scalar(late) or 0,
        "progress_rows": _count(Progress.id), "progress_shown": _by(Case.shows_progress).get("True", 0),
        "advice": _by(Advice.gone_at.is_(None)), "reminders": _count(Reminder.id), "yellow": _standing(slips, Level.B), "red": _standing(slips, Level.A),
        "slips_acknowledged_late": sum(_signed_late(row) for row in slips),
        "explanations": _count(Explanation.id), "proposals": _count(Proposal.id), "by_round": _by(Case.round),
        "ratings": _by(Rating.result), "events": _count(Event.id),
    }


def _count(column: object) -> int:
    return db.session.scalar(select(func.count(column))) or 0  # type: ignore[arg-type]


def _by(column: object) -> dict[str, int]:
    rows = db.session.execute(select(column, func.count()).group_by(column))  # type: ignore[call-overload]
    return {str(value): count for value, count in sorted(rows, key=lambda row: str(row[0]))}


def _standing(slips: list[Slip], level: Level) -> dict[str, int]:
    return {one.value: sum(row.level is level and row.standing is one for row in slips) for one in Standing}


def _signed_late(row: Slip) -> bool:
    due = row.acknowledge_due
    return due is not None and row.acknowledged_at is not None and clock.day_of(row.acknowledged_at) > due.due_on


def told(found: Figures) -> Iterator[str]:
    """The figures as lines."""
    for name, value in found.items():
        shown = "  ".join(f"{key} {count}" for key, count in value.items() if count) if isinstance(value, dict) else str(value)
        yield f"{name.replace('_', ' '):<26}{shown}"


def lived(folder: Path, cases: int, seed: int, seconds: float, checked_every: int) -> int:
    """Live a year in that folder and say what came of it; the exit code."""
    app = create_app(settings.load({"PORTAL_INSTANCE": str(folder), "PORTAL_SECRET_KEY": SECRET, "PORTAL_VAULT_KEY": SECRET[::-1]}))
    upgrade(app)
    with app.app_context():
        clock.freeze(clock.at_local(Year.first, 7))
        seat(sign_in.hash_password(PASSWORD))
        began = time.monotonic()
        year = Year(app, cases, seed, seconds=seconds, checked_every=checked_every, talks=True)
        year.live()
        lived_for = time.monotonic() - began
        lines = [*told(figures()), f"{'suggestions opened':<26}{year.suggested}", f"{'moved by the sweep':<26}{year.swept}",
                 f"{'refused acts':<26}{'  '.join(f'{key} {count}' for key, count in year.refused.most_common())}"]
        began = time.monotonic()
        broken = invariants.broken()
        lines.append(f"{'seconds':<26}{lived_for:.0f} to live until {year.day}, {time.monotonic() - began:.1f} to verify")
        print("\n".join(lines))
        print(f"{len(broken)} broken rules", *broken, sep="\n")
    app.extensions["press"].close()
    return 1 if broken else 0


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.year", description=__doc__.splitlines()[0])
    parser.add_argument("--cases", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--scratch", type=Path)
    parser.add_argument("--minutes", type=float, default=math.inf, help="stop the year after so long and verify what there is")
    parser.add_argument("--checked-every", type=int, default=28, help="days between two nightly checks of everything stored")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=given.scratch, prefix="year-") as folder:
        return lived(Path(folder), given.cases, given.seed, given.minutes * 60, given.checked_every)


if __name__ == "__main__":
    sys.exit(main())
